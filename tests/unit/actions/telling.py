"""Asks an action as the tests of `actions/` do: somebody, a text, entities."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from actions.personal import Asked, PersonalAction, Said
from bot.platform_client.engine import platform_connection
from bot.wire.identity import Identity


async def told_to(
    engine: AsyncEngine, action: PersonalAction, identity: Identity, text: str = "", **entities: Any
) -> Said:
    """The action's answer, which must be there."""
    found = tuple({"entity": entity, "value": value} for entity, value in entities.items())
    async with platform_connection(engine) as connection:
        said = await action.tell(connection, Asked(identity, text, found))
    assert said is not None
    return said
