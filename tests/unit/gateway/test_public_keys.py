"""RS256, through the real door: the host signs with its private key, the gateway knows the public ones only."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.app import create_gateway
from bot.errors import ConfigurationError
from bot.settings import Identity as IdentitySettings
from bot.settings import Secrets, Settings
from bot.wire import visitor
from bot.wire.identity import Identity, Role
from tests.doubles.channel_server import ChannelServer
from tests.running_gateway import KEY, RunningGateway, StartGateway, sign
from tests.unit.gateway.test_identity_keys import public_pem

OLD, NEW, STRANGER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3))
RS256 = IdentitySettings(algorithm="RS256")


@pytest.fixture
def secrets(secrets: Secrets) -> Secrets:
    """The host changes its key: both are known."""
    return msgspec.structs.replace(secrets, identity_keys=(public_pem(OLD), public_pem(NEW)))


@pytest.fixture
async def gateway(start_gateway: StartGateway) -> RunningGateway:
    """A gateway that wants RS256."""
    return await start_gateway(identity=RS256)


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    return {"sub": "42", "role": "referent", "aud": "assistant", "iat": now, "exp": now + 300} | changes


def signed_by(key: rsa.RSAPrivateKey, algorithm: str = "RS256", **changes: Any) -> str:
    return jwt.encode(claims(**changes), key, algorithm=algorithm)


def with_public_key_as_secret() -> str:
    """The classic confusion: HS256, with the bytes that everybody knows."""

    def part(value: dict[str, Any]) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "typ": "JWT"}) + b"." + part(claims())
    signature = hmac.new(public_pem(NEW).encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


@pytest.mark.parametrize("key", [OLD, NEW], ids=["old key", "new key"])
async def test_either_public_key_proves_an_identity(
    gateway: RunningGateway, channel: ChannelServer, key: rsa.RSAPrivateKey
) -> None:
    client = await gateway.visitor(signed_by(key))
    await client.ask("Quelles missions attendent ma modération ?")
    assert channel.requests[0].identity == Identity(user_id=42, role=Role.REFERENT)


FORGERIES: dict[str, Callable[[], str]] = {
    "of another key": lambda: signed_by(STRANGER),
    "of the public key as a secret": with_public_key_as_secret,
    "of a secret": sign,
    "not signed": lambda: jwt.encode(claims(), "", algorithm="none"),
    "with another algorithm": lambda: signed_by(NEW, "RS512"),
    "with padding of another kind": lambda: signed_by(NEW, "PS256"),
    "too long-lived": lambda: signed_by(NEW, exp=int(time.time()) + 3600),
    "with a key of its own": lambda: jwt.encode(
        claims(), STRANGER, algorithm="RS256", headers={"jku": "https://evil.example/keys", "kid": "new"}
    ),
    "nested for ever": lambda: f"{base64.urlsafe_b64encode(b'[' * 2000).rstrip(b'=').decode()}.e30.e30",
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_what_the_private_key_did_not_sign_is_refused(gateway: RunningGateway, forgery: str) -> None:
    client = await gateway.visitor()
    await client.send(visitor.Identify(identity_token=FORGERIES[forgery]()))
    assert (await client.refusal()).code == "invalid_identity"
    await client.send(visitor.Identify(identity_token=signed_by(NEW)))
    assert (await client.wait_for(visitor.IdentityChanged)).role is Role.REFERENT


async def test_keys_of_the_wrong_kind_stop_the_start(secrets: Secrets) -> None:
    with pytest.raises(ConfigurationError, match="ASSISTANT_IDENTITY_KEYS"):
        create_gateway(Settings(), secrets)
    with pytest.raises(ConfigurationError, match="ASSISTANT_IDENTITY_KEYS"):
        create_gateway(Settings(identity=RS256), msgspec.structs.replace(secrets, identity_keys=(KEY,)))
