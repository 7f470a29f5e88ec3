"""Who moderates a département, and what moderators write to a responsable about (platform facts §1.4, §5.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, func, select, union_all
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.identifiers import PhpClass, RoleId
from bot.platform_client.names import shown_name
from bot.platform_client.scopes import ResponsableScope, own_structure_ids, own_user_ids
from bot.platform_client.tables import (
    conversations,
    conversations_users,
    departments,
    mission_templates,
    missions,
    rolables,
    structures,
    users,
)
from bot.platform_client.zone import in_platform_zone


@dataclass(frozen=True)
class ModeratedDepartment:
    """The département that organisations and missions are routed to; never who its référents are."""

    number: str
    """« 01 », « 2A », « 971 »."""
    name: str | None
    """`None` for a number that the platform does not list."""
    has_referent: bool
    """Whether a référent départemental who can log in moderates it; without one the national team does."""

    @property
    def label(self) -> str:
        """« Rhône (69) »."""
        return f"{self.name} ({self.number})" if self.name else self.number


@dataclass(frozen=True)
class ModerationConversation:
    """A conversation that a référent or the national team opened, and in which the person takes part."""

    conversation_id: int
    """Part of the path `/messages/{id}`."""
    mission_id: int | None
    """The mission that it is about; `None` when it is about the organisation."""
    mission_title: str | None
    last_written_at: datetime | None
    """In the platform's zone."""


def department_columns(table: Table) -> tuple[ColumnElement[Any], ...]:
    """What a query on `table` (missions or structures) selects for `department_in`."""
    name = select(departments.c.name).where(departments.c.number == table.c.department)
    referent = (
        select(rolables.c.user_id)
        .join(departments, departments.c.id == rolables.c.rolable_id)
        .join(users, users.c.id == rolables.c.user_id)
        .where(
            rolables.c.role_id == int(RoleId.REFERENT),
            rolables.c.rolable_type == PhpClass.DEPARTMENT.value,
            departments.c.number == table.c.department,
            users.c.archived_at.is_(None),
            users.c.anonymous_at.is_(None),
            users.c.banned_at.is_(None),
        )
    )
    return (
        table.c.department.label("department_number"),
        name.correlate(table).scalar_subquery().label("department_name"),
        referent.correlate(table).exists().label("has_referent"),
    )


def department_in(row: Row) -> ModeratedDepartment | None:
    """The département of a row that has the `department_columns`; `None` when it has none."""
    if not row.department_number:
        return None
    return ModeratedDepartment(row.department_number, row.department_name, row.has_referent)


async def list_moderation_conversations(
    connection: AsyncConnection, scope: ResponsableScope, limit: int = 3
) -> list[ModerationConversation]:
    """List the person's conversations on their organisation and its missions, the last written in first.

    Those of other members are left out: a conversation is readable by its participants only (§1.3).
    """
    rows = await connection.execute(_own_conversations(scope).limit(limit))
    return [
        ModerationConversation(
            conversation_id=row.id,
            mission_id=row.mission_id,
            mission_title=None if row.mission_title is None else shown_name(row.mission_title),
            last_written_at=in_platform_zone(row.updated_at),
        )
        for row in rows
    ]


def _own_conversations(scope: ResponsableScope) -> Select:
    # Two selects rather than one condition with OR: each is answered by the index on conversable_type and _id.
    about_own = union_all(
        _ids_about(PhpClass.STRUCTURE, _living_structure_ids(scope)),
        _ids_about(PhpClass.MISSION, _living_mission_ids(scope)),
    ).subquery()
    on_mission = and_(
        conversations.c.conversable_type == PhpClass.MISSION.value,
        missions.c.id == conversations.c.conversable_id,
    )
    return (
        select(
            conversations.c.id,
            conversations.c.updated_at,
            missions.c.id.label("mission_id"),
            func.coalesce(mission_templates.c.title, missions.c.name).label("mission_title"),
        )
        .select_from(about_own)
        .join(conversations, conversations.c.id == about_own.c.id)
        .join(conversations_users, conversations_users.c.conversation_id == conversations.c.id)
        .outerjoin(missions, on_mission)
        .outerjoin(mission_templates, missions.c.template_id == mission_templates.c.id)
        .where(conversations_users.c.user_id.in_(own_user_ids(scope)))
        .order_by(
            func.coalesce(conversations.c.updated_at, conversations.c.created_at).desc(), conversations.c.id.desc()
        )
    )


def _ids_about(kind: PhpClass, object_ids: Select) -> Select:
    return select(conversations.c.id).where(
        conversations.c.conversable_type == kind.value, conversations.c.conversable_id.in_(object_ids)
    )


def _living_structure_ids(scope: ResponsableScope) -> Select:
    return select(structures.c.id).where(
        structures.c.id.in_(own_structure_ids(scope)), structures.c.deleted_at.is_(None)
    )


def _living_mission_ids(scope: ResponsableScope) -> Select:
    return select(missions.c.id).where(
        missions.c.structure_id.in_(_living_structure_ids(scope)), missions.c.deleted_at.is_(None)
    )
