"""What the wording of a message says of its place in a conversation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import load_topics
from bot.dialogue import cues

TOPICS = load_topics()
FIRST, SECOND, THIRD = OFFERED = ("favoris", "assurance", "changer_email")


def chosen_of_three(text: str) -> tuple[str, ...] | None:
    return cues.options_chosen(text, OFFERED, TOPICS)


def chosen_of_two(text: str) -> tuple[str, ...] | None:
    return cues.options_chosen(text, OFFERED[:2], TOPICS)


@pytest.mark.parametrize(
    "text",
    [
        "Retrouver mes missions favorites",
        "retrouver mes missions FAVORITES !",
        "« Retrouver mes missions favorites »",
        "  retrouver  mes missions favorites. ",
        "1",
        "1er",
        "la 1",
        "n°1",
        "le premier",
        "La première",
        "la premiere option",
        "oui, la première",
        "je choisis le 1er choix",
        "c'est la une",
        "le sujet 1 svp",
        "celui du haut",
        "celle tout en haut",
    ],
)
def test_the_first_is_chosen_when_it_is_named_by_title_or_by_place(text: str) -> None:
    assert chosen_of_three(text) == (FIRST,)
    assert chosen_of_two(text) == (FIRST,)


@pytest.mark.parametrize(
    "text",
    [
        "Assurance pendant une mission ?",
        "2",
        "Le 2.",
        "la 2e",
        "le 2ème choix",
        "n°2",
        "numéro deux",
        "option 2",
        "je prends la deuxième",
        "plutôt la seconde, merci",
        "le second",
    ],
)
def test_the_second_is_chosen_when_it_is_named_by_title_or_by_place(text: str) -> None:
    assert chosen_of_three(text) == (SECOND,)
    assert chosen_of_two(text) == (SECOND,)


@pytest.mark.parametrize("text", ["3", "la troisième", "plutôt le 3ème svp", "celle du 3", "option trois"])
def test_the_third_is_chosen_when_there_is_one(text: str) -> None:
    assert chosen_of_three(text) == (THIRD,)
    assert chosen_of_two(text) is None


@pytest.mark.parametrize("text", ["la dernière", "le dernier svp", "celle du bas", "celui du bas", "tout en bas"])
def test_the_last_depends_on_how_many_were_offered(text: str) -> None:
    assert chosen_of_three(text) == (THIRD,)
    assert chosen_of_two(text) == (SECOND,)


@pytest.mark.parametrize(("text", "of_two"), [("l'autre", (SECOND,)), ("les deux", OFFERED[:2])])
def test_the_other_and_both_mean_something_when_two_were_offered(text: str, of_two: tuple[str, ...]) -> None:
    assert chosen_of_two(text) == of_two
    assert chosen_of_three(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "aucun",
        "Aucune des trois",
        "aucun de ces sujets",
        "ni l'un ni l'autre",
        "ni l'une ni l'autre",
        "rien de tout ça",
        "ce n'est pas dans la liste",
        "ma question n'est pas là",
        "autre chose",
        "non, aucun",
        "aucun, merci",
        "aucun merci c'est bon",
        "un autre sujet",
        "pas dans la liste",
    ],
)
def test_none_is_chosen_when_all_are_refused(text: str) -> None:
    assert chosen_of_three(text) == ()
    assert chosen_of_two(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "oui",
        "non",
        "la 4",
        "une mission",
        "un mail",
        "2 jours",
        "j'en ai deux",
        "c'est quoi un numéro RNA ?",
        "une autre question",
        "celle du milieu",
        "comment changer mon adresse e-mail",
        "je ne sais pas",
        "j'étais inscrit la première fois avec une autre adresse",
        "je n'ai reçu aucune nouvelle de l'association depuis trois semaines",
    ],
)
def test_nothing_is_chosen_when_the_message_is_about_something_else(text: str) -> None:
    assert chosen_of_three(text) is None
    assert chosen_of_two(text) is None


@pytest.mark.parametrize(
    "text",
    ["je n'ai reçu aucun mail", "aucune nouvelle de ma candidature", "je ne vois aucune mission", "pas la première"],
)
def test_nothing_is_refused_when_none_is_said_of_something_else(text: str) -> None:
    assert chosen_of_three(text) is None


@pytest.mark.parametrize(
    "text", ["la deuxième s'il vous plaît", "je veux la deuxième", "non, la deuxième", "je voudrais le 2", "le 2 stp"]
)
def test_a_place_is_chosen_when_it_is_politely_asked_for(text: str) -> None:
    assert chosen_of_three(text) == (SECOND,)


@pytest.mark.parametrize("text", ["la première", "aucun", "les deux", "Retrouver mes missions favorites"])
def test_nothing_is_chosen_when_nothing_was_offered(text: str) -> None:
    assert cues.options_chosen(text, (), TOPICS) is None


@pytest.mark.parametrize("topic_id", TOPICS)
def test_each_title_is_chosen_when_it_is_typed_as_it_stands_on_its_button(topic_id: str) -> None:
    assert cues.options_chosen(TOPICS[topic_id].title, ("parler_humain", topic_id), TOPICS) == (topic_id,)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Non, je parlais de ma mission", "ma mission"),
        ("je parlais de l'assurance", "l'assurance"),
        ("mais moi je parle de l'assurance", "l'assurance"),
        ("je vous parle de mon compte", "mon compte"),
        ("Pas du tout, je parlais du RNA", "rna"),
        ("ah non, en fait je voulais dire mon mail", "mon mail"),
        ("je veux dire le mot de passe", "le mot de passe"),
        ("ma question : comment changer de mail ?", "comment changer de mail"),
        ("Ma question porte sur les favoris", "les favoris"),
        ("ma question c'est l'âge minimum", "l'age minimum"),
        ("c'est plutôt pour une association", "une association"),
        ("il s'agit plutôt de mon association", "mon association"),
        ("je parle d'une mission", "une mission"),
    ],
)
def test_what_a_correction_is_about_is_what_stands_after_it(text: str, rest: str) -> None:
    assert cues.correction_in(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "non",
        "non merci",
        "non, je parlais",
        "je parle",
        "je parlerai demain",
        "ma question",
        "comment supprimer mon compte ?",
        "je ne parle pas de ça",
        "l'association dont je parlais ne répond pas",
        "je voudrais parler à une personne",
    ],
)
def test_there_is_no_correction_when_nothing_is_corrected_or_nothing_follows(text: str) -> None:
    assert cues.correction_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "je veux parler à quelqu'un",
        "je voulais parler à un conseiller",
        "non, je veux parler à un humain",
        "je parle mal français",
    ],
)
def test_there_is_no_correction_when_the_visitor_wants_to_talk_to_somebody(text: str) -> None:
    assert cues.correction_in(text) is None


@pytest.mark.parametrize("text", ["ma question est urgente", "ma question n'a pas été comprise", "c'est plutôt clair"])
def test_there_is_no_correction_when_the_question_itself_is_spoken_of(text: str) -> None:
    assert cues.correction_in(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("non, comment changer mon mail ?", "comment changer mon mail"),
        ("nan je cherche une mission", "je cherche une mission"),
        ("pas ça, la carte de bénévole", "la carte de benevole"),
        ("ah non, plutôt le mot de passe", "le mot de passe"),
        ("non merci, je cherche une mission", "je cherche une mission"),
    ],
)
def test_what_stands_after_a_refusal_is_a_question_when_it_is_long_enough(text: str, rest: str) -> None:
    assert cues.refusal_in(text) == rest


@pytest.mark.parametrize(
    "text",
    ["", "non", "Non merci.", "non pas vraiment", "nonante euros par mois", "pas de réponse depuis", "oui, non, enfin"],
)
def test_there_is_no_question_after_a_refusal_when_little_or_nothing_follows(text: str) -> None:
    assert cues.refusal_in(text) is None


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("l'asso, pas la mission", "delai_validation_organisation"),
        ("plutôt celle pour valider la mission", "delai_validation_mission"),
        ("la validation", None),
        ("mission", None),
        ("valider et publier", None),
    ],
)
def test_a_topic_offered_is_chosen_by_words_of_its_title_alone(text: str, chosen: str | None) -> None:
    offered = ("delai_validation_organisation", "delai_validation_mission")
    assert cues.options_chosen(text, offered, load_topics()) == ((chosen,) if chosen else None)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("super merci. et si j'en refuse un ?", "et si j'en refuse un ?"),
        ("ok merci, dernier truc : ma mission est complète", "ma mission est complete"),
        ("d'accord, au fait je voudrais partir", "je voudrais partir"),
        ("merci beaucoup", None),
        ("merci de me dire comment faire", None),
        ("oui mais je l'ai déjà fait", None),
    ],
)
def test_what_is_asked_after_thanks_is_not_lost(text: str, rest: str | None) -> None:
    assert cues.after_thanks(text) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("oui mais comment j'exporte", "comment j'exporte"),
        ("Ok, mais ça dit pas ce qu'il y a dedans", "ca dit pas ce qu'il y a dedans"),
        ("oui mais bon", None),
        ("oui je sais mais où", None),
    ],
)
def test_what_stands_after_yes_but_is_not_lost(text: str, rest: str | None) -> None:
    assert cues.objection_in(text) == rest


@pytest.mark.parametrize(
    ("text", "consents"),
    [
        ("oui merci", True),
        ("Ah oui c'est ça", True),
        ("mais oui", True),
        ("oui mais où ?", False),
        ("et si je clique sur oui", False),
        ("ouistiti", False),
    ],
)
def test_consent_begins_with_yes(text: str, consents: bool) -> None:
    assert cues.is_consent(text) is consents


def test_an_objection_to_the_answer_does_not_refuse_it() -> None:
    assert cues.refusal_in("non mais le bouton annuler n'y est pas") is None


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("en savoir plus", True),
        ("je voudrais plus de détails svp", True),
        ("ok, et après ?", True),
        ("c'est-à-dire ?", True),
        ("expliquez-moi mieux", True),
        ("plus de place", False),
        ("et après je peux la rouvrir ?", False),
        ("combien ça coûte", False),
    ],
)
def test_who_wants_more_says_nothing_of_what(text: str, is_all: bool) -> None:
    assert cues.asks_for_more(text) is is_all


@pytest.mark.parametrize(
    ("text", "more_likely"),
    [
        ("elle va recevoir un mail ?", True),
        ("un mail est envoyé ?", False),
    ],
)
def test_what_stands_for_something_said_goes_on_with_it(text: str, more_likely: bool) -> None:
    assert (cues.goes_on(text) > 1) is more_likely


def test_who_says_much_says_it_anew() -> None:
    assert cues.goes_on("mon association voudrait publier une mission pour la fête du village de dimanche") < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "et pour une mission ?",
        "Et si je suis mineur ?",
        "sinon pour un mineur",
        "mais en Belgique ?",
        "ok et pour les référents",
        "merci et pour mon compte",
        "d'accord et sinon",
        "oui et après",
    ],
)
def test_a_piece_of_question_needs_what_was_said_before(text: str) -> None:
    assert cues.is_fragment(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "oui",
        "étape suivante",
        "est-ce gratuit ?",
        "éteindre les notifications",
        "comment faire et pour une mission",
        "et pour la mission que j'ai vue hier soir sur votre site internet",
        "maison de retraite",
    ],
)
def test_a_whole_question_does_not_need_what_was_said_before(text: str) -> None:
    assert not cues.is_fragment(text)


@pytest.mark.parametrize("topic_id", TOPICS)
def test_no_title_of_a_button_reads_like_a_piece_of_question(topic_id: str) -> None:
    assert not cues.is_fragment(TOPICS[topic_id].title)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("et pour une mission ?", "mission"),
        ("et pour mes annonces", "mission"),
        ("et pour une association ?", "organisation"),
        ("et pour mon asso", "organisation"),
        ("et l'ONG ?", "organisation"),
        ("et pour un club de foot", "organisation"),
        ("et la structure ?", "organisation"),
        ("et pour une mission de mon association ?", None),
        ("et pour un bénévole ?", None),
        ("et la transmission ?", None),
        ("", None),
    ],
)
def test_the_object_of_a_piece_of_question_is_told_when_it_is_one_alone(text: str, named: str | None) -> None:
    assert cues.object_named(text) == named


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "Comment supprimer mon compte ? Et comment changer mon mail ?",
            ("comment supprimer mon compte", "comment changer mon mail"),
        ),
        (
            "comment supprimer mon compte et comment changer mon mail",
            ("comment supprimer mon compte", "comment changer mon mail"),
        ),
        (
            "comment supprimer mon compte, aussi je voudrais une attestation",
            ("comment supprimer mon compte", "je voudrais une attestation"),
        ),
        (
            "Je ne trouve pas de mission. Je n'arrive pas à me connecter.",
            ("je ne trouve pas de mission", "je n'arrive pas a me connecter"),
        ),
        (
            "Où est mon attestation ; par ailleurs est-ce que je suis assuré ?",
            ("ou est mon attestation", "est-ce que je suis assure"),
        ),
        (
            "J'ai oublié mon mot de passe. Comment supprimer mon compte ?",
            ("j'ai oublie mon mot de passe", "comment supprimer mon compte"),
        ),
    ],
)
def test_a_message_is_cut_when_it_asks_two_things(text: str, questions: tuple[str, ...]) -> None:
    assert cues.questions_in(text) == questions


def test_a_message_is_cut_when_its_questions_stand_on_two_lines() -> None:
    text = "comment supprimer mon compte\ncomment changer mon mail"
    assert cues.questions_in(text) == ("comment supprimer mon compte", "comment changer mon mail")


@pytest.mark.parametrize(
    "text", ["d'accord, et pour une asso ?", "Merci ! Et pour une mission ?", "ok, et si je suis mineur"]
)
def test_a_piece_of_question_is_seen_when_a_comma_stands_before_it(text: str) -> None:
    assert cues.is_fragment(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bonjour. Comment supprimer mon compte ?",
        "Bonjour, comment m'inscrire ? Merci d'avance !",
        "je veux supprimer mon compte et mes données",
        "Comment m'inscrire sur jeveuxaider.gouv.fr ?",
        "Mission ou candidature ?",
        "Je suis bénévole. J'habite Lyon. Merci.",
        "J'ai postulé la semaine dernière à une mission. J'ai eu un message. Depuis, plus rien.",
        "J'ai reçu un mail qui me dit que ma mission est validée. Que faire ?",
    ],
)
def test_a_message_stays_whole_when_it_asks_one_thing(text: str) -> None:
    assert cues.questions_in(text) == (text,)


def test_three_questions_are_read_at_most_when_there_are_more() -> None:
    text = "Comment je m'inscris ? Combien ça coûte ? Quand commence la mission ? Qui va me contacter ?"
    assert cues.questions_in(text) == ("comment je m'inscris", "combien ca coute", "quand commence la mission")


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "Stop !",
        "non, stop",
        "Arrêter ici",
        "arrête ici",
        "on arrête",
        "On arrête là.",
        "j'arrête",
        "J’arrête là",
        "laisse tomber",
        "laissez tomber",
        "c'est bon merci",
        "ça suffit",
    ],
)
def test_a_stop_is_heard_when_it_is_all_that_is_said(text: str) -> None:
    assert cues.is_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "non",
        "c'est bon",
        "merci",
        "étape suivante",
        "comment arrêter une mission ?",
        "je veux arrêter de recevoir des mails",
        "stop aux mails",
        "pourquoi la mission s'arrête",
        "j'ai terminé",
    ],
)
def test_no_stop_is_heard_when_something_else_is_said(text: str) -> None:
    assert not cues.is_stop(text)


@pytest.mark.parametrize(
    "text",
    ["J'ai terminé", "j'ai fini", "J’ai fini !", "terminé", "c'est fait", "C'est fini.", "oui, c'est fait", "oui fait"],
)
def test_done_is_heard_when_it_is_all_that_is_said(text: str) -> None:
    assert cues.is_finished(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "oui",
        "ce n'est pas fait",
        "c'est fait comment ?",
        "je n'ai pas fini",
        "en fait",
        "ma mission est terminée",
        "j'ai terminé ma mission, et après ?",
        "c'est bon merci",
    ],
)
def test_done_is_not_heard_when_something_else_is_said(text: str) -> None:
    assert not cues.is_finished(text)


@pytest.mark.parametrize("text", ["merci", "non merci", "Aucun, MERCI !", "aucun, tout va bien", "non c’est bon"])
def test_a_polite_end_is_heard(text: str) -> None:
    assert cues.is_thanks(text)


@pytest.mark.parametrize("text", ["", "non", "aucun", "aucun des trois", "remerciement", "c'est bien"])
def test_a_plain_refusal_is_no_polite_end(text: str) -> None:
    assert not cues.is_thanks(text)


@given(st.text(max_size=80))
def test_whatever_is_typed_nothing_breaks(text: str) -> None:
    assert chosen_of_three(text) in (None, (), *((topic,) for topic in OFFERED))
    assert cues.questions_in(text)
    for rest in (cues.correction_in(text), cues.refusal_in(text)):
        assert rest is None or rest.strip()
    assert not (cues.is_stop(text) and cues.is_finished(text))
    cues.is_fragment(text)
    cues.is_thanks(text)
    cues.object_named(text)
