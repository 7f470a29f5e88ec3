"""On whose behalf the platform is read. Every query takes a scope, so that none can forget to filter.

A scope holds nothing but a proven `users.id`; what it reaches is decided in SQL, at each query, by the roles that the
platform gives at that moment (platform facts §1, §7). A blocked account reaches nothing.
"""

from dataclasses import dataclass

from sqlalchemy import select, union_all
from sqlalchemy.sql import Select

from bot.platform_client.identifiers import PhpClass, RoleId
from bot.platform_client.tables import departments, missions_responsables, profiles, rolables, users

_HIDDEN_FROM_REGIONAL_REFERENTS = "51"
"""The platform's own list of « Grand Est » leaves the Marne out (platform facts §1.4): no more is shown here."""


@dataclass(frozen=True)
class VolunteerScope:
    """What a person may see as a bénévole: their own rows, and nothing of anybody else's."""

    user_id: int
    """`users.id`, proven by the platform; never something that was typed."""


@dataclass(frozen=True)
class ResponsableScope:
    """What a member of an organisation may see: it, its missions, and the applications to the missions they manage."""

    user_id: int
    """As above."""


@dataclass(frozen=True)
class ReferentScope:
    """What a référent may see: organisations and missions routed to their département or region."""

    user_id: int
    """As above."""


@dataclass(frozen=True)
class PublicScope:
    """What anybody may see on the site without logging in."""


PersonScope = VolunteerScope | ResponsableScope | ReferentScope


def own_user_ids(scope: PersonScope) -> Select:
    """Select the person's `users.id`; empty for an archived, anonymised or banned account.

    Such an account cannot log in, so it is told nothing (platform facts §2.1).
    """
    return select(users.c.id).where(
        users.c.id == scope.user_id,
        users.c.archived_at.is_(None),
        users.c.anonymous_at.is_(None),
        users.c.banned_at.is_(None),
    )


def own_profile_ids(scope: PersonScope) -> Select:
    """Select the person's `profiles.id`, which is what participations and missions point to."""
    return select(profiles.c.id).where(profiles.c.user_id.in_(own_user_ids(scope)))


def own_structure_ids(scope: ResponsableScope) -> Select:
    """Select the `structures.id` that the person is a member of: one at most (platform facts §1.1)."""
    return _objects_of_role(scope, RoleId.RESPONSABLE, PhpClass.STRUCTURE)


def managed_mission_ids(scope: ResponsableScope) -> Select:
    """Select the `missions.id` whose applications the person treats; other members may only read (§1.3)."""
    return select(missions_responsables.c.mission_id).where(
        missions_responsables.c.responsable_id.in_(own_profile_ids(scope))
    )


def own_department_numbers(scope: ReferentScope) -> Select:
    """Select the numbers (`'69'`) of the départements whose organisations and missions the person moderates."""
    regional = departments.alias()
    # The union is of ids: of numbers, it would keep PostgreSQL from seeing how few they are, hence from indexes.
    own_ids = union_all(
        _objects_of_role(scope, RoleId.REFERENT, PhpClass.DEPARTMENT),
        select(regional.c.id).where(
            regional.c.region_id.in_(_objects_of_role(scope, RoleId.REFERENT_REGIONAL, PhpClass.REGION)),
            regional.c.number != _HIDDEN_FROM_REGIONAL_REFERENTS,
        ),
    )
    return select(departments.c.number).where(departments.c.id.in_(own_ids))


def _objects_of_role(scope: PersonScope, role: RoleId, kind: PhpClass) -> Select:
    return select(rolables.c.rolable_id).where(
        rolables.c.user_id.in_(own_user_ids(scope)),
        rolables.c.role_id == int(role),
        rolables.c.rolable_type == kind.value,
    )
