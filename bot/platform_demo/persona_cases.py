"""The missions and applications of the personas, told by hand as two tables."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.platform_client.states import ContextualReason, MissionState
from bot.platform_demo import stories
from bot.platform_demo.entities import Application, Mission, Person, Schedule, Step
from bot.platform_demo.missions import is_shown
from bot.platform_demo.people import add_person
from bot.platform_demo.persona_people import (
    GRENOBLE_DIGITAL,
    LYON_NEIGHBOURS,
    LYON_NIGHT_ROUNDS,
    RENNES_JOBS,
    VILLEURBANNE_READERS,
)
from bot.platform_demo.world import World


@dataclass(frozen=True)
class _MissionCase:
    """A mission opened (or submitted) `begun` days ago and, if it is over, closed `ended` days ago."""

    id: int
    organisation_id: int
    title: str | None
    """`None`: made from the national modèle."""
    state: MissionState = MissionState.VALIDATED
    begun: int = 120
    ended: int | None = None
    day_in: int | None = None
    """Takes place on one day, that many days from today (negative: past); recurring when `None`."""
    places: int = 10
    is_remote: bool = False
    is_online: bool = True


@dataclass(frozen=True)
class _ApplicationCase:
    """An application sent `applied` days ago whose `outcome` came `decided` days ago."""

    id: int
    user_id: int
    mission_id: int
    outcome: str
    applied: float
    decided: float = 0
    reason: ContextualReason = ContextualReason.OTHER


_MISSIONS = (
    _MissionCase(1, LYON_NEIGHBOURS, None, places=12),
    _MissionCase(2, LYON_NEIGHBOURS, "J'accompagne des aînés au marché", begun=20, day_in=11, places=6),
    _MissionCase(
        3, LYON_NEIGHBOURS, "Je partage un café avec des aînés du quartier",
        MissionState.FINISHED, begun=90, ended=20, day_in=-25,
    ),
    _MissionCase(
        4, LYON_NEIGHBOURS, "J'anime un goûter intergénérationnel",
        MissionState.CANCELLED, begun=30, ended=2, day_in=9,
    ),
    _MissionCase(5, LYON_NEIGHBOURS, "Je conduis des aînés à leurs rendez-vous", places=1),
    _MissionCase(
        6, LYON_NEIGHBOURS, "Je téléphone à des personnes isolées", MissionState.WAITING, begun=4
    ),
    _MissionCase(7, RENNES_JOBS, "J'aide à préparer un entretien d'embauche", is_remote=True),
    _MissionCase(8, RENNES_JOBS, "Je relis des CV et des lettres de motivation", is_remote=True),
    _MissionCase(9, RENNES_JOBS, None, is_remote=True),
    _MissionCase(10, RENNES_JOBS, "Je présente mon métier à des collégiens", is_remote=True),
    _MissionCase(11, RENNES_JOBS, "J'anime un atelier sur les réseaux professionnels", is_remote=True),
    _MissionCase(
        12, RENNES_JOBS, "Je tiens un stand à un forum de l'emploi",
        MissionState.FINISHED, begun=80, ended=12, day_in=-14,
    ),
    _MissionCase(13, RENNES_JOBS, "J'écris des fiches sur les métiers", is_remote=True),
    _MissionCase(14, RENNES_JOBS, "J'accompagne une recherche de stage", is_remote=True),
    _MissionCase(15, GRENOBLE_DIGITAL, None, is_online=False),
    _MissionCase(16, GRENOBLE_DIGITAL, "Je tiens une permanence administrative", is_online=False),
    _MissionCase(17, VILLEURBANNE_READERS, None, MissionState.WAITING, begun=4),
    _MissionCase(18, VILLEURBANNE_READERS, "Je lis des histoires à voix haute", MissionState.DRAFT, begun=3),
    # Too many places, a date that is past: the moderation criteria have something to say.
    _MissionCase(
        19, LYON_NIGHT_ROUNDS, "Je distribue des repas chauds", MissionState.WAITING, begun=15, day_in=-2, places=90
    ),
)  # fmt: skip

_FULL_MISSION = 5
_CAMILLE, _THOMAS, _JULIEN, _FATIMA, _HUGO, _NATHALIE = 1, 2, 4, 5, 6, 7
_FIRST_EXTRA, _SECOND_EXTRA, _THIRD_EXTRA = -1, -2, -3
"""Ordinary volunteers of Lyon and Grenoble, signed up for the occasion."""

_APPLICATIONS = (
    _ApplicationCase(1, _CAMILLE, 2, "waiting", 3),
    _ApplicationCase(2, _CAMILLE, 1, "talking", 9, 6),
    _ApplicationCase(3, _CAMILLE, 7, "validated", 20, 15),
    _ApplicationCase(4, _CAMILLE, 8, "refused", 30, 26, ContextualReason.REQUIREMENTS_NOT_FULFILLED),
    _ApplicationCase(5, _CAMILLE, 15, "withdrawn", 45, 32, ContextualReason.NO_RESPONSE),
    _ApplicationCase(6, _THOMAS, 1, "waiting", 12),
    _ApplicationCase(7, _JULIEN, 4, "mission over", 10, 2),
    _ApplicationCase(8, _FATIMA, 1, "talking", 18, 16),
    _ApplicationCase(9, _FATIMA, 2, "waiting", 1),
    _ApplicationCase(10, _FATIMA, 3, "validated", 50, 47),
    _ApplicationCase(11, _FATIMA, 5, "validated", 100, 98),
    _ApplicationCase(12, _FATIMA, 7, "validated", 70, 64),
    _ApplicationCase(13, _FATIMA, 8, "waiting", 5),
    _ApplicationCase(14, _FATIMA, 9, "refused", 60, 55, ContextualReason.CHANGE_MIND),
    _ApplicationCase(15, _FATIMA, 10, "withdrawn", 40, 38, ContextualReason.NOT_AVAILABLE),
    _ApplicationCase(16, _FATIMA, 11, "validated", 33, 30),
    _ApplicationCase(17, _FATIMA, 12, "mission over", 28, 12),
    _ApplicationCase(18, _FATIMA, 13, "talking", 8, 7),
    _ApplicationCase(19, _FATIMA, 14, "waiting", 2),
    _ApplicationCase(20, _HUGO, 3, "validated", 55, 52),
    _ApplicationCase(21, _NATHALIE, 9, "validated", 80, 76),
    _ApplicationCase(22, _NATHALIE, 10, "waiting", 2),
    _ApplicationCase(23, _FIRST_EXTRA, 1, "waiting", 10),
    _ApplicationCase(24, _SECOND_EXTRA, 1, "waiting", 2),
    _ApplicationCase(25, _THIRD_EXTRA, 1, "validated", 60, 57),
    _ApplicationCase(26, _FIRST_EXTRA, 15, "waiting", 41),
    _ApplicationCase(27, _SECOND_EXTRA, 15, "waiting", 29),
    _ApplicationCase(28, _THIRD_EXTRA, 16, "waiting", 17),
)


def add_persona_missions(world: World) -> None:
    """Publish the missions of the first table and tell the applications of the second."""
    people = {person.user_id: person for person in world.people}
    for extra, town_source in ((_FIRST_EXTRA, 1), (_SECOND_EXTRA, 1), (_THIRD_EXTRA, 1)):
        people[extra] = add_person(world, people[town_source].town, world.days_ago(300))
    missions = {case.id: _publish(world, case) for case in _MISSIONS}
    missions[_FULL_MISSION].awaited_by.append(people[_CAMILLE])
    for case in _APPLICATIONS:
        _tell(world, case, people[case.user_id], missions[case.mission_id])


def _publish(world: World, case: _MissionCase) -> Mission:
    organisation = next(each for each in world.organisations if each.id == case.organisation_id)
    template = next(each for each in world.templates if each.cause is organisation.cause)
    is_free = case.title is not None
    mission = Mission(
        id=case.id,
        organisation=organisation,
        cause=organisation.cause,
        title=case.title or template.title,
        template=None if is_free else template,
        towns=() if case.is_remote else (organisation.town,),
        schedule=_schedule(world, case),
        participations_max=case.places,
        responsables=organisation.members[:1],
        steps=_steps(world, case, organisation.members[0]),
        is_online=case.is_online and is_shown(case.state, organisation),
    )
    world.missions.append(mission)
    return mission


def _schedule(world: World, case: _MissionCase) -> Schedule:
    if case.day_in is None:
        return Schedule(True, _noon(world, 10 - case.begun), None)
    day = _noon(world, case.day_in)
    return Schedule(False, day, day, (day.date(),))


def _noon(world: World, days_from_today: int) -> datetime:
    return world.days_ago(-days_from_today).replace(hour=12)


def _steps(world: World, case: _MissionCase, member: Person) -> list[Step]:
    begun_at = world.days_ago(case.begun)
    steps = [Step(begun_at, MissionState.DRAFT.value, member.user_id)]
    if case.state is MissionState.WAITING:
        steps.append(Step(begun_at, case.state.value, member.user_id))
    elif case.state is not MissionState.DRAFT:
        steps.append(Step(begun_at, MissionState.VALIDATED.value, None))
    if case.ended is not None:
        steps.append(Step(world.days_ago(case.ended), case.state.value, member.user_id))
    return steps


def _tell(world: World, case: _ApplicationCase, person: Person, mission: Mission) -> None:
    application = Application(case.id, person, mission)
    mission.applications.append(application)
    # Each at their own hour of the day; what a mission brings about happens when the mission says.
    hour = timedelta(minutes=case.id * 37 % 600)
    applied_at, decided_at = world.days_ago(case.applied) + hour, world.days_ago(case.decided) + hour
    stories.apply(application, applied_at, world.dice)
    if case.outcome in ("talking", "validated"):
        stories.talk(application, decided_at - timedelta(hours=20), world.dice)
        stories.reply(application, decided_at - timedelta(hours=2), world.dice)
    if case.outcome == "validated":
        stories.validate(application, decided_at, world.dice)
    elif case.outcome == "refused":
        stories.refuse(application, decided_at, case.reason, world.dice)
    elif case.outcome == "withdrawn":
        stories.withdraw(application, decided_at, case.reason)
    elif case.outcome == "mission over":
        stories.close_mission(application, mission.steps[-1].at)
