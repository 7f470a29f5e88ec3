"""Plays one turn on the tracker of its conversation: one look at the table before it, one write after it.

`MessageProcessor.handle_message` looks, plays and writes for each part of a message, and takes the lock too late: a
retry must see the turn that is still being played. The steps are its own, in its order.
"""

import msgspec
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted

from bot.channel.patches.failures import action_failures
from bot.channel.turn_collector import CHANNEL_NAME, TurnCollector, part_id, reply_played_before
from bot.channel.turn_tracker import TurnTracker
from bot.channel.understanding import state_in, understand
from bot.nlu.reading import Reader, prepare_to_parse
from bot.wire.turns import TurnReply, TurnRequest

_DISPENSABLE_ACTIONS = {"action_dossier"}
"""What they add is for the agent: a visitor reaches a person without them."""


class ActionsFailed(Exception):
    """Some of what had to be said could not be; its text names the actions."""


async def play(agent: Agent, asked: TurnRequest) -> TurnReply:
    """Play the turn, or tell again what was said to it. Raises `ActionsFailed`."""
    if asked.ask is None:
        prepare_to_parse(asked.text)
    async with agent.lock_store.lock(asked.conversation_id):
        known = await agent.tracker_store.retrieve(asked.conversation_id)
        if asked.is_retry:
            played = reply_played_before(known.events if known else (), asked.message_id)
            if played is not None:
                return played
        tracker = known or _new_tracker(agent, asked.conversation_id)
        return await _play_anew(agent, tracker, asked)


async def _play_anew(agent: Agent, tracker: TurnTracker, asked: TurnRequest) -> TurnReply:
    failures: list[str] = []
    action_failures.set(failures)
    collector = TurnCollector()
    metadata = agent.processor.model_metadata
    tracker.model_id, tracker.assistant_id = metadata.model_id, metadata.assistant_id
    parts = await understand(Reader(agent), asked, state_in(tracker))
    for number, parse_data in enumerate(parts):
        message = UserMessage(
            text=parse_data["text"],
            output_channel=collector,
            sender_id=asked.conversation_id,
            parse_data=parse_data,
            input_channel=CHANNEL_NAME,
            message_id=part_id(asked.message_id, number),
            metadata={"identity": msgspec.to_builtins(asked.identity), "page_url": asked.page_url},
        )
        await _play_part(agent.processor, tracker, message)
    await agent.tracker_store.save(tracker)
    if failed := [name for name in failures if name not in _DISPENSABLE_ACTIONS]:
        raise ActionsFailed(", ".join(failed))
    return collector.reply(parts)


def _new_tracker(agent: Agent, conversation_id: str) -> TurnTracker:
    """As Rasa begins a session, which lasts as long as the conversation: `session_expiration_time` is 0."""
    tracker = TurnTracker(conversation_id, agent.domain.slots)
    tracker.stored = 0
    for event in (ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)):
        tracker.update(event)
    return tracker


async def _play_part(processor: MessageProcessor, tracker: TurnTracker, message: UserMessage) -> None:
    await processor._handle_message_with_tracker(message, tracker)
    await processor.run_action_extract_slots(message.output_channel, tracker)
    await processor._run_prediction_loop(message.output_channel, tracker)
