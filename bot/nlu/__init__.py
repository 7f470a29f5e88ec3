"""Loaded by Rasa: our components of the NLU pipeline. Thin classes; what they compute is in plain modules."""
