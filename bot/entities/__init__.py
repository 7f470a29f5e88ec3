"""What a message names: places, dates, domains of action, ids, organisations, and the role its writer has.

Pure functions on text: no Rasa, no network, no clock. `bot/nlu/entity_extractor.py` gives them to Rasa.
"""

from bot.entities.extract import find_entities
from bot.entities.found import EntityKind, Found
from bot.entities.gazetteer import load_places
from bot.entities.roles import find_role

__all__ = ["EntityKind", "Found", "find_entities", "find_role", "load_places"]
