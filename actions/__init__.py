"""Rasa custom actions, flat, one file per visitor's journey. They read the platform, never our own database."""
