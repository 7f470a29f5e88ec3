"""The question asked before logging in is answered by itself afterwards, in the visitor's own case, once."""

from bot.evaluation.private_assistant import PrivateAssistant
from bot.evaluation.visitor_client import VisitorClient
from bot.wire import visitor
from bot.wire.messages import Author
from tests.integration.processes import kill_and_wait
from tests.integration.test_participations import QUESTION, Platform, platform, require_general_answer, told_in
from tests.integration.visitors import Visitors, receive_until, said_after

__all__ = ["platform"]

NOTICE = f"Votre identité est vérifiée. Je reprends votre question : « {QUESTION} »"
PERSONA, USER_ID = "benevole-candidatures", 1


def notices_in(client: VisitorClient) -> list[str]:
    return [message.text for message in client.messages if message.author is Author.SYSTEM]


async def test_in_place_the_answer_follows_the_proof(visitors: Visitors, platform: Platform) -> None:
    client = await visitors.enter()
    require_general_answer(await visitors.ask(client, QUESTION), platform)
    answer = await visitors.log_in(client, PERSONA)
    assert told_in(answer) == platform.own(USER_ID)
    assert notices_in(client) == [NOTICE]
    log = visitors.require_whole_log(client)
    assert [(stored.is_identified, stored.turn) for stored in log if stored.turn != "none"] == [
        (False, "done"),
        (True, "done"),
    ]


async def test_a_pressed_button_is_taken_up_too(visitors: Visitors, platform: Platform) -> None:
    client = await visitors.enter()
    require_general_answer(await visitors.press(client, QUESTION), platform)
    assert told_in(await visitors.log_in(client, PERSONA)) == platform.own(USER_ID)


async def test_after_a_page_load_the_history_is_there_and_the_answer_follows(
    visitors: Visitors, platform: Platform
) -> None:
    client = await visitors.enter()
    await visitors.ask(client, QUESTION)
    assert client.welcome is not None
    await client.disconnect()
    back = await visitors.prepare(visitors.token_of(PERSONA))
    await back.connect(client.welcome.conversation)
    assert back.messages[: len(client.messages)] == client.messages
    await back.wait_for_turn()
    assert notices_in(back) == [NOTICE]
    await visitors.ask(back, "merci")
    assert len(visitors.log_of(back)) == len(visitors.require_whole_log(back))
    assert notices_in(back) == [NOTICE]


async def test_a_gateway_killed_in_the_middle_answers_once_when_it_is_back(
    victims: Visitors, victim: PrivateAssistant
) -> None:
    client = await victims.enter()
    await victims.ask(client, QUESTION)
    asked = client.messages[-1].seq
    await client.send(visitor.Identify(identity_token=victims.token_of(PERSONA)))
    await client.wait_for(visitor.IdentityChanged)
    await kill_and_wait(victim, "gateway")
    assert client.welcome is not None
    back = await victims.prepare(victims.token_of(PERSONA))
    await back.connect(client.welcome.conversation)
    answer = await receive_until(
        back, lambda: next((m for m in said_after(back, asked) if m.author is Author.BOT), None)
    )
    assert "candidature" in answer.text
    await victims.ask(back, "merci")
    log = victims.require_whole_log(back)
    assert [stored.text for stored in log].count(NOTICE) == 1
    assert [stored.text for stored in log].count(answer.text) == 1
