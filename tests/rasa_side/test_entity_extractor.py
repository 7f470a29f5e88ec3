"""The extractor gives Rasa what `bot.entities` finds, on the day it is in Paris, and leaves the rest alone."""

from datetime import datetime, timezone

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.entity_extractor import FrenchEntityExtractor

# In Paris it is already Wednesday.
LATE_ON_TUESDAY = datetime(2026, 11, 24, 23, 30, tzinfo=timezone.utc)


def extractor() -> FrenchEntityExtractor:
    return FrenchEntityExtractor(clock=lambda: LATE_ON_TUESDAY)


def test_entities_have_rasas_shape() -> None:
    (message,) = extractor().process([Message(data={TEXT: "une maraude demain"})])
    assert message.get(ENTITIES) == [
        {
            "entity": "domain",
            "start": 4,
            "end": 11,
            "value": "Solidarité et insertion",
            "extractor": "FrenchEntityExtractor",
        },
        {
            "entity": "date",
            "start": 12,
            "end": 18,
            "value": {"from": "2026-11-26", "to": "2026-11-26"},
            "extractor": "FrenchEntityExtractor",
        },
    ]
    assert ENTITIES in message.output_properties


def test_entities_of_others_stay() -> None:
    other = {"entity": "place", "value": "ici", "extractor": "Other"}
    (message,) = extractor().process([Message(data={TEXT: "à Lyon", ENTITIES: [other]})])
    entities = message.get(ENTITIES)
    assert entities[0] == other
    assert entities[1]["value"]["name"] == "Lyon"


def test_a_message_that_names_nothing_has_no_entity() -> None:
    messages = extractor().process([Message(data={TEXT: "Où en est ma candidature ?"}), Message(data={})])
    assert [message.get(ENTITIES) for message in messages] == [[], []]


def test_training_data_are_left_alone() -> None:
    message = Message(data={TEXT: "à Lyon", INTENT: "trouver_mission"})
    data = TrainingData([message])
    assert extractor().process_training_data(data) is data
    assert message.get(ENTITIES) is None


def test_rasa_knows_the_component() -> None:
    registered = DefaultV1Recipe._registered_components[FrenchEntityExtractor.__name__]
    assert registered.types == {DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR}
    assert not registered.is_trainable
    component = FrenchEntityExtractor.create(FrenchEntityExtractor.get_default_config(), None, Resource("x"), None)
    (message,) = component.process([Message(data={TEXT: "75011"})])
    assert message.get(ENTITIES)[0]["value"]["departement"] == "75"
