"""The platform's own tokens: the platform alone says whose they are, and its silence is no refusal."""

import logging
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone

import pytest

from bot.errors import ConfigurationError, IdentityUnavailable, InvalidIdentity
from bot.gateway.platform_tokens import PlatformTokens
from bot.settings import Identity as IdentitySettings
from bot.wire import visitor
from bot.wire.identity import Identity, Role
from tests.doubles.channel_server import ChannelServer
from tests.doubles.platform_api import Behaviour, PlatformApi, answering, dripping, drop, elsewhere, huge, never
from tests.running_gateway import RunningGateway, StartGateway, Visitor, sign

TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.a-token-of-the-platform.s1gnature"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
async def api() -> AsyncIterator[PlatformApi]:
    """The platform's API."""
    server = PlatformApi()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
async def tokens(api: PlatformApi, clock: Clock) -> AsyncIterator[PlatformTokens]:
    """Asks that API, and does not wait long."""
    reader = PlatformTokens(api.url, clock, patience_seconds=0.5)
    await reader.open()
    yield reader
    await reader.close()


@pytest.mark.parametrize(
    ("context_role", "role"),
    [
        (None, Role.BENEVOLE),
        ("volontaire", Role.BENEVOLE),
        ("responsable", Role.RESPONSABLE),
        ("referent", Role.REFERENT),
        ("referent_regional", Role.REFERENT),
        ("tete_de_reseau", Role.RESEAU),
        ("responsable_territoire", Role.TERRITOIRE),
        ("admin", Role.BENEVOLE),
    ],
)
async def test_the_holder_and_the_active_role_are_proven(
    api: PlatformApi, tokens: PlatformTokens, clock: Clock, context_role: str | None, role: Role
) -> None:
    api.knows(TOKEN, 4213, context_role)
    proof = await tokens.read(TOKEN)
    assert proof.identity == Identity(user_id=4213, role=role)
    assert proof.expires_at == clock().timestamp() + 600


async def test_unknown_and_blocked_holders_are_refused(api: PlatformApi, tokens: PlatformTokens) -> None:
    api.knows(TOKEN, 7)
    api.blocks(TOKEN)
    for token in (TOKEN, "a-token-nobody-holds"):
        with pytest.raises(InvalidIdentity):
            await tokens.read(token)
    assert api.requests == 2


@pytest.mark.parametrize("token", [TOKEN + "\r\nX-Admin: 1", TOKEN + " é", "", "Basic dXNlcg==,"])
async def test_what_is_no_bearer_token_is_never_sent(api: PlatformApi, tokens: PlatformTokens, token: str) -> None:
    with pytest.raises(InvalidIdentity):
        await tokens.read(token)
    assert api.requests == 0


SILENCES: dict[str, Behaviour] = {
    "says nothing": never,
    "never ends": dripping,
    "is far too long": huge,
    "leads elsewhere": elsewhere,
    "has an error": answering('{"message": "Server Error"}', 500),
    "is overloaded": answering('{"message": "Too Many Attempts."}', 429),
    "is not the right address": answering("{}", 404),
    "is no JSON": answering(b'{"id": \xff'),
    "is nested for ever": answering('{"id": 7, "roles": ' + "[" * 100_000),
    "names nobody": answering('{"email": "alice@example.org"}'),
    "names nobody that exists": answering('{"id": 0}'),
    "names more than a row can hold": answering('{"id": 99999999999}'),
    "names a text": answering('{"id": "7"}'),
}


@pytest.mark.parametrize("silence", SILENCES)
async def test_an_answer_that_says_neither_yes_nor_no_is_asked_again_later(
    api: PlatformApi, tokens: PlatformTokens, silence: str
) -> None:
    api.knows(TOKEN, 7)
    api.will(SILENCES[silence])
    with pytest.raises(IdentityUnavailable) as refusal:
        await tokens.read(TOKEN)
    assert refusal.value.retryable
    assert (await tokens.read(TOKEN)).identity.user_id == 7


async def test_a_line_that_stays_cut_is_no_answer(api: PlatformApi, tokens: PlatformTokens) -> None:
    api.knows(TOKEN, 7)
    api.will(drop, drop)  # the client tries a second time by itself
    with pytest.raises(IdentityUnavailable):
        await tokens.read(TOKEN)
    assert (await tokens.read(TOKEN)).identity.user_id == 7


async def test_what_was_proven_is_remembered_for_a_minute_and_not_longer(
    api: PlatformApi, tokens: PlatformTokens, clock: Clock
) -> None:
    api.knows(TOKEN, 7)
    first = await tokens.read(TOKEN)
    clock.pass_by(59)
    assert await tokens.read(TOKEN) == first
    assert api.requests == 1
    clock.pass_by(1)
    second = await tokens.read(TOKEN)
    assert (second.expires_at - first.expires_at, api.requests) == (60, 2)


async def test_who_was_blocked_meanwhile_is_refused_after_that_minute(
    api: PlatformApi, tokens: PlatformTokens, clock: Clock
) -> None:
    api.knows(TOKEN, 7)
    await tokens.read(TOKEN)
    api.blocks(TOKEN)
    clock.pass_by(60)
    with pytest.raises(InvalidIdentity):
        await tokens.read(TOKEN)


