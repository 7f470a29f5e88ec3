"""Rasa and the action server frozen, killed, kept from starting: the visitor always gets one answer, or one apology."""

import asyncio
import socket

import pytest

from bot.evaluation.private_assistant import PrivateAssistant
from bot.evaluation.visitor_client import VisitorClient
from bot.wire.messages import Author, Message
from bot.wire.visitor import Typing
from tests.integration.processes import (
    freeze,
    kill,
    locked_out_of_reach,
    replaced_by_garbage,
    take_port,
    taken_away,
    thaw,
    wait_until_back,
)
from tests.integration.visitors import (
    Answer,
    Visitors,
    come_back,
    conversation_id,
    database_file,
    press,
    reply_after,
)

QUESTION = "Comment supprimer mon compte ?"
ANSWER = "« Je souhaite me désinscrire »"
PERSONAL = "Où en est ma candidature ?"
AGAIN = "Je viens de vérifier, et voici de nouveau ce que je vois :\n\n"
SEARCH = "Je cherche une mission à Lyon"
WAYS_OUT = ["Reposer ma question", "Parler à une personne"]


def require_apology(answer: Answer | Message) -> None:
    """One bubble: sorry, nothing is lost, ask again or speak with somebody."""
    messages = answer.messages if isinstance(answer, Answer) else [answer]
    assert len(messages) == 1
    assert messages[0].text.startswith("Je suis désolé, un incident technique m'empêche de vous répondre.")
    assert [button.title for button in messages[0].buttons] == WAYS_OUT


async def post_and_wait_for_the_bot_to_start(client: VisitorClient, text: str) -> int:
    """Write, and return once the gateway has begun to ask the bot."""
    seq = (await client.post(text)).seq
    typing = await client.wait_for(Typing)
    assert (typing.author, typing.active) == ("bot", True)
    return seq


