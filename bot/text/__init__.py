"""French text, pure functions: no I/O, no Rasa."""
