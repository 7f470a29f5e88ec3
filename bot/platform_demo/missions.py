"""Missions in every state that the state of their organisation allows (platform facts §3.1, §3.2)."""

from datetime import datetime, timedelta
from itertools import islice

from bot.platform_client.states import MissionState, StructureState
from bot.platform_demo.entities import Mission, Organisation, Step, Template
from bot.platform_demo.geography import TOWNS, Town
from bot.platform_demo.schedules import draw_schedule
from bot.platform_demo.templates import templates_open_to
from bot.platform_demo.world import FIRST_FREE_ID, World, free_ids

_STATES: dict[StructureState, dict[MissionState, float]] = {
    StructureState.WAITING: {MissionState.DRAFT: 1, MissionState.WAITING: 2},
    # Missions validated earlier are put offline while the organisation is examined again.
    StructureState.IN_PROGRESS: {
        MissionState.DRAFT: 1,
        MissionState.WAITING: 2,
        MissionState.IN_PROGRESS: 1,
        MissionState.VALIDATED: 3,
    },
    StructureState.VALIDATED: {
        MissionState.DRAFT: 4,
        MissionState.WAITING: 5,
        MissionState.IN_PROGRESS: 3,
        MissionState.VALIDATED: 60,
        MissionState.FINISHED: 20,
        MissionState.REPORTED: 2,
        MissionState.CANCELLED: 6,
    },
    StructureState.REPORTED: {MissionState.REPORTED: 1},
    StructureState.UNREGISTERED: {MissionState.CANCELLED: 2, MissionState.FINISHED: 1},
}
_CLOSED = (MissionState.FINISHED, MissionState.REPORTED, MissionState.CANCELLED)
_UNDER_MODERATION = (MissionState.WAITING, MissionState.IN_PROGRESS)
_VOLUNTEERS_WANTED = (2, 4, 6, 8, 10, 15, 20, 30, 50)
_AUTOMATIC_CLOSING_DELAY = timedelta(days=31)


def add_missions(world: World, count: int) -> None:
    """Publish `count` missions; some validated organisations are put offline by the support."""
    publishers = [
        organisation
        for organisation in world.organisations
        if organisation.state in _STATES and organisation.id >= FIRST_FREE_ID
    ]
    put_offline = {organisation.id for organisation in publishers if world.dice.chance(0.04)}
    # A tiny demo may have no organisation that publishes.
    for id in islice(free_ids(), count if publishers else 0):
        organisation = world.dice.pick(publishers)
        mission = _draw_mission(world, id, organisation)
        if organisation.id in put_offline and mission.state is MissionState.VALIDATED:
            mission.is_online = False
        world.missions.append(mission)


def is_shown(state: MissionState, organisation: Organisation) -> bool:
    """Tell what `is_online` is without an intervention of the support (platform facts §2.3)."""
    is_validated = organisation.state is StructureState.VALIDATED
    return is_validated and state in (MissionState.VALIDATED, MissionState.FINISHED)


def _draw_mission(world: World, id: int, organisation: Organisation) -> Mission:
    dice = world.dice
    state = _draw_state(world, organisation)
    template = _draw_template(world, organisation, state)
    cause = organisation.cause
    created_at = _created_at(world, organisation, state)
    opened_at = _opened_at(world, created_at, template)
    schedule = draw_schedule(world, cause, state, opened_at)
    closed_at, is_automatic = _closing(world, organisation, state, opened_at, schedule.end)
    mission = Mission(
        id=id,
        organisation=organisation,
        cause=cause,
        title=template.title if template else dice.pick(cause.titles),
        template=template,
        towns=_draw_towns(world, organisation),
        schedule=schedule,
        participations_max=dice.pick(_VOLUNTEERS_WANTED),
        responsables=dice.several(organisation.members, dice.between(1, 3)),
        steps=[],
        is_online=is_shown(state, organisation),
        is_registration_open=state is not MissionState.VALIDATED or dice.chance(0.9),
        closed_automatically_at=closed_at if is_automatic else None,
    )
    _go_through(world, mission, state, created_at, opened_at, closed_at)
    return mission


