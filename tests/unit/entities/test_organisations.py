"""The name of an organisation is taken when it is announced and written as a name."""

import pytest

from bot.entities.organisations import find_organisations


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("l'association Les Amis du Parc ne répond pas", "Les Amis du Parc"),
        ('mon asso "Le Phare" à Brest', "Le Phare"),
        ("l'association « les petits pas » de Nantes", "les petits pas"),
        ("la structure Croix-Rouge de Lyon", "Croix-Rouge de Lyon"),
        ("association Emmaüs Toulouse le 12 mars", "Emmaüs Toulouse"),
        ("l'organisation Secours Populaire Français à Paris", "Secours Populaire Français"),
        ("la fondation Abbé Pierre", "Abbé Pierre"),
        ("l'ONG Médecins du Monde", "Médecins du Monde"),
        ("l'association nommée Unis-Cité", "Unis-Cité"),
        ("Association : L'Étape", "L'Étape"),
        ("l'association Aide et Action, pourquoi ?", "Aide et Action"),
    ],
)
def test_a_name_that_is_announced_is_found(text: str, name: str) -> None:
    (found,) = find_organisations(text)
    assert (found.text, found.value) == (name, name)
    assert text[found.start : found.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "l'association ne répond pas",
        "Mon association. Je ne peux plus y accéder",
        "Une association Je ne sais pas laquelle",
        "mon association Validée n'apparaît pas",
        "L'ASSOCIATION NE REPOND PAS",
        "une association loi 1901",
        "l'association A",
        "Les Amis du Parc",
        "association",
        "",
    ],
)
def test_without_a_name_nothing_is_found(text: str) -> None:
    assert find_organisations(text) == []
