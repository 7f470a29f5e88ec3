"""Who a visitor has proven to be. Absent (`None`) means anonymous: there is no half-proven identity."""

from enum import Enum

import msgspec


class Role(str, Enum):
    """The hat the visitor wears on the platform (platform facts §1.2, grouped by what differs for support)."""

    BENEVOLE = "benevole"
    RESPONSABLE = "responsable"
    REFERENT = "referent"
    RESEAU = "reseau"
    TERRITOIRE = "territoire"


class VerifiedIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Claims signed by the platform and checked by the gateway; actions look up by `user_id` and nothing else."""

    user_id: int
    role: Role
    expires_at: int
    """Unix seconds after which the claims prove nothing any more."""
