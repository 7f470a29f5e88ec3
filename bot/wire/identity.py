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


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the host site's signature proves; actions look up by `user_id` (`users.id`) and nothing else."""

    user_id: int
    role: Role
