"""Every personal answer, for every persona, is the same from SQLite and from PostgreSQL, where the platform lives."""

import pkgutil
from collections.abc import AsyncIterator
from datetime import date
from importlib import import_module
from inspect import isabstract
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

import actions
from actions.personal import Asked, PersonalAction
from bot.catalogue import Kind, load_topics
from bot.mission_search.criteria import Criteria, Place
from bot.mission_search.database_source import DatabaseSource
from bot.mission_search.points import find_point
from bot.platform_client.case_file import find_case_file
from bot.platform_client.engine import create_platform_engine, platform_connection
from bot.platform_client.scopes import VolunteerScope
from bot.platform_demo import PERSONAS, Persona, generate
from bot.wire.identity import Identity, Role
from tests.postgres import postgres_server, postgres_url
from tests.unit.platform_client.conftest import TODAY

pytestmark = pytest.mark.slow

__all__ = ["postgres_server", "postgres_url"]

LYON = Place(type="commune", name="Lyon", code="69123", departement="69")
SEARCHES = [
    Criteria(place=LYON),
    Criteria(place=LYON, distance_km=100, for_minors=True),
    Criteria(anywhere=True, domain="Éducation pour tous"),
    Criteria(is_remote=True),
    Criteria(place=Place(type="region", name="Auvergne-Rhône-Alpes", code="84")),
]
_generated: set[str] = set()


def personal_actions() -> list[PersonalAction]:
    """One of each, wherever it is written."""
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        import_module(module.name)
    found = _subclasses(PersonalAction)  # type: ignore[type-abstract]
    return [each() for each in found if each.__module__.startswith("actions.") and not isabstract(each)]


def _subclasses(parent: type[PersonalAction]) -> list[type[PersonalAction]]:
    return [each for child in parent.__subclasses__() for each in (child, *_subclasses(child))]


@pytest.fixture
async def engines(pristine_file: Path, postgres_url: str) -> AsyncIterator[tuple[AsyncEngine, AsyncEngine]]:
    """The same demonstration, twice."""
    if postgres_url not in _generated:
        await generate(postgres_url, today=TODAY, volunteers=400)
        _generated.add(postgres_url)
    both = create_platform_engine(f"sqlite:///{pristine_file}", 60), create_platform_engine(postgres_url, 60)
    yield both
    for engine in both:
        await engine.dispose()


def test_every_personal_topic_has_its_action() -> None:
    topics = {topic.id for topic in load_topics().values() if topic.kind is Kind.PERSONAL}
    assert {action.topic for action in personal_actions()} == topics


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
async def test_the_answers_are_the_same(engines: tuple[AsyncEngine, AsyncEngine], persona: Persona) -> None:
    identity = Identity(user_id=persona.user_id, role=Role(persona.role))
    about_a_mission = ({"entity": "mission_id", "value": "6"},)
    facts = 0
    async with platform_connection(engines[0]) as sqlite, platform_connection(engines[1]) as postgres:
        for action in personal_actions():
            for asked in (Asked(identity, "", ()), Asked(identity, "la mission 6", about_a_mission)):
                said = await action.tell(sqlite, asked)
                assert await action.tell(postgres, asked) == said, action.topic
                facts += said is not None
        scope = VolunteerScope(persona.user_id)
        assert await find_case_file(postgres, scope) == await find_case_file(sqlite, scope)
    assert facts > 4


@pytest.mark.parametrize("criteria", SEARCHES)
async def test_the_searches_are_the_same(engines: tuple[AsyncEngine, AsyncEngine], criteria: Criteria) -> None:
    near = find_point(criteria.place) if criteria.place and criteria.place.type == "commune" else None
    found = [
        await DatabaseSource(lambda engine=engine: platform_connection(engine)).search(  # type: ignore[misc]
            criteria, near, date(2026, 11, 24), 50
        )
        for engine in engines
    ]
    assert found[0] == found[1] != []
