"""The two assistants as something that plays turns: ours through its channel, the recommended one through REST."""

import asyncio
from typing import Any, Protocol

import aiohttp
import msgspec

from bot.errors import ConfigurationError
from bot.evaluation.bench.recommended import REST_PATH
from bot.evaluation.private_assistant import PrivateAssistant
from bot.ids import new_id
from bot.supervisor.stack import Stack
from bot.wire.turns import TURN_PATH, TurnReply, TurnRequest

# Not a topic: Rasa's name for « not sure ».
_FALLBACK = "nlu_fallback"
_PATIENCE = aiohttp.ClientTimeout(total=60)
_Answer = tuple[int, bytes]


class Contender(Protocol):
    """What is timed."""

    async def play(self, conversation: str, text: str) -> bool:
        """Play one turn to its end; whether anything was said."""

    async def rank(self, text: str) -> tuple[str, ...]:
        """The topics of a first message, the most likely first."""

    @property
    def stack(self) -> Stack:
        """Where its process runs."""

    @property
    def process(self) -> str:
        """The name of its Rasa in that stack."""


class OwnContender:
    """This assistant's Rasa, asked as the gateway asks it."""

    process = "rasa"

    def __init__(self, assistant: PrivateAssistant, session: aiohttp.ClientSession):
        self.stack = assistant.stack
        self._url = f"http://127.0.0.1:{assistant.settings.dialogue.rasa_port}{TURN_PATH}"
        self._headers = {"Authorization": f"Bearer {assistant.secrets.channel_secret}"}
        self._session = session

    async def play(self, conversation: str, text: str) -> bool:
        """A turn through the gateway's channel, which answers 502 rather than nothing."""
        status, _ = await self._ask(conversation, text)
        return status == 200

    async def rank(self, text: str) -> tuple[str, ...]:
        """What the reply says of its understanding."""
        status, body = await self._ask(new_id(), text)
        if status != 200:
            return ()
        ranking = msgspec.json.decode(body, type=TurnReply).understanding.ranking
        return tuple(ranked.topic for ranked in ranking if ranked.topic != _FALLBACK)

    async def _ask(self, conversation: str, text: str) -> _Answer:
        asked = TurnRequest(conversation_id=conversation, message_id=new_id(), text=text)
        return await _post(self._session, self._url, msgspec.to_builtins(asked), self._headers)


class RecommendedContender:
    """Rasa's recommended configuration, asked through its REST channel."""

    process = "recommended"

    def __init__(self, stack: Stack, port: int, session: aiohttp.ClientSession):
        self.stack = stack
        self._url = f"http://127.0.0.1:{port}"
        self._session = session

    async def play(self, conversation: str, text: str) -> bool:
        """A turn through `webhooks/rest`, which answers an empty list when something failed."""
        asked = {"sender": conversation, "message": text}
        status, body = await _post(self._session, f"{self._url}{REST_PATH}webhook", asked, {})
        return status == 200 and body != b"[]"

    async def rank(self, text: str) -> tuple[str, ...]:
        """What the NLU alone says."""
        status, body = await _post(self._session, f"{self._url}/model/parse", {"text": text}, {})
        rows = msgspec.json.decode(body)["intent_ranking"] if status == 200 else ()
        return tuple(row["name"] for row in rows if row["name"] != _FALLBACK)


async def _post(session: aiohttp.ClientSession, url: str, asked: Any, headers: dict[str, str]) -> _Answer:
    try:
        async with session.post(url, json=asked, headers=headers, timeout=_PATIENCE) as response:
            return response.status, await response.read()
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        raise ConfigurationError(f"Rasa ne répond plus pendant la mesure : {error or type(error).__name__}") from None
