"""The keys that verify the host site's tokens, read once: a key that would prove nothing stops the start.

A key is made for one algorithm. A public key can therefore never pass for a secret, whatever a token asks for.
"""

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from bot.errors import ConfigurationError
from bot.settings import Identity as IdentitySettings

IdentityKey = bytes | RSAPublicKey

_SHORTEST_SECRET_BYTES = 32
_SHORTEST_RSA_BITS = 2048


def read_identity_keys(settings: IdentitySettings, keys: tuple[str, ...]) -> tuple[IdentityKey, ...]:
    """The keys, ready for the configured algorithm. Raises `ConfigurationError` for a weak one, or another kind."""
    read = _secret if settings.algorithm == "HS256" else _public_key
    return tuple(read(key) for key in keys)


def _secret(key: str) -> bytes:
    if "-----BEGIN" in key:
        raise ConfigurationError(
            "ASSISTANT_IDENTITY_KEYS contient une clé PEM, mais [identity] algorithm vaut « HS256 » : "
            "mettez « RS256 », ou donnez un secret."
        )
    secret = key.encode()
    if len(secret) < _SHORTEST_SECRET_BYTES:
        raise ConfigurationError(
            f"ASSISTANT_IDENTITY_KEYS contient une clé trop courte ({len(secret)} octets) : "
            f"HS256 demande au moins {_SHORTEST_SECRET_BYTES} octets au hasard."
        )
    return secret


def _public_key(key: str) -> RSAPublicKey:
    if "PRIVATE KEY" in key:
        raise ConfigurationError(
            "ASSISTANT_IDENTITY_KEYS contient une clé privée : donnez la clé publique, la clé privée reste sur le site."
        )
    try:
        public = load_pem_public_key(key.encode())
    except ValueError:
        public = None
    if not isinstance(public, RSAPublicKey):
        raise ConfigurationError("ASSISTANT_IDENTITY_KEYS doit contenir des clés publiques RSA en PEM pour « RS256 ».")
    if public.key_size < _SHORTEST_RSA_BITS:
        raise ConfigurationError(
            f"ASSISTANT_IDENTITY_KEYS contient une clé RSA de {public.key_size} bits : "
            f"il en faut au moins {_SHORTEST_RSA_BITS}."
        )
    return public
