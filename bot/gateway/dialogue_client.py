"""Plays one turn with our Rasa channel, within a time budget. The private side may be starting, dead or slow."""

import asyncio
import time

import aiohttp
import msgspec

from bot.wire.turns import STATUS_PATH, TURN_PATH, TurnReply, TurnRequest

_PAUSE_SECONDS = 0.3
_STATUS_TIMEOUT = aiohttp.ClientTimeout(total=2)


class TurnFailed(Exception):
    """The bot could not answer in time; the cause is for the log."""


class DialogueClient:
    """HTTP client of the channel."""

    def __init__(self, base_url: str, secret: str, turn_seconds: float):
        self._url = base_url + TURN_PATH
        self._status_url = base_url + STATUS_PATH
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        self._turn_seconds = turn_seconds
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make the connection pool; needs a running loop."""
        self._session = aiohttp.ClientSession(headers=self._headers)

    async def close(self) -> None:
        """Give back the connections."""
        if self._session is not None:
            await self._session.close()

    async def play(self, request: TurnRequest) -> TurnReply:
        """Play the turn. Raises `TurnFailed` when no usable reply came within the budget.

        A process that is not there is waited for (it may be restarting). When it died with our turn in hands, the
        turn is asked again as a retry, so that the channel does not play twice what it has played.
        """
        deadline = time.monotonic() + self._turn_seconds
        while True:
            try:
                return await asyncio.wait_for(self._post(request), deadline - time.monotonic())
            except aiohttp.ClientConnectorError as error:
                cause: Exception = error
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
                cause = error
                request = msgspec.structs.replace(request, is_retry=True)
            except (asyncio.TimeoutError, aiohttp.ClientError, msgspec.MsgspecError) as error:
                raise TurnFailed(type(error).__name__) from error
            if time.monotonic() + _PAUSE_SECONDS >= deadline:
                raise TurnFailed(type(cause).__name__) from cause
            await asyncio.sleep(_PAUSE_SECONDS)

    async def is_ready(self) -> bool:
        """Whether a trained model is loaded behind the channel."""
        try:
            async with self._pool().get(self._status_url, timeout=_STATUS_TIMEOUT) as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("open() first")
        return self._session

    async def _post(self, request: TurnRequest) -> TurnReply:
        async with self._pool().post(self._url, data=msgspec.json.encode(request)) as response:
            response.raise_for_status()
            reply = msgspec.json.decode(await response.read(), type=TurnReply)
        if not reply.messages and reply.handoff is None:
            raise aiohttp.ClientPayloadError("silent turn")
        return reply