async def test_a_platform_that_does_not_answer_is_left_alone(api: PlatformApi, tokens: PlatformTokens) -> None:
    api.knows(TOKEN, 7)
    api.will(*[answering("{}", 500)] * 3)
    for _ in range(10):
        with pytest.raises(IdentityUnavailable):
            await tokens.read(TOKEN)
    assert api.requests == 3


async def test_refusals_are_answers_and_never_make_the_platform_look_down(
    api: PlatformApi, tokens: PlatformTokens
) -> None:
    for n in range(10):
        with pytest.raises(InvalidIdentity):
            await tokens.read(f"a-token-nobody-holds-{n}")
    api.knows(TOKEN, 7)
    assert (await tokens.read(TOKEN)).identity.user_id == 7


async def test_neither_token_nor_e_mail_is_logged_or_kept(
    api: PlatformApi, tokens: PlatformTokens, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.knows(TOKEN, 7)
    api.will(answering("{}", 500))
    with pytest.raises(IdentityUnavailable):
        await tokens.read(TOKEN)
    await tokens.read(TOKEN)
    (record,) = [record for record in caplog.records if record.name == "bot.gateway.platform_tokens"]
    assert vars(record)["cause"] == "status 500"
    kept = " ".join(str(vars(record)) for record in caplog.records) + str(vars(tokens))
    assert "user_id=7" in kept
    assert TOKEN not in kept
    assert "example.org" not in kept


@pytest.mark.parametrize("url", ["http://api.example.fr", "ftp://api.example.fr", "api.example.fr", "https://"])
def test_tokens_are_not_sent_in_clear(url: str, clock: Clock) -> None:
    with pytest.raises(ConfigurationError, match="platform_api_url"):
        PlatformTokens(url, clock)


@pytest.fixture
async def asking(start_gateway: StartGateway, api: PlatformApi) -> RunningGateway:
    """A gateway that accepts both kinds of tokens."""
    return await start_gateway(identity=IdentitySettings(platform_api_url=api.url))


async def role_of(gateway: RunningGateway, token: str) -> Role | None:
    client = await gateway.visitor(token)
    assert client.welcome is not None
    return client.welcome.role


async def refused(gateway: RunningGateway, token: str) -> tuple[str, Visitor]:
    client = await gateway.visitor(connected=False)
    await client.open_socket()
    await client.send(visitor.Hello(protocol=1, identity_token=token))
    return (await client.refusal()).code, client


async def test_both_kinds_of_tokens_prove_an_identity(
    asking: RunningGateway, api: PlatformApi, channel: ChannelServer
) -> None:
    api.knows(TOKEN, 42, "responsable")
    assert await role_of(asking, sign(role="referent")) is Role.REFERENT
    assert api.requests == 0
    client = await asking.visitor(TOKEN)
    await client.ask("Pourquoi ma mission est-elle invisible ?")
    assert channel.requests[-1].identity == Identity(user_id=42, role=Role.RESPONSABLE)


@pytest.mark.parametrize(
    "token",
    [
        sign("another-key-of-at-least-thirty-two-bytes"),
        sign(exp=int(time.time()) - 60, iat=int(time.time()) - 120),
        sign("", "none"),
        sign("another-key-of-at-least-thirty-two-bytes", aud=["assistant", "newsletter"]),
    ],
    ids=["forged", "expired", "not signed", "for several"],
)
async def test_a_bad_token_that_was_meant_for_us_is_not_shown_to_the_platform(
    asking: RunningGateway, api: PlatformApi, token: str
) -> None:
    code, _ = await refused(asking, token)
    assert (code, api.requests) == ("invalid_identity", 0)


async def test_without_an_address_the_platform_is_never_asked(gateway: RunningGateway, api: PlatformApi) -> None:
    api.knows(TOKEN, 42)
    code, _ = await refused(gateway, TOKEN)
    assert (code, api.requests) == ("invalid_identity", 0)


async def test_a_browser_that_comes_back_does_not_make_us_ask_again(asking: RunningGateway, api: PlatformApi) -> None:
    api.knows(TOKEN, 42)
    client = await asking.visitor(TOKEN)
    for _ in range(3):
        await asking.tab(client, identity_token=TOKEN)
    assert api.requests == 1


async def test_while_the_platform_is_silent_one_may_go_on_without_being_known(
    asking: RunningGateway, api: PlatformApi
) -> None:
    await api.stop()
    code, client = await refused(asking, TOKEN)
    assert code == "identity_unavailable"
    await client.send(visitor.Hello(protocol=1))
    assert (await client.wait_for(visitor.Welcome)).role is None
    api.knows(TOKEN, 42, "referent")
    await api.start()
    await client.send(visitor.Identify(identity_token=TOKEN))
    assert (await client.wait_for(visitor.IdentityChanged)).role is Role.REFERENT


async def test_a_renewal_that_the_platform_cannot_vouch_for_takes_nothing_back(
    asking: RunningGateway, api: PlatformApi, channel: ChannelServer
) -> None:
    api.knows(TOKEN, 42)
    client = await asking.visitor(TOKEN)
    api.will(answering("{}", 503))
    await client.send(visitor.Identify(identity_token=TOKEN + "2"))
    assert (await client.refusal()).code == "identity_unavailable"
    await client.ask("Où en est ma candidature ?")
    assert channel.requests[-1].identity == Identity(user_id=42, role=Role.BENEVOLE)
