"""« Quand ma mission sera-t-elle validée ? »: what waits, since when, by whom, and the organisation first."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.missions import ActionDelaiValidationMission, describe_waiting, mission_fact
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
CAMILLE, NATHALIE, KARIM, CLAIRE, MARC = 1, 7, 8, 11, 10
RHONE = ModeratedDepartment("69", "Rhône", has_referent=True)
ORGANISATION = OwnOrganisation(
    1, "Les Voisins", StructureState.VALIDATED, datetime(2026, 11, 19, tzinfo=PARIS), RHONE, ()
)
WAITING = OwnMission(
    mission_id=6,
    mission_title="Je téléphone",
    mission_slug="benevolat-les-voisins",
    organisation_name="Les Voisins",
    state_since=datetime(2026, 11, 20, 7, tzinfo=PARIS),
    opening=MissionOpening(MissionState.WAITING, StructureState.VALIDATED, False, True, 10, None),
    department=RHONE,
    is_remote=False,
    is_from_template=False,
)


def in_state(state: MissionState, **changes: Any) -> OwnMission:
    """The mission in another state."""
    return replace(WAITING, opening=replace(WAITING.opening, mission_state=state), **changes)


async def told(engine: AsyncEngine, user_id: int, text: str = "", **entities: str) -> Said:
    """The action's answer to a responsable."""
    return await told_to(
        engine, ActionDelaiValidationMission(), Identity(user_id=user_id, role=Role.RESPONSABLE), text, **entities
    )


def test_a_mission_that_waits_is_told_with_its_age_who_moderates_and_the_delays() -> None:
    said = describe_waiting(ORGANISATION, [WAITING], TODAY)
    assert said.text.startswith(
        "- **Je téléphone** (mission n° 6) : « En attente de validation » depuis le 20 novembre 2026 (4 jours), elle "
        "sera examinée par le référent ou la référente du département Rhône (69).\n\nLes délais annoncés : jusqu'à "
        "7 jours dans nos e-mails, 7 à 10 jours ouvrés dans le message affiché au moment de publier."
    )
    assert said.buttons == ()
    assert said.facts == (
        "Organisation n° 1 « Les Voisins » : Validée depuis le 19 novembre 2026, département Rhône (69) avec référent.",
        mission_fact(WAITING),
    )


@pytest.mark.parametrize("state", [MissionState.WAITING, MissionState.IN_PROGRESS])
@pytest.mark.parametrize(("day", "is_late"), [(date(2026, 11, 27), False), (date(2026, 11, 28), True)])
def test_beyond_seven_days_a_person_is_offered(state: MissionState, day: date, is_late: bool) -> None:
    said = describe_waiting(ORGANISATION, [in_state(state)], day)
    assert ("Le délai de nos e-mails est dépassé" in said.text) is is_late
    assert said.buttons == ((HUMAN,) if is_late else ())


@pytest.mark.parametrize("state", [MissionState.DRAFT, MissionState.VALIDATED, MissionState.CANCELLED])
def test_what_is_not_in_moderation_is_never_late(state: MissionState) -> None:
    said = describe_waiting(ORGANISATION, [in_state(state)], date(2027, 1, 1))
    assert (said.buttons, "délai" in said.text) == ((), False)


@pytest.mark.parametrize(
    ("mission", "news"),
    [
        (
            in_state(MissionState.IN_PROGRESS),
            "des changements peuvent vous être demandés dans la [messagerie](/messages).",
        ),
        (
            in_state(MissionState.DRAFT),
            "elle n'est pas encore soumise : terminez ses étapes, puis cliquez sur « Soumettre",
        ),
        (in_state(MissionState.DRAFT, is_from_template=True), "cliquez sur « Publier la mission », elle sera validée"),
        (in_state(MissionState.VALIDATED), "« Validée » depuis le 20 novembre 2026 (4 jours), elle n'attend pas"),
        (in_state(MissionState.UNKNOWN, state_since=None), "dans un état que je ne sais pas lire, elle n'attend pas"),
        (replace(WAITING, department=None), "elle sera examinée par l'équipe de JeVeuxAider.gouv.fr."),
    ],
)
def test_each_state_has_its_news(mission: OwnMission, news: str) -> None:
    assert news in describe_waiting(ORGANISATION, [mission], TODAY).text


def test_a_mission_from_a_modele_should_not_wait_once_its_organisation_is_validated() -> None:
    said = describe_waiting(ORGANISATION, [replace(WAITING, is_from_template=True)], TODAY)
    assert "d'habitude validée dès sa publication : une personne de l'équipe support peut vérifier" in said.text
    assert said.buttons == (HUMAN,)


