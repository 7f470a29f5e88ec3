"""One writer a socket; a client that does not read is let go."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from socket import SHUT_RDWR
from socket import socket as Socket
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.live.outbox import Outbox
from bot.wire.desk import DeskResult

Behaviour = Callable[[Outbox], Awaitable[None]]
Connect = Callable[[Behaviour], Awaitable[Any]]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Connect to a server that does this with its outbox, then closes."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())

        async def connect_(behave: Behaviour) -> Any:
            async def handle(request: web.Request) -> web.WebSocketResponse:
                socket = web.WebSocketResponse()
                await socket.prepare(request)
                outbox = Outbox(socket)
                await behave(outbox)
                await outbox.close()
                return socket

            app = web.Application()
            app.router.add_get("/", handle)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            return await session.ws_connect(f"http://127.0.0.1:{runner.addresses[0][1]}/")

        yield connect_


def frame(number: int) -> DeskResult:
    return DeskResult(request_id=str(number))


async def received(socket: Any) -> list[str]:
    return [each.json()["request_id"] async for each in socket if each.type is aiohttp.WSMsgType.TEXT]


async def test_frames_are_sent_in_order_and_the_last_ones_before_closing(connect: Connect) -> None:
    async def behave(outbox: Outbox) -> None:
        for n in range(200):
            outbox.put(frame(n))

    assert await received(await connect(behave)) == [str(n) for n in range(200)]


async def test_a_client_that_does_not_read_is_disconnected_and_can_come_back(connect: Connect) -> None:
    async def behave(outbox: Outbox) -> None:
        for n in range(257):  # without ever letting the writer write
            outbox.put(frame(n))
        for n in range(1000):  # harmless from then on
            outbox.put(frame(n))

    socket = await connect(behave)
    assert len(await received(socket)) < 257
    assert socket.close_code == aiohttp.WSCloseCode.TRY_AGAIN_LATER


async def test_a_history_has_room_beside_the_rest(connect: Connect) -> None:
    async def behave(outbox: Outbox) -> None:
        outbox.make_room(2000)
        for n in range(2256):
            outbox.put(frame(n))

    socket = await connect(behave)
    assert len(await received(socket)) == 2256
    assert socket.close_code != aiohttp.WSCloseCode.TRY_AGAIN_LATER


async def test_a_client_that_is_gone_does_not_hold_up_the_end(connect: Connect) -> None:
    arrived, left, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def behave(outbox: Outbox) -> None:
        arrived.set()
        await left.wait()
        for n in range(200):
            outbox.put(frame(n))
        await outbox.close()
        ended.set()

    socket = await connect(behave)
    await arrived.wait()
    # Gone without a word. A copy of the socket: uvloop's own cannot be shut down.
    with Socket(fileno=os.dup(socket.get_extra_info("socket").fileno())) as copy:
        copy.shutdown(SHUT_RDWR)
    left.set()
    await asyncio.wait_for(ended.wait(), timeout=10)
