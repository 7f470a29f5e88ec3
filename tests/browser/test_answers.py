"""Questions and answers, for anybody and for somebody."""

import re

from playwright.async_api import expect

from tests.browser.conftest import MeetVisitor
from tests.browser.widget_page import WELCOME, WidgetPage

# A question as people write it, and what only its answer says.
_QUESTIONS = {
    "jai oublié mon mot de passe comment faire": "valable 3 heures",
    "à partir de quel âge peut-on s'inscrire ?": "à partir de 16 ans",
    "suis-je assuré pendant ma mission de bénévolat ?": "notamment pour la responsabilité civile",
    "je cherche une mission près de chez moi": "les missions à moins de 35 km s'affichent",
    "une entreprise commerciale peut-elle publier des missions ?": "but non lucratif",
    "l'association ne me répond pas depuis 15 jours": "reçoivent aussi un e-mail de rappel chaque lundi",
    "comment supprimer mon compte": "« Je souhaite me désinscrire »",
    "je voudrais une attestation de bénévolat": "ne délivre pas d'attestation",
    "Comment dupliquer une mission ?": "Vous obtenez une copie en Brouillon",
    "est ce que les missions sont payées": "ne sont pas rémunérées",
}


async def test_ten_different_questions_get_their_right_answers(visitor: WidgetPage) -> None:
    await visitor.open()
    for question, answer in _QUESTIONS.items():
        await visitor.ask(question, answer)

    said = await visitor.transcript()
    assert [each.text for each in said if each.author == "Vous"] == list(_QUESTIONS)
    assert len(said) == 1 + 2 * len(_QUESTIONS)


async def test_links_of_an_answer_lead_to_the_site_in_a_new_tab(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.ask("j'ai perdu mon mot de passe", "valable 3 heures")

    link = visitor.messages.last.get_by_role("link", name=re.compile("^Mot de passe perdu"))
    await expect(link).to_have_attribute("href", "https://www.jeveuxaider.gouv.fr/password-reset")
    await expect(link).to_have_attribute("target", "_blank")


async def test_an_anonymous_visitor_is_told_the_general_answer_and_invited_to_log_in(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.ask("où en est ma candidature", "Connectez-vous à votre compte")

    general = visitor.messages.nth(-2)
    await expect(general).to_contain_text("Vous trouvez l'état de chaque candidature dans Mes missions")
    await expect(visitor.log).not_to_contain_text("Les Voisins solidaires")


async def test_the_question_is_taken_up_again_once_the_visitor_has_logged_in(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.ask("où en est ma candidature", "Connectez-vous à votre compte")
    # Nobody logs in within the second in which messages are taken for one turn.
    await visitor.page.wait_for_timeout(1100)
    await visitor.become("Camille Martin")
    await expect(visitor.messages.last).to_contain_text("Vos 5 candidatures")
    resumed = visitor.messages.filter(has_text="Je reprends votre question : « où en est ma candidature »")
    await expect(resumed).to_have_count(1)
    await expect(visitor.messages.last).to_be_in_viewport()


async def test_missions_are_found_as_cards_and_the_search_is_changed_afterwards(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.ask("je cherche une mission", "Dans quelle commune cherchez-vous une mission ?")
    await visitor.ask("Lyon", "la recherche complète")
    await expect(visitor.log).to_contain_text("Missions autour de Lyon (35 km) :")
    cards = visitor.log.get_by_role("list").get_by_role("link")
    await expect(cards.first).to_have_attribute("href", re.compile("/missions-benevolat/"))
    await visitor.ask("à distance finalement", "Missions à distance :")
    await visitor.choice("Voir d'autres missions").last.click()
    await expect(visitor.messages.last).to_contain_text("D'autres missions à distance :")


async def test_a_logged_in_benevole_is_told_their_own_applications(visitor: WidgetPage) -> None:
    await visitor.visit()
    await visitor.become("Camille Martin")
    await visitor.launcher.click()
    await visitor.ask("où en est ma candidature", "Vos 5 candidatures")

    answer = visitor.messages.last
    await expect(answer).to_contain_text("J'accompagne des aînés au marché")
    await expect(answer).to_contain_text("« En attente de validation » depuis le")
    await expect(visitor.log).not_to_contain_text("Connectez-vous")


async def test_choosing_another_person_starts_a_conversation_that_shows_nothing_of_the_former(
    visitor: WidgetPage,
) -> None:
    await visitor.visit()
    await visitor.become("Camille Martin")
    await visitor.launcher.click()
    await visitor.ask("où en est ma candidature", "J'accompagne des aînés au marché")
    first = await visitor.conversation_id()

    await visitor.become("Thomas Bernard")
    await expect(visitor.messages.last).to_contain_text(WELCOME)
    assert await visitor.conversation_id() != first
    await expect(visitor.log).not_to_contain_text("où en est ma candidature")
    await visitor.ask("où en est ma candidature", "Votre candidature :")
    await expect(visitor.log).not_to_contain_text("J'accompagne des aînés au marché")


async def test_the_buttons_of_the_welcome_are_answered_and_can_be_pressed_once(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.choice("Publier une mission").click()

    await expect(visitor.messages.last).to_contain_text("il faut être responsable d'une organisation inscrite")
    said = await visitor.transcript()
    assert [each.author for each in said] == ["Assistant automatique", "Vous", "Assistant automatique"]
    assert said[1].text == "Publier une mission"
    await expect(visitor.choice("Publier une mission")).to_be_disabled()
    await expect(visitor.choice("Trouver une mission")).to_be_disabled()


async def test_what_is_not_understood_is_never_left_without_a_way_out(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.ask("zlorp gnufi trakoumel", "")
    await expect(visitor.messages).to_have_count(3)
    await expect(visitor.ask_human).to_be_enabled()


async def test_two_visitors_see_only_their_own_conversation(meet_visitor: MeetVisitor) -> None:
    one, other = await meet_visitor(), await meet_visitor()
    await one.open()
    await other.open()
    await one.ask("comment supprimer mon compte", "Je souhaite me désinscrire")
    await other.ask("Comment dupliquer une mission ?", "copie en Brouillon")

    await expect(one.log).not_to_contain_text("dupliquer")
    await expect(other.log).not_to_contain_text("désinscrire")
