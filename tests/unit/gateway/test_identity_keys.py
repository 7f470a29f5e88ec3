"""Keys of the host site: of the configured kind, strong enough, one or two of them, however they are written."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from bot.errors import ConfigurationError
from bot.gateway.identity_keys import read_identity_keys
from bot.settings import Identity as IdentitySettings
from bot.settings import load_secrets

HS256, RS256 = IdentitySettings(), IdentitySettings(algorithm="RS256")


def public_pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


_ONE, _TWO = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
ONE, TWO = public_pem(_ONE), public_pem(_TWO)


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "given",
    [ONE + TWO, f"{ONE},{TWO}", f"{ONE.strip()},{TWO.strip()}", in_base64(ONE + TWO), in_base64(ONE) + "," + TWO],
    ids=["one after the other", "with commas", "without line ends", "in base64", "both ways"],
)
def test_public_keys_are_read_however_they_are_written(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    for name in ("ASSISTANT_DATABASE_URL", "ASSISTANT_CHANNEL_SECRET"):
        monkeypatch.setenv(name, "given")
    monkeypatch.setenv("ASSISTANT_IDENTITY_KEYS", given)
    read = read_identity_keys(RS256, load_secrets().identity_keys)
    assert read == (_ONE.public_key(), _TWO.public_key())


@pytest.mark.parametrize(
    ("settings", "key", "said"),
    [
        (HS256, "short", "trop courte"),
        (HS256, "x" * 31, "31 octets"),
        (HS256, ONE, "RS256"),
        (RS256, "a-secret-of-at-least-thirty-two-bytes", "clés publiques RSA"),
        (RS256, private_pem(_ONE), "clé privée"),
        (RS256, public_pem(ec.generate_private_key(ec.SECP256R1())), "clés publiques RSA"),
        (RS256, public_pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)), "1024 bits"),
        (RS256, ONE.replace("A", "B", 3), "clés publiques RSA"),
        (RS256, in_base64("-----BEGIN PUBLIC KEY-----"), "clés publiques RSA"),
    ],
    ids=["short", "one byte short", "public", "secret", "private", "elliptic", "weak", "damaged", "cut"],
)
def test_a_key_that_would_not_protect_stops_the_start(settings: IdentitySettings, key: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as refusal:
        read_identity_keys(settings, ("another-key-of-at-least-thirty-two-bytes", key)[settings is RS256 :])
    assert key not in refusal.value.message


def test_accents_count_as_bytes() -> None:
    assert read_identity_keys(HS256, ("é" * 16,)) == (("é" * 16).encode(),)


def test_without_a_key_there_is_nothing_to_refuse() -> None:
    assert read_identity_keys(RS256, ()) == ()
