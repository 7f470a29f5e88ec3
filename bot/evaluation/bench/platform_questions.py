"""Every question that the assistant asks the platform's database, ready to be asked for anybody: one list.

The measure of `assistant bench platform` and the proof that the reading role is neither too narrow nor too wide both
go through it; a test holds it against the functions of `bot.platform_client`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.platform_client.account import find_account, list_roles
from bot.platform_client.case_file import find_case_file
from bot.platform_client.home import find_home
from bot.platform_client.mission_listing import ListingFilter, list_open_missions
from bot.platform_client.moderated_item import find_mission, find_organisation, list_named
from bot.platform_client.moderation import find_moderation_queue
from bot.platform_client.organisations import find_own_organisation
from bot.platform_client.own_missions import find_own_mission, list_own_missions
from bot.platform_client.participations import list_participations_of
from bot.platform_client.publishing import find_publishing_conditions
from bot.platform_client.received_applications import find_applications_to_treat
from bot.platform_client.referents import list_moderation_conversations
from bot.platform_client.scopes import PublicScope, ReferentScope, ResponsableScope, VolunteerScope
from bot.platform_client.states import MissionState
from bot.platform_client.waiting_lists import list_waiting_lists_of
from bot.platform_client.zone import PLATFORM_ZONE


class Asker(Enum):
    """As what somebody asks."""

    VOLUNTEER = "bénévole"
    RESPONSABLE = "responsable"
    REFERENT = "référent"


@dataclass(frozen=True)
class Example:
    """Somebody who asks, and what they may name."""

    user_id: int
    mission_id: int
    """One that they applied to, manage or moderate."""
    structure_id: int
    """Its organisation."""


@dataclass(frozen=True)
class PlatformQuestion:
    """A function of `bot.platform_client`, and what to call it with."""

    function: Callable[..., Awaitable[Any]]
    asker: Asker
    arguments: Callable[[Example], dict[str, Any]]
    """Of the function, besides the connection."""
    variant: str = ""

    @property
    def name(self) -> str:
        """`participations.list_participations_of`, with what is particular about it."""
        module = self.function.__module__.removeprefix("bot.platform_client.")
        return f"{module}.{self.function.__name__}" + (f" ({self.variant})" if self.variant else "")

    async def ask(self, connection: AsyncConnection, example: Example) -> Any:
        """Call it."""
        return await self.function(connection, **self.arguments(example))


def _as_volunteer(example: Example) -> dict[str, Any]:
    return {"scope": VolunteerScope(example.user_id)}


def _as_responsable(example: Example) -> dict[str, Any]:
    return {"scope": ResponsableScope(example.user_id)}


def _as_referent(example: Example) -> dict[str, Any]:
    return {"scope": ReferentScope(example.user_id)}


_AROUND_LYON = ("69", "01", "38", "42")
_MONDAY, _SUNDAY = date(2027, 1, 4), date(2027, 1, 10)


def _listing(limit: int, *, is_remote: bool = False, **filters: Any) -> dict[str, Any]:
    wanted = ListingFilter(today=datetime.now(PLATFORM_ZONE).date(), is_remote=is_remote, **filters)
    return {"_scope": PublicScope(), "wanted": wanted, "limit": limit}


PLATFORM_QUESTIONS = (
    PlatformQuestion(list_participations_of, Asker.VOLUNTEER, _as_volunteer),
    PlatformQuestion(
        list_participations_of,
        Asker.VOLUNTEER,
        lambda example: {**_as_volunteer(example), "first_mission_id": example.mission_id},
        variant="une mission nommée",
    ),
    PlatformQuestion(list_waiting_lists_of, Asker.VOLUNTEER, _as_volunteer),
    PlatformQuestion(find_account, Asker.VOLUNTEER, _as_volunteer),
    PlatformQuestion(list_roles, Asker.RESPONSABLE, _as_responsable),
    PlatformQuestion(find_case_file, Asker.VOLUNTEER, _as_volunteer, variant="bénévole"),
    PlatformQuestion(find_case_file, Asker.RESPONSABLE, _as_responsable, variant="responsable"),
    PlatformQuestion(find_case_file, Asker.REFERENT, _as_referent, variant="référent"),
    PlatformQuestion(find_own_organisation, Asker.RESPONSABLE, _as_responsable),
    PlatformQuestion(find_publishing_conditions, Asker.RESPONSABLE, _as_responsable),
    PlatformQuestion(list_own_missions, Asker.RESPONSABLE, _as_responsable),
    PlatformQuestion(
        list_own_missions,
        Asker.RESPONSABLE,
        lambda example: {**_as_responsable(example), "states": [MissionState.WAITING, MissionState.IN_PROGRESS]},
        variant="à modérer",
    ),
    PlatformQuestion(
        find_own_mission,
        Asker.RESPONSABLE,
        lambda example: {**_as_responsable(example), "mission_id": example.mission_id},
    ),
    PlatformQuestion(
        find_applications_to_treat,
        Asker.RESPONSABLE,
        lambda example: {**_as_responsable(example), "now": datetime.now(PLATFORM_ZONE)},
    ),
    PlatformQuestion(list_moderation_conversations, Asker.RESPONSABLE, _as_responsable),
    PlatformQuestion(find_moderation_queue, Asker.REFERENT, lambda example: {**_as_referent(example), "limit": 5}),
    PlatformQuestion(list_named, Asker.REFERENT, _as_referent),
    PlatformQuestion(
        find_mission,
        Asker.REFERENT,
        lambda example: {
            **_as_referent(example),
            "mission_id": example.mission_id,
            "now": datetime.now(PLATFORM_ZONE),
        },
    ),
    PlatformQuestion(
        find_organisation,
        Asker.REFERENT,
        lambda example: {**_as_referent(example), "structure_id": example.structure_id},
    ),
    PlatformQuestion(find_home, Asker.VOLUNTEER, _as_volunteer),
    PlatformQuestion(
        list_open_missions, Asker.VOLUNTEER, lambda _: _listing(250, departments=_AROUND_LYON), variant="autour de Lyon"
    ),
    PlatformQuestion(
        list_open_missions,
        Asker.VOLUNTEER,
        lambda _: _listing(
            500, departments=_AROUND_LYON, domain="Sport pour tous", for_minors=True, begins=_MONDAY, ends=_SUNDAY
        ),
        variant="tous les filtres",
    ),
    PlatformQuestion(list_open_missions, Asker.VOLUNTEER, lambda _: _listing(30, is_remote=True), variant="à distance"),
    PlatformQuestion(list_open_missions, Asker.VOLUNTEER, lambda _: _listing(30), variant="toute la France"),
)
