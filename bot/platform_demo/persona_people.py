"""Signs the personas up, with their organisations: the first things that a demo database holds."""

from datetime import timedelta

from bot.platform_client.identifiers import PhpClass, RoleId
from bot.platform_client.states import StructureState
from bot.platform_demo.causes import CAUSES
from bot.platform_demo.entities import Grant, Organisation, Person, Step
from bot.platform_demo.geography import DEPARTMENTS, town_named
from bot.platform_demo.organisations import join
from bot.platform_demo.people import add_person
from bot.platform_demo.personas import PERSONAS, Persona
from bot.platform_demo.world import World

LYON_NEIGHBOURS, VILLEURBANNE_READERS, VILLEURBANNE_GARDENERS, GRENOBLE_DIGITAL, RENNES_JOBS, LYON_NIGHT_ROUNDS = (
    1, 2, 3, 4, 5, 6,
)  # fmt: skip
"""`structures.id` of the organisations of the personas."""

_NEWCOMER_KEY = "benevole-nouveau"
_RHONE = "69"
_NETWORK_OF_NEIGHBOURS_ID = 1


def add_personas(world: World) -> None:
    """Create the people, and give their roles to those who moderate or lead."""
    by_key = {persona.key: _add(world, persona) for persona in PERSONAS}
    rhone = next(department for department in DEPARTMENTS if department.number == _RHONE)
    referent, leader = by_key["referent-rhone"], by_key["tete-de-reseau"]
    by_key["benevole-adresse-refusee"].hard_bounced_at = world.days_ago(10)
    referent.grants.append(Grant(RoleId.REFERENT, PhpClass.DEPARTMENT, rhone.id))
    leader.grants.append(Grant(RoleId.TETE_DE_RESEAU, PhpClass.RESEAU, _NETWORK_OF_NEIGHBOURS_ID))
    world.referents[_RHONE] = referent


def _add(world: World, persona: Persona) -> Person:
    joined_days_ago = 1 if persona.key == _NEWCOMER_KEY else 400
    person = Person(
        user_id=persona.user_id,
        first_name=persona.first_name,
        last_name=persona.last_name,
        town=town_named(persona.town),
        birthday=world.today - timedelta(days=12_000 + 97 * persona.user_id),
        joined_at=world.days_ago(joined_days_ago),
        last_seen_at=world.days_ago(0.5),
        is_volunteer=persona.role == "benevole" or persona.key == "responsable-association",
    )
    world.people.append(person)
    return person


def add_persona_organisations(world: World) -> None:
    """Register the organisations of the personas, and one in Rennes where several of them apply."""
    draft, waiting, in_progress, validated = (
        StructureState.DRAFT,
        StructureState.WAITING,
        StructureState.IN_PROGRESS,
        StructureState.VALIDATED,
    )
    _register(world, LYON_NEIGHBOURS, 0, "Lyon", "responsable-association", (draft, waiting, validated))
    _register(world, VILLEURBANNE_READERS, 3, "Villeurbanne", "responsable-en-attente", (draft, waiting), begun=6)
    _register(world, VILLEURBANNE_GARDENERS, 6, "Villeurbanne", "responsable-brouillon", (draft,), begun=6)
    _register(world, GRENOBLE_DIGITAL, 5, "Grenoble", "responsable-hors-ligne", (draft, waiting, validated))
    _register(world, RENNES_JOBS, 12, "Rennes", "responsable-plusieurs-roles", (draft, waiting, validated))
    _people_behind(world, "responsable-plusieurs-roles")[0].grants.append(
        # The second role of a person who first joined an organisation.
        Grant(RoleId.TETE_DE_RESEAU, PhpClass.RESEAU, _NETWORK_OF_NEIGHBOURS_ID)
    )
    # Of no persona: the référente has it on her list for longer than announced.
    _register(world, LYON_NIGHT_ROUNDS, 1, "Lyon", None, (draft, waiting, in_progress), begun=20)


def _register(
    world: World,
    id: int,
    cause_index: int,
    town_name: str,
    responsable_key: str | None,
    path: tuple[StructureState, ...],
    begun: int = 350,
) -> None:
    """`begun`: how many days ago; from then on, one state a day."""
    cause, town = CAUSES[cause_index], town_named(town_name)
    colleague = add_person(world, town, world.days_ago(begun), is_volunteer=False)
    members = [*_people_behind(world, responsable_key), colleague]
    referent = world.referents[town.department.number]
    authors = dict.fromkeys((StructureState.IN_PROGRESS, StructureState.VALIDATED), referent)
    steps = [
        Step(world.days_ago(begun - rank), state.value, authors.get(state, members[0]).user_id)
        for rank, state in enumerate(path)
    ]
    name = cause.organisation_names[0].format(town=town.name)
    join(world, Organisation(id, name, cause, "Association", town, members, steps))


def _people_behind(world: World, key: str | None) -> list[Person]:
    user_ids = [persona.user_id for persona in PERSONAS if persona.key == key]
    return [person for person in world.people if person.user_id in user_ids]
