"""What every personal answer does: proof, facts for the agent, the general answer, an excuse when nothing is read."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from actions import platform
from actions.personal import Asked, PersonalAction, Said
from bot.platform_client.errors import PlatformUnavailable

CAMILLE = {"user_id": 1, "role": "benevole"}
SAID = Said("Votre cas.", ({"title": "B", "payload": "/b"},), ("Un fait.",))


class Scripted(PersonalAction):
    """Answers what it is told to, after a real read."""

    topic = "favoris"

    def __init__(self, said: Said | None):
        self._said = said
        self.asked: list[Asked] = []

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """Read something, then answer."""
        await connection.execute(text("SELECT 1"))
        self.asked.append(asked)
        return self._said


@pytest.fixture(autouse=True)
def platform_file(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The actions read the copy, with a breaker of their own."""
    monkeypatch.setenv("ASSISTANT_PLATFORM_DATABASE_URL", f"sqlite:///{demo_file}")
    kept = (platform.platform_engine, platform.platform_breaker)
    for each in kept:
        each.cache_clear()
    yield demo_file
    for each in kept:
        each.cache_clear()


async def run(
    action: PersonalAction, identity: dict[str, Any] | None = CAMILLE, before: Sequence[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """What it utters, after these events."""
    latest = {
        "text": "et mes favoris ?",
        "intent": {"name": "favoris"},
        "entities": [{"entity": "mission_id", "value": "6"}, {"entity": "mission_id", "value": "7"}],
        "metadata": {"identity": identity},
    }
    tracker, dispatcher = Tracker("c", {}, latest, [*before], False, None, {}, "action_listen"), CollectingDispatcher()
    assert await action.run(dispatcher, tracker, {}) == []
    messages: list[dict[str, Any]] = dispatcher.messages
    return messages


async def test_the_answer_is_said_with_its_buttons_and_its_facts() -> None:
    action = Scripted(SAID)
    (message,) = await run(action)
    assert (message["text"], message["buttons"], message["custom"]) == (
        "Votre cas.",
        [*SAID.buttons],
        {"facts": ["Un fait."]},
    )
    (asked,) = action.asked
    assert (asked.identity.user_id, asked.text, asked.named("mission_id")) == (1, "et mes favoris ?", "6")
    assert asked.named("organisation") is None


async def test_an_answer_in_the_same_words_is_said_to_be_given_again() -> None:
    bot_said, visitor_said = {"event": "bot", "text": "Votre cas."}, {"event": "user", "text": "Votre cas."}
    (message,) = await run(Scripted(SAID), before=[bot_said])
    assert message["text"] == "Je viens de vérifier, et voici de nouveau ce que je vois :\n\nVotre cas."
    for other in (visitor_said, bot_said | {"text": "Votre cas d'hier."}):
        (message,) = await run(Scripted(SAID), before=[other])
        assert message["text"] == "Votre cas."


async def test_the_general_answer_comes_first_where_the_facts_do_not_suffice() -> None:
    general, own = await run(Scripted(Said("Votre cas.", after_general=True)))
    assert (general["response"], own["text"]) == ("utter_favoris", "Votre cas.")


async def test_the_general_answer_alone_where_there_is_nothing_to_add() -> None:
    (general,) = await run(Scripted(None))
    assert general["response"] == "utter_favoris"


async def test_without_proof_in_this_very_message_nothing_is_read() -> None:
    action = Scripted(SAID)
    assert [message["response"] for message in await run(action, None)] == [
        "utter_favoris",
        "utter_invitation_connexion",
    ]
    assert action.asked == []


async def test_a_platform_out_of_reach_gives_the_general_answer_an_excuse_and_a_person(platform_file: Path) -> None:
    _move(platform_file, "away")
    for _ in range(5):
        general, excuse = await run(Scripted(SAID))
        assert general["response"] == "utter_favoris"
        assert excuse["text"].startswith("Je n'arrive pas à consulter votre dossier en ce moment")
        assert [button["title"] for button in excuse["buttons"]] == ["Parler à une personne"]


async def test_after_three_failures_nobody_waits_for_the_database(platform_file: Path) -> None:
    away = _move(platform_file, "away")
    for _ in range(3):
        with pytest.raises(PlatformUnavailable):
            async with platform.reading_platform():
                pass
    _move(away, "sqlite")
    with pytest.raises(PlatformUnavailable, match="lately"):
        async with platform.reading_platform():
            pass


async def test_a_mistake_of_ours_is_no_failure_of_the_platform() -> None:
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            async with platform.reading_platform():
                raise ZeroDivisionError
    async with platform.reading_platform() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1


def _move(path: Path, suffix: str) -> Path:
    return path.rename(path.with_suffix(f".{suffix}"))
