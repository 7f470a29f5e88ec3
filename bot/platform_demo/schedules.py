"""When missions take place: recurring with or without an end, or on dates with créneaux (platform facts §2.3)."""

from datetime import datetime, timedelta

from bot.platform_client.states import MissionState
from bot.platform_demo.causes import Cause
from bot.platform_demo.entities import Schedule
from bot.platform_demo.world import World

_JUST_ENDED_SHARE = 0.06
_JUST_ENDED_DAYS_AGO = 10


def draw_schedule(world: World, cause: Cause, state: MissionState, opened_at: datetime) -> Schedule:
    """Draw dates that agree with the state: over when « Terminée », mostly to come when « Validée »."""
    if cause.is_one_day:
        return _dated(world, state, opened_at)
    return _recurring(world, state, opened_at)


def _recurring(world: World, state: MissionState, opened_at: datetime) -> Schedule:
    dice = world.dice
    start = _at_noon(opened_at + timedelta(days=dice.between(1, 20)))
    if state is MissionState.FINISHED:
        return Schedule(True, start, max(start, _past_end(world, opened_at)))
    if _has_just_ended(world, state, opened_at):
        return Schedule(True, _just_ended(world), _just_ended(world))
    has_end = dice.chance(0.4)
    end = _at_noon(world.now + timedelta(days=dice.between(30, 300)))
    return Schedule(True, start, end if has_end else None)


def _dated(world: World, state: MissionState, opened_at: datetime) -> Schedule:
    if state is MissionState.FINISHED:
        first = _past_end(world, opened_at)
    elif _has_just_ended(world, state, opened_at):
        first = _just_ended(world)
    else:
        first = _at_noon(world.now + timedelta(days=world.dice.between(3, 60)))
    moments = [first + timedelta(days=day) for day in range(world.dice.between(1, 3))]
    return Schedule(False, moments[0], moments[-1], tuple(moment.date() for moment in moments))


def _past_end(world: World, opened_at: datetime) -> datetime:
    # Missions are closed a month after their end: an end that leaves room for it.
    earliest = opened_at + timedelta(days=7)
    return _at_noon(world.dice.moment(earliest, max(earliest, world.days_ago(40))))


def _has_just_ended(world: World, state: MissionState, opened_at: datetime) -> bool:
    # Past its end but still « Validée »: the nightly job closes it a month later only.
    is_possible = state is MissionState.VALIDATED and opened_at < world.days_ago(20)
    return is_possible and world.dice.chance(_JUST_ENDED_SHARE)


def _just_ended(world: World) -> datetime:
    return _at_noon(world.days_ago(_JUST_ENDED_DAYS_AGO))


def _at_noon(moment: datetime) -> datetime:
    return moment.replace(hour=12, minute=0, second=0)
