"""Reads the short-lived JWT by which the host site's back end says who its visitor is."""

import re
from datetime import timedelta
from typing import Any

import jwt

from bot.errors import InvalidIdentity
from bot.gateway.identity_keys import IdentityKey
from bot.gateway.proof import LARGEST_USER_ID, Proof
from bot.settings import Identity as IdentitySettings
from bot.wire.identity import Identity, Role

LEEWAY = timedelta(seconds=10)
"""Clocks differ a little."""
_USER_ID = re.compile(r"[1-9][0-9]{0,9}")
# A token whose JSON is nested too deeply is no token.
_NOT_A_TOKEN = (jwt.InvalidTokenError, RecursionError)


class SignedTokens:
    """Verifies tokens with any of the keys: two at once while the host changes its own."""

    def __init__(self, settings: IdentitySettings, keys: tuple[IdentityKey, ...]):
        self._settings = settings
        self._keys = keys

    def read(self, token: str) -> Proof:
        """Raises `InvalidIdentity` for anything but a whole, signed, fresh token meant for us."""
        for key in self._keys:
            try:
                claims = jwt.decode(
                    token,
                    key,
                    algorithms=[self._settings.algorithm],
                    audience=self._settings.audience,
                    leeway=LEEWAY,
                    options={"require": ["exp", "iat", "sub", "aud"]},
                )
            except _NOT_A_TOKEN:
                continue
            return self._proof(claims)
        raise InvalidIdentity

    def is_meant_for_us(self, token: str) -> bool:
        """Whether the token says so itself, which proves nothing: such a token is not shown to anybody else."""
        try:
            audience = jwt.decode(token, options={"verify_signature": False}).get("aud")
        except _NOT_A_TOKEN:
            return False
        return self._settings.audience in (audience if isinstance(audience, list) else [audience])

    def _proof(self, claims: dict[str, Any]) -> Proof:
        try:
            begin, end = int(claims["iat"]), int(claims["exp"])
            identity = Identity(user_id=_user_id(claims["sub"]), role=Role(claims.get("role", Role.BENEVOLE)))
        except (TypeError, ValueError):
            raise InvalidIdentity from None
        if end - begin > self._settings.longest_life_seconds:
            raise InvalidIdentity
        return Proof(identity=identity, expires_at=end)


def _user_id(subject: str) -> int:
    if not _USER_ID.fullmatch(subject) or int(subject) > LARGEST_USER_ID:
        raise ValueError
    return int(subject)
