"""A read-only view of the volunteer platform's database, used by the Rasa actions.

`engine` opens it, `scopes` says on whose behalf one reads, and each further module answers one question. Nothing here
writes, and nothing here chooses words for a visitor beyond the platform's own labels.
"""
