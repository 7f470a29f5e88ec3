"""Checks what the host site says of its visitor: a short-lived JWT signed by its back end."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from bot.clock import Clock
from bot.errors import InvalidIdentity
from bot.settings import Identity as IdentitySettings
from bot.wire.identity import Identity, Role

_LEEWAY = timedelta(seconds=10)


@dataclass(frozen=True)
class Proof:
    """An identity, and until when (Unix seconds) it is proven."""

    identity: Identity
    expires_at: int


class IdentityVerifier:
    """Verifies tokens with any of the configured keys: two at once while the host rotates them."""

    def __init__(self, settings: IdentitySettings, keys: tuple[str, ...], clock: Clock):
        self._settings = settings
        self._keys = keys
        self._clock = clock

    def verify(self, token: str) -> Proof:
        """Raises `InvalidIdentity` for anything but a whole, signed, fresh token meant for us."""
        for key in self._keys:
            try:
                claims = jwt.decode(
                    token,
                    key,
                    algorithms=[self._settings.algorithm],
                    audience=self._settings.audience,
                    leeway=_LEEWAY,
                    options={"require": ["exp", "iat", "sub", "aud"]},
                )
            except jwt.InvalidTokenError:
                continue
            return self._proof(claims)
        raise InvalidIdentity

    def is_fresh(self, proof: Proof) -> bool:
        """Whether the proof still holds."""
        return self.seconds_left(proof) > -_LEEWAY.total_seconds()

    def seconds_left(self, proof: Proof) -> float:
        """Seconds until the proof ends."""
        return proof.expires_at - self._clock().timestamp()

    def _proof(self, claims: dict[str, Any]) -> Proof:
        try:
            begin, end = int(claims["iat"]), int(claims["exp"])
            identity = Identity(user_id=int(claims["sub"]), role=Role(claims.get("role", Role.BENEVOLE)))
        except (TypeError, ValueError):
            raise InvalidIdentity from None
        if end - begin > self._settings.longest_life_seconds:
            raise InvalidIdentity
        return Proof(identity=identity, expires_at=end)
