"""Words that say a person is in danger, for where no NLU reads: whoever waits for a person must not wait for numbers.

Few and plain: the bot's classifier sees far more, and reads everything that is addressed to it.
"""

import re

from bot.text.folding import fold

_DANGER = re.compile(
    r"\b(?:suicid\w*|me tuer|me pendre|m'ouvrir les veines|me foutre en l'air|en finir avec (?:la vie|tout ca)"
    r"|je (?:veux|vais|voudrais) (?:mourir|en finir|sauter)|envie de mourir|plus envie de vivre|marre de vivre"
    r"|(?:il|elle|mon mari|mon copain|mon conjoint|ma femme|mon pere|ma mere) (?:me|nous|la|le)"
    r" (?:frappe|bat|tape|viole|menace)"
    r"|(?:je suis|on est|elle est|il est) en danger|on m'agresse|je me fais (?:agresser|frapper|suivre|violer)"
    r"|violee?s?|au secours|arret cardiaque|ne respire plus)\b"
)


def speaks_of_danger(text: str) -> bool:
    """Whether the text says, in so many words, that somebody is in danger or in distress."""
    return bool(_DANGER.search(fold(text)))
