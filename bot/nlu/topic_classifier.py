"""The intent classifier of the pipeline: features, linear model, and the decision that follows from its ranking.

The decision travels with the message (`decision` in the parse data). When it is not to answer, the intent becomes
`nlu_fallback`, so that ordinary Rasa rules can act on it.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import msgspec
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.catalogue import load_topics
from bot.dialogue.decision import Decision, Thresholds, decide
from bot.dialogue.moves import FALLBACK_INTENT
from bot.nlu.sentence_encoder import encoder_version
from bot.nlu.text_features import TextFeatures
from bot.nlu.topic_model import TopicModel
from bot.nlu.topic_trainer import claim_early, train_topics
from bot.wire.turns import Outcome, RankedTopic

DECISION = "decision"
THRESHOLDS = "thresholds"
_RANKING_LENGTH = 40


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Ranks the topics of a message and decides whether to answer, to ask or to decline."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        features: TextFeatures | None = None,
        model: TopicModel | None = None,
    ):
        self._penalty = float(config["penalty"])
        self._thresholds = msgspec.convert(config["thresholds"], Thresholds)
        self._model_storage = model_storage
        self._resource = resource
        self._features = features
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`penalty`: C of the SVM. `thresholds`: see `Thresholds`."""
        return {"penalty": 0.5, "thresholds": {}}

    @staticmethod
    def required_packages() -> list[str]:
        """Their versions are part of the training fingerprint."""
        return ["sklearn", "scipy", "numpy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa hashes only this class: the modules it relies on are added here."""
        here = Path(__file__).parent
        sources = [
            here / "text_features.py",
            here / "topic_model.py",
            here / "topic_trainer.py",
            here / "linear_machine.py",
            here / "kernel_machine.py",
            here / "point_cache.py",
            here.parent / "text" / "folding.py",
            here.parent / "text" / "chat_words.py",
        ]
        return hashlib.sha256(encoder_version().encode() + b"".join(path.read_bytes() for path in sources)).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TopicClassifier":
        """For training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TopicClassifier":
        """For serving. Fails loudly: an untrained classifier must never serve."""
        with model_storage.read_from(resource) as directory:
            return cls(
                config,
                model_storage,
                resource,
                TextFeatures.load(Path(directory)),
                TopicModel.load(Path(directory)),
            )

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples of every intent and store the result."""
        examples = [(m.get(TEXT), m.get(INTENT)) for m in training_data.intent_examples if m.get(TEXT)]
        early = claim_early(examples, self._penalty)
        with self._model_storage.write_to(self._resource) as directory:
            if early is None:
                train_topics(examples, self._penalty, Path(directory))
            else:
                shutil.copytree(early, directory, dirs_exist_ok=True)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing after us learns from our output."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking and decision of each message."""
        for message in messages:
            ranking = self._rank(message.get(TEXT) or "")
            decision = decide(ranking, load_topics(), self._thresholds)
            _annotate(message, ranking, decision)
            # For who reads the message in its conversation, where the decision may be another.
            message.set(THRESHOLDS, msgspec.to_builtins(self._thresholds), add_to_output=True)
        return messages

    def _rank(self, text: str) -> list[RankedTopic]:
        if self._features is None or self._model is None:
            raise RuntimeError("the classifier is not trained")
        message = self._features.of_message(text)
        if not len(message.columns):
            # Emoji, another alphabet: no piece of it was ever seen, the model would rank at random.
            return []
        probabilities = self._model.probabilities_of(message)
        best = probabilities.argsort()[::-1][:_RANKING_LENGTH]
        return [RankedTopic(topic=self._model.topics[index], confidence=float(probabilities[index])) for index in best]


def _annotate(message: Message, ranking: list[RankedTopic], decision: Decision) -> None:
    rows = [{"name": ranked.topic, "confidence": ranked.confidence} for ranked in ranking]
    if decision.outcome in (Outcome.ANSWER, Outcome.DECLINE):
        intent = rows[0]
    else:
        intent = {"name": FALLBACK_INTENT, "confidence": decision.confidence}
        rows.insert(0, intent)
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, rows, add_to_output=True)
    message.set(DECISION, msgspec.to_builtins(decision), add_to_output=True)
