"""What people call a domain of action leads to its label on the platform."""

import pytest

from bot.entities.domains import find_domains

SAID = [
    ("des missions avec des animaux", "Protection de la nature"),
    ("je voudrais m'occuper d'un refuge", "Protection de la nature"),
    ("planter des arbres", "Protection de la nature"),
    ("ramassage de déchets sur la plage", "Protection de la nature"),
    ("j'aime la nature", "Protection de la nature"),
    ("une maraude", "Solidarité et insertion"),
    ("Les MARAUDES du soir", "Solidarité et insertion"),
    ("aider les personnes agees", "Solidarité et insertion"),
    ("banque alimentaire", "Solidarité et insertion"),
    ("les Restos du Cœur", "Solidarité et insertion"),
    ("lutter contre l'isolement", "Solidarité et insertion"),
    ("aide aux devoirs", "Éducation pour tous"),
    ("du soutien scolaire", "Éducation pour tous"),
    ("education pour tous", "Éducation pour tous"),
    ("du mentorat", "Éducation pour tous"),
    ("à l'hôpital", "Santé pour tous"),
    ("un don du sang", "Santé pour tous"),
    ("dans le sport", "Sport pour tous"),
    ("tenir un stand dans un festival", "Art et culture pour tous"),
    ("guide dans un musée", "Art et culture pour tous"),
    ("du secourisme", "Prévention et protection"),
    ("solidarité internationale", "Coopération internationale"),
    ("une cérémonie du souvenir", "Mémoire et citoyenneté"),
    ("bénévolat de compétences", "Bénévolat de compétences"),
]


@pytest.mark.parametrize(("text", "label"), SAID)
def test_a_domain_is_understood(text: str, label: str) -> None:
    assert [found.value for found in find_domains(text)] == [label]


@pytest.mark.parametrize(
    "text",
    [
        "comment modifier mes compétences",
        "annuler pour raison de santé",
        "revenu de solidarité active",
        "une question de cette nature",
        "la nature de la mission",
        "deux semaines et une dizaine de jours",
        "je cherche une mission",
        "mes mails arrivent dans les spams",
        "l'Éducation nationale",
        "le chat ne s'ouvre pas",
        "mes enfants sont mineurs",
        "",
    ],
)
def test_a_support_question_names_no_domain(text: str) -> None:
    assert find_domains(text) == []


def test_several_domains_come_in_their_order() -> None:
    found = find_domains("des animaux, du sport ou une maraude")
    assert [one.text for one in found] == ["animaux", "sport", "maraude"]
