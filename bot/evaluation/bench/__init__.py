"""Measures of this assistant, beside what Rasa recommends and what was published. Called by `assistant bench`."""
