"""The catalogue, the answers and the rules agree with one another and with the site."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue import Kind, load_topics
from bot.catalogue.topics import CATALOGUE_FILE
from bot.conversations.notices import EMERGENCY
from bot.dialogue.interpretation import URGENT_TOPIC
from bot.dialogue.moves import FALLBACK_INTENT
from bot.dialogue.state import Question, Situation
from bot.settings import ROOT
from bot.wire.identity import Role

TOPICS = load_topics()
ANSWERED = (Kind.FAQ, Kind.PERSONAL, Kind.SEARCH)
SEARCHES = (Situation.SEARCH_WHERE, Situation.SEARCH_UNKNOWN_PLACE, Situation.SEARCH_FOUND)
LINK = re.compile(r"\]\(([^)]*)\)")
PATH = re.compile(r"(?<![\w/:.<])/[a-z][\w/-]*")


@cache
def rules() -> dict[str, list[tuple[Any, tuple[str, ...]]]]:
    """Intent → condition and actions of each of its rules."""
    found: dict[str, list[tuple[Any, tuple[str, ...]]]] = {}
    for path in sorted((ROOT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]:
            (intent,) = [step["intent"] for step in rule["steps"] if "intent" in step]
            actions = tuple(step["action"] for step in rule["steps"] if "action" in step)
            found.setdefault(intent, []).append((rule.get("condition"), actions))
    return found


def _by_identity(own: list[tuple[Any, tuple[str, ...]]]) -> dict[bool, tuple[str, ...]]:
    return {condition[0]["slot_was_set"][0]["is_identified"]: actions for condition, actions in own}


def responses_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    return dict(yaml.safe_load(path.read_text("utf-8")).get("responses") or {})


def answers() -> list[tuple[str, str]]:
    """Every text that the bot may say, with the name of its response."""
    folders = [ROOT / "data" / "nlu", ROOT / "data" / "responses"]
    files = [*(path for folder in folders for path in sorted(folder.glob("*.yml"))), ROOT / "domain.yml"]
    return [
        (name, variation["text"])
        for path in files
        for name, variations in responses_of(path).items()
        for variation in variations
        if "text" in variation
    ]


def slots_of(file: str, response: str, slot: str) -> list[str]:
    """The value of a slot that each variation of a response is for."""
    conditions = [
        condition
        for variation in responses_of(ROOT / "data" / "responses" / file)[response]
        for condition in variation.get("condition", ())
    ]
    assert {condition["name"] for condition in conditions} == {slot}
    return [condition["value"] for condition in conditions]


@cache
def known_paths() -> re.Pattern[str]:
    lines = Path(__file__).with_name("site_paths.txt").read_text("utf-8").splitlines()
    paths = [line for line in lines if line.startswith("/")]
    return re.compile("|".join(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(path)) for path in paths))


def test_there_are_140_topics_and_no_id_twice() -> None:
    ids = [row["id"] for row in yaml.safe_load(CATALOGUE_FILE.read_text("utf-8"))]
    assert len(ids) == len(set(ids)) == len(TOPICS) >= 140


def test_titles_fit_on_a_button_and_no_two_are_alike() -> None:
    titles = [topic.title for topic in TOPICS.values()]
    assert [title for title in titles if not 0 < len(title) <= 48] == []
    assert len({title.lower() for title in titles}) == len(titles)


@pytest.mark.parametrize("topic_id", TOPICS)
def test_each_topic_has_its_file_its_answer_and_its_rule(topic_id: str) -> None:
    path = ROOT / "data" / "nlu" / f"{topic_id}.yml"
    answer = f"utter_{topic_id}"
    assert responses_of(path)[answer]
    topic, own = TOPICS[topic_id], rules()[topic_id]
    if topic.kind is Kind.HANDOFF:
        if topic.urgent:
            # Who is in danger waits for nothing.
            assert own == [(None, (answer, "utter_transfert_urgent"))]
        else:
            by_identity = _by_identity(own)
            assert by_identity[True] == (answer, "action_dossier", by_identity[False][-1])
            assert by_identity[False] in [(answer, f"utter_transfert_{why}") for why in ("sujet", "demande")]
    elif topic.kind is Kind.FOLLOW_UP or topic_id in ("affirmer", "nier"):
        # What it means depends on what was said before.
        assert own == [(None, ("utter_suite",))]
    elif topic.kind is Kind.PERSONAL:
        assert _by_identity(own) == {
            True: (f"action_{topic_id}", "utter_question"),
            False: (answer, "utter_invitation_connexion", "utter_question"),
        }
    elif topic.kind is Kind.SEARCH:
        assert own == [(None, ("action_chercher_missions",))]
    elif topic.kind is Kind.FAQ:
        assert own == [(None, (answer, "utter_question"))]
    else:
        assert own == [(None, (answer,))]


def test_rules_and_files_are_about_topics_of_the_catalogue_only() -> None:
    assert set(rules()) - {FALLBACK_INTENT} == set(TOPICS)
    assert rules()[FALLBACK_INTENT] == [(None, ("utter_suite",))]
    assert {path.stem for path in (ROOT / "data" / "nlu").glob("*.yml")} == set(TOPICS)


def test_the_domain_lists_every_topic_and_every_action() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    assert sorted(domain["intents"]) == sorted(TOPICS)
    used = {action for own in rules().values() for _, actions in own for action in actions}
    assert {action for action in used if action.startswith("action_")} <= set(domain["actions"])
    said = {name for name, _ in answers()} | set(domain["responses"])
    assert {action for action in used if action.startswith("utter_")} <= said


@pytest.mark.parametrize(("name", "text"), answers())
def test_an_answer_shows_no_brace_and_links_only_to_paths_of_the_site(name: str, text: str) -> None:
    assert not set("{}") & set(text), f"{name}: Rasa would look for a slot"
    links = LINK.findall(text)
    assert [link for link in links if not link.startswith(("/", "https://", "mailto:"))] == []
    bare = PATH.findall(re.sub(r"(https?|mailto):\S+", "", LINK.sub("]", text)))
    paths = [link.split("?")[0].split("#")[0] for link in links if link.startswith("/")] + bare
    assert [path for path in paths if not known_paths().fullmatch(path)] == []


@pytest.mark.parametrize("topic_id", TOPICS)
def test_what_a_topic_leads_to_exists_and_is_not_itself(topic_id: str) -> None:
    topic = TOPICS[topic_id]
    assert len(set(topic.related)) == len(topic.related)
    for other in (*topic.related, *topic.elsewhere.values()):
        assert other != topic_id
        assert TOPICS[other].kind not in (Kind.CHITCHAT, Kind.OUT_OF_SCOPE, Kind.FOLLOW_UP)
    assert set(topic.elsewhere) <= {*(role.value for role in Role), "organisation", "mission"}


@pytest.mark.parametrize("topic_id", [topic.id for topic in TOPICS.values() if topic.kind in ANSWERED])
def test_an_answer_that_may_not_help_leads_somewhere(topic_id: str) -> None:
    assert TOPICS[topic_id].related


def test_only_what_is_answered_has_a_guide_or_asks_for_a_role() -> None:
    asking = [topic for topic in TOPICS.values() if topic.steps or topic.by_role]
    assert {topic.kind for topic in asking} <= set(ANSWERED)
    assert all(topic.steps != 1 for topic in asking)


def test_each_guide_has_as_many_steps_as_the_catalogue_says() -> None:
    steps = [topic_and_step.split("/") for topic_and_step in slots_of("procedures.yml", "utter_etape", "etape")]
    found: dict[str, list[int]] = {}
    for topic_id, step in steps:
        found.setdefault(topic_id, []).append(int(step))
    assert found == {topic.id: list(range(1, topic.steps + 1)) for topic in TOPICS.values() if topic.steps}


def test_each_step_says_its_number_and_how_many_there_are() -> None:
    for variation in responses_of(ROOT / "data" / "responses" / "procedures.yml")["utter_etape"]:
        for condition in variation.get("condition", ()):
            topic_id, step = condition["value"].split("/")
            assert variation["text"].startswith(f"**Étape {step} sur {TOPICS[topic_id].steps}.**")


@pytest.mark.parametrize("topic_id", [topic.id for topic in TOPICS.values() if topic.by_role])
def test_an_answer_that_depends_on_the_role_has_a_variation_by_role_and_one_for_all(topic_id: str) -> None:
    variations = responses_of(ROOT / "data" / "nlu" / f"{topic_id}.yml")[f"utter_{topic_id}"]
    named = [condition for variation in variations for condition in variation.get("condition", ())]
    assert {condition["name"] for condition in named} == {"role"}
    assert {condition["value"] for condition in named} == {role.value for role in TOPICS[topic_id].by_role}
    assert "condition" not in variations[-1]


def test_what_is_not_worth_a_button_is_what_a_button_is_always_there_for() -> None:
    assert {topic.id for topic in TOPICS.values() if not topic.is_offered} == {"parler_humain", "insatisfaction"}
    for topic in TOPICS.values():
        assert all(TOPICS[other].is_offered for other in topic.related)


def test_the_notice_to_who_is_waiting_is_the_answer_that_the_bot_would_give() -> None:
    (answer,) = responses_of(ROOT / "data" / "nlu" / f"{URGENT_TOPIC}.yml")[f"utter_{URGENT_TOPIC}"]
    numbers = re.compile(r"\*\*(\d+)\*\*")
    assert numbers.findall(EMERGENCY) == numbers.findall(answer["text"]) != []


# `step` has its own response, `utter_etape`; what a search says is made from what it finds.
@pytest.mark.parametrize(
    "situation", [situation for situation in Situation if situation not in (Situation.STEP, *SEARCHES)]
)
def test_each_situation_can_be_said_in_two_ways_because_it_can_come_back(situation: Situation) -> None:
    assert slots_of("suites.yml", "utter_suite", "situation").count(situation.value) >= 2


def test_each_way_to_give_up_hands_over_and_no_other_situation_does() -> None:
    for variation in responses_of(ROOT / "data" / "responses" / "suites.yml")["utter_suite"]:
        said_for = {condition["value"] for condition in variation.get("condition", ())}
        gives_up = bool(said_for & {Situation.GIVE_UP.value, Situation.STILL_NOT_SOLVED.value})
        assert ("handoff" in variation.get("custom", {})) is gives_up


def test_no_situation_is_said_that_does_not_exist() -> None:
    assert set(slots_of("suites.yml", "utter_suite", "situation")) <= {situation.value for situation in Situation}


@pytest.mark.parametrize("question", [Question.SATISFACTION, Question.ROLE, Question.GUIDE])
def test_each_question_asked_after_an_answer_has_its_words_and_its_buttons(question: Question) -> None:
    asked = [
        variation
        for variation in responses_of(ROOT / "data" / "responses" / "suites.yml")["utter_question"]
        if variation["condition"][0]["value"] == question.value
    ]
    assert asked
    for variation in asked:
        intents = [button["payload"].removeprefix("/").partition("{")[0] for button in variation["buttons"]]
        assert len(intents) >= 2
        assert set(intents) <= set(TOPICS)


def test_the_texts_said_for_one_reason_are_all_different() -> None:
    for response in ("utter_question", "utter_suite"):
        texts = [v["text"] for v in responses_of(ROOT / "data" / "responses" / "suites.yml")[response]]
        assert len(set(texts)) == len(texts)


def test_the_urgent_topic_of_the_dialogue_is_the_urgent_topic_of_the_catalogue() -> None:
    assert [topic.id for topic in TOPICS.values() if topic.urgent] == [URGENT_TOPIC]


def test_the_check_of_paths_can_fail() -> None:
    assert known_paths().fullmatch("/profile/settings")
    assert known_paths().fullmatch("/organisations/une-association")
    assert not known_paths().fullmatch("/profile/parametres")
    assert not known_paths().fullmatch("/organisations/a/b")
    assert PATH.findall("ouvrez /profile/settings, et/ou le 18/19") == ["/profile/settings"]
