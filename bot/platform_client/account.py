"""A person's own account: the roles held, the active one, what their mailbox and their settings do to our e-mails."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.identifiers import PhpClass, RoleId
from bot.platform_client.names import shown_name
from bot.platform_client.scopes import PersonScope, own_user_ids
from bot.platform_client.tables import (
    departments,
    profiles,
    regions,
    reseaux,
    rolables,
    structures,
    territoires,
    users,
)
from bot.platform_client.zone import in_platform_zone

_MOST_ROLES = 10
_SUMMARY = "summary"
_ROLE_IDS = {
    "admin": RoleId.ADMIN,
    "responsable": RoleId.RESPONSABLE,
    "referent": RoleId.REFERENT,
    "referent_regional": RoleId.REFERENT_REGIONAL,
    "tete_de_reseau": RoleId.TETE_DE_RESEAU,
    "responsable_territoire": RoleId.RESPONSABLE_TERRITOIRE,
}
"""`users.context_role`; « volontaire » and NULL are the bénévole, who holds no role."""


@dataclass(frozen=True)
class HeldRole:
    """A role and what it is held on."""

    role: RoleId
    object_id: int | None
    object_name: str | None
    """Of the organisation, département (« Rhône (69) »), region, réseau or territoire; `None` if it is gone."""


@dataclass(frozen=True)
class ActiveRole:
    """The hat that the site makes the person wear; `role` is `None` for the bénévole."""

    role: RoleId | None
    object_id: int | None


@dataclass(frozen=True)
class AccountSummary:
    """What the account says. Instants are in the platform's zone; never an e-mail address."""

    first_name: str
    member_since: datetime | None
    active: ActiveRole
    roles: tuple[HeldRole, ...]
    mail_bounced_at: datetime | None
    """Since when the mailbox rejects our e-mails; `None` if it does not."""
    has_responsable_summary: bool
    """« Résumé quotidien » instead of « Temps réel », as a responsable."""
    has_referent_summary: bool
    """The same, as a référent."""

    @property
    def active_held(self) -> HeldRole | None:
        """The role held that the active one stands for; `None` for the bénévole, and when the account lacks it."""
        return next((held for held in self.roles if _is_same(held, self.active)), None)

    @property
    def is_active_role_lost(self) -> bool:
        """Whether the site makes the person wear a hat that they do not hold, or no longer (§1.1)."""
        return self.active.role is not None and self.active_held is None


async def find_account(connection: AsyncConnection, scope: PersonScope) -> AccountSummary | None:
    """The person's own account; `None` if it does not exist or is blocked."""
    row = (await connection.execute(_own_account(scope))).first()
    if row is None:
        return None
    return AccountSummary(
        first_name=shown_name(row.first_name),
        member_since=in_platform_zone(row.created_at),
        active=ActiveRole(_ROLE_IDS.get(row.context_role or ""), row.contextable_id),
        roles=await list_roles(connection, scope),
        mail_bounced_at=in_platform_zone(row.hard_bounced_at),
        has_responsable_summary=row.notification__responsable_frequency == _SUMMARY,
        has_referent_summary=row.notification__referent_frequency == _SUMMARY,
    )


async def list_roles(connection: AsyncConnection, scope: PersonScope) -> tuple[HeldRole, ...]:
    """The roles that the person holds, in the order of `roles.id`; empty for a plain bénévole and a blocked account."""
    rows = await connection.execute(_own_roles(scope).limit(_MOST_ROLES))
    return tuple(_held(row) for row in rows)


def _own_account(scope: PersonScope) -> Select:
    return (
        select(
            users.c.created_at,
            users.c.context_role,
            users.c.contextable_id,
            users.c.hard_bounced_at,
            profiles.c.first_name,
            profiles.c.notification__responsable_frequency,
            profiles.c.notification__referent_frequency,
        )
        .outerjoin(profiles, profiles.c.user_id == users.c.id)
        .where(users.c.id.in_(own_user_ids(scope)))
        .limit(1)
    )


def _own_roles(scope: PersonScope) -> Select:
    kind, id = rolables.c.rolable_type, rolables.c.rolable_id
    on_department = and_(kind == PhpClass.DEPARTMENT.value, departments.c.id == id)
    on_structure = and_(kind == PhpClass.STRUCTURE.value, structures.c.id == id, structures.c.deleted_at.is_(None))
    name: ColumnElement[Any] = case(
        (kind == PhpClass.DEPARTMENT.value, departments.c.name + " (" + departments.c.number + ")"),
        else_=func.coalesce(structures.c.name, regions.c.name, reseaux.c.name, territoires.c.name),
    )
    return (
        select(rolables.c.role_id, rolables.c.rolable_id, name.label("object_name"))
        .select_from(rolables)
        .outerjoin(structures, on_structure)
        .outerjoin(departments, on_department)
        .outerjoin(regions, and_(kind == PhpClass.REGION.value, regions.c.id == id))
        .outerjoin(reseaux, and_(kind == PhpClass.RESEAU.value, reseaux.c.id == id))
        .outerjoin(territoires, and_(kind == PhpClass.TERRITOIRE.value, territoires.c.id == id))
        .where(
            rolables.c.user_id.in_(own_user_ids(scope)),
            rolables.c.role_id.in_([int(role) for role in RoleId]),
        )
        .order_by(rolables.c.role_id, id)
    )


def _held(row: Row) -> HeldRole:
    name = None if row.object_name is None else shown_name(row.object_name)
    return HeldRole(RoleId(row.role_id), row.rolable_id, name)


def _is_same(held: HeldRole, active: ActiveRole) -> bool:
    # The object is compared when both name one: `contextable_id` is often left empty.
    is_same_object = None in (held.object_id, active.object_id) or held.object_id == active.object_id
    return held.role is active.role and is_same_object
