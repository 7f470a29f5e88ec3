"""Gives the point of each sentence to Rasa's own classifiers, to compare them with ours on the same features.

Not in the pipeline in force: `assistant bench pipelines --diet-epochs` uses it.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.sentence_encoder import sentence_encoder
from bot.text.chat_words import write_out


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class PointFeaturizer(DenseFeaturizer, GraphComponent):
    """A dense feature of the sentence, 512 numbers; none of its words."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PointFeaturizer":
        """For training and for serving."""
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to configure."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """All examples, encoded together."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the feature to each message that has a text."""
        with_text = [message for message in messages if message.get(TEXT)]
        points = sentence_encoder().encode([write_out(message.get(TEXT)) for message in with_text])
        for message, point in zip(with_text, points, strict=True):
            message.add_features(Features(point[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages
