"""The entity extractor of the pipeline: what `bot.entities` finds in a message, in Rasa's shape.

It learns nothing. The day that « demain » is counted from is that of Paris.
"""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.clock import Clock, now
from bot.entities import Found, find_entities, load_places

_PARIS = ZoneInfo("Europe/Paris")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FrenchEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Adds places, dates, domains, ids, organisations and roles to each message."""

    def __init__(self, clock: Clock = now):
        self._clock = clock

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FrenchEntityExtractor":
        """The places are read now: not in a visitor's turn."""
        load_places()
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing after us learns from our output."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Append our entities to those of each message."""
        for message in messages:
            entities = [_entity(found) for found in find_entities(message.get(TEXT) or "", self._today())]
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, [*known, *self.add_extractor_name(entities)], add_to_output=True)
        return messages

    def _today(self) -> date:
        return self._clock().astimezone(_PARIS).date()


def _entity(found: Found) -> dict[str, Any]:
    return {
        ENTITY_ATTRIBUTE_TYPE: found.kind.value,
        ENTITY_ATTRIBUTE_START: found.start,
        ENTITY_ATTRIBUTE_END: found.end,
        ENTITY_ATTRIBUTE_VALUE: found.value,
    }
