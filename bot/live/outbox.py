"""What waits to be sent on one socket: bounded, with one writer.

Overflow: a client that does not read while 256 frames pile up is disconnected; it reconnects and asks for the
messages it misses, which costs less than keeping everything for it here. A replayed history counts for nothing: its
size is bounded by the conversation, and cutting it off would only make the client ask for it again.
"""

import asyncio
import contextlib
from typing import Any

import msgspec
from aiohttp import WSCloseCode, web

_CAPACITY = 256


class Outbox:
    """The only writer of its socket."""

    def __init__(self, socket: web.WebSocketResponse):
        self._socket = socket
        self._frames: asyncio.Queue[bytes] = asyncio.Queue()
        self._room = _CAPACITY
        self._writer = asyncio.create_task(self._write())
        self._closing: asyncio.Task[Any] | None = None

    def put(self, frame: msgspec.Struct) -> None:
        """Queue a frame. Never waits, never raises."""
        if self._frames.qsize() >= self._room:
            self.disconnect(WSCloseCode.TRY_AGAIN_LATER, b"too slow")
        else:
            self._frames.put_nowait(msgspec.json.encode(frame))

    def make_room(self, frames: int) -> None:
        """Allow that many frames more: a history is about to be replayed."""
        self._room += frames

    def disconnect(self, code: int, reason: bytes) -> None:
        """Close the socket soon, whatever is still queued."""
        if self._closing is None:
            self._writer.cancel()
            self._closing = asyncio.create_task(self._socket.close(code=code, message=reason))

    async def close(self) -> None:
        """Send what is queued, as far as the client still reads, and stop."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._frames.join(), timeout=1.0)
        self._writer.cancel()
        await asyncio.gather(self._writer, *filter(None, [self._closing]), return_exceptions=True)

    async def _write(self) -> None:
        with contextlib.suppress(ConnectionError, RuntimeError):
            while True:
                frame = await self._frames.get()
                await self._socket.send_str(frame.decode())
                self._frames.task_done()
