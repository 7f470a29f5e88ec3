"""The classifier's parts: what is saved is what is loaded, probabilities are probabilities, nothing crashes."""

from pathlib import Path

import msgspec
import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.decision import Thresholds
from bot.dialogue.moves import FALLBACK_INTENT
from bot.nlu import kernel_machine
from bot.nlu.kernel_machine import KernelMachine
from bot.nlu.linear_machine import LinearMachine
from bot.nlu.sentence_encoder import DIMENSIONS, sentence_encoder
from bot.nlu.text_features import TextFeatures
from bot.nlu.topic_classifier import DECISION, THRESHOLDS, TopicClassifier
from bot.nlu.topic_model import TopicModel, softmax

EXAMPLES = {
    "favoris": [
        "garder une mission",
        "sauvegarder la mission",
        "mettre en favori",
        "mes favoris",
        "le petit cœur",
        "liste des favoris",
    ],
    "mot_de_passe_oublie": [
        "mot de passe oublié",
        "mdp perdu",
        "j'ai oublié mon code",
        "mot de passe perdu",
        "oubli du mot de passe",
        "retrouver mon mot de passe",
    ],
    "hors_sujet": [
        "carte grise",
        "la météo",
        "une recette de crêpes",
        "renouveler mon passeport",
        "horaires de la piscine",
        "mes impôts",
    ],
}
PAIRS = [(text, topic) for topic, texts in EXAMPLES.items() for text in texts]
TEXTS, LABELS = [text for text, _ in PAIRS], [topic for _, topic in PAIRS]


@pytest.fixture(scope="module")
def features() -> TextFeatures:
    return TextFeatures.fit_transform(TEXTS)[0]


@pytest.fixture(scope="module")
def model(features: TextFeatures) -> TopicModel:
    return TopicModel.fit(features.transform(TEXTS), LABELS, penalty=0.5)


def test_case_accents_and_apostrophes_change_nothing(features: TextFeatures) -> None:
    counts = features.transform(["J’ai OUBLIÉ mon code", "j'ai oublie mon code"]).counts.toarray()
    assert np.array_equal(counts[0], counts[1])


def test_abbreviations_count_as_the_words_they_stand_for(features: TextFeatures) -> None:
    rows = features.transform(["mdp perdu", "mot de passe perdu"])
    assert (rows.counts[0] != rows.counts[1]).nnz == 0
    assert np.allclose(rows.points[0], rows.points[1], atol=1e-5)


def test_rows_have_one_count_and_one_point_for_each_text(features: TextFeatures) -> None:
    rows = features.transform(TEXTS)
    assert len(rows) == rows.counts.shape[0] == len(TEXTS)
    assert rows.points.shape == (len(TEXTS), DIMENSIONS)
    some = rows[np.array([2, 0])]
    assert np.array_equal(some.counts.toarray(), rows.counts.toarray()[[2, 0]])
    assert np.array_equal(some.points, rows.points[[2, 0]])


@pytest.mark.parametrize("text", ["mdp oublié ?", "J'ai perdu mon mot de passe", "zzz qqq", "", "bjr " * 40])
def test_a_message_has_the_row_that_its_text_has_among_others(
    features: TextFeatures, model: TopicModel, text: str
) -> None:
    message, among = features.of_message(text), features.transform([text, "autre chose"])
    row = np.zeros(among.counts.shape[1], np.float32)
    row[message.columns] = message.values
    assert np.allclose(row, among.counts[0].toarray()[0], atol=1e-6)
    assert np.allclose(message.point, among.points[0], atol=1e-5)
    assert np.allclose(model.probabilities_of(message), model.probabilities(among)[0], atol=1e-5)


def test_features_are_the_same_after_saving_and_loading(features: TextFeatures, tmp_path: Path) -> None:
    features.save(tmp_path)
    texts = [*TEXTS, "un texte jamais vu", ""]
    loaded, rows = TextFeatures.load(tmp_path).transform(texts), features.transform(texts)
    assert np.allclose(loaded.counts.toarray(), rows.counts.toarray())
    assert np.array_equal(loaded.points, rows.points)


def test_the_rows_of_the_texts_learnt_from_are_those_that_they_get_later() -> None:
    features, rows = TextFeatures.fit_transform(TEXTS)
    later = features.transform(TEXTS)
    assert abs(rows.counts - later.counts).max() < 1e-6
    assert np.allclose(rows.points, later.points, atol=1e-5)


