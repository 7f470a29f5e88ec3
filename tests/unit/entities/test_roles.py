"""A role is told only by somebody who speaks of themselves, or asks for a side."""

import pytest

from bot.entities.roles import find_role, find_role_said

TOLD = {
    "benevole": """
        je suis bénévole
        Bonjour, je suis bénévole et je voudrais relayer une mission
        jsuis benevole
        moi je suis juste bénévole
        en tant que bénévole, que puis-je faire ?
        et pour les bénévoles ?
        côté bénévole
        Et pour un simple bénévole, c'est pareil ?
        bénévole
    """,
    "responsable": """
        je suis responsable
        je suis responsable d'une association
        Je suis responsable de la structure
        en tant que responsable, comment valider ?
        et pour une association ?
        pour les assos
        côté organisation ?
        et si je suis responsable ?
        c'est pour mon association
        je gère une asso
        je préside une association de quartier
        je représente une fondation
        j'ai créé une association
        présidente d'association
        Bonjour, trésorière d'une association, je voudrais publier
        je suis présidente d'une association
        je suis le président, comment faire ?
        Je suis coordinatrice dans une ONG
        je suis salariée de l'association
        nous sommes une petite association
        on est une asso
        notre association cherche des bénévoles
        j'écris au nom de l'association
        je ne suis pas bénévole, je suis responsable
    """,
    "referent": """
        je suis référent
        je suis référente départementale
        référente départementale, je ne vois pas une structure
        en tant que référent
        je suis le référent du 93
        referent du 35, besoin d'un fichier
        et pour les référents ?
        (référent) Comment exporter les participations ?
        Référent dans les Landes : que faire ?
    """,
    "reseau": """
        tête de réseau
        je suis tête de réseau
        nous sommes une tête de réseau
        en tant que tête de réseau
        et pour les têtes de réseau ?
        je représente une fédération
        on est une fédération nationale
    """,
    "territoire": """
        nous sommes une mairie
        on est une petite commune
        je suis maire
        je suis élue d'un village
        je suis secrétaire de mairie
        je travaille à la mairie
        je représente une collectivité
        en tant que mairie
        pour les collectivités
        et pour une mairie ?
        je suis responsable de territoire
        je vous écris au nom d'une commune
    """,
}
UNTOLD = """
    mon responsable ne répond pas
    l'association ne répond pas
    la présidente de l'association ne répond pas
    elle est présidente de l'association
    mon mari est bénévole
    je cherche une association
    je voudrais contacter une association
    je voudrais devenir bénévole
    comment devenir référent
    j'aimerais être bénévole
    m'inscrire en tant que bénévole
    inviter ma collègue en tant que responsable
    elle a été nommée en tant que référente
    je ne suis pas bénévole
    je suis pas responsable moi
    je suis responsable de mes actes
    je suis responsable en cas d'accident ?
    est-ce que je suis responsable ?
    je suis bénévole et présidente d'association
    je suis connecté en tant que bénévole et pas comme responsable
    je suis bénévole au lieu d'être responsable
    je suis les deux, bénévole et responsable
    comment obtenir un espace tête de réseau
    où trouver mon référent
    le référent du département
    je suis suivi par mon référent RSA
    je suis référent handicap
    je suis directeur
    dans notre commune
    la mairie de ma commune
    association
    les responsables
    bénévoles
    où est ma candidature ?
    merci
"""


def lines(text: str) -> list[str]:
    """One case a line."""
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("role", "text"), [(role, text) for role, texts in TOLD.items() for text in lines(texts)])
def test_a_role_is_told(role: str, text: str) -> None:
    assert find_role(text) == role


@pytest.mark.parametrize("text", [*lines(UNTOLD), ""])
def test_no_role_is_told(text: str) -> None:
    assert find_role(text) is None


def test_the_words_that_tell_it_are_kept() -> None:
    said = find_role_said("Bonjour, je suis présidente d'une association à Lyon")
    assert said is not None
    assert said.text == "je suis présidente d'une association"
