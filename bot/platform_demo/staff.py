"""Who moderates and leads: référents of each département, regional référents, têtes de réseau."""

from bot.platform_client.identifiers import PhpClass, RoleId
from bot.platform_demo.causes import CAUSES
from bot.platform_demo.entities import Grant, Person
from bot.platform_demo.geography import DEPARTMENTS, REGIONS, TOWNS
from bot.platform_demo.people import add_person
from bot.platform_demo.world import Network, World

NETWORKS = {
    1: ("Réseau des Voisins solidaires", CAUSES[0]),
    2: ("Union nationale du Coup de pouce", CAUSES[3]),
    3: ("Coordination du numérique solidaire", CAUSES[5]),
    4: ("Fédération des Mains vertes", CAUSES[6]),
    5: ("Alliance du sport en partage", CAUSES[8]),
    6: ("Les Secouristes bénévoles associés", CAUSES[9]),
}
"""Name of a réseau, and the cause of the organisations that belong to it, by `reseaux.id`."""


def add_referents(world: World) -> None:
    """Give each département a main référent, one in three a second one, and each second region its own."""
    for department in DEPARTMENTS:
        grant = Grant(RoleId.REFERENT, PhpClass.DEPARTMENT, department.id)
        if department.number not in world.referents:
            world.referents[department.number] = _add_staff(world, grant)
        if department.id % 3 == 0:
            _add_staff(world, grant)
    for region in REGIONS[::2]:
        _add_staff(world, Grant(RoleId.REFERENT_REGIONAL, PhpClass.REGION, region.id))


def add_networks(world: World) -> None:
    """Found the réseaux; organisations join them when they are made."""
    leaders = {
        grant.object_id: person
        for person in world.people
        for grant in person.grants
        if grant.role is RoleId.TETE_DE_RESEAU
    }
    for id, (name, _cause) in NETWORKS.items():
        leader = leaders.get(id) or _add_staff(world, Grant(RoleId.TETE_DE_RESEAU, PhpClass.RESEAU, id))
        world.networks.append(Network(id, name, leader, members=[]))


def _add_staff(world: World, grant: Grant) -> Person:
    towns = [town for town in TOWNS if _is_at_home(town.department.id, town.department.region.id, grant)]
    joined_at = world.dice.moment(world.days_ago(1800), world.days_ago(200))
    person = add_person(world, world.dice.pick(towns), joined_at, is_volunteer=False)
    person.grants.append(grant)
    return person


def _is_at_home(department_id: int, region_id: int, grant: Grant) -> bool:
    homes = {RoleId.REFERENT: department_id, RoleId.REFERENT_REGIONAL: region_id}
    return homes.get(grant.role, grant.object_id) == grant.object_id
