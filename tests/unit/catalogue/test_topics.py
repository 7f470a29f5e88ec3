"""The catalogue, the answers and the rules agree with one another and with the site."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue import Kind, load_topics
from bot.catalogue.topics import CATALOGUE_FILE
from bot.settings import ROOT

TOPICS = load_topics()
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


def responses_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    return dict(yaml.safe_load(path.read_text("utf-8")).get("responses") or {})


def answers() -> list[tuple[str, str]]:
    """Every text that the bot may say, with the name of its response."""
    files = [*sorted((ROOT / "data" / "nlu").glob("*.yml")), ROOT / "domain.yml"]
    return [
        (name, variation["text"])
        for path in files
        for name, variations in responses_of(path).items()
        for variation in variations
        if "text" in variation
    ]


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
        ((condition, actions),) = own
        expected = {"utter_transfert_urgent"} if topic.urgent else {"utter_transfert_sujet", "utter_transfert_demande"}
        assert (condition, actions[:-1]) == (None, (answer,))
        assert actions[-1] in expected
    elif topic.kind is Kind.PERSONAL and len(own) == 2:
        by_identity = {condition[0]["slot_was_set"][0]["is_identified"]: actions for condition, actions in own}
        assert by_identity == {True: (f"action_{topic_id}",), False: (answer, "utter_invitation_connexion")}
    else:
        assert own == [(None, (answer,))]


def test_rules_and_files_are_about_topics_of_the_catalogue_only() -> None:
    assert set(rules()) - {"nlu_fallback"} == set(TOPICS)
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


def test_the_check_of_paths_can_fail() -> None:
    assert known_paths().fullmatch("/profile/settings")
    assert known_paths().fullmatch("/organisations/une-association")
    assert not known_paths().fullmatch("/profile/parametres")
    assert not known_paths().fullmatch("/organisations/a/b")
    assert PATH.findall("ouvrez /profile/settings, et/ou le 18/19") == ["/profile/settings"]
