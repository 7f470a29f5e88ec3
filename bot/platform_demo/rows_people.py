"""Rows of `users`, `profiles`, `roles`, `rolables` and `invitations` (platform facts §1, §2.1, §2.2, §2.8)."""

from datetime import timedelta

from bot.platform_client.identifiers import PhpClass, RoleId
from bot.platform_client.states import StructureState
from bot.platform_demo.entities import Person
from bot.platform_demo.vocabulary import FIRST_NAMES, LAST_NAMES, MOTIVATIONS, slug_of
from bot.platform_demo.world import Row, World

# Not a bcrypt digest: no password opens a demo account.
_NO_PASSWORD = "!"  # noqa: S105 - it is the absence of one
_CONTEXT_ROLES = {
    RoleId.RESPONSABLE: "responsable",
    RoleId.REFERENT: "referent",
    RoleId.REFERENT_REGIONAL: "referent_regional",
    RoleId.TETE_DE_RESEAU: "tete_de_reseau",
    RoleId.RESPONSABLE_TERRITOIRE: "responsable_territoire",
}
# What the back end writes, then what the front end writes: the platform mixes both.
_CONTEXT_TYPES = {
    PhpClass.STRUCTURE: ("structure", "structure"),
    PhpClass.DEPARTMENT: ("referent", "department"),
    PhpClass.REGION: ("referent_regional", "region"),
    PhpClass.RESEAU: ("tete_de_reseau", "reseau"),
    PhpClass.TERRITOIRE: ("responsable_territoire", "responsable_territoire"),
}
_CLEARED_NAMES = {"archived": ("Utilisateur", "Archivé"), "anonymous": ("Utilisateur", "Désinscrit")}
_TYPES = ("etudiant", "salarie", "travailleur_independant", "retraite", "chomeur", "autre")
_DISPONIBILITIES = ("flexible", "journee", "soiree", "semaine", "weekend", "vacances")
_COMMITMENTS = ("few_hours_a_week", "few_hours_a_month", "few_days", "few_days_a_month")
_FT_PILOT_DEPARTMENTS = ("23", "80")


def role_rows() -> list[Row]:
    """Return the six roles under their hard-coded ids."""
    names = {RoleId.ADMIN: "admin", **_CONTEXT_ROLES}
    return [{"id": role.value, "name": name} for role, name in names.items()]


def context_role(person: Person) -> str:
    """Return `users.context_role`, the active hat."""
    return _CONTEXT_ROLES[person.grants[0].role] if person.grants else "volontaire"


def user_row(person: Person) -> Row:
    """Return the account of a person."""
    block = person.block
    hat = person.grants[0] if person.grants else None
    types = _CONTEXT_TYPES[hat.object_type] if hat else (None, None)
    return {
        "id": person.user_id,
        "name": person.email,
        "email": person.email,
        "password": _NO_PASSWORD,
        "created_at": person.joined_at,
        "updated_at": person.last_seen_at,
        "context_role": context_role(person),
        "contextable_type": types[person.user_id % 2],
        "contextable_id": hat.object_id if hat else None,
        "anonymous_at": block.at if block and block.kind == "anonymous" else None,
        "archived_at": block.at if block and block.kind == "archived" else None,
        "banned_at": block.at if block and block.kind == "banned" else None,
        "banned_reason": block.reason if block else None,
        "last_online_at": person.last_seen_at,
        "last_interaction_at": person.last_seen_at,
        "has_agreed_benevole_terms_at": person.joined_at if person.is_volunteer else None,
        "has_agreed_responsable_terms_at": person.joined_at if person.grants else None,
        "hard_bounced_at": person.hard_bounced_at,
    }


def profile_row(world: World, person: Person) -> Row:
    """Return the profile of a person; emptied of what identifies once the account is cleared."""
    dice, town = world.dice, person.town
    cleared_names = _CLEARED_NAMES.get(person.block.kind) if person.block else None
    row: Row = {
        "id": person.profile_id,
        "user_id": person.user_id,
        "first_name": person.first_name,
        "last_name": person.last_name.replace("-", " "),
        "email": None if cleared_names else person.email,
        "mobile": f"06 00 00 {dice.between(0, 99):02d} {dice.between(0, 99):02d}",
        "birthday": person.birthday,
        "zip": town.zip,
        "city": town.name,
        # Older profiles were not geocoded: only their postal code is known.
        "department": None if dice.chance(0.2) else town.department.number,
        "latitude": str(town.latitude),
        "longitude": str(town.longitude),
        "type": dice.pick(_TYPES),
        "description": dice.pick(MOTIVATIONS) if dice.chance(0.5) else None,
        "disponibilities": dice.several(_DISPONIBILITIES, dice.between(1, 3)),
        "commitment": dice.pick(_COMMITMENTS),
        "type_missions": dice.pick(("presentiel", "distance", "all")),
        "is_visible": person.is_volunteer,
        "can_export_profiles": any(grant.role is RoleId.REFERENT for grant in person.grants) and dice.chance(0.3),
        "cej": person.is_volunteer and dice.chance(0.03),
        "ft": town.department.number in _FT_PILOT_DEPARTMENTS and dice.chance(0.2),
        "notification__responsable_frequency": "summary" if dice.chance(0.2) else "realtime",
        "notification__referent_frequency": "summary" if dice.chance(0.3) else "realtime",
        "created_at": person.joined_at,
        "updated_at": person.last_seen_at,
    }
    return _cleared(row, cleared_names) if cleared_names else row


def _cleared(row: Row, names: tuple[str, str]) -> Row:
    identifying = ("mobile", "birthday", "zip", "city", "department", "latitude", "longitude", "description")
    return {**row, **dict.fromkeys(identifying), "first_name": names[0], "last_name": names[1]}


def rolable_rows(world: World) -> list[Row]:
    """Return every role held, with its object."""
    return [
        {
            "role_id": grant.role.value,
            "user_id": person.user_id,
            "rolable_type": grant.object_type.value,
            "rolable_id": grant.object_id,
            "fonction": grant.fonction,
        }
        for person in world.people
        for grant in person.grants
    ]


def invitation_rows(world: World) -> list[Row]:
    """Return the invitations that some organisations sent to a colleague, not accepted yet."""
    inviting = [
        organisation
        for organisation in world.organisations
        if organisation.state is StructureState.VALIDATED and world.dice.chance(0.1)
    ]
    rows = []
    for id, organisation in enumerate(inviting, start=1):
        sent_at = world.dice.moment(world.days_ago(60), world.days_ago(1))
        guest = f"{slug_of(world.dice.pick(FIRST_NAMES))}.{slug_of(world.dice.pick(LAST_NAMES))}"
        rows.append(
            {
                "id": id,
                "user_id": organisation.members[0].user_id,
                "email": f"{guest}.invite-{id}@exemple.org",
                "token": world.dice.token(),
                "role": "responsable_organisation",
                "invitable_type": PhpClass.STRUCTURE.value,
                "invitable_id": organisation.id,
                "last_sent_at": sent_at + timedelta(minutes=1),
                "created_at": sent_at,
                "updated_at": sent_at,
            }
        )
    return rows
