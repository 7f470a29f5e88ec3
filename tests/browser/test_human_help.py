"""A visitor, a person of the support team, and the bot between them."""

import re

from playwright.async_api import expect

from tests.browser.conftest import MeetAgent
from tests.browser.desk_page import DeskPage
from tests.browser.stage import AGENT
from tests.browser.widget_page import Said, WidgetPage

_ASSISTANT, _AGENT, _NOTICE = "Assistant automatique", "Amina, équipe support", "Information"


async def test_a_visitor_is_helped_by_a_person_and_then_by_the_bot_again(visitor: WidgetPage, agent: DeskPage) -> None:
    await visitor.open()
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")

    # The visitor asks for a person: the agent, who does nothing, sees it come.
    await visitor.ask_human.click()
    await expect(visitor.status).to_have_text("En attente d'une personne de l'équipe support")
    await expect(visitor.messages.last).to_contain_text("inutile de tout répéter")
    await expect(visitor.queue).to_be_visible()
    await expect(visitor.ask_human).to_be_hidden()
    conversation_id = await visitor.conversation_id()
    await expect(agent.waiting.locator(f'[data-conversation="{conversation_id}"]')).to_contain_text("Nouvelle")
    await expect(agent.page).to_have_title(re.compile(r"^\(\d+\) Bureau"))

    # The agent reads what was said to the bot, and what the bot understood.
    await agent.open(conversation_id)
    await expect(agent.log).to_contain_text("Comment dupliquer une mission ?")
    await expect(agent.log).to_contain_text("Vous obtenez une copie en Brouillon")
    await expect(agent.log.get_by_text("Compris : Dupliquer une mission")).to_be_visible()
    await expect(agent.reply).to_be_hidden()

    # What is written in the queue reaches the agent, and the bot leaves it alone.
    await visitor.write("Le bouton reste grisé chez moi.")
    await expect(agent.messages.last).to_contain_text("Le bouton reste grisé chez moi.")

    await agent.take.click()
    await expect(visitor.status).to_have_text("Amina de l'équipe support vous répond")
    await expect(visitor.queue).to_be_hidden()
    await expect(agent.mine.locator(f'[data-conversation="{conversation_id}"]')).to_be_visible()
    await expect(agent.status).to_have_text("Vous répondez à cette conversation")

    # Each sees the other write, and then read what was written.
    await agent.reply.press_sequentially("Bonjour")
    await expect(visitor.typing).to_have_text("Amina écrit…")
    await agent.answer("Bonjour, je regarde cela avec vous.")
    await expect(visitor.messages.last).to_contain_text("Bonjour, je regarde cela avec vous.")
    await expect(visitor.typing).to_be_hidden()
    await visitor.composer.press_sequentially("Mer")
    await expect(agent.typing).to_have_text("Le visiteur écrit…")
    await visitor.write("comment supprimer mon compte")
    await expect(agent.messages.last).to_contain_text("comment supprimer mon compte")
    await expect(agent.typing).to_be_empty()
    await agent.answer("Nous verrons cela ensuite.")
    await expect(visitor.messages.last).to_contain_text("Nous verrons cela ensuite.")

    # Handed back, the bot answers from the next message on.
    await agent.hand_back.click()
    await expect(visitor.status).to_have_text("Assistant automatique")
    await expect(agent.line(conversation_id)).to_have_count(0)
    await expect(agent.status).to_have_text("L'assistant répond de nouveau")
    await visitor.ask("est ce que les missions sont payées", "ne sont pas rémunérées")

    shown = [Said(each.author, each.text[:40]) for each in await visitor.transcript()]
    assert shown == [
        Said(_ASSISTANT, shown[0].text),
        Said("Vous", "Comment dupliquer une mission ?"),
        Said(_ASSISTANT, shown[2].text),
        Said("Vous", "Je souhaite parler à une personne."),
        Said(_NOTICE, "Votre demande est transmise à l'équipe s"),
        Said("Vous", "Le bouton reste grisé chez moi."),
        Said(_NOTICE, "Amina, de l'équipe support, a rejoint la"),
        Said(_AGENT, "Bonjour, je regarde cela avec vous."),
        Said("Vous", "comment supprimer mon compte"),
        Said(_AGENT, "Nous verrons cela ensuite."),
        Said(_NOTICE, "L'assistant automatique reprend la conve"),
        Said("Vous", "est ce que les missions sont payées"),
        Said(_ASSISTANT, "Non, les missions de JeVeuxAider.gouv.fr"),
    ]


