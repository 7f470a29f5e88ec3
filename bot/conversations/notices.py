"""What the assistant says by itself, without Rasa: welcome, changes of who answers, incidents. In French."""

import re

from bot.conversations.records import StoredButton
from bot.text.folding import fold
from bot.wire.turns import AskAgain, AskHuman, AskTopic, BackToBot, HandoffReason

WELCOME = (
    "Bonjour ! Je suis l'assistant automatique de JeVeuxAider.gouv.fr.\n\n"
    "Posez-moi votre question avec vos mots, ou choisissez un sujet ci-dessous. "
    "À tout moment, vous pouvez demander à parler à une personne de l'équipe support."
)
WELCOME_BUTTONS = (
    StoredButton(id="1", title="Trouver une mission", action=AskTopic(intent="trouver_mission")),
    StoredButton(id="2", title="Où en est ma candidature ?", action=AskTopic(intent="statut_candidature")),
    StoredButton(id="3", title="Publier une mission", action=AskTopic(intent="publier_mission")),
)

HUMAN_REQUEST = "Je souhaite parler à une personne."

WAITING = (
    "Votre demande est transmise à l'équipe support. Une personne vous répondra ici même, "
    "elle verra toute notre conversation : inutile de tout répéter. "
    "Vous pouvez continuer à écrire en attendant."
)
WAITING_BUTTONS = (StoredButton(id="1", title="Revenir à l'assistant", action=BackToBot()),)

# The bot's own answer too (data/nlu/danger_detresse.yml): said here to who is waiting, whom the bot no longer hears.
EMERGENCY = (
    "Votre sécurité passe avant tout. En cas de danger immédiat, appelez tout de suite, "
    "sans attendre de réponse ici :\n\n"
    "- **15** : SAMU, urgence médicale\n"
    "- **17** : police ou gendarmerie\n"
    "- **18** : pompiers\n"
    "- **112** : numéro d'urgence européen\n"
    "- **114** : par SMS, si vous ne pouvez pas parler ou entendre\n"
    "- **3114** : prévention du suicide\n"
    "- **119** : enfant en danger\n"
    "- **3919** : violences faites aux femmes\n\n"
    "Votre demande passe devant les autres dans la file de l'équipe support."
)

CANCELLED = "Vous êtes de retour avec l'assistant automatique. Quelle est votre question ?"
RETURNED = "L'assistant automatique reprend la conversation. Vous pouvez poser une nouvelle question."
RESOLVED = "Cette conversation est close. Vous pouvez écrire de nouveau à tout moment."

_LONGEST_QUOTE = 120

_INCIDENT = (
    "Je suis désolé, un incident technique m'empêche de vous répondre. Votre message est bien conservé. "
    "Vous pouvez reposer votre question dans un instant, ou parler à une personne de l'équipe support."
)

_WAY_BACK = re.compile(
    r"(?:non,? |ok,? )?"
    r"(?:(?:je )?(?:veux |voudrais )?(?:reviens|revenir|retour|retourner) (?:au |a l'|vers le |vers l')"
    r"(?:bot|robot|assistant|chatbot)"
    r"|retour|stop|laisse[zr]? tomber|annule[zr]?(?: (?:la|ma) demande)?|(?:en fait|finalement),? non|c'est bon)"
    r"(?:,? (?:finalement|merci|j'ai trouve))*"
)
"""« revenir au bot », « finalement non merci », in folded text."""

REASONS = {
    HandoffReason.VISITOR_ASKED: "La personne a demandé à parler à quelqu'un.",
    HandoffReason.TOPIC: "Ce sujet demande une intervention de l'équipe.",
    HandoffReason.NOT_UNDERSTOOD: "L'assistant n'a pas compris à deux reprises.",
    HandoffReason.NOT_SOLVED: "Les réponses de l'assistant n'ont pas suffi.",
    HandoffReason.INCIDENT: "Un incident technique a empêché l'assistant de répondre.",
}


def is_way_back(text: str) -> bool:
    """Whether who waits for a person writes that they want the bot back, or nobody any more, and nothing else."""
    return bool(_WAY_BACK.fullmatch(fold(text).strip(' .!«»"')))


def taken(agent_name: str) -> str:
    """Said when an agent takes the conversation."""
    return f"{agent_name}, de l'équipe support, a rejoint la conversation."


def resumed(question: str) -> str:
    """Said when a question is asked again because its author is identified now."""
    return f"Votre identité est vérifiée. Je reprends votre question : « {_quoted(question)} »"


def incident(question: AskAgain) -> tuple[str, tuple[StoredButton, ...]]:
    """The apology for a turn that failed, with the ways out of it."""
    return _INCIDENT, (
        StoredButton(id="1", title="Reposer ma question", action=question),
        StoredButton(id="2", title="Parler à une personne", action=AskHuman()),
    )


def _quoted(words: str) -> str:
    # One line without Markdown: nobody writes a list, a link or bold letters in the assistant's name.
    said = " ".join(words.split()).replace("**", "").replace("](", "] (")
    if len(said) <= _LONGEST_QUOTE:
        return said
    return said[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"
