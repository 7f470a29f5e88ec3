"""Stands for Rasa with our channel: a real HTTP server that speaks the protocol of turns, and does what it is told."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
from aiohttp import web

from bot.wire.turns import (
    ALARM_PATH,
    STATUS_PATH,
    TURN_PATH,
    AlarmReply,
    AlarmRequest,
    HandoffInstruction,
    Outcome,
    ReplyButton,
    TurnMessage,
    TurnReply,
    TurnRequest,
    Understanding,
)
from tests.doubles.local_server import LocalServer
from tests.schemas import check_frame

SECRET = "the-secret-of-the-channel"

Behaviour = Callable[["ChannelServer", web.Request, TurnRequest], Awaitable[web.StreamResponse]]


class ChannelServer(LocalServer):
    """Answers « Réponse à : … » unless `will` says otherwise for the next turns."""

    def __init__(self) -> None:
        super().__init__()
        self.secret = SECRET
        self.requests: list[TurnRequest] = []
        self.dangerous: set[str] = set()
        self.read_for_danger: list[str] = []
        self.alarm_is_broken = False
        self.most_at_once = 0
        self._plan: deque[Behaviour] = deque()
        self._at_once = 0
        self._arrived = asyncio.Condition()

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Those of our channel."""
        return (
            web.post(TURN_PATH, self._turn),
            web.post(ALARM_PATH, self._alarm),
            web.get(STATUS_PATH, self._status),
        )

    def will(self, *behaviours: Behaviour) -> None:
        """What to do with the next turns, one each."""
        self._plan.extend(behaviours)

    async def wait_for_requests(self, count: int) -> list[TurnRequest]:
        """Return once that many turns have been asked in all."""
        async with self._arrived:
            await asyncio.wait_for(self._arrived.wait_for(lambda: len(self.requests) >= count), timeout=20)
        return self.requests

    async def _status(self, _request: web.Request) -> web.Response:
        return web.json_response({})

    async def _alarm(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self.secret}":
            raise web.HTTPUnauthorized
        body = await request.read()
        check_frame("alarm-request", json.loads(body))
        text = msgspec.json.decode(body, type=AlarmRequest).text
        self.read_for_danger.append(text)
        if self.alarm_is_broken:
            raise web.HTTPServiceUnavailable
        reply = msgspec.json.encode(AlarmReply(danger=text in self.dangerous))
        check_frame("alarm-reply", json.loads(reply))
        return web.Response(body=reply, content_type="application/json")

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {self.secret}":
            raise web.HTTPUnauthorized
        body = await request.read()
        check_frame("turn-request", json.loads(body))
        turn = msgspec.json.decode(body, type=TurnRequest)
        behaviour = self._plan.popleft() if self._plan else answer
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        async with self._arrived:
            self.requests.append(turn)
            self._arrived.notify_all()
        try:
            return await behaviour(self, request, turn)
        finally:
            self._at_once -= 1


async def answer(_server: ChannelServer, _request: web.Request, turn: TurnRequest) -> web.StreamResponse:
    """Answer at once."""
    return _as_response(reply_to(turn.text))


async def answer_when_released(server: ChannelServer, _request: web.Request, turn: TurnRequest) -> web.StreamResponse:
    """Answer once the test says so, or never."""
    await server.released.wait()
    return _as_response(reply_to(turn.text))


async def drop(_server: ChannelServer, request: web.Request, _turn: TurnRequest) -> web.StreamResponse:
    """Die with the turn in hands."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def bad_gateway(_server: ChannelServer, _request: web.Request, _turn: TurnRequest) -> web.StreamResponse:
    """A proxy without anybody behind it."""
    return web.Response(status=502, text="<h1>Bad Gateway</h1>", content_type="text/html")


async def garbage(_server: ChannelServer, _request: web.Request, _turn: TurnRequest) -> web.StreamResponse:
    """Something that is not a reply."""
    return web.Response(body=b'{"messages": "\xff', content_type="application/json")


async def silent(_server: ChannelServer, _request: web.Request, turn: TurnRequest) -> web.StreamResponse:
    """A reply that says nothing."""
    return _as_response(msgspec.structs.replace(reply_to(turn.text), messages=()))


def answering(
    *texts: str, buttons: tuple[ReplyButton, ...] = (), handoff: HandoffInstruction | None = None
) -> Behaviour:
    """Answer precisely this."""
    messages = tuple(TurnMessage(text=text, buttons=buttons) for text in texts)
    return replying(messages=messages, handoff=handoff)


def replying(**changes: Any) -> Behaviour:
    """The usual reply, with other values for these fields of a `TurnReply`."""

    async def behave(_server: ChannelServer, _request: web.Request, turn: TurnRequest) -> web.StreamResponse:
        return _as_response(msgspec.structs.replace(reply_to(turn.text), **changes))

    return behave


def reply_to(text: str) -> TurnReply:
    """The usual reply."""
    return TurnReply(
        messages=(TurnMessage(text=f"Réponse à : {text}"),),
        understanding=Understanding(outcome=Outcome.ANSWER, topics=("assurance",), confidence=0.9),
    )


def _as_response(reply: TurnReply) -> web.Response:
    body = msgspec.json.encode(reply)
    check_frame("turn-reply", json.loads(body))
    return web.Response(body=body, content_type="application/json")
