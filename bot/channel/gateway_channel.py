"""Our Rasa input channel: plays one turn for the gateway, and gives back the replies with what the NLU saw.

Only who knows the shared secret may use it. Typed text is never a command; a button runs without NLU; the proven
identity comes from the gateway and travels as metadata of each message.
"""

import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.channel.patches import action_failures, apply_patches
from bot.channel.turn_collector import CHANNEL_NAME, TurnCollector, reply_played_before
from bot.nlu.topic_classifier import DECISION
from bot.text.visitor_text import without_command_mark
from bot.wire.identity import Identity
from bot.wire.turns import Outcome, TurnReply, TurnRequest

_log = logging.getLogger(__name__)
_VARIABLE = "ASSISTANT_CHANNEL_SECRET"


class GatewayChannel(InputChannel):
    """`credentials.yml` names it by its path; the secret is in the environment."""

    def __init__(self, secret: str):
        apply_patches()
        self._expected = f"Bearer {secret}".encode()

    @classmethod
    def name(cls) -> str:
        """Its webhooks stand under `/webhooks/gateway`."""
        return CHANNEL_NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "GatewayChannel":
        """Called by `rasa run`."""
        secret = os.environ.get(_VARIABLE)
        if not secret:
            raise RasaException(f"{_VARIABLE} is not set: the gateway channel needs it.")
        return cls(secret)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Two routes: play a turn; say whether a model is loaded."""
        routes = Blueprint("gateway_webhook", "bot.channel.gateway_channel")

        @routes.route("/status", methods=["GET"])
        async def status(request: Request) -> HTTPResponse:
            if not self._is_gateway(request):
                return json({"error": "unauthorized"}, status=401)
            return json({}, status=200 if _ready_agent(request) else 503)

        @routes.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            if not self._is_gateway(request):
                return json({"error": "unauthorized"}, status=401)
            agent = _ready_agent(request)
            if agent is None:
                return json({"error": "no model"}, status=503)
            try:
                asked = msgspec.json.decode(request.body, type=TurnRequest)
            except msgspec.MsgspecError:
                return json({"error": "bad request"}, status=400)
            return await _play(agent, asked)

        return routes

    def _is_gateway(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(given, self._expected)


async def _play(agent: Agent, asked: TurnRequest) -> HTTPResponse:
    parse_data = await _parse(agent, asked)
    # Agent.handle_message takes this lock too late for us: a retry must see the turn that is still being played.
    async with agent.lock_store.lock(asked.conversation_id):
        if asked.is_retry and (played := await _find_reply_played(agent, asked)) is not None:
            return raw(msgspec.json.encode(played), content_type="application/json")
        return await _play_anew(agent, asked, parse_data)


async def _find_reply_played(agent: Agent, asked: TurnRequest) -> TurnReply | None:
    tracker = await agent.tracker_store.retrieve(asked.conversation_id)
    return reply_played_before(tracker.events if tracker else (), asked.message_id)


async def _play_anew(agent: Agent, asked: TurnRequest, parse_data: dict[str, Any]) -> HTTPResponse:
    failures: list[str] = []
    action_failures.set(failures)
    collector = TurnCollector()
    await agent.processor.handle_message(
        UserMessage(
            text=parse_data["text"],
            output_channel=collector,
            sender_id=asked.conversation_id,
            parse_data=parse_data,
            input_channel=CHANNEL_NAME,
            message_id=asked.message_id,
            metadata={"identity": msgspec.to_builtins(asked.identity), "page_url": asked.page_url},
        )
    )
    if failures:
        _log.error("custom actions failed: %s", ", ".join(failures))
        return json({"error": "action failed"}, status=502)
    return raw(msgspec.json.encode(collector.reply(parse_data)), content_type="application/json")


async def _parse(agent: Agent, asked: TurnRequest) -> dict[str, Any]:
    if asked.ask is not None:
        parse_data = _as_if_understood(asked)
    else:
        text = without_command_mark(asked.text) or "?"
        parse_data = await agent.processor.parse_message(UserMessage(text=text, sender_id=asked.conversation_id))
    parse_data["entities"].extend(_proven_entities(asked.identity))
    return parse_data


def _proven_entities(identity: Identity | None) -> list[dict[str, Any]]:
    # Entities, so that slots are filled by Rasa's own mappings, without the action server. Last, so that they win over
    # those of a button; with `None` for nobody, so that a role does not outlive its proof.
    return [
        {"entity": "is_identified", "value": identity is not None},
        {"entity": "role", "value": identity.role.value if identity is not None else None},
    ]


def _as_if_understood(asked: TurnRequest) -> dict[str, Any]:
    if asked.ask is None:
        raise ValueError("not a button")
    intent = {"name": asked.ask.intent, "confidence": 1.0}
    return {
        "text": asked.text,
        "intent": intent,
        "intent_ranking": [intent],
        "entities": [{"entity": name, "value": value} for name, value in asked.ask.entities.items()],
        DECISION: {"outcome": Outcome.ANSWER.value, "topics": [asked.ask.intent], "confidence": 1.0},
    }


def _ready_agent(request: Request) -> Agent | None:
    agent: Agent | None = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None