async def test_a_closed_conversation_opens_again_with_the_bot_when_the_visitor_writes(
    visitor: WidgetPage, agent: DeskPage
) -> None:
    await visitor.open()
    await visitor.ask_human.click()
    conversation_id = await visitor.conversation_id()
    await agent.open_and_take(conversation_id)
    await agent.answer("C'est réglé, bonne journée !")
    await visitor.composer.press_sequentially("Mer")
    await expect(agent.typing).to_have_text("Le visiteur écrit…")

    await agent.resolve()
    await expect(visitor.status).to_have_text("Conversation terminée")
    await expect(visitor.messages.last).to_contain_text("Cette conversation est close")
    await expect(agent.line(conversation_id)).to_have_count(0)
    await expect(agent.status).to_have_text("Conversation close")
    await expect(agent.typing).to_be_empty()
    await expect(agent.reply).to_be_hidden()

    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    await expect(visitor.status).to_have_text("Assistant automatique")
    await expect(visitor.ask_human).to_be_enabled()


async def test_closing_can_be_given_up(visitor: WidgetPage, agent: DeskPage) -> None:
    await visitor.open()
    await visitor.ask_human.click()
    await agent.open_and_take(await visitor.conversation_id())
    await agent.close.click()
    await agent.page.get_by_role("dialog").get_by_role("button", name="Annuler").click()

    await agent.answer("Je suis toujours là.")
    await expect(visitor.messages.last).to_contain_text("Je suis toujours là.")


async def test_going_back_to_the_assistant_leaves_the_queue(visitor: WidgetPage, agent: DeskPage) -> None:
    await visitor.open()
    await visitor.ask_human.click()
    conversation_id = await visitor.conversation_id()
    await expect(agent.line(conversation_id)).to_be_visible()

    await visitor.leave_queue.click()
    await expect(visitor.queue).to_be_hidden()
    await expect(visitor.messages.last).to_contain_text("Vous êtes de retour avec l'assistant automatique")
    await expect(agent.line(conversation_id)).to_have_count(0)
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")


async def test_a_subject_for_people_gives_the_facts_and_calls_a_person(visitor: WidgetPage, agent: DeskPage) -> None:
    await visitor.visit()
    await visitor.become("Camille Martin")
    await visitor.launcher.click()
    await visitor.write("Mon compte a été bloqué, pourquoi ?")
    await expect(visitor.messages.last).to_contain_text("Votre demande est transmise à l'équipe support")
    await expect(visitor.log).to_contain_text("seule l'équipe support peut réexaminer la situation")

    line = agent.line(await visitor.conversation_id())
    await expect(line).to_contain_text("Mon compte a été bloqué")
    await expect(line).to_contain_text("Bénévole")


async def test_someone_in_danger_gets_the_emergency_numbers_and_comes_first(
    visitor: WidgetPage, agent: DeskPage
) -> None:
    await visitor.open()
    await visitor.write("aidez moi je veux mourir")
    await expect(visitor.queue).to_be_visible()
    await expect(visitor.log.get_by_text("SAMU")).to_be_in_viewport()
    await expect(visitor.log).to_contain_text("3114")

    first = agent.waiting.get_by_role("listitem").first
    await expect(first).to_contain_text("Urgent")
    await agent.open_and_take(await visitor.conversation_id())


async def test_a_wrong_password_is_refused_and_the_right_one_then_accepted(meet_agent: MeetAgent) -> None:
    agent = await meet_agent()
    await agent.visit()
    await agent.try_to_log_in(AGENT.login, "pas le bon")
    await expect(agent.page.get_by_role("alert")).to_have_text("Identifiant ou mot de passe incorrect.")
    await expect(agent.password).to_have_value("")
    await expect(agent.password).to_be_focused()
    await expect(agent.waiting).to_have_count(0)

    await agent.try_to_log_in(AGENT.login, AGENT.password)
    await expect(agent.waiting).to_be_visible()


async def test_an_agent_stays_logged_in_over_a_reload_until_they_log_out(meet_agent: MeetAgent) -> None:
    agent = await meet_agent()
    await agent.log_in(AGENT)
    await agent.page.reload()
    await expect(agent.waiting).to_be_visible()
    await agent.log_out_button.click()
    await expect(agent.log_in_button).to_be_visible()
    await agent.visit()
    await expect(agent.log_in_button).to_be_visible()
