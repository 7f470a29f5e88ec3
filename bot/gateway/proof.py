"""What a checked token proves: an identity, for a while."""

from dataclasses import dataclass

from bot.wire.identity import Identity

LARGEST_USER_ID = 2_147_483_647
"""`users.id` is a 32-bit integer."""


@dataclass(frozen=True)
class Proof:
    """An identity, and until when (Unix seconds) it is proven."""

    identity: Identity
    expires_at: int
