"""Organisations in every state and legal status, their members, réseaux and territoires."""

from datetime import datetime, timedelta

from bot.platform_client.identifiers import PhpClass, RoleId
from bot.platform_client.states import StructureState
from bot.platform_demo.causes import CAUSES, PUBLIC_BODIES, Cause
from bot.platform_demo.entities import Grant, Organisation, Person, Step
from bot.platform_demo.geography import TOWNS, Town
from bot.platform_demo.people import add_person
from bot.platform_demo.staff import NETWORKS
from bot.platform_demo.world import Territory, World, free_ids

_Path = tuple[StructureState, ...]

_REGISTERED: _Path = (StructureState.DRAFT, StructureState.WAITING)
_ACCEPTED: _Path = (*_REGISTERED, StructureState.VALIDATED)

# The states gone through, with their share; only moves that platform facts §3.1 allows.
_PATHS: dict[_Path, float] = {
    (StructureState.DRAFT,): 6,
    _REGISTERED: 7,
    (*_REGISTERED, StructureState.IN_PROGRESS): 3,
    (*_ACCEPTED, StructureState.IN_PROGRESS): 2,
    _ACCEPTED: 68,
    (*_REGISTERED, StructureState.IN_PROGRESS, StructureState.VALIDATED): 8,
    (*_ACCEPTED, StructureState.REPORTED): 3,
    (*_ACCEPTED, StructureState.UNREGISTERED): 3,
}
_LEGAL_STATUSES = {
    "Association": 76,
    "Collectivité": 9,
    "Organisation publique": 8,
    "Organisation privée": 5,
    "Autre": 2,
}
_FONCTIONS = ("Vie associative", "Présidence", "Coordination des bénévoles", "Communication")
_MODERATED = (StructureState.IN_PROGRESS, StructureState.VALIDATED, StructureState.REPORTED)


def add_organisations(world: World, count: int) -> None:
    """Register `count` organisations with one to three members each."""
    taken_names = {organisation.name for organisation in world.organisations}
    ids = free_ids()
    while len(taken_names) < count:
        cause, town = world.dice.pick(CAUSES), world.dice.pick(TOWNS)
        legal_status = world.dice.weighted(_LEGAL_STATUSES)
        name = _name(world, cause, town, legal_status)
        if name in taken_names:
            continue
        taken_names.add(name)
        organisation = _found(world, next(ids), name, cause, town, legal_status)
        join(world, organisation)


def join(world: World, organisation: Organisation) -> None:
    """Take in a finished organisation: roles of its members, its réseau, its territoire."""
    world.organisations.append(organisation)
    # Leaving the platform detaches the members; their accounts stay (platform facts §3.1).
    if organisation.state is not StructureState.UNREGISTERED:
        for member in organisation.members:
            member.grants.append(_membership(world, organisation))
    for network in world.networks:
        if NETWORKS[network.id][1] is organisation.cause and _is_open(organisation):
            network.members.append(organisation)
    if organisation.legal_status == "Collectivité" and _is_open(organisation):
        _open_territory(world, organisation)


def _is_open(organisation: Organisation) -> bool:
    return organisation.state is StructureState.VALIDATED


def _membership(world: World, organisation: Organisation) -> Grant:
    fonction = world.dice.pick(_FONCTIONS)
    return Grant(RoleId.RESPONSABLE, PhpClass.STRUCTURE, organisation.id, fonction)


def _open_territory(world: World, organisation: Organisation) -> None:
    territory = Territory(len(world.territories) + 1, organisation, world.dice.chance(0.7))
    world.territories.append(territory)
    grant = Grant(RoleId.RESPONSABLE_TERRITOIRE, PhpClass.TERRITOIRE, territory.id)
    organisation.members[0].grants.append(grant)


def _name(world: World, cause: Cause, town: Town, legal_status: str) -> str:
    patterns = PUBLIC_BODIES.get(legal_status, cause.organisation_names)
    return world.dice.pick(patterns).format(town=town.name)


def _found(world: World, id: int, name: str, cause: Cause, town: Town, legal_status: str) -> Organisation:
    path = world.dice.weighted(_PATHS)
    founded_at = _founded_at(world, path)
    members = [
        add_person(world, town, founded_at, is_volunteer=world.dice.chance(0.2))
        for _ in range(world.dice.between(1, 3))
    ]
    steps = _steps(world, path, founded_at, members[0], world.referents[town.department.number])
    return Organisation(id, name, cause, legal_status, town, members, steps)


def _founded_at(world: World, path: _Path) -> datetime:
    if path == (StructureState.DRAFT,):
        return world.dice.moment(world.days_ago(200), world.days_ago(1))
    if path[-1] in (StructureState.WAITING, StructureState.IN_PROGRESS) and len(path) < 4:
        return world.dice.moment(world.days_ago(40), world.days_ago(20))
    return world.dice.moment(world.days_ago(2500), world.days_ago(120))


def _steps(world: World, path: _Path, founded_at: datetime, creator: Person, referent: Person) -> list[Step]:
    steps: list[Step] = []
    at = founded_at
    for state in path:
        author = referent if state in _MODERATED else creator
        steps.append(Step(at, state.value, author.user_id))
        is_settled = state is StructureState.VALIDATED
        # A file is examined within a week or so; what happens to a validated organisation is recent.
        earliest = world.days_ago(90) if is_settled else at + timedelta(hours=1)
        latest = world.days_ago(2) if is_settled else at + timedelta(days=8)
        at = world.dice.moment(max(earliest, at), latest)
    return steps
