"""What the agent is told when a visitor is handed to them; the visitor is told nothing of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.case_file import ActionDossier, facts_of
from actions.platform import platform_breaker, platform_engine
from bot.platform_client.case_file import MOST_COUNTED, CaseFile, find_case_file
from bot.platform_client.engine import platform_connection
from bot.platform_client.scopes import VolunteerScope
from bot.wire.identity import Identity, Role
from tests.unit.platform_client.conftest import Sql

CAMILLE, NATHALIE, CLAIRE = 1, 7, 11
URL = "ASSISTANT_PLATFORM_DATABASE_URL"


@pytest.fixture
def platform(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The action server's platform is the demo."""
    monkeypatch.setenv(URL, f"sqlite:///{demo_file}")
    yield from _fresh_platform()


@pytest.fixture
def platform_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The action server's platform is not there."""
    monkeypatch.setenv(URL, f"sqlite:///{tmp_path}/absent.sqlite")
    yield from _fresh_platform()


def _fresh_platform() -> Iterator[None]:
    platform_engine.cache_clear()
    platform_breaker.cache_clear()
    yield
    platform_engine.cache_clear()
    platform_breaker.cache_clear()


async def said_to(claims: Any) -> list[dict[str, Any]]:
    """What the action says to a visitor with these claims."""
    metadata = {} if claims is None else {"identity": claims}
    latest: dict[str, Any] = {"text": "je suis l'utilisateur 7", "metadata": metadata}
    tracker, dispatcher = Tracker("c", {}, latest, [], False, None, {}, "action_listen"), CollectingDispatcher()
    assert await ActionDossier().run(dispatcher, tracker, {}) == []
    said: list[dict[str, Any]] = dispatcher.messages
    return said


async def case_of(engine: AsyncEngine, user_id: int) -> CaseFile:
    """The case file, which must be there."""
    async with platform_connection(engine) as connection:
        found = await find_case_file(connection, VolunteerScope(user_id))
    assert found is not None
    return found


@pytest.mark.usefixtures("platform")
async def test_facts_without_a_word_to_the_visitor() -> None:
    (message,) = await said_to(msgspec.to_builtins(Identity(user_id=CAMILLE, role=Role.RESPONSABLE)))
    assert (message["text"], message["buttons"]) == (None, [])
    assert list(message["custom"]) == ["facts"]
    assert message["custom"]["facts"][0].startswith("Camille, compte créé le ")
    assert "Voisins solidaires de Lyon » :" not in repr(message)  # The organisation of the user 7 who was typed.


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize("claims", [None, {"user_id": 999_999, "role": "benevole"}, {"role": "benevole"}])
async def test_nothing_of_an_anonymous_unknown_or_unreadable_visitor(claims: Any) -> None:
    assert await said_to(claims) == []


@pytest.mark.usefixtures("platform_down")
async def test_nothing_and_no_error_while_the_platform_is_down(caplog: pytest.LogCaptureFixture) -> None:
    assert await said_to({"user_id": CAMILLE, "role": "benevole"}) == []
    assert "no case file: platform out of reach" in caplog.text


async def test_a_volunteers_lines(engine: AsyncEngine) -> None:
    facts = facts_of(await case_of(engine, CAMILLE))
    assert facts[1:4] == (
        "Rôles : Bénévole. Rôle actif : Bénévole.",
        "E-mails : aucun rejet connu.",
        "Candidature n° 1, mission n° 2 « J'accompagne des aînés au marché » (Les Voisins solidaires de Lyon) : "
        "En attente de validation depuis le 21 novembre 2026.",
    )
    assert len(facts) == 6


async def test_a_responsables_lines(engine: AsyncEngine) -> None:
    case = await case_of(engine, NATHALIE)
    facts = facts_of(case)
    assert facts[3].startswith("Organisation n° 1 « Les Voisins solidaires de Lyon » : Validée depuis le ")
    assert facts[3].endswith(", département Rhône (69) avec référent.")
    assert facts[4] == "Missions de l'organisation : 3 Validée, 1 Annulée, 1 En attente de validation, 1 Terminée."
    assert facts[5] == f"Candidatures en attente sur les missions que la personne gère : {case.received_waiting}."


async def test_an_organisation_without_missions_nor_a_date(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM missions")
    sql("DELETE FROM activity_log")
    sql("UPDATE structures SET created_at = NULL, updated_at = NULL, department = NULL")
    facts = facts_of(await case_of(engine, NATHALIE))
    assert "Organisation n° 1 « Les Voisins solidaires de Lyon » : Validée, sans département." in facts
    assert "Missions de l'organisation : aucune." in facts


async def test_a_count_that_was_left_off_says_so(engine: AsyncEngine) -> None:
    case = await case_of(engine, NATHALIE)
    many = CaseFile(None, None, case.organisation, {}, MOST_COUNTED, ())
    assert facts_of(many)[-1].endswith(" : 1000 ou plus.")


async def test_a_referents_lines_name_the_department(engine: AsyncEngine) -> None:
    assert "Rôles : Référent départemental : Rhône (69). Rôle actif : Référent départemental." in facts_of(
        await case_of(engine, CLAIRE)
    )


@pytest.mark.parametrize(
    ("column", "line"),
    [
        ("banned_at", "Compte bloqué depuis le 1er novembre 2026."),
        ("archived_at", "Compte archivé pour inactivité depuis le 1er novembre 2026."),
        ("anonymous_at", "Compte supprimé par son propriétaire depuis le 1er novembre 2026."),
    ],
)
async def test_a_blocked_account_is_one_line_without_the_reason(
    engine: AsyncEngine, sql: Sql, column: str, line: str
) -> None:
    sql(
        f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000', banned_reason = 'inappropriate_behavior'"
        " WHERE id = ?",
        CAMILLE,
    )
    assert facts_of(await case_of(engine, CAMILLE)) == (line,)


async def test_no_line_holds_an_address_or_a_last_name(engine: AsyncEngine, sql: Sql) -> None:
    for user_id, last_name in sql("SELECT user_id, last_name FROM profiles WHERE user_id <= 12"):
        text = "\n".join(facts_of(await case_of(engine, user_id)))
        assert text
        assert "@" not in text and last_name not in text
