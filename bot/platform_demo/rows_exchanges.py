"""Rows of `participations`, `conversations`, `conversations_users` and `messages` (platform facts §2.5, §2.6)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from bot.platform_client.identifiers import MessageType, PhpClass
from bot.platform_demo.entities import Application, Utterance
from bot.platform_demo.rows_missions import stored_slot
from bot.platform_demo.scoring import first_answer_seconds
from bot.platform_demo.world import Row, World

_PERIODS = ("morning", "afternoon", "day")


def participation_row(world: World, application: Application) -> Row:
    """Return an application, with the créneaux chosen when the mission proposes some."""
    days = application.mission.schedule.days
    chosen = sorted(world.dice.several(days, world.dice.between(1, 2)))
    return {
        "id": application.id,
        "profile_id": application.person.profile_id,
        "mission_id": application.mission.id,
        "state": application.state.value,
        "slots": [stored_slot(day, [world.dice.pick(_PERIODS)]) for day in chosen] or None,
        "created_at": application.applied_at,
        "updated_at": application.steps[-1].at,
    }


def conversation_row(application: Application) -> Row:
    """Return the conversation opened by an application."""
    return {
        "id": application.conversation_id,
        "conversable_type": PhpClass.PARTICIPATION.value,
        "conversable_id": application.id,
        "response_time": first_answer_seconds(application),
        "created_at": application.applied_at,
        "updated_at": _last_chat_at(application),
    }


def _last_chat_at(application: Application) -> datetime:
    chats = (each.at for each in application.utterances if each.type is MessageType.CHAT)
    return max(chats, default=application.applied_at)


def member_rows(world: World) -> list[Row]:
    """Return who takes part in each conversation: the volunteer and the responsables of the mission."""
    ids = count(1)
    return [row for application in world.applications for row in _members_of(ids, application)]


def _members_of(ids: Iterator[int], application: Application) -> list[Row]:
    last_chat_at = _last_chat_at(application)
    members = (application.person, *application.mission.responsables)
    # Each has read the conversation when they last wrote; the others have not opened it.
    written = {each.author: each.at for each in application.utterances if each.author}
    return [
        {
            "id": next(ids),
            "user_id": member.user_id,
            "conversation_id": application.conversation_id,
            "read_at": written.get(member),
            "status": True,
            "created_at": application.applied_at,
            "updated_at": last_chat_at,
        }
        for member in members
    ]


def message_rows(world: World) -> list[Row]:
    """Return every message; ids follow the order in which they were written."""
    spoken = [
        (utterance.at, application.id, rank, application.conversation_id, utterance)
        for application in world.applications
        for rank, utterance in enumerate(application.utterances)
    ]
    ordered = sorted(spoken, key=lambda entry: entry[:3])
    return [
        _message(id, conversation_id, utterance)
        for id, (*_order, conversation_id, utterance) in enumerate(ordered, start=1)
    ]


def _message(id: int, conversation_id: int, utterance: Utterance) -> Row:
    state, reason = utterance.contextual_state, utterance.contextual_reason
    return {
        "id": id,
        "from_id": utterance.author.user_id if utterance.author else None,
        "conversation_id": conversation_id,
        "type": utterance.type.value,
        "content": utterance.content,
        "contextual_state": state.value if state else None,
        "contextual_reason": reason.value if reason else None,
        "created_at": utterance.at,
        "updated_at": utterance.at,
    }
