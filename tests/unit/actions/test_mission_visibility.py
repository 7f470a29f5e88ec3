"""« Pourquoi ma mission n'apparaît pas ? »: each cause in words with its remedy, on own missions only."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.mission_visibility import ActionMissionInvisible, describe_visibility
from actions.personal import HUMAN, Asked, Said
from bot.platform_client.engine import platform_connection
from bot.platform_client.mission_opening import MissionOpening
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.own_missions import OwnMission
from bot.platform_client.referents import ModeratedDepartment
from bot.platform_client.states import MissionState, StructureState
from bot.wire.identity import Identity, Role
from tests.unit.actions.telling import told_to
from tests.unit.platform_client.conftest import Sql

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 24)
CAMILLE, NATHALIE, SOPHIE, CLAIRE, MARC = 1, 7, 9, 11, 10
RHONE = ModeratedDepartment("69", "Rhône", has_referent=True)
ORGANISATION = OwnOrganisation(1, "Les Voisins", StructureState.VALIDATED, None, RHONE, ())
OPEN = MissionOpening(MissionState.VALIDATED, StructureState.VALIDATED, True, True, 3, None)
VISIBLE = OwnMission(
    mission_id=6,
    mission_title="Je téléphone",
    mission_slug="benevolat-les-voisins",
    organisation_name="Les Voisins",
    state_since=datetime(2026, 11, 20, 7, tzinfo=PARIS),
    opening=OPEN,
    department=RHONE,
    is_remote=False,
    is_from_template=False,
)


def mission(**opening: Any) -> OwnMission:
    """The mission with another opening."""
    return replace(VISIBLE, opening=replace(OPEN, **opening))


def line_of(item: OwnMission) -> str:
    """What is said of the mission."""
    return describe_visibility(ORGANISATION, [item], TODAY).text.split("\n\n")[0]


async def told(engine: AsyncEngine, user_id: int, text: str = "", **entities: str) -> Said:
    """The action's answer to a responsable."""
    return await told_to(
        engine, ActionMissionInvisible(), Identity(user_id=user_id, role=Role.RESPONSABLE), text, **entities
    )


def test_a_visible_mission_is_linked_with_a_word_on_the_filters() -> None:
    said = describe_visibility(ORGANISATION, [VISIBLE], TODAY)
    assert said.text.startswith(
        "- **Je téléphone** (mission n° 6) : elle est visible dans la recherche, voici "
        "[sa page](/missions-benevolat/6/benevolat-les-voisins).\n\nPour retrouver une mission visible"
    )
    assert said.buttons == ()
    assert [fact.split(" «")[0] for fact in said.facts] == ["Organisation n° 1", "Mission n° 6"]
    assert line_of(replace(VISIBLE, mission_slug=None)).endswith("elle est visible dans la recherche.")


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        ({"has_open_registrations": False}, "Mais ses inscriptions sont fermées : le menu « … »"),
        ({"places_left": 0}, "Mais elle est complète"),
        ({"has_open_registrations": False, "places_left": 0}, "avec « Modifier ») ; et elle est complète"),
    ],
)
def test_a_visible_mission_may_be_closed(opening: dict[str, Any], words: str) -> None:
    line = line_of(mission(**opening))
    assert "elle est visible dans la recherche" in line
    assert words in line


@pytest.mark.parametrize(
    ("state", "news", "buttons"),
    [
        (MissionState.DRAFT, "elle n'a pas encore été soumise : terminez ses étapes", ()),
        (MissionState.WAITING, "elle ne sera visible qu'une fois validée", ()),
        (MissionState.IN_PROGRESS, "des changements peuvent vous être demandés dans la [messagerie](/messages)", ()),
        (MissionState.FINISHED, "« Dupliquer » permet d'en publier une copie", ()),
        (MissionState.CANCELLED, "« Dupliquer » permet d'en publier une copie", ()),
        (MissionState.REPORTED, "elle ne respecte pas la charte", (HUMAN,)),
        (MissionState.UNKNOWN, "dans un état que je ne sais pas lire depuis le 20 novembre", (HUMAN,)),
    ],
)
def test_each_state_has_its_news(state: MissionState, news: str, buttons: tuple[dict[str, str], ...]) -> None:
    said = describe_visibility(ORGANISATION, [mission(mission_state=state)], TODAY)
    assert news in said.text
    assert "depuis le 20 novembre 2026 (4 jours)" in said.text
    assert "visible dans la recherche" not in said.text
    assert said.buttons == buttons


@pytest.mark.parametrize(
    ("item", "news"),
    [
        (mission(ends_at=datetime(2026, 11, 3, tzinfo=PARIS)), "sa date de fin, le 3 novembre 2026, est passée"),
        (replace(VISIBLE, department=None), "aucun département ne lui est rattaché : vérifiez son lieu"),
        (
            replace(VISIBLE, department=None, is_remote=True),
            "vérifiez l'adresse de l'organisation dans « Mon organisation » > [Modifier](/admin/organisations/1/edit)",
        ),
        (mission(is_online=False), "l'équipe support l'a mise hors ligne."),
    ],
)
def test_a_validated_mission_may_be_hidden_by_something_else(item: OwnMission, news: str) -> None:
    assert line_of(item).startswith("- **Je téléphone** (mission n° 6) : « Validée », mais ")
    assert news in line_of(item)


