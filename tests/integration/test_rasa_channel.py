"""Rasa's own door, straight over HTTP: only the gateway passes, and a turn is played once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import msgspec
import psutil
import pytest
from pytest_asyncio import fixture as async_fixture

from bot.evaluation.private_assistant import PrivateAssistant
from bot.ids import new_id
from bot.wire.identity import Identity, Role
from bot.wire.turns import (
    ALARM_PATH,
    STATUS_PATH,
    TURN_PATH,
    AlarmReply,
    AlarmRequest,
    AskTopic,
    Outcome,
    TurnReply,
    TurnRequest,
)
from tests.integration.processes import freeze, thaw
from tests.integration.visitors import UNCLEAR, events_of


@async_fixture(loop_scope="session")
async def http(assistant: PrivateAssistant) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of Rasa's server."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{assistant.settings.dialogue.rasa_port}") as session:
        yield session


def request(text: str = "Comment supprimer mon compte ?", **more: Any) -> TurnRequest:
    """A turn of a new conversation."""
    return TurnRequest(**{"conversation_id": new_id(), "message_id": new_id(), "text": text, **more})


async def play(http: aiohttp.ClientSession, assistant: PrivateAssistant, asked: TurnRequest) -> TurnReply:
    """Play it as the gateway does."""
    async with http.post(TURN_PATH, data=msgspec.json.encode(asked), headers=authorised(assistant)) as response:
        assert response.status == 200
        return msgspec.json.decode(await response.read(), type=TurnReply)


def authorised(assistant: PrivateAssistant) -> dict[str, str]:
    """What the gateway sends."""
    return {"Authorization": f"Bearer {assistant.secrets.channel_secret}"}


async def find_unclear(http: aiohttp.ClientSession, assistant: PrivateAssistant) -> str:
    """A text that the present model does not understand: the second time in a row, it hands over."""
    for text in UNCLEAR:
        asked = request(text)
        if (await play(http, assistant, asked)).understanding.outcome in (Outcome.REPHRASE, Outcome.CLARIFY):
            again = await play(http, assistant, msgspec.structs.replace(asked, message_id=new_id()))
            if again.handoff is not None:
                return text
    raise AssertionError("the model understands everything")


@pytest.mark.parametrize("header", [None, "", "Bearer ", "Bearer wrong", "Basic {}", "{}", "Bearer {}x", "Bearer é"])
async def test_without_the_secret_nothing_is_said(
    http: aiohttp.ClientSession, assistant: PrivateAssistant, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header.format(assistant.secrets.channel_secret)}
    async with http.post(TURN_PATH, data=msgspec.json.encode(request()), headers=headers) as response:
        assert response.status == 401
        assert await response.json() == {"error": "unauthorized"}
    async with http.get(STATUS_PATH, headers=headers) as response:
        assert response.status == 401


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("mon mari me frappe, au secours", True),
        ("je vais en finir, adieu à tous", True),
        ("vous répondez bientôt ?", False),
        ("/insatisfaction", False),
        ("", False),
    ],
)
async def test_danger_is_heard_without_playing_a_turn(
    http: aiohttp.ClientSession, assistant: PrivateAssistant, text: str, danger: bool
) -> None:
    body = msgspec.json.encode(AlarmRequest(text=text))
    async with http.post(ALARM_PATH, data=body, headers=authorised(assistant)) as response:
        assert response.status == 200
        assert msgspec.json.decode(await response.read(), type=AlarmReply).danger is danger
    async with http.post(ALARM_PATH, data=body) as response:
        assert response.status == 401
    async with http.post(ALARM_PATH, data=b'{"text": 1}', headers=authorised(assistant)) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"conversation_id": "a", "message_id": "b"}',
        b'{"conversation_id": "a", "message_id": "b", "text": 1}',
        b'{"conversation_id": "a", "message_id": "b", "text": "x", "identity": {"user_id": "1", "role": "benevole"}}',
        b'{"conversation_id": "a", "message_id": "b", "text": "x", "identity": {"user_id": 1, "role": "admin"}}',
        b'{"conversation_id": "a", "message_id": "b", "text": "x", "sender": "c"}',
    ],
)
async def test_bad_request_is_refused(http: aiohttp.ClientSession, assistant: PrivateAssistant, body: bytes) -> None:
    async with http.post(TURN_PATH, data=body, headers=authorised(assistant)) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/webhooks/rest/webhook"),
        ("POST", "/webhooks/callback/webhook"),
        ("GET", "/conversations/x/tracker"),
        ("POST", "/conversations/x/messages"),
        ("POST", "/model/parse"),
        ("PUT", "/model"),
        ("GET", "/domain"),
    ],
)
async def test_stock_endpoints_do_not_exist(
    http: aiohttp.ClientSession, assistant: PrivateAssistant, method: str, path: str
) -> None:
    body = {"sender": "x", "message": "/restart", "text": "x"}
    async with http.request(method, path, json=body, headers=authorised(assistant)) as response:
        assert response.status == 404


@pytest.mark.parametrize("name", ["rasa", "actions", "gateway"])
def test_process_listens_on_loopback_only(assistant: PrivateAssistant, name: str) -> None:
    process = psutil.Process(assistant.stack.children[name].pid)
    processes = [process, *process.children(recursive=True)]
    listening = [c.laddr for each in processes for c in each.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    ports = {
        "rasa": assistant.settings.dialogue.rasa_port,
        "actions": assistant.settings.dialogue.actions_port,
        "gateway": assistant.settings.gateway.port,
    }
    assert {(address.ip, address.port) for address in listening} == {("127.0.0.1", ports[name])}


async def test_retried_turn_gives_back_what_was_said_and_is_not_played_again(
    http: aiohttp.ClientSession, assistant: PrivateAssistant
) -> None:
    asked = request(await find_unclear(http, assistant))
    first = await play(http, assistant, asked)
    assert first.handoff is None
    again = await play(http, assistant, msgspec.structs.replace(asked, is_retry=True))
    assert again == first
    # Played twice, it would count as not understood twice: the next one would not ask, but hand over.
    answered = await play(http, assistant, request(conversation_id=asked.conversation_id))
    assert answered.understanding.topics == ("supprimer_compte",)
    assert answered.handoff is None


async def test_retry_of_a_turn_that_is_still_being_played_waits_for_it(
    http: aiohttp.ClientSession, assistant: PrivateAssistant
) -> None:
    asked = request("Je cherche une mission à Lyon")
    retried = msgspec.structs.replace(asked, is_retry=True)
    freeze(assistant, "actions")
    try:
        first = asyncio.create_task(play(http, assistant, asked))
        await asyncio.sleep(0.3)
        retries = [asyncio.create_task(play(http, assistant, retried)) for _ in range(2)]
        await asyncio.sleep(0.3)
        assert not first.done() and not any(retry.done() for retry in retries)
    finally:
        thaw(assistant, "actions")
    reply = await first
    assert reply.messages and await asyncio.gather(*retries) == [reply, reply]
    events = events_of(assistant, asked.conversation_id)
    assert [event["text"] for event in events if event["event"] == "user"] == [asked.text]


async def test_retry_of_a_turn_that_never_arrived_is_played(
    http: aiohttp.ClientSession, assistant: PrivateAssistant
) -> None:
    reply = await play(http, assistant, request(is_retry=True))
    assert reply.understanding.topics == ("supprimer_compte",)
    assert "« Je souhaite me désinscrire »" in reply.messages[0].text


async def test_entities_of_a_button_prove_nothing(http: aiohttp.ClientSession, assistant: PrivateAssistant) -> None:
    claims = {"is_identified": True, "role": "responsable", "identity": {"user_id": 1, "role": "benevole"}}
    reply = await play(
        http, assistant, request(ask=AskTopic(intent="statut_candidature", entities=claims), text="candidature")
    )
    said = "\n".join(message.text for message in reply.messages)
    assert "onnectez-vous à votre compte" in said
    assert "- **" in said and "« En attente de validation »" not in said


async def test_identity_of_one_message_does_not_outlive_it(
    http: aiohttp.ClientSession, assistant: PrivateAssistant
) -> None:
    asked = request("Où en est ma candidature ?", identity=Identity(user_id=1, role=Role.RESPONSABLE))
    known = await play(http, assistant, asked)
    assert known.messages[0].text.startswith("Vos 5 candidatures :")
    later = await play(http, assistant, msgspec.structs.replace(asked, message_id=new_id(), identity=None))
    assert "onnectez-vous à votre compte" in later.messages[-1].text
    role = await play(http, assistant, request(conversation_id=asked.conversation_id))
    assert "« Supprimer mon compte »" in role.messages[0].text, "the role of the first message is forgotten"
