"""Volunteers, and the making of any other person: some accounts are archived, deleted or banned."""

from datetime import date, datetime, timedelta

from bot.platform_demo.entities import Block, Person
from bot.platform_demo.geography import TOWNS, Town
from bot.platform_demo.vocabulary import FIRST_NAMES, LAST_NAMES
from bot.platform_demo.world import World

_INACTIVITY = timedelta(days=3 * 365)
_FATES = {"active": 0.95, "archived": 0.025, "anonymous": 0.015, "banned": 0.01}
_BAN_REASONS = ("not_regular_resident", "younger_than_16", "inappropriate_behavior")


def add_volunteers(world: World, count: int) -> None:
    """Sign up `count` volunteers over the last six years."""
    for _ in range(count):
        town = world.dice.pick(TOWNS)
        joined_at = world.dice.moment(world.days_ago(6 * 365), world.days_ago(1))
        _decide_fate(world, add_person(world, town, joined_at))


def add_person(world: World, town: Town, joined_at: datetime, *, is_volunteer: bool = True) -> Person:
    """Sign up one adult."""
    dice = world.dice
    person = Person(
        user_id=next(world.user_ids),
        first_name=dice.pick(FIRST_NAMES),
        last_name=dice.pick(LAST_NAMES),
        town=town,
        birthday=_birthday(world, dice.between(18, 78)),
        joined_at=joined_at,
        # Active enough not to be archived; who is archived gets another date.
        last_seen_at=dice.moment(max(joined_at, world.days_ago(500)), world.days_ago(1)),
        is_volunteer=is_volunteer,
    )
    world.people.append(person)
    return person


def _birthday(world: World, age_years: int) -> date:
    return world.today - timedelta(days=age_years * 365 + world.dice.between(30, 330))


def _decide_fate(world: World, person: Person) -> None:
    fate = world.dice.weighted(_FATES)
    if fate == "archived" and person.joined_at + _INACTIVITY < world.days_ago(40):
        person.last_seen_at = world.dice.moment(person.joined_at, world.days_ago(30) - _INACTIVITY)
        # The archiving job runs at three in the morning (platform facts §3.6).
        archived_on = (person.last_seen_at + _INACTIVITY + timedelta(days=1)).date()
        person.block = Block("archived", datetime.combine(archived_on, datetime.min.time().replace(hour=3)))
    elif fate in ("anonymous", "banned"):
        at = world.dice.moment(max(person.joined_at, world.days_ago(400)), world.days_ago(1))
        reason = world.dice.pick(_BAN_REASONS) if fate == "banned" else None
        person.block, person.last_seen_at = Block(fate, at, reason), at
        if reason == "younger_than_16":
            person.birthday = _birthday(world, 14)
