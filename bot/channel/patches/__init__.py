"""Small patches to Rasa 3.6.21, each with its reason and its test: what it hides, and what it does again and again."""