def _draw_state(world: World, organisation: Organisation) -> MissionState:
    weights = dict(_STATES[organisation.state])
    if organisation.entered_at(StructureState.VALIDATED) is None:
        # Validated at once together with the organisation, never before (platform facts §3.2).
        weights.pop(MissionState.VALIDATED, None)
    return world.dice.weighted(weights)


def _draw_template(world: World, organisation: Organisation, state: MissionState) -> Template | None:
    # A validated organisation publishes a mission made from a modèle without moderation.
    skips_moderation = organisation.state is StructureState.VALIDATED
    if (skips_moderation and state in _UNDER_MODERATION) or world.dice.chance(0.45):
        return None
    return world.dice.pick(templates_open_to(world, organisation))


def _draw_towns(world: World, organisation: Organisation) -> tuple[Town, ...]:
    if organisation.cause.can_be_remote and world.dice.chance(0.6):
        return ()
    if world.dice.chance(0.9):
        return (organisation.town,)
    # Sometimes elsewhere than at home: several addresses, of one département.
    department = world.dice.pick(TOWNS).department
    return tuple(town for town in TOWNS if town.department is department)


def _created_at(world: World, organisation: Organisation, state: MissionState) -> datetime:
    last_step = organisation.steps[-1]
    since = organisation.entered_at(StructureState.VALIDATED) or last_step.at
    has_moved_on = organisation.state is not StructureState.VALIDATED
    until = last_step.at if has_moved_on and since < last_step.at else world.now
    if state is MissionState.FINISHED:
        oldest, newest = timedelta(days=700), timedelta(days=75)
    elif state in _CLOSED or state is MissionState.VALIDATED:
        oldest, newest = timedelta(days=260), timedelta(days=12)
    else:
        oldest, newest = timedelta(days=40), timedelta(days=3)
    return world.dice.moment(max(since, until - oldest), until - newest)


def _opened_at(world: World, created_at: datetime, template: Template | None) -> datetime:
    if template:
        return created_at
    return world.dice.moment(created_at, min(created_at + timedelta(days=6), world.days_ago(1)))


def _go_through(
    world: World,
    mission: Mission,
    state: MissionState,
    created_at: datetime,
    opened_at: datetime,
    closed_at: datetime,
) -> None:
    member = mission.responsables[0].user_id
    referent = world.referents[mission.department.number].user_id

    def enter(entered: MissionState, at: datetime, by_user_id: int | None) -> None:
        mission.steps.append(Step(at, entered.value, by_user_id))

    enter(MissionState.DRAFT, created_at, member)
    if state in _UNDER_MODERATION or (mission.template is None and state is not MissionState.DRAFT):
        enter(MissionState.WAITING, created_at, member)
    if state is MissionState.IN_PROGRESS:
        enter(state, opened_at, referent)
    if state is MissionState.VALIDATED or state in _CLOSED:
        enter(MissionState.VALIDATED, opened_at, member if mission.template else referent)
    if state in _CLOSED:
        closer = referent if state is MissionState.REPORTED else member
        enter(state, closed_at, None if mission.closed_automatically_at else closer)


def _closing(
    world: World,
    organisation: Organisation,
    state: MissionState,
    opened_at: datetime,
    end: datetime | None,
) -> tuple[datetime, bool]:
    """Return when a mission was closed, and whether by the nightly job; `now` if it is not closed."""
    is_open = organisation.state is StructureState.VALIDATED
    # An organisation that leaves or is reported takes its missions with it.
    latest = world.now if is_open else organisation.steps[-1].at
    if state is MissionState.FINISHED and end is not None:
        automatic = (end + _AUTOMATIC_CLOSING_DELAY).replace(hour=9, minute=30, second=0)
        if automatic < latest and world.dice.chance(0.6):
            return automatic, True
        return min(end + timedelta(days=2), latest), False
    if state in _CLOSED and is_open:
        return world.dice.moment(opened_at + timedelta(hours=6), world.days_ago(1)), False
    return latest, False
