"""Who applies where, and how it ends: an ordinary story, then what the mission or the account brings about."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.platform_client.states import ContextualReason, MissionState, StructureState
from bot.platform_demo import stories
from bot.platform_demo.entities import Application, Mission, Person
from bot.platform_demo.world import World, free_ids

_OUTCOMES_WHILE_OPEN = {"waiting": 28, "talking": 15, "validated": 37, "refused": 8, "withdrawn": 12}
_OUTCOMES_ONCE_OVER = {"waiting": 12, "talking": 5, "validated": 50, "done": 10, "refused": 11, "withdrawn": 12}
_TAKES_A_PLACE = ("waiting", "talking", "validated", "done")
_REFUSAL_REASONS = (
    ContextualReason.REQUIREMENTS_NOT_FULFILLED,
    ContextualReason.CHANGE_MIND,
    ContextualReason.NO_RESPONSE,
    ContextualReason.OTHER,
)
_WITHDRAWAL_REASONS = (
    ContextualReason.NO_RESPONSE,
    ContextualReason.REQUIREMENTS_NOT_FULFILLED,
    ContextualReason.NOT_AVAILABLE,
    ContextualReason.OTHER,
)
_SHARE_OF_FULL_MISSIONS = 0.1
_ATTEMPTS_PER_APPLICATION = 3
_RECENT = timedelta(days=45)


def add_participations(world: World, missions: list[Mission], count: int) -> None:
    """Let volunteers apply `count` times to those of the missions that have ever been open.

    Fewer when the volunteers are too few to find somebody who has not applied yet.
    """
    open_missions = [mission for mission in missions if mission.entered_at(MissionState.VALIDATED)]
    weights = {mission: float(mission.participations_max) for mission in open_missions}
    volunteers = world.volunteers
    neighbours = _by_department(volunteers)
    ids, done = free_ids(), 0
    for _ in range(count * _ATTEMPTS_PER_APPLICATION):
        if done == count or not (open_missions and volunteers):
            break
        mission = world.dice.weighted(weights)
        nearby = neighbours.get(mission.department.number, volunteers)
        person = world.dice.pick(nearby if world.dice.chance(0.8) else volunteers)
        done += _apply_somehow(world, ids, person, mission)
    for mission in open_missions:
        if mission.state is MissionState.VALIDATED and world.dice.chance(_SHARE_OF_FULL_MISSIONS):
            _fill_up(mission)


def _apply_somehow(world: World, ids: Iterator[int], person: Person, mission: Mission) -> bool:
    """Let a person apply, with an ordinary outcome; tell whether they could."""
    outcome = _draw_outcome(world, mission)
    applied_at = _draw_moment(world, mission, outcome)
    if not _may_apply(person, mission, applied_at):
        return False
    application = Application(next(ids), person, mission)
    stories.apply(application, applied_at, world.dice)
    _live(world, application, outcome)
    _suffer_events(application)
    mission.applications.append(application)
    if person.block is None:
        person.last_seen_at = max(person.last_seen_at, applied_at)
    return True


def _by_department(people: list[Person]) -> dict[str, list[Person]]:
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(person.town.department.number, []).append(person)
    return groups


def _draw_outcome(world: World, mission: Mission) -> str:
    is_over = mission.state is MissionState.FINISHED
    weights = _OUTCOMES_ONCE_OVER if is_over else _OUTCOMES_WHILE_OPEN
    if mission.places_left == 0:
        weights = {name: weight for name, weight in weights.items() if name not in _TAKES_A_PLACE}
    return world.dice.weighted(weights)


def _draw_moment(world: World, mission: Mission, outcome: str) -> datetime:
    opened_at = mission.entered_at(MissionState.VALIDATED) or mission.steps[0].at
    until = min(_hidden_at(mission) or world.now, mission.schedule.end or world.now, world.now)
    if mission.state is MissionState.VALIDATED and outcome in ("waiting", "talking"):
        # Nobody refuses an old one for them, so a few stay: most are recent.
        opened_at = max(opened_at, until - _RECENT)
    return world.dice.moment(opened_at, until - timedelta(hours=2))


def _may_apply(person: Person, mission: Mission, at: datetime) -> bool:
    is_archived = person.block is not None and person.block.kind == "archived"
    return (
        person.is_active_at(at)
        # Applying is being active: who was archived has done nothing for three years.
        and not is_archived
        and person not in mission.organisation.members
        and all(application.person is not person for application in mission.applications)
    )


def _closed_at(mission: Mission) -> datetime | None:
    return None if mission.state is MissionState.VALIDATED else mission.steps[-1].at


def _hidden_at(mission: Mission) -> datetime | None:
    """Return when nobody could find the mission any more: closed, or its organisation examined again."""
    organisation = mission.organisation
    is_organisation_open = organisation.state is StructureState.VALIDATED
    return _closed_at(mission) if is_organisation_open else organisation.steps[-1].at


def _live(world: World, application: Application, outcome: str) -> None:
    """Tell what happens between the volunteer and the organisation, undisturbed."""
    until = min(event for event in (_closed_at(application.mission), _blocked_at(application), world.now) if event)
    dice = world.dice
    latest = min(until, application.applied_at + timedelta(days=15))
    first, second, third = sorted(dice.moment(application.applied_at, latest) for _ in range(3))
    has_talked = outcome != "waiting" and (outcome == "talking" or dice.chance(0.7))
    if has_talked:
        stories.talk(application, first, dice)
    if has_talked and dice.chance(0.5):
        stories.reply(application, second, dice)
    if outcome == "validated":
        stories.validate(application, third, dice)
    elif outcome == "done":
        stories.declare_done(application, _done_at(world, application, third, until))
    elif outcome == "refused":
        stories.refuse(application, third, dice.pick(_REFUSAL_REASONS), dice)
    elif outcome == "withdrawn":
        reasons = _WITHDRAWAL_REASONS[1:] if has_talked else _WITHDRAWAL_REASONS
        stories.withdraw(application, third, dice.pick(reasons))


def _done_at(world: World, application: Application, earliest: datetime, until: datetime) -> datetime:
    # The question is asked once the mission is over, or a month after applying (platform facts §3.3).
    end = application.mission.schedule.end or application.applied_at + timedelta(days=31)
    return world.dice.moment(min(max(end, earliest), until), until)


def _blocked_at(application: Application) -> datetime | None:
    return application.person.block.at if application.person.block else None


def _suffer_events(application: Application) -> None:
    """Apply, in the order of time, what the end of the mission and of the account bring about."""
    events = []
    if closed_at := _closed_at(application.mission):
        events.append((closed_at, stories.close_mission))
    if blocked_at := _blocked_at(application):
        events.append((blocked_at, stories.block_account))
    for at, happen in sorted(events, key=lambda event: event[0]):
        happen(application, at)


def _fill_up(mission: Mission) -> None:
    """Ask for no more volunteers than the mission has."""
    taken = mission.participations_max - mission.places_left
    mission.participations_max = max(1, taken)
