"""What Rasa says while it trains becomes seconds per epoch, and a whole training from a short one."""

import pytest

from bot.evaluation.bench.epochs import EpochClock, scale_training

_HOOKS = "2026-11-25 20:11:54 INFO     rasa.engine.training.hooks  - "


def started(component: str) -> str:
    return f"{_HOOKS}Starting to train component '{component}'.\n"


def finished(component: str) -> str:
    return f"{_HOOKS}Finished training component '{component}'.\n"


def bar(epoch: int, epochs: int) -> str:
    """As tqdm draws it: twice, and ended by nothing until it is drawn again."""
    drawn = f"\rEpochs:  33%|███▎      | {epoch}/{epochs} [00:28<00:56, 28.23s/it"
    return f"{drawn}]{drawn}, t_loss=5.73]"


@pytest.fixture
def clock() -> EpochClock:
    """Has heard a training: DIET 3 epochs, a selector without data, TED 2 epochs."""
    clock = EpochClock()
    for second, piece in [
        (1.0, started("CountVectorsFeaturizer") + finished("CountVectorsFeaturizer")),
        (2.0, started("DIETClassifier")),
        (3.0, "\rEpochs:   0%|          | 0/3 [00:00<?, ?it/s]"),
        (30.0, bar(1, 3)),
        (52.0, bar(2, 3)),
        (72.0, bar(3, 3) + "\n"),
        (80.0, finished("DIETClassifier") + started("ResponseSelector") + finished("ResponseSelector")),
        (81.0, "\rProcessed rules:   0%|          | 5/142 [00:00<?, ?it/s, # trackers=1]\n"),
        (82.0, started("TEDPolicy")),
        (90.0, bar(1, 2)),
        (91.5, bar(2, 2) + "\n" + finished("TEDPolicy")),
    ]:
        clock.feed(piece, second)
    return clock


def test_epoch_lasts_what_the_later_ones_lasted(clock: EpochClock) -> None:
    assert clock.epochs == {"DIETClassifier": [22.0, 20.0], "TEDPolicy": [1.5]}
    assert clock.seconds_per_epoch == {"DIETClassifier": 21.0, "TEDPolicy": 1.5}


def test_one_slow_epoch_does_not_count() -> None:
    clock = EpochClock()
    clock.feed(started("DIETClassifier"), 0.0)
    for epoch, second in enumerate([36.0, 56.0, 95.0, 106.0, 117.0, 128.0, 142.0], start=1):
        clock.feed(bar(epoch, 7), second)
    assert clock.seconds_per_epoch == {"DIETClassifier": 12.5}


def test_neural_component_without_an_epoch_is_idle(clock: EpochClock) -> None:
    assert clock.idle == ("ResponseSelector",)


def test_same_output_cut_anywhere_gives_the_same_epochs() -> None:
    whole = started("DIETClassifier") + bar(1, 2) + bar(2, 2) + "\n" + finished("DIETClassifier")
    clock = EpochClock()
    for second, letter in enumerate(whole):
        clock.feed(letter, float(second))
    between = whole.index("2/2 [") - whole.index("1/2 [")
    assert clock.seconds_per_epoch == {"DIETClassifier": float(between)}
    assert clock.idle == ()


def test_news_is_said_once() -> None:
    clock = EpochClock()
    assert clock.feed(started("DIETClassifier"), 0.0) == "apprentissage de DIETClassifier"
    assert clock.feed(bar(1, 2), 1.0) == "DIETClassifier, époque 1"
    assert clock.feed("\rEpochs:  50%|█████     | 1/2 [00:28<00:28, 28.23s/it, t_loss=5]", 1.1) is None


def test_one_epoch_tells_nothing_of_the_next() -> None:
    clock = EpochClock()
    clock.feed(started("DIETClassifier") + bar(1, 1), 5.0)
    assert clock.seconds_per_epoch == {}


@pytest.mark.parametrize(("epochs", "full"), [(2, 40.0 + 98 * 22.5), (100, 40.0), (150, 40.0)])
def test_missing_epochs_are_added(epochs: int, full: float) -> None:
    assert scale_training(40.0, epochs, 100, {"DIETClassifier": 21.0, "TEDPolicy": 1.5}) == pytest.approx(full)
