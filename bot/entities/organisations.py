"""The name of an organisation, when a word announces it: « l'association Les Amis du Parc », « asso "Le Phare" ».

Conservative: the name is between quotation marks, or its words have capitals.
"""

import re

from bot.entities.found import EntityKind, Found, found

_ANNOUNCES = (
    r"\b(?i:associations?|assos?|organisations?|organismes?|structures?|fondations?|f[ée]d[ée]rations?|ong|collectif)"
    r"(?:\s+(?i:nomm[ée]e?|appel[ée]e?|qui\s+s'appelle|du\s+nom\s+de|dénomm[ée]e?))?\s*:?\s*"
)
_QUOTED = re.compile(_ANNOUNCES + r"(?:«\s*(?P<a>[^«»\n]{2,60}?)\s*»|\"(?P<b>[^\"\n]{2,60})\"|“(?P<c>[^”\n]{2,60})”)")
_CAPITAL_WORD = r"(?:[ld]['’])?[A-ZÀ-ÖØ-Þ][\w&.'’-]*\w|[A-ZÀ-ÖØ-Þ]"
# Neither « à » nor « en »: what follows is where the organisation is.
_SMALL_WORD = r"(?:de|du|des|d['’]|la|le|les|l['’]|et|pour|sans|&)"
_NAME = re.compile(
    _ANNOUNCES + rf"(?P<a>(?:{_CAPITAL_WORD})(?:\s+(?:{_SMALL_WORD}\s*){{0,2}}(?:{_CAPITAL_WORD})|\s+\d{{1,3}}\b)*)"
)
_SENTENCE_WORDS = frozenset(
    "je j nous vous il elle on est ce c mon ma mes notre nos votre vos comment pourquoi quand que qui quel quelle "
    "bonjour merci validée validee signalée signalee brouillon désinscrite desinscrite snu rna siret siren loi "
    "sportive culturelle".split()
)
"""What may begin with a capital after « association » and is no name: a sentence, a state of the platform, a number."""
_MOST_SHOUTED_SHARE = 0.6


def find_organisations(text: str) -> list[Found]:
    """The names of organisations; each value is the name as written."""
    names = list(_QUOTED.finditer(text))
    if not _is_shouted(text):
        names += _NAME.finditer(text)
    kept: list[Found] = []
    for match in names:
        group = next(name for name in "abc" if match.groupdict().get(name))
        candidate = found(EntityKind.ORGANISATION, text, *match.span(group), match[group])
        if _is_name(match[group]) and not any(candidate.overlaps(other) for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda one: one.start)


def _is_name(name: str) -> bool:
    first = re.split(r"[\s'’-]", name, maxsplit=1)[0].lower()
    return len(name) > 1 and not name.isdigit() and first not in _SENTENCE_WORDS


def _is_shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) > _MOST_SHOUTED_SHARE * len(letters)
