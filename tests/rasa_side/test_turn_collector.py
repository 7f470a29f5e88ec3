"""What the bot says in a turn, as the gateway gets it."""

from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.channel.turn_collector import TurnCollector, part_id, reply_played_before
from bot.nlu.topic_classifier import DECISION
from bot.wire.turns import AskTopic, HandoffReason, Outcome


def parse_data(outcome: str = "answer", topics: tuple[str, ...] = ("favoris",)) -> dict[str, Any]:
    return {
        "intent": {"name": "favoris", "confidence": 0.8},
        "intent_ranking": [{"name": "favoris", "confidence": 0.8}],
        DECISION: {"outcome": outcome, "topics": list(topics), "confidence": 0.8},
    }


async def test_texts_and_buttons_are_kept_in_order() -> None:
    collector = TurnCollector()
    await collector.send_response("c", {"text": "Un"})
    buttons = [
        {"title": "Deux", "payload": "/favoris"},
        {"title": "Trois", "payload": '/age_minimum{"role": "benevole"}'},
    ]
    await collector.send_response("c", {"text": "Choix ?", "buttons": buttons})
    reply = collector.reply([parse_data()])
    assert [message.text for message in reply.messages] == ["Un", "Choix ?"]
    assert [button.action for button in reply.messages[1].buttons] == [
        AskTopic(intent="favoris"),
        AskTopic(intent="age_minimum", entities={"role": "benevole"}),
    ]
    assert reply.understanding.outcome is Outcome.ANSWER
    assert reply.understanding.topics == ("favoris",)
    assert reply.handoff is None


async def test_a_handoff_instruction_is_for_the_gateway_and_not_shown() -> None:
    collector = TurnCollector()
    await collector.send_response("c", {"text": "Les faits."})
    await collector.send_response("c", {"custom": {"handoff": {"reason": "topic", "urgent": True}}})
    reply = collector.reply([parse_data(topics=("compte_bloque",))])
    assert [message.text for message in reply.messages] == ["Les faits."]
    assert reply.handoff is not None
    assert (reply.handoff.reason, reply.handoff.topic, reply.handoff.urgent) == (
        HandoffReason.TOPIC,
        "compte_bloque",
        True,
    )
    assert reply.understanding.outcome is Outcome.HANDOFF


async def test_topics_that_were_only_offered_are_not_the_topic_of_a_handoff() -> None:
    collector = TurnCollector()
    await collector.send_response("c", {"text": "…", "custom": {"handoff": {"reason": "not_understood"}}})
    reply = collector.reply([parse_data("clarify", ("favoris", "age_minimum"))])
    assert reply.handoff is not None
    assert reply.handoff.topic is None
    assert reply.understanding.topics == ()


async def test_a_message_that_asks_two_things_is_one_turn_with_both_topics() -> None:
    collector = TurnCollector()
    await collector.send_response("c", {"text": "Les favoris."})
    await collector.send_response("c", {"text": "L'âge."})
    reply = collector.reply([parse_data(), parse_data(topics=("age_minimum",))])
    assert [message.text for message in reply.messages] == ["Les favoris.", "L'âge."]
    assert (reply.understanding.outcome, reply.understanding.topics) == (Outcome.ANSWER, ("favoris", "age_minimum"))
    assert [ranked.topic for ranked in reply.understanding.ranking] == ["favoris"]


async def test_the_topic_of_a_handoff_is_that_of_the_part_that_hands_over() -> None:
    """« les deux », when the second topic offered is handed over."""
    collector = TurnCollector()
    await collector.send_response("c", {"custom": {"handoff": {"reason": "topic"}}})
    reply = collector.reply([parse_data(), parse_data("handoff", ("compte_bloque",))])
    assert reply.handoff is not None
    assert reply.handoff.topic == "compte_bloque"


async def test_the_topic_of_a_handoff_is_that_of_the_first_part_when_both_hand_over() -> None:
    collector = TurnCollector()
    await collector.send_response("c", {"custom": {"handoff": {"reason": "topic"}}})
    reply = collector.reply([parse_data("handoff", ("compte_bloque",)), parse_data("handoff", ("droits_rgpd",))])
    assert reply.handoff is not None
    assert reply.handoff.topic == "compte_bloque"


def test_the_parts_of_a_message_have_ids_of_their_own() -> None:
    assert [part_id("7", number) for number in range(3)] == ["7", "7+1", "7+2"]


def test_a_turn_played_in_two_parts_is_told_again_whole() -> None:
    events = [
        UserUttered("x", parse_data=parse_data(), message_id="1"),
        BotUttered("un"),
        UserUttered("x", parse_data=parse_data(topics=("age_minimum",)), message_id="1+1"),
        BotUttered("deux"),
        UserUttered("x", parse_data=parse_data(), message_id="2"),
        BotUttered("trois"),
    ]
    reply = reply_played_before(events, "1")
    assert reply is not None
    assert [message.text for message in reply.messages] == ["un", "deux"]
    assert reply.understanding.topics == ("favoris", "age_minimum")


def _played() -> list[Event]:
    def asked(message_id: str) -> UserUttered:
        return UserUttered("x", parse_data=parse_data(), message_id=message_id)

    return [asked("1"), BotUttered("premier"), asked("2"), BotUttered("second", data={"custom": None}), asked("3")]


@pytest.mark.parametrize(("message_id", "said"), [("1", ["premier"]), ("2", ["second"]), ("3", [])])
def test_a_turn_that_was_played_is_told_again_from_the_tracker(message_id: str, said: list[str]) -> None:
    reply = reply_played_before(_played(), message_id)
    assert reply is not None
    assert [message.text for message in reply.messages] == said


def test_a_turn_that_was_never_played_is_not_invented() -> None:
    assert reply_played_before(_played(), "4") is None
