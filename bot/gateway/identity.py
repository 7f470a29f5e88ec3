"""Checks who the visitor is: a JWT signed by the host's back end or, where configured, the platform's own token."""

from bot.clock import Clock
from bot.errors import InvalidIdentity
from bot.gateway.identity_keys import read_identity_keys
from bot.gateway.platform_tokens import PlatformTokens
from bot.gateway.proof import Proof
from bot.gateway.signed_tokens import LEEWAY, SignedTokens
from bot.settings import Identity as IdentitySettings


class IdentityVerifier:
    """Verifies tokens of both kinds, and says how long a proof holds. `open()` before use, `close()` at the end."""

    def __init__(self, settings: IdentitySettings, keys: tuple[str, ...], clock: Clock):
        """Raises `ConfigurationError` for keys, or an address of the platform, that would prove nothing."""
        self._signed = SignedTokens(settings, read_identity_keys(settings, keys))
        self._platform = PlatformTokens(settings.platform_api_url, clock) if settings.platform_api_url else None
        self._clock = clock

    async def open(self) -> None:
        """Make what speaks with the platform, if anything does."""
        if self._platform is not None:
            await self._platform.open()

    async def close(self) -> None:
        """Give it back."""
        if self._platform is not None:
            await self._platform.close()

    async def verify(self, token: str) -> Proof:
        """Raises `InvalidIdentity` for a token that proves nothing, `IdentityUnavailable` when nobody can tell now."""
        try:
            return self._signed.read(token)
        except InvalidIdentity:
            if self._platform is None or self._signed.is_meant_for_us(token):
                raise
        return await self._platform.read(token)

    def is_fresh(self, proof: Proof) -> bool:
        """Whether the proof still holds."""
        return self.seconds_left(proof) > -LEEWAY.total_seconds()

    def seconds_left(self, proof: Proof) -> float:
        """Seconds until the proof ends."""
        return proof.expires_at - self._clock().timestamp()
