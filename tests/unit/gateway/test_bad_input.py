"""Whatever a browser sends, it gets a clear French sentence or a normal answer; nothing is lost, all live on."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import AssistantError
from bot.ids import new_id, new_token
from bot.wire import visitor
from tests.doubles.channel_server import ChannelServer
from tests.running_gateway import KEY, RunningGateway, Visitor, sign

FRENCH = re.compile(r"\b(votre|vous|cette|ce|la|rechargez)\b", re.IGNORECASE)


async def assert_served_as_before(client: Visitor, bystander: Visitor) -> None:
    for each in (client, bystander):
        text = f"toujours là {new_id()}"
        said = await each.ask(text)
        assert [message.text for message in said] == [f"Réponse à : {text}"]
    numbers = [message.seq for message in client.messages]
    assert numbers == list(range(1, len(numbers) + 1))


def assert_is_clear(error: visitor.Error, code: str) -> None:
    assert error.code == code
    assert FRENCH.search(error.message)
    assert error.message.endswith(".")
    known = {each.code for each in AssistantError.__subclasses__()}
    assert error.code in known


def post(text: Any, client_message_id: Any = "client-id-1", **more: Any) -> str:
    frame = {"type": "post_message", "client_message_id": client_message_id, "text": text} | more
    return json.dumps(frame)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_message"),
        (" \n\t\u00a0\u2003", "empty_message"),
        ("\u200b\u200d\ufeff", "empty_message"),
        ("\x00\x07\x1b", "empty_message"),
        ("a" * 10_000, "message_too_long"),
    ],
    ids=["empty", "blanks", "zero width", "controls only", "10 000 characters"],
)
async def test_a_text_that_cannot_be_taken_is_refused_by_its_id(gateway: RunningGateway, text: str, code: str) -> None:
    client, bystander = await gateway.visitor(), await gateway.visitor()
    await client.send_raw(post(text))
    error = await client.refusal()
    assert_is_clear(error, code)
    assert (error.client_message_id, error.retryable) == ("client-id-1", False)
    await assert_served_as_before(client, bystander)


@pytest.mark.parametrize(
    ("text", "stored", "heard"),
    [
        ("👋🏽", "👋🏽", "👋🏽"),
        ("🫶🫠", "🫶🫠", "🫶🫠"),
        ("👩‍👧‍👦", "👩‍👧‍👦", "👩‍👧‍👦"),
        ("Bon\x00jour\x07 à\r\ntous\x1b[31m", "Bonjour à\ntous[31m", "Bonjour à\ntous[31m"),
        ("/restart", "/restart", "/restart"),
        ('/intent{"a":1}', '/intent{"a":1}', '/intent{"a":1}'),
        ("<b>gras</b><script>alert(1)</script>", "<b>gras</b><script>alert(1)</script>", None),
        ("Suis-je assuré'); DROP TABLE messages;--", "Suis-je assuré'); DROP TABLE messages;--", None),
        ("e\u0301te\u0301", "été", "été"),
        ("\u202eà l'envers", "\u202eà l'envers", None),
    ],
    ids=["emoji", "recent emoji", "family", "controls", "restart", "intent", "html", "sql", "decomposed", "bidi"],
)
async def test_an_odd_text_is_kept_as_text_and_answered(
    gateway: RunningGateway, channel: ChannelServer, text: str, stored: str, heard: str | None
) -> None:
    client, bystander = await gateway.visitor(), await gateway.visitor()
    (reply,) = await client.ask(text)
    assert client.messages[1].text == stored
    assert channel.requests[0].text == (heard or stored)
    assert reply.text == f"Réponse à : {heard or stored}"
    await assert_served_as_before(client, bystander)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "bonjour",
        "null",
        "[]",
        "42",
        '"post_message"',
        '{"type": "post_message", "client_message_id": "client-id-1", "text": ',
        "{}",
        '{"type": 3}',
        '{"type": "drop_tables"}',
        '{"type": "post_message"}',
        post(None),
        post(3),
        post(["Bonjour"]),
        post("Bonjour", client_message_id="short"),
        post("Bonjour", client_message_id="with blanks in it"),
        post("Bonjour", client_message_id=7),
        post("Bonjour", is_agent=True),
        json.dumps({"type": "press_button", "client_message_id": "client-id-1", "seq": 0, "button_id": "1"}),
        json.dumps({"type": "press_button", "client_message_id": "client-id-1", "seq": 2**40, "button_id": "1"}),
        json.dumps({"type": "press_button", "client_message_id": "client-id-1", "seq": 1.5, "button_id": "1"}),
        json.dumps({"type": "set_typing", "active": "yes"}),
        json.dumps({"type": "identify", "identity_token": ""}),
        '{"type": "post_message", "client_message_id": "client-id-1", "text": "\\ud800"}',
        "[" * 30_000,
        '{"type":' * 5_000 + "1" + "}" * 5_000,
        '{"type": "set_typing", "active": ' + "[" * 30_000,
    ],
    ids=lambda frame: frame[:80] or "empty",
)
async def test_what_is_no_frame_of_the_protocol_is_said_to_be_none(gateway: RunningGateway, frame: str) -> None:
    client, bystander = await gateway.visitor(), await gateway.visitor()
    await client.send_raw(frame)
    assert_is_clear(await client.refusal(), "invalid_frame")
    await assert_served_as_before(client, bystander)


async def test_a_binary_frame_is_refused(gateway: RunningGateway) -> None:
    client, bystander = await gateway.visitor(), await gateway.visitor()
    await client.socket.send_bytes(post("Bonjour").encode())
    assert_is_clear(await client.refusal(), "invalid_frame")
    await assert_served_as_before(client, bystander)


async def test_a_binary_hello_is_refused_and_another_may_follow(gateway: RunningGateway) -> None:
    client = await gateway.visitor(connected=False)
    await client.open_socket()
    await client.socket.send_bytes(b'{"type": "hello", "protocol": 1}')
    assert_is_clear(await client.refusal(), "invalid_frame")
    await client.send(visitor.Hello(protocol=1))
    await client.wait_for(visitor.Welcome)


async def test_a_button_that_was_not_offered_is_refused_by_its_id(gateway: RunningGateway) -> None:
    client, bystander = await gateway.visitor(), await gateway.visitor()
    await client.send(visitor.PressButton(client_message_id="client-id-1", seq=1, button_id="9"))
    error = await client.refusal()
    assert_is_clear(error, "unknown_button")
    assert error.client_message_id == "client-id-1"
    await assert_served_as_before(client, bystander)


async def test_giving_up_without_waiting_is_refused(gateway: RunningGateway) -> None:
    client, bystander = await gateway.visitor(), await gateway.visitor()
    await client.send(visitor.CancelHandoff(client_message_id="client-id-1"))
    assert_is_clear(await client.refusal(), "not_waiting")
    await assert_served_as_before(client, bystander)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (post("Bonjour"), "hello_expected"),
        (json.dumps({"type": "request_human", "client_message_id": "client-id-1"}), "hello_expected"),
        (json.dumps({"type": "hello", "protocol": 2}), "unsupported_protocol"),
        (json.dumps({"type": "hello", "protocol": "1"}), "invalid_frame"),
        (json.dumps({"type": "hello", "protocol": 1, "last_seq": -1}), "invalid_frame"),
        (json.dumps({"type": "hello", "protocol": 1, "last_seq": 2**63}), "invalid_frame"),
        (json.dumps({"type": "hello", "protocol": 1, "admin": True}), "invalid_frame"),
        (json.dumps({"type": "hello", "protocol": 1, "page": {"url": "x" * 501}}), "invalid_frame"),
        (json.dumps({"type": "hello", "protocol": 1, "page": {"url": "https://a.fr/\x00"}}), "invalid_frame"),
        (
            json.dumps({"type": "hello", "protocol": 1, "conversation": {"id": "\x00" * 32, "token": "x" * 43}}),
            "invalid_frame",
        ),
        ("bonjour", "invalid_frame"),
    ],
)
async def test_a_wrong_first_frame_is_refused_and_a_right_one_may_follow(
    gateway: RunningGateway, frame: str, code: str
) -> None:
    client, bystander = await gateway.visitor(connected=False), await gateway.visitor()
    await client.open_socket()
    await client.send_raw(frame)
    assert_is_clear(await client.refusal(), code)
    await client.send(visitor.Hello(protocol=1))
    client.welcome = await client.wait_for(visitor.Welcome)
    await client.receive()
    await assert_served_as_before(client, bystander)


async def test_a_second_hello_is_refused(gateway: RunningGateway) -> None:
    client, bystander = await gateway.visitor(), await gateway.visitor()
    await client.send(visitor.Hello(protocol=1))
    assert_is_clear(await client.refusal(), "hello_expected")
    await assert_served_as_before(client, bystander)


async def test_an_unknown_conversation_and_a_forged_key_are_refused_alike(gateway: RunningGateway) -> None:
    owner, thief = await gateway.visitor(), await gateway.visitor(connected=False)
    await owner.ask("Ma question privée")
    await thief.open_socket()
    refusals = []
    for key in (
        visitor.ConversationKey(id=owner.key.id, token=new_token()),
        visitor.ConversationKey(id=new_id(), token=owner.key.token),
    ):
        await thief.send(visitor.Hello(protocol=1, conversation=key))
        error = await thief.refusal()
        assert_is_clear(error, "unknown_conversation")
        refusals.append(error)
    assert refusals[0] == refusals[1]
    assert thief.messages == []
    await thief.send(visitor.Hello(protocol=1))
    assert not (await thief.wait_for(visitor.Welcome)).resumed


FORGERIES: dict[str, Callable[[], str]] = {
    "expired": lambda: sign(exp=int(time.time()) - 60, iat=int(time.time()) - 120),
    "signed with another key": lambda: sign("another-key-of-at-least-thirty-two-bytes"),
    "for another audience": lambda: sign(aud="newsletter"),
    "too long-lived": lambda: sign(exp=int(time.time()) + 3600),
    "not signed": lambda: sign("", "none"),
    "with another algorithm": lambda: sign(KEY * 2, "HS512"),
    "from the future": lambda: sign(iat=int(time.time()) + 60),
    "without a subject": lambda: sign(sub=None),
    "without an end": lambda: sign(exp=None),
    "without a beginning": lambda: sign(iat=None),
    "without an audience": lambda: sign(aud=None),
    "of nobody": lambda: sign(sub="alice@example.org"),
    "of an unknown role": lambda: sign(role="admin"),
    "with an end that is a text": lambda: sign(exp=str(int(time.time()) + 3600)),
    "cut": lambda: sign()[:-5],
    "not a token": lambda: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0",
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_proof_of_identity_that_does_not_hold_is_refused(gateway: RunningGateway, forgery: str) -> None:
    client = await gateway.visitor()
    await client.send(visitor.Identify(identity_token=FORGERIES[forgery]()))
    assert_is_clear(await client.refusal(), "invalid_identity")
    newcomer = await gateway.visitor(connected=False)
    await newcomer.open_socket()
    await newcomer.send(visitor.Hello(protocol=1, identity_token=FORGERIES[forgery]()))
    assert_is_clear(await newcomer.refusal(), "invalid_identity")
    await newcomer.send(visitor.Hello(protocol=1))
    assert (await newcomer.wait_for(visitor.Welcome)).role is None
    await assert_served_as_before(client, client)


async def test_the_conversation_of_one_person_is_closed_to_another(gateway: RunningGateway) -> None:
    owner = await gateway.visitor(sign(sub="7"))
    for token in (None, sign(sub="8")):
        other = await gateway.visitor(connected=False)
        await other.open_socket()
        await other.send(visitor.Hello(protocol=1, conversation=owner.key, identity_token=token))
        assert_is_clear(await other.refusal(), "identity_mismatch")
        assert other.messages == []
    await owner.send(visitor.Identify(identity_token=sign(sub="8")))
    assert_is_clear(await owner.refusal(), "identity_mismatch")
