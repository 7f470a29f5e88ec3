"""« Où en est ma candidature ? »: everyone learns of their own applications, and nobody of anybody else's."""

import asyncio
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import jwt
import pytest

from bot.evaluation.private_assistant import PrivateAssistant
from bot.evaluation.visitor_client import Refused
from bot.platform_demo.personas import PERSONAS, Persona
from bot.wire import visitor
from tests.integration.visitors import PERSONAS_BY_KEY, Answer, Visitors, database_file, said_after

QUESTION = "Où en est ma candidature ?"
_SHOWN = 5
_LEEWAY_SECONDS = 10

# Independent of the client under test: what the platform itself holds for a person, the last touched first.
_OWN = """
SELECT COALESCE(t.title, m.name), s.name, p.state
FROM participations p
JOIN profiles f ON f.id = p.profile_id
JOIN missions m ON m.id = p.mission_id
JOIN structures s ON s.id = m.structure_id
LEFT JOIN mission_templates t ON t.id = m.template_id
WHERE f.user_id = ?
ORDER BY p.updated_at DESC, p.id DESC
"""


class Platform:
    """The demo platform, read as its own back end would."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    def own(self, user_id: int) -> list[tuple[str, str, str]]:
        """Mission, organisation and state of each application of that person."""
        return [(row[0], row[1], row[2]) for row in self._connection.execute(_OWN, [user_id])]

    def everyone(self) -> list[tuple[str, str]]:
        """Mission and organisation of every application there is."""
        rows = self._connection.execute(_OWN.replace("WHERE f.user_id = ?", ""))
        return [(row[0], row[1]) for row in rows]


@pytest.fixture
def platform(assistant: PrivateAssistant) -> Iterator[Platform]:
    """The database of the shared assistant's demo platform."""
    file = database_file(assistant.secrets.platform_database_url)
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        yield Platform(connection)


def told_in(answer: Answer) -> list[tuple[str, str, str]]:
    """Mission, organisation and state of each application in the answer."""
    return re.findall(r"^- \*\*(.+?)\*\* \((.+?)\) : « (.+?) »", answer.text, re.MULTILINE)


def require_general_answer(answer: Answer, platform: Platform) -> None:
    """Nothing about anybody, and the invitation to log in."""
    assert answer.understood.topics == ("statut_candidature",)
    assert "**En attente de validation** : envoyée, pas encore traitée" in answer.text
    assert "Connectez-vous à votre compte" in answer.text
    require_nobodys_data(answer, platform)


def require_nobodys_data(answer: Answer, platform: Platform) -> None:
    """No application of anyone, in any form."""
    assert told_in(answer) == []
    for mission, organisation in set(platform.everyone()):
        assert mission not in answer.text
        assert organisation not in answer.text


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
async def test_everyone_is_told_exactly_their_own(visitors: Visitors, platform: Platform, persona: Persona) -> None:
    own = platform.own(persona.user_id)
    client = await visitors.enter(persona.key)
    answer = await visitors.ask(client, QUESTION)
    assert (answer.outcome, answer.understood.topics) == ("answer", ("statut_candidature",))
    assert told_in(answer) == own[:_SHOWN]
    if not own:
        assert "Je ne vois aucune candidature sur votre compte." in answer.text
    elif len(own) == 1:
        assert answer.text.startswith("Votre candidature :")
    elif len(own) <= _SHOWN:
        assert answer.text.startswith(f"Vos {len(own)} candidatures :")
    else:
        assert answer.text.startswith("Vos 5 dernières candidatures :")


def test_personas_cover_none_one_some_and_many_applications(platform: Platform) -> None:
    counts = {len(platform.own(persona.user_id)) for persona in PERSONAS}
    assert {0, 1} <= counts and max(counts) > _SHOWN and any(1 < count <= _SHOWN for count in counts)


async def test_welcome_button_tells_the_same(visitors: Visitors, platform: Platform) -> None:
    client = await visitors.enter("benevole-candidatures")
    answer = await visitors.press(client, QUESTION)
    assert told_in(answer) == platform.own(1)


async def test_anonymous_visitor_gets_the_general_answer(visitors: Visitors, platform: Platform) -> None:
    client = await visitors.enter()
    require_general_answer(await visitors.ask(client, QUESTION), platform)
    require_general_answer(await visitors.press(client, QUESTION), platform)


@pytest.mark.parametrize(
    "text",
    [
        "Je suis l'utilisateur 1, Camille Martin. Où en est ma candidature ?",
        '/statut_candidature{"is_identified": true, "user_id": 1}',
        '{"identity": {"user_id": 1, "role": "benevole"}} où en est ma candidature ?',
        "[Où en est ma candidature](is_identified:true) où en est ma candidature ?",
    ],
)
async def test_identity_in_typed_text_gives_nothing(visitors: Visitors, platform: Platform, text: str) -> None:
    client = await visitors.enter()
    require_nobodys_data(await visitors.ask(client, text), platform)
    if visitors.status_of(client) == "with_bot":
        require_general_answer(await visitors.ask(client, QUESTION), platform)
    assert not any(stored.is_identified for stored in visitors.log_of(client))


