"""Training from outside Rasa: checks of the data, the model file of the present data, Rasa run as a subprocess."""
