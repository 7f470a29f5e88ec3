"""The people and things of the demo while they are being made; `rows_*` turn them into the platform's rows."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.platform_client.identifiers import MessageType, PhpClass, RoleId
from bot.platform_client.states import (
    OCCUPYING_STATES,
    ContextualReason,
    ContextualState,
    MissionState,
    ParticipationState,
    StructureState,
)
from bot.platform_demo.causes import Cause
from bot.platform_demo.geography import Department, Town
from bot.platform_demo.vocabulary import slug_of

_PROFILE_OFFSET = 137
_CONVERSATION_OFFSET = 211


@dataclass(frozen=True)
class Block:
    """Why a person cannot log in: `kind` is archived, anonymous or banned."""

    kind: str
    at: datetime
    reason: str | None = None


@dataclass(frozen=True)
class Grant:
    """A row of `rolables`; a person's first one is the active hat."""

    role: RoleId
    object_type: PhpClass
    object_id: int
    fonction: str | None = None


@dataclass(eq=False)
class Person:
    """A user and their profile."""

    user_id: int
    first_name: str
    last_name: str
    town: Town
    birthday: date
    joined_at: datetime
    last_seen_at: datetime
    is_volunteer: bool = True
    block: Block | None = None
    hard_bounced_at: datetime | None = None
    grants: list[Grant] = field(default_factory=list)

    @property
    def profile_id(self) -> int:
        """`profiles.id`, within the range of other people's user ids: a confusion of the two must show."""
        return self.user_id + _PROFILE_OFFSET

    @property
    def email(self) -> str:
        """What stands in `users.email`: an address that cannot exist, or none once the account is cleared."""
        if self.block is not None and self.block.kind == "archived":
            return f"archived-{self.user_id}"
        if self.block is not None and self.block.kind == "anonymous":
            return f"anonymized-{self.user_id}"
        return f"{slug_of(self.first_name)}.{slug_of(self.last_name)}.{self.user_id}@exemple.fr"

    def is_active_at(self, moment: datetime) -> bool:
        """Tell whether the account existed and was not blocked then."""
        return self.joined_at <= moment and (self.block is None or moment < self.block.at)


@dataclass(frozen=True)
class Step:
    """A state entered; the journal keeps each of them."""

    at: datetime
    state: str
    by_user_id: int | None


@dataclass(eq=False)
class Organisation:
    """A structure, its members and the states that it went through."""

    id: int
    name: str
    cause: Cause
    legal_status: str
    town: Town
    members: list[Person]
    steps: list[Step]

    @property
    def state(self) -> StructureState:
        """The present state."""
        return StructureState(self.steps[-1].state)

    @property
    def department(self) -> Department:
        """Where its moderation is routed."""
        return self.town.department

    def entered_at(self, state: StructureState) -> datetime | None:
        """When that state was last entered, `None` if never."""
        return _entered_at(self.steps, state)


@dataclass(frozen=True)
class Template:
    """A « modèle de mission »; national when `reseau_id` is `None`."""

    id: int
    cause: Cause
    title: str
    state: str
    reseau_id: int | None


@dataclass(frozen=True)
class Schedule:
    """When a mission takes place; `end` is `None` for « sans date de fin », `days` for créneaux."""

    is_recurring: bool
    start: datetime
    end: datetime | None
    days: tuple[date, ...] = ()


@dataclass(eq=False)
class Mission:
    """A mission with the applications that it received."""

    id: int
    organisation: Organisation
    cause: Cause
    title: str
    template: Template | None
    towns: tuple[Town, ...]
    """Of the same département; empty for a « mission à distance »."""
    schedule: Schedule
    participations_max: int
    responsables: list[Person]
    steps: list[Step]
    is_online: bool
    is_registration_open: bool = True
    closed_automatically_at: datetime | None = None
    applications: list["Application"] = field(default_factory=list)
    awaited_by: list[Person] = field(default_factory=list)
    """Personas on its waiting list; the others are drawn."""

    @property
    def state(self) -> MissionState:
        """The present state."""
        return MissionState(self.steps[-1].state)

    @property
    def department(self) -> Department:
        """The routing key: that of the addresses, else the organisation's (platform facts §1.4)."""
        return self.towns[0].department if self.towns else self.organisation.department

    @property
    def places_left(self) -> int:
        """Counted as the platform does at each save (platform facts §2.3)."""
        taken = sum(application.state in OCCUPYING_STATES for application in self.applications)
        return max(0, self.participations_max - taken)

    def entered_at(self, state: MissionState) -> datetime | None:
        """When that state was last entered, `None` if never."""
        return _entered_at(self.steps, state)


@dataclass(frozen=True)
class Utterance:
    """A row of `messages`; `author` is `None` when the platform itself speaks."""

    at: datetime
    author: Person | None
    type: MessageType
    content: str | None = None
    contextual_state: ContextualState | None = None
    contextual_reason: ContextualReason | None = None


@dataclass(eq=False)
class Application:
    """A participation with its states and its conversation; `stories` tells how it goes on."""

    id: int
    person: Person
    mission: Mission
    steps: list[Step] = field(default_factory=list)
    utterances: list[Utterance] = field(default_factory=list)

    @property
    def conversation_id(self) -> int:
        """`conversations.id`, never the id of the participation itself."""
        return self.id + _CONVERSATION_OFFSET

    @property
    def applied_at(self) -> datetime:
        """When the person applied."""
        return self.steps[0].at

    @property
    def state(self) -> ParticipationState:
        """The present state."""
        return ParticipationState(self.steps[-1].state)


def _entered_at(steps: list[Step], state: StructureState | MissionState) -> datetime | None:
    moments = [step.at for step in steps if step.state == state.value]
    return moments[-1] if moments else None
