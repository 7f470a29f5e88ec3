"""Our Rasa input channel: plays one turn for the gateway, and gives back the replies with what the NLU saw.

For who waits for a person, it only says whether they may be in danger.

Only who knows the shared secret may use it. Typed text is never a command; a button runs without NLU; the proven
identity comes from the gateway and travels as metadata of each message.
"""

import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.channel.patches.apply import apply_patches
from bot.channel.turn_collector import CHANNEL_NAME
from bot.channel.turn_player import ActionsFailed, play
from bot.nlu.reading import Reader
from bot.wire.turns import AlarmReply, AlarmRequest, TurnRequest

_log = logging.getLogger(__name__)
_VARIABLE = "ASSISTANT_CHANNEL_SECRET"
_Asked = TypeVar("_Asked", TurnRequest, AlarmRequest)
_Handler = Callable[[Request], Awaitable[HTTPResponse]]


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
        """Three routes: play a turn; hear danger; say whether a model is loaded."""
        routes = Blueprint("gateway_webhook", "bot.channel.gateway_channel")
        routes.add_route(self._answering(TurnRequest, play), "/turn", methods=["POST"], name="turn")
        routes.add_route(self._answering(AlarmRequest, _hear_danger), "/alarm", methods=["POST"], name="alarm")

        @routes.route("/status", methods=["GET"])
        async def status(request: Request) -> HTTPResponse:
            if not self._is_gateway(request):
                return json({"error": "unauthorized"}, status=401)
            return json({}, status=200 if _ready_agent(request) else 503)

        return routes

    def _answering(self, kind: type[_Asked], answer: Callable[[Agent, _Asked], Awaitable[msgspec.Struct]]) -> _Handler:
        async def handle(request: Request) -> HTTPResponse:
            if not self._is_gateway(request):
                return json({"error": "unauthorized"}, status=401)
            agent = _ready_agent(request)
            if agent is None:
                return json({"error": "no model"}, status=503)
            try:
                asked = msgspec.json.decode(request.body, type=kind)
            except msgspec.MsgspecError:
                return json({"error": "bad request"}, status=400)
            try:
                reply = await answer(agent, asked)
            except ActionsFailed as failed:
                _log.error("custom actions failed: %s", failed)
                return json({"error": "action failed"}, status=502)
            return raw(msgspec.json.encode(reply), content_type="application/json")

        return handle

    def _is_gateway(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode()
        return hmac.compare_digest(given, self._expected)


async def _hear_danger(agent: Agent, asked: AlarmRequest) -> AlarmReply:
    return AlarmReply(danger=await Reader(agent).hears_danger(asked.text))


def _ready_agent(request: Request) -> Agent | None:
    agent: Agent | None = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None