def test_sentences_are_points_of_length_one_and_like_meanings_are_near() -> None:
    vectors = sentence_encoder().encode(["j'ai perdu mon mot de passe", "mdp oublié", "il pleut à Brest"])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_probabilities_sum_to_one_and_rank_the_right_topic_first(features: TextFeatures, model: TopicModel) -> None:
    probabilities = model.probabilities(features.transform(TEXTS))
    assert np.allclose(probabilities.sum(axis=1), 1.0)
    best = [model.topics[index] for index in probabilities.argmax(axis=1)]
    assert best == LABELS


def test_a_model_is_the_same_after_saving_and_loading(
    features: TextFeatures, model: TopicModel, tmp_path: Path
) -> None:
    model.save(tmp_path)
    loaded, rows = TopicModel.load(tmp_path), features.transform(TEXTS)
    assert loaded.topics == model.topics
    assert np.allclose(loaded.probabilities(rows), model.probabilities(rows), atol=1e-4)


def test_topics_shared_out_have_the_margins_that_they_have_together(features: TextFeatures) -> None:
    rows, labels = features.transform(TEXTS), np.asarray(LABELS)
    together = LinearMachine.fit(rows, labels, 0.5)
    shared = [LinearMachine.fit(rows, labels, 0.5, some) for some in np.array_split(np.unique(labels), 2)]
    assert np.allclose(LinearMachine.join(shared).scores(rows), together.scores(rows), atol=0.05)


def test_the_likeness_of_counts_is_their_product(features: TextFeatures, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_machine, "_TEXTS_OF_A_COMMON_COLUMN", 3)
    rows = features.transform(TEXTS)
    whole = KernelMachine.fit(rows, np.asarray(LABELS))
    monkeypatch.setattr(kernel_machine, "_TEXTS_OF_A_COMMON_COLUMN", 10**6)
    assert np.allclose(whole.scores(rows), KernelMachine.fit(rows, np.asarray(LABELS)).scores(rows), atol=1e-3)


def test_two_topics_are_enough(features: TextFeatures) -> None:
    rows = features.transform(TEXTS[:12])
    pair = TopicModel.fit(rows, LABELS[:12], penalty=0.5)
    assert [pair.topics[index] for index in pair.probabilities(rows).argmax(axis=1)] == LABELS[:12]


def test_softmax_survives_large_scores() -> None:
    assert np.allclose(softmax(np.array([[1e4, 0.0], [-1e4, -1e4]])), [[1.0, 0.0], [0.5, 0.5]])


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return LocalModelStorage(tmp_path_factory.mktemp("storage"))


@pytest.fixture(scope="module")
def classifier(storage: LocalModelStorage) -> TopicClassifier:
    config = {**TopicClassifier.get_default_config(), "thresholds": {"answer": 0.4, "decline": 0.4}}
    resource = Resource("classifier")
    messages = [Message(data={TEXT: text, INTENT: topic}) for text, topic in PAIRS]
    TopicClassifier.create(config, storage, resource, None).train(TrainingData(messages))
    return TopicClassifier.load(config, storage, resource, None)


def _process(classifier: TopicClassifier, text: str) -> Message:
    return classifier.process([Message(data={TEXT: text})])[0]


def test_a_clear_message_gets_its_topic_as_intent(classifier: TopicClassifier) -> None:
    message = _process(classifier, "j'ai perdu mon mot de passe")
    assert message.get(INTENT)["name"] == "mot_de_passe_oublie"
    assert message.get(DECISION)["outcome"] == "answer"


@pytest.mark.parametrize("text", ["", "🎉🎉", "зщшгн", "?!"])
def test_a_message_without_anything_known_is_not_ranked_at_random(classifier: TopicClassifier, text: str) -> None:
    message = _process(classifier, text)
    assert message.get(INTENT)["name"] == FALLBACK_INTENT
    decision = message.get(DECISION)
    assert (decision["outcome"], list(decision["topics"]), decision["confidence"]) == ("rephrase", [], 0.0)


def test_the_thresholds_travel_with_the_message(classifier: TopicClassifier) -> None:
    thresholds = msgspec.convert(_process(classifier, "mdp").get(THRESHOLDS), Thresholds)
    assert thresholds == Thresholds(answer=0.4, decline=0.4)


def test_a_classifier_whose_files_are_missing_does_not_serve(storage: LocalModelStorage) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        TopicClassifier.load(TopicClassifier.get_default_config(), storage, Resource("nowhere"), None)


def test_the_fingerprint_changes_with_the_modules_the_classifier_relies_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before = TopicClassifier.fingerprint_addon({})
    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: original(path) + b"#")
    assert TopicClassifier.fingerprint_addon({}) != before
