"""Starts the processes of the assistant on one machine, watches them, and stops them together."""
