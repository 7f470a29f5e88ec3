"""Rules of the dialogue that need neither Rasa nor a network: pure functions on what the NLU measured."""