def test_a_mission_put_offline_says_how_to_come_back_once_and_offers_a_person() -> None:
    said = describe_visibility(ORGANISATION, [mission(is_online=False)] * 2, TODAY)
    assert said.text.count("support@jeveuxaider.beta.gouv.fr") == 1
    assert said.buttons == (HUMAN,)


def test_several_causes_are_told_together() -> None:
    item = replace(mission(ends_at=datetime(2026, 11, 3, tzinfo=PARIS), is_online=False), department=None)
    line = line_of(item)
    assert line.count(" ; de plus, ") == 2
    assert line.index("date de fin") < line.index("aucun département") < line.index("hors ligne")


@pytest.mark.parametrize(
    ("state", "words", "buttons"),
    [
        (StructureState.DRAFT, "Complétez d'abord sa fiche dans « Mon organisation » > [Modifier]", ()),
        (StructureState.WAITING, "Elle est suivie par le référent ou la référente du département Rhône (69).", ()),
        (StructureState.IN_PROGRESS, "Elle est suivie par le référent", ()),
        (StructureState.REPORTED, "Seule l'équipe de JeVeuxAider.gouv.fr peut la rouvrir.", (HUMAN,)),
        (StructureState.UNREGISTERED, "Une personne de l'équipe support peut vous répondre.", (HUMAN,)),
        (StructureState.UNKNOWN, "est dans un état que je ne sais pas lire", (HUMAN,)),
    ],
)
def test_the_organisation_comes_first_while_it_hides_all(
    state: StructureState, words: str, buttons: tuple[dict[str, str], ...]
) -> None:
    item = mission(organisation_state=state, is_online=False)
    said = describe_visibility(replace(ORGANISATION, state=state), [item], TODAY)
    first, line = said.text.split("\n\n")
    assert "une mission n'est visible que si son organisation est « Validée »." in first
    assert words in first
    assert line == "- **Je téléphone** (mission n° 6) : « Validée », rien d'autre que l'organisation ne la cache."
    assert said.buttons == buttons


def test_no_mission_is_said() -> None:
    assert describe_visibility(ORGANISATION, [], TODAY).text.startswith(
        "Votre organisation **Les Voisins** n'a pas encore de mission."
    )


def test_at_most_five_are_told() -> None:
    said = describe_visibility(ORGANISATION, [VISIBLE] * 6, TODAY)
    assert said.text.count("**Je téléphone**") == 5
    assert "[vos missions](/admin/missions)" in said.text
    assert "[vos missions]" not in describe_visibility(ORGANISATION, [VISIBLE] * 5, TODAY).text


async def test_what_is_validated_and_hidden_comes_first_what_is_over_last(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE missions SET department = NULL WHERE id = 1")
    text = (await told(engine, NATHALIE)).text
    places = [text.index(f"(mission n° {id})") for id in (1, 6, 2, 5, 4)]
    assert places == sorted(places)


async def test_the_mission_named_is_told_alone(engine: AsyncEngine) -> None:
    text = (await told(engine, NATHALIE, mission_id="5")).text
    assert "(mission n° 5) : elle est visible dans la recherche" in text and "elle est complète" in text
    assert text.count("(mission n° ") == 1


async def test_words_of_a_title_bring_it_first(engine: AsyncEngine) -> None:
    text = (await told(engine, NATHALIE, "je ne vois plus le goûter intergénérationnel")).text
    assert text.startswith("- **J'anime un goûter intergénérationnel** (mission n° 4) : « Annulée »")


async def test_missions_put_offline_are_told(engine: AsyncEngine) -> None:
    said = await told(engine, MARC)
    assert said.text.count("« Validée », mais l'équipe support l'a mise hors ligne.") == 2
    assert said.buttons == (HUMAN,)


@pytest.mark.parametrize("mission_id", ["17", "999999"])
async def test_a_mission_of_others_and_one_that_does_not_exist_are_the_same(
    engine: AsyncEngine, mission_id: str
) -> None:
    said, plain = await told(engine, NATHALIE, mission_id=mission_id), await told(engine, NATHALIE)
    assert said.text == f"Je ne trouve pas de mission n° {mission_id} dans votre organisation.\n\n{plain.text}"
    assert said.facts == plain.facts


async def test_the_title_of_a_mission_of_others_shows_nothing_of_it(engine: AsyncEngine) -> None:
    said = await told(
        engine, NATHALIE, "Je lis des histoires à voix haute, Lire et grandir", organisation="Lire et grandir"
    )
    assert said == await told(engine, NATHALIE)


async def test_an_organisation_without_mission_is_told_so(engine: AsyncEngine) -> None:
    assert "n'a pas encore de mission." in (await told(engine, SOPHIE)).text


async def test_who_has_no_organisation_is_told_so(engine: AsyncEngine) -> None:
    said = await told(engine, CAMILLE, mission_id="6")
    assert said.after_general
    assert said.text.startswith("Je ne vois aucune organisation")


async def test_a_referent_gets_the_general_answer_alone(engine: AsyncEngine) -> None:
    async with platform_connection(engine) as connection:
        asked = Asked(Identity(user_id=CLAIRE, role=Role.REFERENT), "", ({"entity": "mission_id", "value": "6"},))
        assert await ActionMissionInvisible().tell(connection, asked) is None


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_of_no_mission(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", NATHALIE)
    assert "(mission n°" not in (await told(engine, NATHALIE, mission_id="6")).text
