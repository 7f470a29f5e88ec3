"""What the agents of the national team are told of an identified visitor who asks for a person.

The only reading that includes blocked accounts: agents must know, and the reason of a ban is not read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Select

from bot.platform_client.account import AccountSummary, find_account
from bot.platform_client.organisations import OwnOrganisation, find_own_organisation
from bot.platform_client.participations import ParticipationSummary, list_participations_of
from bot.platform_client.scopes import (
    PersonScope,
    ResponsableScope,
    VolunteerScope,
    managed_mission_ids,
    own_structure_ids,
)
from bot.platform_client.states import MissionState, ParticipationState
from bot.platform_client.tables import missions, participations, users
from bot.platform_client.zone import in_platform_zone

MOST_COUNTED = 1_000
"""Beyond it, counting is left off."""
_LAST_APPLICATIONS = 3


class BlockKind(Enum):
    """Why an account cannot log in (platform facts §2.1)."""

    ARCHIVED = "archived"
    """Three years without interaction."""
    DELETED = "deleted"
    """By its owner."""
    BANNED = "banned"


@dataclass(frozen=True)
class Block:
    """An account that cannot log in, and since when."""

    kind: BlockKind
    since: datetime


@dataclass(frozen=True)
class CaseFile:
    """The visitor's case. Of a blocked account nothing but the block is known."""

    block: Block | None
    account: AccountSummary | None
    organisation: OwnOrganisation | None
    """Of a responsable."""
    missions: Mapping[MissionState, int]
    """How many of the organisation's missions are in each state."""
    received_waiting: int
    """Applications « En attente de validation » on the missions that the person manages, `MOST_COUNTED` at most."""
    last_applications: tuple[ParticipationSummary, ...]
    """Their own, as a bénévole, the last touched first."""


async def find_case_file(connection: AsyncConnection, scope: PersonScope) -> CaseFile | None:
    """The case file of the person; `None` for a `users.id` that does not exist."""
    row = (await connection.execute(_blocks(scope))).first()
    if row is None:
        return None
    responsable = ResponsableScope(scope.user_id)
    own = await list_participations_of(connection, VolunteerScope(scope.user_id), limit=_LAST_APPLICATIONS)
    return CaseFile(
        block=_block(row),
        account=await find_account(connection, scope),
        organisation=await find_own_organisation(connection, responsable),
        missions=await _count_missions(connection, responsable),
        received_waiting=(await connection.execute(_received_waiting(responsable))).scalar_one(),
        last_applications=tuple(own),
    )


def _blocks(scope: PersonScope) -> Select:
    return select(users.c.archived_at, users.c.anonymous_at, users.c.banned_at).where(users.c.id == scope.user_id)


def _block(row: Row) -> Block | None:
    moments = {
        BlockKind.BANNED: in_platform_zone(row.banned_at),
        BlockKind.DELETED: in_platform_zone(row.anonymous_at),
        BlockKind.ARCHIVED: in_platform_zone(row.archived_at),
    }
    return next((Block(kind, since) for kind, since in moments.items() if since is not None), None)


async def _count_missions(connection: AsyncConnection, scope: ResponsableScope) -> dict[MissionState, int]:
    own = missions.c.structure_id.in_(own_structure_ids(scope))
    query = (
        select(missions.c.state, func.count().label("number"))
        .where(own, missions.c.deleted_at.is_(None))
        .group_by(missions.c.state)
        .order_by(func.count().desc(), missions.c.state)
    )
    counts: dict[MissionState, int] = {}
    for row in await connection.execute(query):
        state = MissionState(row.state)
        counts[state] = counts.get(state, 0) + row.number
    return counts


def _received_waiting(scope: ResponsableScope) -> Select:
    waiting = (
        select(participations.c.id)
        .join(missions, missions.c.id == participations.c.mission_id)
        .where(
            participations.c.mission_id.in_(managed_mission_ids(scope)),
            participations.c.state == ParticipationState.WAITING.value,
            missions.c.deleted_at.is_(None),
        )
        .limit(MOST_COUNTED)
        .subquery()
    )
    return select(func.count()).select_from(waiting)
