"""What the platform shows in French for a stored key (platform facts §2.13)."""

from bot.platform_client.states import ContextualReason, ContextualState, DayPeriod

DAY_PERIOD_LABELS = {
    DayPeriod.DAY: "Toute la journée",
    DayPeriod.MORNING: "Matinée",
    DayPeriod.MIDDAY: "Le midi",
    DayPeriod.AFTERNOON: "Après-midi",
    DayPeriod.EVENING: "En soirée",
    DayPeriod.NIGHT: "La nuit",
}

REFUSAL_LABELS = {
    ContextualReason.REQUIREMENTS_NOT_FULFILLED: "Le bénévole ne correspond pas aux besoins.",
    ContextualReason.CHANGE_MIND: "Le bénévole a changé d'avis.",
    ContextualReason.MISSION_TERMINATED: "La mission est terminée.",
    ContextualReason.NO_RESPONSE: "Le bénévole ne répond pas.",
    ContextualReason.OTHER: "Autres.",
}
"""Reasons of a refusal, by a responsable or by the platform when the mission ends."""

CANCELLATION_LABELS = {
    ContextualReason.NO_RESPONSE: "L'organisation ne répond pas.",
    ContextualReason.REQUIREMENTS_NOT_FULFILLED: "La mission ne correspond pas à mes attentes.",
    ContextualReason.NOT_AVAILABLE: "Je ne suis plus disponible.",
    ContextualReason.OTHER: "Autres.",
}
"""Reasons of a withdrawal by the volunteer."""

_LABELS_BY_DECISION = {
    ContextualState.REFUSED: REFUSAL_LABELS,
    ContextualState.REFUSED_BY_PLATFORM: REFUSAL_LABELS,
    ContextualState.CANCELLED_BY_VOLUNTEER: CANCELLATION_LABELS,
}


def reason_label(contextual_state: str | None, contextual_reason: str | None) -> str | None:
    """Label of a refusal or a cancellation, `None` when there is no reason that may be shown.

    The state is needed because `no_response` blames the volunteer in a refusal and the organisation in a
    cancellation. Reasons tied to an account (banned, archived, deleted) have no label: they are not disclosed.
    """
    labels = _LABELS_BY_DECISION.get(ContextualState(contextual_state or ""), {})
    return labels.get(ContextualReason(contextual_reason or ""))
