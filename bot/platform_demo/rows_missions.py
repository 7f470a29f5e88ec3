"""Rows of `missions`, `missions_responsables` and `mission_templates` (platform facts §2.3, §2.10)."""

from datetime import date, datetime, time

from bot.platform_demo.entities import Mission, Template
from bot.platform_demo.geography import Town
from bot.platform_demo.vocabulary import STREETS, slug_of
from bot.platform_demo.world import Row, World

_DAY_PERIODS = ["morning", "afternoon"]


def mission_row(world: World, mission: Mission) -> Row:
    """Return a mission; what a modèle fixes is left NULL."""
    dice, cause = world.dice, mission.cause
    is_remote = not mission.towns
    return {
        "id": mission.id,
        "user_id": mission.organisation.members[0].user_id,
        "structure_id": mission.organisation.id,
        "slug": f"benevolat-{slug_of(mission.organisation.name)}",
        "state": mission.state.value,
        "is_online": mission.is_online,
        "is_registration_open": mission.is_registration_open,
        "participations_max": mission.participations_max,
        "places_left": mission.places_left,
        "type": "Mission à distance" if is_remote else "Mission en présentiel",
        "department": mission.department.number,
        "country": "France",
        "addresses": None if is_remote else [_address(world, town) for town in mission.towns],
        "information": "Votre aide compte : une heure, c'est déjà beaucoup.",
        "publics_beneficiaires": list(cause.publics),
        "publics_volontaires": ["Mineurs"] if dice.chance(0.2) else [],
        "prerequisites": ["Être à l'aise avec le contact humain"] if dice.chance(0.4) else [],
        "is_motivation_required": dice.chance(0.2),
        "is_priority": dice.chance(0.05),
        "is_qpv": dice.chance(0.1),
        "automatically_closed_at": mission.closed_automatically_at,
        "created_at": mission.steps[0].at,
        "updated_at": mission.steps[-1].at,
        **_texts(mission),
        **_schedule(world, mission),
    }


def _texts(mission: Mission) -> Row:
    cause, template = mission.cause, mission.template
    columns = ("name", "objectif", "description", "domaine_id", "activity_id")
    own = (mission.title, cause.objectif, cause.description, cause.domaine_id, cause.activity_id)
    texts: Row = dict.fromkeys(columns) if template else dict(zip(columns, own, strict=True))
    return {**texts, "template_id": template.id if template else None}


def _address(world: World, town: Town) -> Row:
    street = f"{world.dice.between(1, 90)} {world.dice.pick(STREETS)}"
    return {
        "id": world.dice.token()[:12],
        "label": f"{street}, {town.zip} {town.name}",
        "street": street,
        "zip": town.zip,
        "city": town.name,
        "longitude": town.longitude,
        "latitude": town.latitude,
        "department": town.department.number,
    }


def _schedule(world: World, mission: Mission) -> Row:
    schedule = mission.schedule
    hours = world.dice.between(1, 3)
    recurring: Row = {
        "date_type": "recurring",
        "dates": None,
        "recurrent_description": f"{hours} h par semaine, jour à choisir ensemble",
        "commitment__duration": {1: "1_hour", 2: "2_hours", 3: "half_day"}[hours],
        "commitment__time_period": "week",
        "commitment__total": hours * 52,
    }
    dated: Row = {
        # The platform's own spelling.
        "date_type": "ponctual",
        "dates": [stored_slot(day, _DAY_PERIODS, with_id=True) for day in schedule.days],
        "recurrent_description": None,
        "commitment__duration": "day",
        "commitment__time_period": None,
        "commitment__total": 7 * len(schedule.days),
    }
    return {
        **(recurring if schedule.is_recurring else dated),
        "start_date": schedule.start,
        "end_date": schedule.end,
    }


def stored_slot(day: date, periods: list[str], *, with_id: bool = False) -> Row:
    """Return a créneau as the site writes it in JSON; those of missions also bear an id."""
    moment = datetime.combine(day, time()).isoformat()
    slot: Row = {"date": moment, "slots": periods}
    return {"id": moment, **slot} if with_id else slot


def responsable_rows(world: World) -> list[Row]:
    """Return the one to three people who treat the applications of each mission."""
    return [
        {"mission_id": mission.id, "responsable_id": responsable.profile_id}
        for mission in world.missions
        for responsable in mission.responsables
    ]


def template_row(world: World, template: Template) -> Row:
    """Return a modèle."""
    cause = template.cause
    return {
        "id": template.id,
        "title": template.title,
        "domaine_id": cause.domaine_id,
        "activity_id": cause.activity_id,
        "objectif": cause.objectif,
        "description": cause.description,
        "priority": False,
        "published": template.state == "validated",
        "state": template.state,
        "reseau_id": template.reseau_id,
        "created_at": world.days_ago(2000),
        "updated_at": world.days_ago(1000),
    }
