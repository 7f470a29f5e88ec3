"""Why a mission is not in the site's search, and why a visible one takes no application (platform facts §2.3, §8.8)."""

from datetime import date
from enum import Enum

from bot.platform_client.mission_opening import MissionOpening
from bot.platform_client.states import MissionState, StructureState


class HiddenCause(Enum):
    """What keeps a mission out of the search; the first to settle comes first."""

    ORGANISATION_NOT_VALIDATED = "organisation_not_validated"
    """Nothing of an organisation is shown in another state; a mission cannot be validated either."""
    MISSION_NOT_VALIDATED = "mission_not_validated"
    """In any other state than « Validée »."""
    ENDED = "ended"
    """Its end date is past."""
    NO_DEPARTMENT = "no_department"
    """No place leads to it."""
    OFFLINE = "offline"
    """Put offline by the support team. The platform also does so in any other state: then it is no cause."""


class ClosedCause(Enum):
    """What keeps a visible mission from taking applications."""

    REGISTRATIONS_CLOSED = "registrations_closed"
    """Its page shows « Inscription fermée »."""
    FULL = "full"
    """No place is left."""


def hidden_because(opening: MissionOpening, has_department: bool, today: date) -> tuple[HiddenCause, ...]:
    """All the causes, in the order of the enumeration; empty when the search shows the mission. `today` is Paris's."""
    is_organisation_validated = opening.organisation_state is StructureState.VALIDATED
    is_validated = opening.mission_state is MissionState.VALIDATED
    holds = {
        HiddenCause.ORGANISATION_NOT_VALIDATED: not is_organisation_validated,
        HiddenCause.MISSION_NOT_VALIDATED: not is_validated,
        HiddenCause.ENDED: is_validated and opening.ends_at is not None and opening.ends_at.date() < today,
        HiddenCause.NO_DEPARTMENT: not has_department,
        HiddenCause.OFFLINE: is_organisation_validated and is_validated and not opening.is_online,
    }
    return tuple(cause for cause in HiddenCause if holds[cause])


def closed_because(opening: MissionOpening) -> tuple[ClosedCause, ...]:
    """Why no application is taken, for a mission that is visible; empty when it takes some."""
    holds = {
        ClosedCause.REGISTRATIONS_CLOSED: not opening.has_open_registrations,
        ClosedCause.FULL: opening.places_left <= 0,
    }
    return tuple(cause for cause in ClosedCause if holds[cause])