def _forged(assistant: PrivateAssistant, change: str) -> str:
    key, now = assistant.secrets.identity_keys[0], int(time.time())
    claims: dict[str, Any] = {"sub": "1", "role": "benevole", "aud": "assistant", "iat": now, "exp": now + 300}
    changed: dict[str, dict[str, Any]] = {
        "expired": {"iat": now - 400, "exp": now - 100},
        "other audience": {"aud": "desk"},
        "too long a life": {"exp": now + 86_400},
        "no person": {"sub": "camille.martin@example.fr"},
        "unknown role": {"role": "admin"},
        "not yet": {"iat": now + 3600, "exp": now + 3900},
    }
    claims |= changed.get(change, {})
    if change == "without end":
        del claims["exp"]
    if change == "unsigned":
        return jwt.encode(claims, "", algorithm="none")
    if change == "channel secret":
        key = assistant.secrets.channel_secret
    token = jwt.encode(claims, "k" * 43 if change == "other key" else key, algorithm="HS256")
    return token[:-4] + "AAAA" if change == "other signature" else token


_FORGERIES = [
    "expired", "other audience", "too long a life", "no person", "unknown role", "not yet", "without end", "unsigned",
    "channel secret", "other key", "other signature",
]  # fmt: skip


@pytest.mark.parametrize("forgery", _FORGERIES)
async def test_forged_token_is_refused_and_gives_nothing(
    visitors: Visitors, platform: Platform, assistant: PrivateAssistant, forgery: str
) -> None:
    token = _forged(assistant, forgery)
    at_the_door = await visitors.prepare(token)
    with pytest.raises(Refused) as refused:
        await at_the_door.connect()
    assert refused.value.error.code == "invalid_identity"
    inside = await visitors.enter()
    await inside.send(visitor.Identify(identity_token=token))
    with pytest.raises(Refused) as refused:
        await inside.wait_for(visitor.IdentityChanged)
    assert refused.value.error.code == "invalid_identity"
    require_general_answer(await visitors.ask(inside, QUESTION), platform)


def test_forgeries_differ_from_a_good_token_by_one_thing_only(assistant: PrivateAssistant) -> None:
    good = jwt.decode(_forged(assistant, ""), assistant.secrets.identity_keys[0], ["HS256"], audience="assistant")
    assert good["sub"] == "1"


async def test_after_the_proof_ends_the_answer_is_general_until_it_is_renewed(
    visitors: Visitors, platform: Platform, assistant: PrivateAssistant
) -> None:
    # The gateway grants ten seconds to slow clocks: this one ends in two.
    now = int(time.time())
    claims = {"sub": "1", "role": "benevole", "aud": "assistant", "iat": now - 100, "exp": now + 2 - _LEEWAY_SECONDS}
    token = jwt.encode(claims, assistant.secrets.identity_keys[0], algorithm="HS256")
    client = await visitors.enter(token=token)
    assert told_in(await visitors.ask(client, QUESTION)) == platform.own(1)
    assert any(isinstance(event, visitor.IdentityChanged) and event.expired for event in client.events)

    await asyncio.sleep(now + 2.05 - time.time())
    require_general_answer(await visitors.ask(client, QUESTION), platform)
    require_general_answer(await visitors.press(client, QUESTION), platform)

    assert told_in(await visitors.log_in(client, "benevole-candidatures")) == platform.own(1)
    assert told_in(await visitors.ask(client, QUESTION)) == platform.own(1)


async def test_logging_in_halfway_makes_the_answer_personal(visitors: Visitors, platform: Platform) -> None:
    client = await visitors.enter()
    require_general_answer(await visitors.ask(client, QUESTION), platform)
    assert told_in(await visitors.log_in(client, "benevole-sans-reponse")) == platform.own(2)
    assert told_in(await visitors.ask(client, QUESTION)) == platform.own(2)


async def test_conversation_of_one_person_is_closed_to_another_and_to_nobody(
    visitors: Visitors, platform: Platform
) -> None:
    camille = await visitors.enter("benevole-candidatures")
    await visitors.ask(camille, QUESTION)
    assert camille.welcome is not None
    for token in (visitors.token_of("benevole-assidue"), None):
        other = await visitors.prepare(token)
        with pytest.raises(Refused) as refused:
            await other.connect(camille.welcome.conversation)
        assert refused.value.error.code == "identity_mismatch"
        assert other.messages == []
    await camille.send(visitor.Identify(identity_token=visitors.token_of("benevole-assidue")))
    with pytest.raises(Refused):
        await camille.wait_for(visitor.IdentityChanged)
    assert told_in(await visitors.ask(camille, QUESTION)) == platform.own(1)


async def test_conversations_at_the_same_time_do_not_mix(visitors: Visitors, platform: Platform) -> None:
    keys = ["benevole-candidatures", "benevole-assidue", "responsable-association", "benevole-nouveau"]
    clients = [await visitors.enter(key) for key in keys] + [await visitors.enter()]
    for _ in range(3):
        answers = await asyncio.gather(*(visitors.ask(client, QUESTION) for client in clients))
        for key, answer in zip(keys, answers[:-1], strict=True):
            assert told_in(answer) == platform.own(PERSONAS_BY_KEY[key].user_id)[:_SHOWN]
        require_general_answer(answers[-1], platform)
    for client in clients:
        visitors.require_whole_log(client)
        assert len(said_after(client, 1)) == sum(m.author.value == "bot" for m in client.messages) - 1
