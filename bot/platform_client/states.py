"""States and reasons as the platform stores them: free strings without a CHECK (platform facts §2.5, §2.6, §3).

Each enumeration has an `UNKNOWN` member for any string that it does not know. The platform may be deployed with a new
state before we are: one unexpected row must not hide the others from their owner.
"""

from enum import Enum


class _StoredString(str, Enum):
    """An enumeration that reads an unexpected string as its `UNKNOWN` member instead of raising."""

    @classmethod
    def _missing_(cls, value: object) -> "_StoredString":
        return cls.__members__["UNKNOWN"]


class StructureState(_StoredString):
    """`structures.state`, where « organisation » is the label that people see (platform facts §3.1)."""

    DRAFT = "Brouillon"
    """Sign-up not finished; no moderator has been told."""
    WAITING = "En attente de validation"
    """The file is complete and waits for the référent or the national team."""
    IN_PROGRESS = "En cours de traitement"
    """A moderator is analysing it; all its missions are offline meanwhile."""
    VALIDATED = "Validée"
    """Its missions may be visible."""
    REPORTED = "Signalée"
    """Rejected; all its missions are reported too."""
    UNREGISTERED = "Désinscrite"
    """It has left the platform; its members are detached."""
    UNKNOWN = ""


class MissionState(_StoredString):
    """`missions.state` (platform facts §3.2). Visible only if also `is_online`, in a validated structure."""

    DRAFT = "Brouillon"
    """Being written; deleted or submitted by its responsables."""
    WAITING = "En attente de validation"
    """Submitted to moderation."""
    IN_PROGRESS = "En cours de traitement"
    """A moderator may be asking for changes."""
    VALIDATED = "Validée"
    """May be found and applied to."""
    FINISHED = "Terminée"
    """Over; testimonies are collected."""
    REPORTED = "Signalée"
    """Against the charter; every participation is cancelled."""
    CANCELLED = "Annulée"
    """Withdrawn by the organisation; pending participations are cancelled."""
    UNKNOWN = ""


class ParticipationState(_StoredString):
    """`participations.state` (platform facts §3.3). The first three occupy a place of the mission."""

    WAITING = "En attente de validation"
    """Application sent, not handled yet."""
    IN_PROGRESS = "En cours de traitement"
    """The organisation has started to talk with the volunteer."""
    VALIDATED = "Validée"
    """Accepted by the organisation, or declared done by the volunteer."""
    REFUSED = "Refusée"
    """Declined by the organisation."""
    CANCELLED = "Annulée"
    """Withdrawn by the volunteer, or the mission was cancelled or reported, or the account removed."""
    UNKNOWN = ""


OCCUPYING_STATES = (
    ParticipationState.WAITING,
    ParticipationState.IN_PROGRESS,
    ParticipationState.VALIDATED,
)
"""Participations that count against `missions.participations_max`."""


class ContextualState(_StoredString):
    """`messages.contextual_state`: who decided, without which a reason cannot be read."""

    REFUSED = "Refusée"
    """Declined by a responsable."""
    REFUSED_BY_PLATFORM = "Automatiquement déclinée par la plateforme"
    """Declined by the platform itself, as when the mission ends."""
    CANCELLED_BY_VOLUNTEER = "Annulée par bénévole"
    """Withdrawn by the volunteer."""
    CANCELLED = "Annulée"
    """Cancelled by a responsable or with the mission; no reason is asked."""
    IN_PROGRESS = "En cours de traitement"
    """Taken up by a responsable."""
    VALIDATED = "Validée"
    """Accepted by a responsable."""
    VALIDATED_BY_VOLUNTEER = "Validée par le bénévole"
    """The volunteer declared the mission done."""
    UNKNOWN = ""


class ContextualReason(_StoredString):
    """`messages.contextual_reason`; the same key means different things by `ContextualState`."""

    NO_RESPONSE = "no_response"
    """The other side does not answer."""
    REQUIREMENTS_NOT_FULFILLED = "requirements_not_fulfilled"
    """Mission and volunteer do not fit."""
    CHANGE_MIND = "change_mind"
    """The volunteer changed their mind; given by a responsable only."""
    MISSION_TERMINATED = "mission_terminated"
    """The mission is over."""
    NOT_AVAILABLE = "not_available"
    """The volunteer is no longer available; given by the volunteer only."""
    OTHER = "other"
    """None of the list."""
    USER_UNSUBSCRIBED = "user_unsubscribed"
    """The account was deleted by its owner."""
    USER_ARCHIVED = "user_archived"
    """The account was archived for inactivity."""
    NOT_REGULAR_RESIDENT = "not_regular_resident"
    YOUNGER_THAN_16 = "younger_than_16"
    INAPPROPRIATE_BEHAVIOR = "inappropriate_behavior"
    """The last three: the account was banned; never to be disclosed by the assistant."""
    UNKNOWN = ""


class DayPeriod(_StoredString):
    """Part of a day in `missions.dates` and `participations.slots` (platform facts §2.13)."""

    DAY = "day"
    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    UNKNOWN = ""