async def test_frozen_rasa_is_apologised_for_and_its_late_answer_never_comes(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    client, other = await victims.enter(), await victims.enter()
    freeze(victim, "rasa")
    answer, _ = await asyncio.gather(victims.ask(client, QUESTION), victims.ask(other, QUESTION))
    require_apology(answer)
    assert answer.outcome == "incident"

    # A human is reached without the bot.
    seq = await press(other, "Parler à une personne")
    assert (await reply_after(other, seq)).author is Author.SYSTEM
    assert victims.status_of(other) == "waiting"

    thaw(victim, "rasa")
    again = await victims.press(client, "Reposer ma question")
    assert again.understood.topics == ("supprimer_compte",) and ANSWER in again.text
    log = victims.require_whole_log(client)
    assert [stored.author for stored in log] == ["bot", "visitor", "bot", "visitor", "bot"]
    assert log[3].text == QUESTION


async def test_rasa_killed_during_a_turn_leaves_one_apology_or_one_answer_and_forgets_nothing(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    unclear, _, text = await victims.ask_something_unclear()
    client = await victims.enter()
    freeze(victim, "rasa")
    seq = await post_and_wait_for_the_bot_to_start(client, QUESTION)
    killed = await kill(victim, "rasa")
    reply = await reply_after(client, seq)
    if ANSWER not in reply.text:
        require_apology(reply)
    await wait_until_back(victim, "rasa", killed)
    for each in (client, unclear):
        await come_back(each)  # A program that does not read for long is taken for gone.

    after = await victims.ask(client, QUESTION)
    assert after.understood.topics == ("supprimer_compte",) and ANSWER in after.text
    authors = [stored.author for stored in victims.require_whole_log(client)]
    assert authors == ["bot", "visitor", "bot", "visitor", "bot"]

    # The second time in a row, or the third when a choice was offered: it still knows of the first, before its death.
    again = await victims.ask(unclear, text)
    if again.outcome == "clarify":
        again = await victims.ask(unclear, text)
    assert again.outcome == "handoff"
    assert victims.reason_of_handoff(unclear) == "not_understood"
    victims.require_whole_log(unclear)


async def test_frozen_action_server_costs_an_apology_only_where_it_is_needed(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    camille, other = await victims.enter("benevole-candidatures"), await victims.enter()
    freeze(victim, "actions")
    seq = await post_and_wait_for_the_bot_to_start(camille, PERSONAL)
    meanwhile = await victims.ask(other, QUESTION)
    assert ANSWER in meanwhile.text
    assert [stored.turn for stored in victims.log_of(camille)][-1] == "pending", "it was answered without waiting"

    require_apology(await reply_after(camille, seq))
    assert ANSWER in (await victims.ask(camille, QUESTION)).text
    thaw(victim, "actions")
    again = await victims.press(camille, "Reposer ma question")
    assert again.text.startswith("Vos 5 candidatures :")
    log = victims.require_whole_log(camille)
    assert [stored.author for stored in log] == ["bot", *["visitor", "bot"] * 3]


async def test_action_server_that_cannot_start_costs_an_apology_only_where_it_is_needed(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    unhelped = await victims.enter()
    assert ANSWER in (await victims.ask(unhelped, QUESTION)).text
    camille = await victims.enter("benevole-candidatures")
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        await take_port(victim, "actions", victim.settings.dialogue.actions_port, taken)
        for client, needs_actions in ((camille, PERSONAL), (unhelped, SEARCH)):
            require_apology(await victims.ask(client, needs_actions))
            assert ANSWER in (await victims.ask(client, QUESTION)).text
        # What the visitor is asked, and the offers when an answer did not help, are the bot's own.
        assert "Parler à une personne" in (await victims.ask(unhelped, "non")).titles
        await victims.press(unhelped, "Parler à une personne")
        assert victims.status_of(unhelped) == "waiting"
        # Nor does a topic that needs a person wait for what the platform would tell the agent.
        reporting = await victims.enter("benevole-candidatures")
        answer = await victims.ask(reporting, "Je veux signaler le comportement déplacé d'une association")
        assert (answer.outcome, victims.status_of(reporting)) == ("handoff", "waiting")
    await victim.stack.wait_until_ready("actions")
    assert (await victims.press(camille, "Reposer ma question")).text.startswith("Vos 5 candidatures :")
    for client in (camille, unhelped):
        victims.require_whole_log(client)


async def test_action_server_killed_again_and_again_never_silences_the_bot(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    client = await victims.enter("benevole-candidatures")
    for _ in range(2):
        killed = await kill(victim, "actions")
        answer = await victims.ask(client, PERSONAL)
        if answer.outcome == "incident":
            require_apology(answer)
        else:
            assert answer.text.removeprefix(AGAIN).startswith("Vos 5 candidatures :")
        await wait_until_back(victim, "actions", killed)
    answer = await victims.ask(client, PERSONAL)
    assert answer.text.removeprefix(AGAIN).startswith("Vos 5 candidatures :")
    authors = [stored.author for stored in victims.require_whole_log(client)]
    assert authors == ["bot", *["visitor", "bot"] * 3]


@pytest.mark.parametrize("failure", [taken_away, locked_out_of_reach, replaced_by_garbage])
async def test_platform_out_of_reach_gives_the_general_answer_and_says_so(
    victim: PrivateAssistant, victims: Visitors, failure: type
) -> None:
    client = await victims.enter("benevole-candidatures")
    with failure(database_file(victim.secrets.platform_database_url)):
        answer = await victims.ask(client, PERSONAL)
        assert (answer.outcome, answer.understood.topics) == ("answer", ("statut_candidature",))
        assert "**En attente de validation** : envoyée, pas encore traitée" in answer.messages[0].text
        assert "Je n'arrive pas à consulter votre dossier en ce moment" in answer.messages[1].text
        assert answer.titles == ["Parler à une personne", "Oui", "Non"]
        assert "onnectez-vous à votre compte" not in answer.text
    assert (await victims.ask(client, PERSONAL)).text.startswith("Vos 5 candidatures :")

    human = await victims.press(client, "Parler à une personne")
    assert human.outcome == "handoff"
    assert victims.status_of(client) == "waiting"
    assert victims.sql("SELECT count(*) FROM handoffs WHERE conversation_id = ?", conversation_id(client)) == [(1,)]
