"""What a training no longer does again changes nothing of what it reads."""

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.rasa_launcher import fast_training

TIDY = [("mdp oublié", "mot_de_passe_oublie"), ("favoris", "favoris"), ("mdp oublié", "mot_de_passe_oublie")]
WITH_BLANKS = [*TIDY, ("où sont mes favoris", "favoris ")]


def messages(examples: list[tuple[str, str]]) -> list[Message]:
    return [Message({TEXT: text, INTENT: intent}) for text, intent in examples]


@pytest.mark.parametrize("examples", [TIDY, WITH_BLANKS, []])
def test_examples_are_sanitised_as_rasa_does(examples: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    by_rasa = TrainingData.sanitize_examples
    expected = [message.data for message in by_rasa(messages(examples))]
    monkeypatch.setattr(TrainingData, "sanitize_examples", staticmethod(by_rasa))
    fast_training._fingerprint_examples_once()
    assert [message.data for message in TrainingData.sanitize_examples(messages(examples))] == expected
    assert len(expected) == len(set(examples))
