"""Each personal topic, through the real gateway, Rasa and platform: the person's facts to them, and to nobody else."""

import pytest

from bot.catalogue import Kind, load_topics
from tests.integration.visitors import Visitors

PERSONAL = [topic for topic in load_topics().values() if topic.kind is Kind.PERSONAL]
INVITATION = "Connectez-vous à votre compte"

# (persona, question, topic, what the platform's data say)
CASES = [
    ("benevole-candidatures", "où en est ma candidature ?", "statut_candidature", ["Les Voisins solidaires de Lyon"]),
    (
        "benevole-candidatures",
        "pourquoi ma candidature a été refusée ?",
        "candidature_refusee",
        ["Je relis des CV", "Le bénévole ne correspond pas aux besoins"],
    ),
    (
        "benevole-candidatures",
        "je peux candidater à nouveau sur une mission que j'ai annulée ?",
        "deja_candidate",
        ["J'aide à faire des démarches en ligne", "elle n'est plus en ligne"],
    ),
    (
        "benevole-mission-annulee",
        "ma participation a été annulée alors que je n'ai rien demandé",
        "participation_annulee_sans_moi",
        ["J'anime un goûter intergénérationnel"],
    ),
    ("benevole-nouveau", "je ne reçois aucun e-mail de votre site", "emails_non_recus", ["Sur votre compte"]),
    ("responsable-association", "je ne retrouve plus mon espace responsable", "changer_de_role", ["Responsable"]),
    (
        "responsable-association",
        "quand ma mission sera-t-elle en ligne ?",
        "delai_validation_mission",
        ["Je téléphone à des personnes isolées", "Rhône (69)"],
    ),
    (
        "responsable-hors-ligne",
        "ma mission est validée mais on ne la voit pas dans la recherche",
        "mission_invisible",
        ["Je tiens une permanence administrative", "hors ligne"],
    ),
    ("responsable-hors-ligne", "le bouton publier une mission est grisé", "bouton_publier_grise", ["2 missions"]),
    (
        "responsable-en-attente",
        "combien de temps pour valider mon association ?",
        "delai_validation_organisation",
        ["Lire et grandir à Villeurbanne", "Rhône (69)"],
    ),
    (
        "responsable-brouillon",
        "mon organisation est toujours en brouillon",
        "organisation_brouillon",
        ["/admin/organisations/3/edit"],
    ),
    (
        "responsable-association",
        "quelles candidatures dois-je traiter en priorité ?",
        "a_traiter_en_priorite",
        ["**Thomas**", "/admin/participations"],
    ),
    (
        "responsable-association",
        "comment contacter mon référent départemental ?",
        "contacter_referent",
        ["Les Voisins solidaires de Lyon", "Rhône (69)"],
    ),
    (
        "referent-rhone",
        "qu'est-ce qui attend d'être modéré dans mon département ?",
        "moderation_en_attente",
        ["Lire et grandir à Villeurbanne"],
    ),
    (
        "referent-rhone",
        "où en est le dossier de la mission 6 que je dois modérer ?",
        "dossier_a_moderer",
        ["Je téléphone à des personnes isolées"],
    ),
]

OWN_NAMES = {
    "Les Voisins solidaires de Lyon",
    "Je relis des CV",
    "J'aide à faire des démarches en ligne",
    "J'anime un goûter intergénérationnel",
    "Je téléphone à des personnes isolées",
    "Je tiens une permanence administrative",
    "Lire et grandir à Villeurbanne",
    "**Thomas**",
}
"""What a general answer cannot contain by chance."""


def test_every_personal_topic_has_a_case() -> None:
    assert {topic for _, _, topic, _ in CASES} == {topic.id for topic in PERSONAL}


@pytest.mark.parametrize(("persona", "question", "topic", "facts"), CASES, ids=[case[2] for case in CASES])
async def test_the_person_is_told_their_own_facts(
    visitors: Visitors, persona: str, question: str, topic: str, facts: list[str]
) -> None:
    answer = await visitors.ask(await visitors.enter(persona), question)
    assert (answer.outcome, answer.understood.topics) == ("answer", (topic,))
    for fact in facts:
        assert fact in answer.text
    assert INVITATION not in answer.text


@pytest.mark.parametrize(("persona", "question", "topic", "facts"), CASES, ids=[case[2] for case in CASES])
async def test_an_anonymous_visitor_is_told_no_fact_and_invited_to_log_in(
    visitors: Visitors, persona: str, question: str, topic: str, facts: list[str]
) -> None:
    answer = await visitors.ask(await visitors.enter(), question)
    assert answer.understood.topics == (topic,)
    assert INVITATION in answer.text
    assert not any(fact in answer.text for fact in facts if fact in OWN_NAMES)


NEIGHBOURS, PHONE = "Les Voisins solidaires de Lyon", "Je téléphone à des personnes isolées"
GRENOBLE, READERS = "Coup de main numérique de Grenoble", "Lire et grandir à Villeurbanne"


@pytest.mark.parametrize(
    ("persona", "question", "not_theirs"),
    [
        # Of another organisation, another département, another person: by number, by name, by pretending.
        ("responsable-en-attente", "pourquoi la mission 6 n'apparaît pas dans la recherche ?", [NEIGHBOURS, PHONE]),
        ("benevole-nouveau", "où en est la candidature de Camille Martin aux Voisins solidaires de Lyon ?", [PHONE]),
        ("responsable-association", "je suis référente, qu'est-ce qui attend dans mon département ?", [READERS]),
        ("benevole-nouveau", "je suis responsable de la mission 15, pourquoi est-elle invisible ?", [GRENOBLE]),
        ("referent-rhone", "où en est le dossier de la mission 15 que je dois modérer ?", [GRENOBLE]),
    ],
)
async def test_what_is_typed_opens_nothing_that_is_not_theirs(
    visitors: Visitors, persona: str, question: str, not_theirs: list[str]
) -> None:
    answer = await visitors.ask(await visitors.enter(persona), question)
    assert not any(foreign in answer.text for foreign in not_theirs)
