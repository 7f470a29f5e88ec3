"""Rows of `structures`, their scores, réseaux, territoires and notes (platform facts §2.4, §2.9, §2.11)."""

from datetime import timedelta

from bot.platform_client.identifiers import PhpClass
from bot.platform_client.states import ParticipationState, StructureState
from bot.platform_demo.causes import Cause
from bot.platform_demo.entities import Application, Organisation, Person
from bot.platform_demo.geography import Town
from bot.platform_demo.scoring import first_answer_seconds
from bot.platform_demo.staff import NETWORKS
from bot.platform_demo.vocabulary import STREETS, slug_of
from bot.platform_demo.world import Network, Row, Territory, World

_TYPE_COLUMNS = {
    "Organisation publique": ("structure_publique_type", "Etablissement public"),
    "Organisation privée": ("structure_privee_type", "Fondation"),
}
_NOTES = {
    StructureState.IN_PROGRESS: "Statuts demandés par la messagerie, réponse attendue.",
    StructureState.REPORTED: "Activité contraire à la charte, signalée par deux bénévoles.",
}


def structure_row(world: World, organisation: Organisation) -> Row:
    """Return an organisation."""
    dice, legal_status = world.dice, organisation.legal_status
    is_association = legal_status == "Association"
    row: Row = {
        "id": organisation.id,
        "user_id": organisation.members[0].user_id,
        "name": organisation.name,
        "slug": slug_of(organisation.name),
        "state": organisation.state.value,
        "statut_juridique": legal_status,
        "association_types": [] if is_association else None,
        "structure_publique_type": None,
        "structure_privee_type": None,
        "rna": f"W{dice.between(100_000_000, 999_999_999)}" if is_association else None,
        "siret": f"{dice.between(10**13, 10**14 - 1)}" if not is_association else None,
        "description": _description(organisation),
        "phone": f"01 99 00 {dice.between(0, 99):02d} {dice.between(0, 99):02d}",
        "email": f"contact.{organisation.id}@exemple.org",
        "publics_beneficiaires": list(organisation.cause.publics),
        "created_at": organisation.steps[0].at,
        "updated_at": organisation.steps[-1].at,
        **_location(organisation.town, f"{dice.between(1, 90)} {dice.pick(STREETS)}"),
    }
    column, value = _TYPE_COLUMNS.get(legal_status, (None, None))
    return {**row, column: value} if column else row


def _description(organisation: Organisation) -> str | None:
    if organisation.state is StructureState.DRAFT:
        return None  # What keeps a file in draft: with an address and a description it is sent by itself (§3.1).
    # The form asks for 200 characters.
    return (
        f"{organisation.name} agit à {organisation.town.name} et aux alentours depuis plusieurs années. "
        f"{organisation.cause.objectif} {organisation.cause.description} "
        "Chaque bénévole est accueilli, formé et accompagné par l'équipe."
    )


def _location(town: Town, address: str) -> Row:
    return {
        "address": address,
        "zip": town.zip,
        "city": town.name,
        "department": town.department.number,
        "country": "France",
        "latitude": str(town.latitude),
        "longitude": str(town.longitude),
    }


def score_row(world: World, organisation: Organisation, applications: list[Application]) -> Row:
    """Return the score of an organisation, by the formula of platform facts §2.4 without its bonus."""
    delays = [delay for delay in map(first_answer_seconds, applications) if delay is not None]
    treated = [one for one in applications if one.state is not ParticipationState.WAITING]
    row: Row = {
        "structure_id": organisation.id,
        "total_points": 50,
        "engagement_points": 0,
        "reactivity_points": 0,
        "bonus_points": 0,
        "processed_participations_rate": None,
        "response_time": None,
        "nb_last_participations": len(applications),
        "nb_last_participations_with_response": len(delays),
        "created_at": organisation.steps[0].at,
        "updated_at": world.now,
    }
    if not applications:
        return row
    rate = 100 * len(treated) / len(applications)
    mean_delay = sum(delays) // len(delays) if delays else None
    slowness = 1.0 if mean_delay is None else mean_delay / timedelta(days=10).total_seconds()
    reactivity = 70 * max(0.0, 1 - slowness) * len(delays) / len(applications)
    return {
        **row,
        "total_points": round(min(100.0, rate * 0.3 + reactivity), 2),
        "engagement_points": round(rate * 0.3, 2),
        "reactivity_points": round(reactivity, 2),
        "processed_participations_rate": round(rate, 2),
        "response_time": mean_delay,
    }


def domainable_rows(world: World) -> list[Row]:
    """Return the domaine of each organisation."""
    return [
        {
            "domaine_id": organisation.cause.domaine_id,
            "domainable_type": PhpClass.STRUCTURE.value,
            "domainable_id": organisation.id,
            "field": "structure_domaines",
        }
        for organisation in world.organisations
    ]


def network_row(world: World, network: Network) -> Row:
    """Return a réseau."""
    cause: Cause = NETWORKS[network.id][1]
    founded_at = network.leader.joined_at
    return {
        "id": network.id,
        "name": network.name,
        "description": f"{network.name} rassemble des organisations locales. {cause.objectif}",
        "email": f"reseau.{network.id}@exemple.org",
        "publics_beneficiaires": list(cause.publics),
        "is_published": True,
        "slug": slug_of(network.name),
        "created_at": founded_at,
        "updated_at": founded_at,
        **_location(network.leader.town, world.dice.pick(STREETS)),
    }


def network_member_rows(world: World) -> list[Row]:
    """Return which organisation belongs to which réseau."""
    pairs = [(network, member) for network in world.networks for member in network.members]
    return [
        {"id": id, "reseau_id": network.id, "structure_id": member.id}
        for id, (network, member) in enumerate(pairs, start=1)
    ]


def territory_row(territory: Territory) -> Row:
    """Return the territoire opened for a collectivité when it was validated."""
    organisation, town = territory.organisation, territory.organisation.town
    validated_at = organisation.steps[-1].at
    return {
        "id": territory.id,
        "name": town.name,
        "suffix_title": f"à {town.name}",
        "slug": f"{slug_of(town.name)}-{territory.id}",
        "type": "city",
        "department": town.department.number,
        "zips": [town.zip],
        "state": "validated" if territory.is_validated else "waiting",
        "is_published": territory.is_validated,
        "latitude": str(town.latitude),
        "longitude": str(town.longitude),
        "structure_id": organisation.id,
        "created_at": validated_at,
        "updated_at": validated_at,
    }


def note_rows(world: World) -> list[Row]:
    """Return what référents wrote for themselves about organisations under examination or rejected."""
    noted = [organisation for organisation in world.organisations if organisation.state in _NOTES]
    return [
        _note(id, organisation, world.referents[organisation.department.number])
        for id, organisation in enumerate(noted, start=1)
    ]


def _note(id: int, organisation: Organisation, referent: Person) -> Row:
    at = organisation.steps[-1].at
    is_reported = organisation.state is StructureState.REPORTED
    return {
        "id": id,
        "user_id": referent.user_id,
        "notable_type": PhpClass.STRUCTURE.value,
        "notable_id": organisation.id,
        "content": _NOTES[organisation.state],
        "context": "status_changed_to_reported" if is_reported else None,
        "created_at": at,
        "updated_at": at,
    }
