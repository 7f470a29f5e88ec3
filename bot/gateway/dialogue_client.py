"""Plays turns with our Rasa channel, within a time budget. The private side may be starting, dead or slow."""

import asyncio
import logging
import time

import aiohttp
import msgspec

from bot.wire.turns import ALARM_PATH, STATUS_PATH, TURN_PATH, AlarmReply, AlarmRequest, TurnReply, TurnRequest

_log = logging.getLogger(__name__)
_PAUSE_SECONDS = 0.3
_STATUS_TIMEOUT = aiohttp.ClientTimeout(total=2)
_ALARM_TIMEOUT = aiohttp.ClientTimeout(total=2)


class TurnFailed(Exception):
    """The bot could not answer in time; the cause is for the log."""


class DialogueClient:
    """HTTP client of the channel."""

    def __init__(self, base_url: str, secret: str, turn_seconds: float):
        self._url = base_url + TURN_PATH
        self._alarm_url = base_url + ALARM_PATH
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

    async def hears_danger(self, text: str) -> bool:
        """Whether somebody may be in danger. No when nobody can tell: plain words were heard without the model."""
        try:
            body = msgspec.json.encode(AlarmRequest(text=text))
            async with self._pool().post(self._alarm_url, data=body, timeout=_ALARM_TIMEOUT) as response:
                response.raise_for_status()
                return msgspec.json.decode(await response.read(), type=AlarmReply).danger
        except (aiohttp.ClientError, asyncio.TimeoutError, msgspec.MsgspecError) as error:
            _log.warning("a message could not be read for danger", extra={"cause": type(error).__name__})
            return False

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
