"""Loaded by Rasa: the input channel that only the gateway can use, and the few patches to Rasa that we carry."""
