"""Makes a whole demo database of the platform: the only entrance of this package, with the personas.

The people and things are made first, in memory (`world`), then turned into rows, then written (`writer`).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table

from bot.platform_client import tables
from bot.platform_demo import (
    attention,
    rows_exchanges,
    rows_journal,
    rows_missions,
    rows_organisations,
    rows_people,
    rows_reference,
)
from bot.platform_demo.dice import Dice
from bot.platform_demo.entities import Application
from bot.platform_demo.missions import add_missions
from bot.platform_demo.organisations import add_organisations
from bot.platform_demo.participations import add_participations
from bot.platform_demo.people import add_volunteers
from bot.platform_demo.persona_cases import add_persona_missions
from bot.platform_demo.persona_people import add_persona_organisations, add_personas
from bot.platform_demo.staff import add_networks, add_referents
from bot.platform_demo.templates import add_templates
from bot.platform_demo.world import Row, World
from bot.platform_demo.writer import replace_database

_FULL_SIZE_VOLUNTEERS = 3000
_FULL_SIZE_ORGANISATIONS = 400
_FULL_SIZE_MISSIONS = 700
_FULL_SIZE_PARTICIPATIONS = 8000


@dataclass(frozen=True)
class DemoSummary:
    """What was written, as numbers of rows; the staff and the responsables are among the users."""

    users: int
    organisations: int
    missions: int
    participations: int
    messages: int
    rows: int
    """Of all tables."""


async def generate(
    url: str, *, seed: int = 20170509, today: date, volunteers: int = _FULL_SIZE_VOLUNTEERS
) -> DemoSummary:
    """Write the demo platform at `url` (`sqlite:///path` or `postgresql://…`), replacing an older demo.

    The same seed, day and size give the same rows. Organisations, missions and applications are in proportion of the
    volunteers. It keeps the event loop busy for seconds: call it when nothing else runs. Raises `NotADemoDatabase`,
    and changes nothing, when the target holds anything else.
    """
    rows = demo_rows(seed, today, volunteers)
    await replace_database(url, rows)
    return DemoSummary(
        users=len(rows[tables.users]),
        organisations=len(rows[tables.structures]),
        missions=len(rows[tables.missions]),
        participations=len(rows[tables.participations]),
        messages=len(rows[tables.messages]),
        rows=sum(map(len, rows.values())),
    )


def demo_rows(seed: int, today: date, volunteers: int) -> dict[Table, list[Row]]:
    """Return the rows of every table, without writing them anywhere."""
    return _rows(_build_world(seed, today, volunteers))


def _build_world(seed: int, today: date, volunteers: int) -> World:
    # The order matters: later steps look for what earlier ones have made.
    world = World(today, Dice(seed))
    add_personas(world)
    add_referents(world)
    add_networks(world)
    add_persona_organisations(world)
    add_volunteers(world, volunteers)
    add_organisations(world, _in_proportion(_FULL_SIZE_ORGANISATIONS, volunteers))
    add_templates(world)
    add_persona_missions(world)
    by_hand = len(world.missions)
    add_missions(world, _in_proportion(_FULL_SIZE_MISSIONS, volunteers))
    participations = _in_proportion(_FULL_SIZE_PARTICIPATIONS, volunteers)
    add_participations(world, world.missions[by_hand:], participations)
    return world


def _in_proportion(full_size: int, volunteers: int) -> int:
    return max(1, full_size * volunteers // _FULL_SIZE_VOLUNTEERS)


def _rows(world: World) -> dict[Table, list[Row]]:
    testimonies, invitations_to_testify = attention.testimony_rows(world)
    return {
        tables.regions: rows_reference.region_rows(),
        tables.departments: rows_reference.department_rows(),
        tables.domaines: rows_reference.domaine_rows(),
        tables.activities: rows_reference.activity_rows(),
        tables.roles: rows_people.role_rows(),
        tables.users: [rows_people.user_row(person) for person in world.people],
        tables.profiles: [rows_people.profile_row(world, person) for person in world.people],
        tables.rolables: rows_people.rolable_rows(world),
        tables.invitations: rows_people.invitation_rows(world),
        tables.conversations: list(map(rows_exchanges.conversation_row, world.applications)),
        tables.conversations_users: rows_exchanges.member_rows(world),
        tables.messages: rows_exchanges.message_rows(world),
        tables.temoignages: testimonies,
        tables.notifications_temoignages: invitations_to_testify,
        tables.activity_log: rows_journal.journal_rows(world),
        **_rows_of_organisations(world),
        **_rows_of_missions(world),
    }


def _rows_of_organisations(world: World) -> dict[Table, list[Row]]:
    received: dict[int, list[Application]] = {each.id: [] for each in world.organisations}
    for application in world.applications:
        received[application.mission.organisation.id].append(application)
    return {
        tables.structures: [rows_organisations.structure_row(world, each) for each in world.organisations],
        tables.score_structure: [
            rows_organisations.score_row(world, each, received[each.id]) for each in world.organisations
        ],
        tables.domainables: rows_organisations.domainable_rows(world),
        tables.reseaux: [rows_organisations.network_row(world, each) for each in world.networks],
        tables.reseau_structure: rows_organisations.network_member_rows(world),
        tables.territoires: list(map(rows_organisations.territory_row, world.territories)),
        tables.notes: rows_organisations.note_rows(world),
    }


def _rows_of_missions(world: World) -> dict[Table, list[Row]]:
    return {
        tables.mission_templates: [rows_missions.template_row(world, each) for each in world.templates],
        tables.missions: [rows_missions.mission_row(world, each) for each in world.missions],
        tables.missions_responsables: rows_missions.responsable_rows(world),
        tables.missions_users_favorites: attention.favourite_rows(world),
        tables.missions_users_waiting_list: attention.waiting_list_rows(world),
        tables.participations: [rows_exchanges.participation_row(world, each) for each in world.applications],
    }
