"""The domains of action of the platform, by their names and by what people call them: « maraude », « animaux »."""

import re

from bot.entities.folded import either, fold_message
from bot.entities.found import EntityKind, Found

# Each domain under its label on the platform (platform facts §2.10), with patterns in folded letters; any of them may
# have an « s » more. Left out: what a support question says about something else (« enfants », « chat »).
_SAID = {
    "Santé pour tous": r"""
        sante pour tous
        (?<!raison de )(?<!raisons de )(?<!probleme de )(?<!problemes de )(?<!professionnel de )sante
        hopital|hopitaux|(?:personne|enfant|gens)s? malade|soins palliatifs|lutte contre le cancer
        dons? (?:du|de) sang|addiction|sante mentale|depistage|telethon
    """,
    "Prévention et protection": r"""
        prevention et protection|prevention|protection civile|securite routiere
        secourisme|secouriste|premiers secours|gestes qui sauvent|croix[- ]blanche|sauvetage|sapeurs?[- ]pompier
        catastrophes? naturelle|inondation
    """,
    "Art et culture pour tous": r"""
        art et culture(?: pour tous)?|culture|culturelle?|patrimoine|musee|bibliotheque|lecture a voix haute
        festival|spectacle|concert|musique|theatre|cinema|danse|chorale|arts plastiques
    """,
    "Sport pour tous": r"""
        sport pour tous|sport|sportif|sportive|handisport|club de (?:foot|judo|rugby|basket)
        course solidaire|marathon|randonnee
    """,
    "Coopération internationale": r"""
        cooperation internationale|solidarite internationale|humanitaire|commerce equitable
        (?:missions?|benevolat) a l'etranger
    """,
    "Solidarité et insertion": r"""
        solidarite et insertion|(?<!revenu de )solidarite|insertion|precarite|pauvrete|personnes demunie
        maraude|sans[- ]abri|sdf|hebergement d'urgence|soupe populaire|restos? du coeur|vestiaire solidaire
        banque alimentaire|aide alimentaire|collecte alimentaire|epicerie solidaire
        distribution(?: alimentaire| de repas| de vetements)
        personnes? agee|seniors|aines|ehpad|maison de retraite|petits freres des pauvres|aidants
        isolement|personnes? isolee|visites? de convivialite|demarches administratives
        handicap|(?:personne|enfant|adulte)s? handicapee?|refugies|migrants|exiles
    """,
    "Mémoire et citoyenneté": r"""
        memoire et citoyennete|citoyennete|devoir de memoire
        anciens combattants|commemoration|ceremonie|porte[- ]drapeau|bleuet de france
    """,
    "Éducation pour tous": r"""
        education pour tous|education(?! nationale| civique)|aide aux devoirs|faire les devoirs
        soutien scolaire|accompagnement scolaire|periscolaire|mentorat|mentor|tutorat|parrainage
        cours de francais|alphabetisation|fle|illettrisme|inclusion numerique|aide (?:au )?numerique
        missions? (?:pour|avec) (?:les |des )?(?:enfants|jeunes)
        aider des (?:enfants|eleves|jeunes|lyceens|collegiens)|lire (?:a|avec) des enfants
    """,
    "Protection de la nature": r"""
        protection de la nature|(?<!cette )(?<!toute )(?<!meme )nature(?! de| du| des)
        environnement|ecologie|ecologique|climat|biodiversite|recyclerie|recyclage
        animaux|animal|animalier|refuge|spa|chiens|chats|promener un chien|chevaux|oiseaux
        planter des arbres|plantation d'arbres|reboisement|foret|jardin partage|jardinage
        ramassage(?: de| des)? dechet|ramasser des dechets|nettoyage (?:de|des) (?:plage|berge|riviere|foret)
    """,
    "Bénévolat de compétences": r"""
        benevolat de competence|mecenat de competence|comptabilite|graphisme|webmaster|developpement web
        creer un site (?:web|internet)|conseils? juridique|traduction
    """,
}
_PATTERNS = {label: re.compile(rf"\b{either(lines)}s?\b") for label, lines in _SAID.items()}
_ANY = re.compile("|".join(pattern.pattern for pattern in _PATTERNS.values()))
"""Most messages name none: one search says so, instead of ten."""


def find_domains(text: str) -> list[Found]:
    """The domains that the text names, in order; each value is the label."""
    folded = fold_message(text)
    if not _ANY.search(folded.text):
        return []
    found = [
        folded.found(EntityKind.DOMAIN, match, label)
        for label, pattern in _PATTERNS.items()
        for match in pattern.finditer(folded.text)
    ]
    # The longest first: « solidarité internationale » before « solidarité ».
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for candidate in found:
        if not any(candidate.overlaps(other) for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda one: one.start)