@pytest.mark.parametrize("state", [StructureState.WAITING, StructureState.IN_PROGRESS])
def test_an_organisation_in_moderation_comes_first(state: StructureState) -> None:
    organisation = replace(ORGANISATION, state=state)
    said = describe_waiting(organisation, [WAITING, replace(WAITING, is_from_template=True)], TODAY)
    assert said.text.startswith(
        f"Votre organisation **Les Voisins** est au statut « {state.value} » depuis le 19 novembre 2026 (5 jours). "
        "Elle est suivie par le référent ou la référente du département Rhône (69). "
        "Aucune mission ne peut être validée avant elle.\n\n- "
    )
    assert "elle sera examinée ensuite par le référent" in said.text
    assert "elle vient d'un modèle et sera validée en même temps que votre organisation" in said.text
    assert said.buttons == ()


def test_then_its_own_delay_counts_and_not_that_of_the_mission() -> None:
    organisation = replace(ORGANISATION, state=StructureState.WAITING)
    assert describe_waiting(organisation, [WAITING], date(2026, 11, 27)).buttons == (HUMAN,)
    old = replace(WAITING, state_since=datetime(2026, 9, 1, tzinfo=PARIS))
    assert describe_waiting(organisation, [old], TODAY).buttons == ()
    assert describe_waiting(replace(organisation, state=StructureState.DRAFT), [old], date(2027, 1, 1)).buttons == ()


def test_at_most_five_are_told() -> None:
    said = describe_waiting(ORGANISATION, [WAITING] * 7, TODAY)
    assert said.text.count("**Je téléphone**") == 5
    assert len(said.facts) == 6


def test_nothing_waiting_is_said() -> None:
    said = describe_waiting(ORGANISATION, [], TODAY)
    assert said.text.startswith("Aucune mission de **Les Voisins** n'attend de validation. Toutes les missions")
    assert said.buttons == ()


@pytest.mark.parametrize(
    ("mission", "fact"),
    [
        (
            WAITING,
            "Mission n° 6 « Je téléphone » : En attente de validation depuis le 20 novembre 2026, hors ligne, "
            "inscriptions ouvertes, places restantes : 10, département Rhône (69), sans date de fin.",
        ),
        (
            replace(
                WAITING,
                state_since=None,
                department=None,
                is_from_template=True,
                opening=MissionOpening(
                    MissionState.UNKNOWN, StructureState.VALIDATED, True, False, 0, datetime(2026, 12, 1, tzinfo=PARIS)
                ),
            ),
            "Mission n° 6 « Je téléphone » : état inconnu, en ligne, inscriptions fermées, places restantes : 0, sans "
            "département, fin le 1er décembre 2026, issue d'un modèle.",
        ),
    ],
)
def test_the_fact_for_agents_is_one_plain_line(mission: OwnMission, fact: str) -> None:
    assert mission_fact(mission) == fact


async def test_what_is_submitted_comes_before_drafts(engine: AsyncEngine) -> None:
    said = await told(engine, KARIM)
    assert said.text.index("(mission n° 17)") < said.text.index("(mission n° 18)")
    assert len(said.facts) == 3


async def test_words_of_a_title_bring_it_first(engine: AsyncEngine) -> None:
    said = await told(engine, KARIM, "et ma mission de lecture à voix haute ?")
    assert said.text.index("(mission n° 18)") < said.text.index("(mission n° 17)")


async def test_the_mission_named_is_told_alone_whatever_its_state(engine: AsyncEngine) -> None:
    said = await told(engine, NATHALIE, mission_id="4")
    assert "**J'anime un goûter intergénérationnel** (mission n° 4) : « Annulée »" in said.text
    assert "(mission n° 6)" not in said.text


@pytest.mark.parametrize("mission_id", ["17", "999999"])
async def test_a_mission_of_others_and_one_that_does_not_exist_are_the_same(
    engine: AsyncEngine, mission_id: str
) -> None:
    said, plain = await told(engine, NATHALIE, mission_id=mission_id), await told(engine, NATHALIE)
    assert said.text == f"Je ne trouve pas de mission n° {mission_id} dans votre organisation.\n\n{plain.text}"
    assert (said.facts, said.buttons) == (plain.facts, plain.buttons)


async def test_nothing_waits_where_all_is_validated(engine: AsyncEngine) -> None:
    assert (await told(engine, MARC)).text.startswith("Aucune mission de **Coup de main numérique de Grenoble**")


async def test_who_has_no_organisation_is_told_so(engine: AsyncEngine) -> None:
    said = await told(engine, CAMILLE, mission_id="6")
    assert said.after_general
    assert said.text.startswith("Je ne vois aucune organisation")


async def test_a_referent_gets_the_general_answer_alone(engine: AsyncEngine) -> None:
    async with platform_connection(engine) as connection:
        asked = Asked(Identity(user_id=CLAIRE, role=Role.REFERENT), "", ({"entity": "mission_id", "value": "6"},))
        assert await ActionDelaiValidationMission().tell(connection, asked) is None


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_of_no_mission(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", NATHALIE)
    assert "téléphone" not in repr(await told(engine, NATHALIE, mission_id="6"))
