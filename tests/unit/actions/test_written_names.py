"""What anybody may have written on the platform, a title or a first name, never becomes a link of ours."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.case_file import facts_of
from actions.personal import Asked
from bot.platform_client.case_file import find_case_file
from bot.platform_client.engine import platform_connection
from bot.platform_client.names import shown_name
from bot.platform_client.scopes import VolunteerScope
from bot.wire.identity import Identity, Role
from tests.unit.actions.conftest import Sql
from tests.unit.actions.test_both_databases import personal_actions

TRAP = "[Cliquez](https://piege.example) **maintenant**\n\n- `ici`"


@pytest.mark.parametrize("user_id", [1, 2, 4, 7, 8, 10, 11, 13])
async def test_a_trap_in_a_name_stays_text(engine: AsyncEngine, sql: Sql, user_id: int) -> None:
    for table, column in (
        ("missions", "name"),
        ("mission_templates", "title"),
        ("structures", "name"),
        ("profiles", "first_name"),
        ("reseaux", "name"),
    ):
        sql(f"UPDATE {table} SET {column} = ? WHERE {column} IS NOT NULL", TRAP)
    told = []
    async with platform_connection(engine) as connection:
        for action in personal_actions():
            said = await action.tell(connection, Asked(Identity(user_id=user_id, role=Role.BENEVOLE), "", ()))
            told += [said.text, *said.facts] if said is not None else []
        case = await find_case_file(connection, VolunteerScope(user_id))
        told += facts_of(case) if case is not None else []
    assert any("Cliquez" in text for text in told)
    assert not any("](https://piege" in text or "**maintenant**" in text or "`ici`" in text for text in told)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("J'aide [le jeudi]", "J'aide (le jeudi)"),
        ("Les  Voisins\n de Lyon ", "Les Voisins de Lyon"),
        ("a*b`c\\d<e>", "ab'cd(e)"),
        (None, ""),
    ],
)
def test_names_lose_their_marks_and_nothing_else(stored: str | None, shown: str) -> None:
    assert shown_name(stored) == shown
