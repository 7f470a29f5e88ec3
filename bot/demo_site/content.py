"""What the demonstration pages show. Invented, but in the platform's words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mission:
    """A card of the home page. `tone` names its colour in the style sheet."""

    domain: str
    title: str
    organisation: str
    place: str
    when: str
    places: str
    tone: str


NAVIGATION: tuple[tuple[str, str], ...] = (
    ("/missions-benevolat", "Trouver une mission"),
    ("/inscription/responsable", "Publier une mission"),
    ("/aide", "Centre d'aide"),
    ("/login", "Mon compte"),
)

MISSIONS: tuple[Mission, ...] = (
    Mission(
        domain="Solidarité et insertion",
        title="Je participe à une distribution de repas chauds",
        organisation="Les Tables partagées",
        place="Lyon (69003)",
        when="Le samedi, 2 heures",
        places="4 bénévoles recherchés",
        tone="pink",
    ),
    Mission(
        domain="Éducation pour tous",
        title="J'accompagne des collégiens dans leurs devoirs",
        organisation="Coup de pouce du canal",
        place="Saint-Denis (93200)",
        when="Deux soirs par semaine",
        places="6 bénévoles recherchés",
        tone="blue",
    ),
    Mission(
        domain="Protection de la nature",
        title="Je nettoie les berges de la Loire avec une équipe",
        organisation="Rives vivantes",
        place="Nantes (44000)",
        when="Le 14 juin, une journée",
        places="20 bénévoles recherchés",
        tone="green",
    ),
)
