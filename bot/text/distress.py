"""Words that say a person is in danger, for where no NLU reads: whoever waits for a person must not wait for numbers.

Few and plain: the bot's classifier sees far more, and reads everything that is addressed to it.
"""

import re

from bot.text.folding import fold

_SOMEBODY = r"(?:il|elle|on|mon mari|mon copain|mon conjoint|mon ex|mon pere|mon frere|ma femme|ma mere)"
_DANGER = re.compile(
    r"\b(?:(?:me|s'est|m'etre) ?suicide[re]?|pense au suicide|idees? suicidaires?|mon suicide"
    r"|(?:vais|veux|voudrais) me tuer|me pendre|m'ouvrir les veines|me foutre en l'air|me faire du mal"
    r"|(?:(?:vais|veux|voudrais) |d')en finir(?! avec (?:cette|ce|l'|le|vos|votre))|en finir avec la vie"
    r"|(?:vais|veux|envie de|voudrais) mourir(?! de| d'|e)|veux disparaitre"
    r"|plus (?:envie de )?vivre|marre de vivre(?! ca)"
    rf"|{_SOMEBODY} (?:me|nous|m'a|nous a) (?:frappee?s?|bat|battue?s?|tape|violee?s?|viole)"
    r"(?! (?:au|aux|en|sur les nerfs))"
    rf"|{_SOMEBODY} me menace (?:de mort|avec)|homme me menace|menace avec un couteau"
    r"|(?:j'ai ete|me suis fait) viole[er]?e?|on m'agresse|je me fais (?:agresser|frapper|violer|suivre dans)"
    r"|(?:je suis|nous sommes|on est|il est|elle est|mon fils est|ma fille est) en danger(?! de (?!mort))"
    r"|(?:ne |n')?respire plus|est inconsciente?|(?:fait|en) (?:un )?arret cardiaque|sequestree?)\b"
    r"|^(?:au secours|a l'aide)[ !.]*(?:$|il y a|quelqu'un|vite)"
)


def speaks_of_danger(text: str) -> bool:
    """Whether the text says, in so many words, that somebody is in danger or in distress."""
    return bool(_DANGER.search(fold(text)))
