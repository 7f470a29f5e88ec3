"""Identifiers that the platform hard-codes: PHP class names, role ids, message types (platform facts §1.1, §2)."""

from enum import Enum, IntEnum


class PhpClass(str, Enum):
    """Value of the polymorphic `*_type` columns."""

    PARTICIPATION = "App\\Models\\Participation"
    MISSION = "App\\Models\\Mission"
    STRUCTURE = "App\\Models\\Structure"
    PROFILE = "App\\Models\\Profile"
    USER = "App\\Models\\User"
    DEPARTMENT = "App\\Models\\Department"
    REGION = "App\\Models\\Region"
    RESEAU = "App\\Models\\Reseau"
    TERRITOIRE = "App\\Models\\Territoire"


class RoleId(IntEnum):
    """`roles.id`; a bénévole holds no role at all."""

    ADMIN = 1
    RESPONSABLE = 2
    REFERENT = 3
    REFERENT_REGIONAL = 4
    TETE_DE_RESEAU = 5
    RESPONSABLE_TERRITOIRE = 6


class MessageType(str, Enum):
    """`messages.type`."""

    CHAT = "chat"
    """Written by a person."""
    CONTEXTUAL = "contextual"
    """Written by the platform when a participation changes state; carries the reason."""
