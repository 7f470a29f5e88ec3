"""Who applies where, and how it ends: an ordinary story, then what the mission or the account brings about."""

from datetime import datetime, timedelta

from bot.platform_client.states import (
    OCCUPYING_STATES,
    ContextualReason,
    MissionState,
    ParticipationState,
)
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
_PENDING = (ParticipationState.WAITING, ParticipationState.IN_PROGRESS)


def add_participations(world: World, missions: list[Mission], count: int) -> None:
    """Let volunteers apply about `count` times to the missions that have ever been open."""
    open_missions = [mission for mission in missions if mission.entered_at(MissionState.VALIDATED)]
    weights = {mission: mission.participations_max**0.5 for mission in open_missions}
    volunteers = [person for person in world.people if person.is_volunteer]
    neighbours = _by_department(volunteers)
    ids = free_ids()
    for _ in range(count):
        mission = world.dice.weighted(weights)
        nearby = neighbours.get(mission.department.number, volunteers)
        person = world.dice.pick(nearby if world.dice.chance(0.8) else volunteers)
        _maybe_apply(world, ids.__next__, person, mission)
    for mission in open_missions:
        if mission.state is MissionState.VALIDATED and world.dice.chance(_SHARE_OF_FULL_MISSIONS):
            _fill_up(mission)
