"""What happens to an application: each function is one event, with its state and its messages.

They follow platform facts §3.3: who may decide what, and which reason is kept in the conversation.
"""

from datetime import datetime

from bot.platform_client.identifiers import MessageType
from bot.platform_client.states import (
    OCCUPYING_STATES,
    ContextualReason,
    ContextualState,
    MissionState,
    ParticipationState,
)
from bot.platform_demo.dice import Dice
from bot.platform_demo.entities import Application, Person, Step, Utterance
from bot.platform_demo.vocabulary import FIRST_REPLIES, FOLLOW_UPS, MOTIVATIONS, WELCOMES

_PENDING = (ParticipationState.WAITING, ParticipationState.IN_PROGRESS)


def apply(application: Application, at: datetime, dice: Dice) -> None:
    """The volunteer sends the application, with a word of motivation."""
    _enter(application, ParticipationState.WAITING, at, application.person)
    _say(application, at, application.person, dice.pick(MOTIVATIONS))


def talk(application: Application, at: datetime, dice: Dice) -> None:
    """A responsable answers, which silently starts the treatment; the volunteer may reply."""
    responsable = dice.pick(application.mission.responsables)
    _say(application, at, responsable, dice.pick(FIRST_REPLIES))
    _enter(application, ParticipationState.IN_PROGRESS, at, responsable)


def reply(application: Application, at: datetime, dice: Dice) -> None:
    """The volunteer writes back."""
    _say(application, at, application.person, dice.pick(FOLLOW_UPS))


def validate(application: Application, at: datetime, dice: Dice) -> None:
    """A responsable accepts."""
    responsable = dice.pick(application.mission.responsables)
    _say(application, at, responsable, dice.pick(WELCOMES))
    _decide(application, at, ParticipationState.VALIDATED, ContextualState.VALIDATED, responsable)


def declare_done(application: Application, at: datetime) -> None:
    """The volunteer says that the mission was carried out."""
    _decide(
        application,
        at,
        ParticipationState.VALIDATED,
        ContextualState.VALIDATED_BY_VOLUNTEER,
        application.person,
    )


def refuse(application: Application, at: datetime, reason: ContextualReason, dice: Dice) -> None:
    """A responsable declines; the reason is mandatory."""
    _decide(
        application,
        at,
        ParticipationState.REFUSED,
        ContextualState.REFUSED,
        dice.pick(application.mission.responsables),
        reason,
    )


def withdraw(application: Application, at: datetime, reason: ContextualReason) -> None:
    """The volunteer cancels; the reason is mandatory."""
    _decide(
        application,
        at,
        ParticipationState.CANCELLED,
        ContextualState.CANCELLED_BY_VOLUNTEER,
        application.person,
        reason,
    )


def close_mission(application: Application, at: datetime) -> None:
    """The mission has ended, was cancelled or reported: what was pending is closed (§3.2)."""
    mission_state, is_pending = application.mission.state, application.state in _PENDING
    if mission_state is MissionState.FINISHED and is_pending:
        _be_declined(application, at, ContextualReason.MISSION_TERMINATED)
    elif mission_state is MissionState.CANCELLED and is_pending:
        _be_cancelled(application, at)
    elif mission_state is MissionState.REPORTED and application.state is not ParticipationState.CANCELLED:
        # Even what was decided: every participation of a reported mission is cancelled.
        _be_cancelled(application, at)


def block_account(application: Application, at: datetime) -> None:
    """The account was deleted by its owner, or banned (§3.3)."""
    block = application.person.block
    if block is not None and block.kind == "banned" and application.state in OCCUPYING_STATES:
        _be_declined(application, at, ContextualReason(block.reason or ""))
    elif block is not None and block.kind == "anonymous" and application.state in _PENDING:
        _be_cancelled(application, at, ContextualReason.USER_UNSUBSCRIBED)


def _be_declined(application: Application, at: datetime, reason: ContextualReason) -> None:
    _decide(
        application,
        at,
        ParticipationState.REFUSED,
        ContextualState.REFUSED_BY_PLATFORM,
        None,
        reason,
    )


def _be_cancelled(application: Application, at: datetime, reason: ContextualReason | None = None) -> None:
    _decide(application, at, ParticipationState.CANCELLED, ContextualState.CANCELLED, None, reason)


def _decide(
    application: Application,
    at: datetime,
    state: ParticipationState,
    announced_as: ContextualState,
    author: Person | None,
    reason: ContextualReason | None = None,
) -> None:
    _enter(application, state, at, author)
    announcement = Utterance(
        at=at,
        author=author,
        type=MessageType.CONTEXTUAL,
        contextual_state=announced_as,
        contextual_reason=reason,
    )
    application.utterances.append(announcement)


def _enter(application: Application, state: ParticipationState, at: datetime, by: Person | None) -> None:
    application.steps.append(Step(at, state.value, by.user_id if by else None))


def _say(application: Application, at: datetime, author: Person, content: str) -> None:
    application.utterances.append(Utterance(at, author, MessageType.CHAT, content))
