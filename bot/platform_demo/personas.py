"""The fixed people of every demo database: whom to be, to see the assistant in a telling case."""

from dataclasses import dataclass
from typing import Literal

ChatRole = Literal["benevole", "responsable", "referent", "reseau"]


@dataclass(frozen=True)
class Persona:
    """A demo person; the same id, name and case whatever the seed, the day and the size."""

    key: str
    user_id: int
    role: ChatRole
    """The hat worn in the chat."""
    context_role: str
    """`users.context_role` (platform facts §2.1)."""
    first_name: str
    last_name: str
    town: str
    description: str
    """One French line for a chooser."""


def _volunteer(key: str, user_id: int, first_name: str, last_name: str, town: str, description: str) -> Persona:
    return Persona(key, user_id, "benevole", "volontaire", first_name, last_name, town, description)


def _responsable(key: str, user_id: int, first_name: str, last_name: str, town: str, description: str) -> Persona:
    hat: ChatRole = "responsable"
    return Persona(key, user_id, hat, "responsable", first_name, last_name, town, description)


PERSONAS: tuple[Persona, ...] = (
    _volunteer(
        "benevole-candidatures", 1, "Camille", "Martin", "Lyon",
        "Bénévole avec une candidature dans chaque état, dont une en attente depuis 3 jours",
    ),
    _volunteer(
        "benevole-sans-reponse", 2, "Thomas", "Bernard", "Lyon",
        "Bénévole dont la candidature attend une réponse depuis 12 jours",
    ),
    _volunteer(
        "benevole-nouveau", 3, "Inès", "Petit", "Nantes",
        "Bénévole inscrite depuis la veille, sans aucune candidature",
    ),
    _volunteer(
        "benevole-mission-annulee", 4, "Julien", "Moreau", "Villeurbanne",
        "Bénévole dont la mission vient d'être annulée par l'organisation",
    ),
    _volunteer(
        "benevole-assidue", 5, "Fatima", "Benali", "Lyon",
        "Bénévole très active, avec douze candidatures",
    ),
    _volunteer(
        "benevole-temoignage", 6, "Hugo", "Lefèvre", "Lyon",
        "Bénévole dont la mission est terminée et qui peut laisser un témoignage",
    ),
    _responsable(
        "responsable-association", 7, "Nathalie", "Roux", "Lyon",
        "Responsable d'une association validée, avec des candidatures à traiter ; aussi bénévole",
    ),
    _responsable(
        "responsable-en-attente", 8, "Karim", "Haddad", "Villeurbanne",
        "Responsable d'une organisation en attente de validation",
    ),
    _responsable(
        "responsable-brouillon", 9, "Sophie", "Garnier", "Villeurbanne",
        "Responsable dont l'inscription de l'organisation est restée au statut « Brouillon »",
    ),
    _responsable(
        "responsable-hors-ligne", 10, "Marc", "Fontaine", "Grenoble",
        "Responsable dont les missions ont été mises hors ligne, faute de réponse aux bénévoles",
    ),
    Persona(
        "referent-rhone", 11, "referent", "referent", "Claire", "Dubois", "Lyon",
        "Référente départementale du Rhône (69)",
    ),
    Persona(
        "tete-de-reseau", 12, "reseau", "tete_de_reseau", "Antoine", "Mercier", "Paris",
        "Tête de réseau du Réseau des Voisins solidaires",
    ),
    _responsable(
        "responsable-plusieurs-roles", 13, "Léa", "Marchand", "Rennes",
        "Responsable d'une association et tête de réseau : deux rôles sur un même compte",
    ),
    _volunteer(
        "benevole-adresse-refusee", 14, "Léo", "Garcia", "Nantes",
        "Bénévole dont la messagerie refuse les e-mails de la plateforme",
    ),
)  # fmt: skip
