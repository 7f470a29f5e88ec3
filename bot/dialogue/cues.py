"""What the wording of a message says of its place in a conversation: a choice, a correction, a piece of a question.

Patterns read folded text: lower case, no accents, plain apostrophes.
"""

import math
import re
from collections.abc import Mapping, Sequence

from bot.catalogue import Topic
from bot.text.folding import fold
from bot.text.roots import root_of

_MOST_PARTS = 3
_SHORTEST_PART = 3
_SHORTEST_REFUSED_QUESTION = 3
_SHORTEST_OBJECTION = 2
_LONGEST_FRAGMENT = 9
_LONGEST_CHOICE = 7
_LONGEST_YES = 5

_AROUND_A_PLACE = (
    r"\W|s'il (?:vous|te) plait|je|choisis|prends|veux|voudrais|plutot|celle?|celui|c'est|ca|oui|non|la|le|l'|numero"
    r"|option|choix|sujet|n|du|de|svp|stp|merci"
)
_PLACES = tuple(
    re.compile(rf"^(?:{_AROUND_A_PLACE})*\b(?:{names})\b(?:{_AROUND_A_PLACE})*$")
    for names in (
        r"premiere?|1ere?|1er|un|une|1",
        r"deuxieme|seconde?|2eme|2e|deux|2",
        r"troisieme|3eme|3e|trois|3",
    )
)
_LAST = re.compile(r"\b(derniere?|(celui|celle) du bas|tout en bas)\b")
_FIRST = re.compile(r"\b((celui|celle) du haut|tout en haut)\b")
_OTHER = re.compile(r"\bl'autre\b|\bautre (choix|option)\b")
_BOTH = re.compile(r"\bles deux\b")
_NONE = re.compile(
    r"^(?:non[ ,]*)?(?:aucune?(?: (?:des|de ces|d'entre|de ceux|ne (?:correspond|convient)).*)?"
    r"|ni l'une? ni l'autre.*|rien de tout (?:ca|cela)"
    r"|(?:ma question |ce |c'|mon cas )*(?:n'est |n'y est |est )?pas (?:dans la liste|la|dedans)|autre chose"
    r"|un autre sujet)(?:[ ,]*(?:merci|tout va bien|c'est bon).*)?$"
)
_STOP = re.compile(
    r"^(?:non|ok|bon)?[ ,]*(?:stop|arret(?:er?|ez)|arreter? ici|(?:on|j')\s?arrete(?: la| ici| tout)?|laissez? tomber"
    r"|c'est bon merci|ca suffit)(?:[ ,]*(?:svp|merci|on arrete(?: la)?))?$"
)
_FINISHED = re.compile(
    r"^(?:oui|ok|voila|bon)?[ ,]*"
    r"(?:j'ai (?:termine|fini)|termine|fini|c'est (?:fait|termine|fini)|fait)[ ,]*(?:merci)?$"
)
_NOT_THIS = re.compile(r"\b(?:et )?(?:pas|non) (?:celle |celui )?(?:le |la |les |l'|une? |de |du |d'|pour )*\w+")
_EMPTY_WORDS = frozenset(
    "les des une mon mes ton tes son ses notre nos votre vos leur pour par sur dans avec est oui non plutot ouais svp"
    " ben bah merci celle celui cette cet ces moi".split()
)
_FEWEST_WORDS_CHOSEN = 2
_THANKS = re.compile(r"\b(merci|tout va bien|c'est bon)\b")

_REFUSAL = r"(?:ah |euh |mais |oh )*(?:non|nan|pas du tout|pas ca|desole|pardon)[\s,.;:!-]+(?:merci[\s,.]+)?"
# « non mais le bouton n'y est pas » objects to the answer, it does not refuse it.
_REFUSED = re.compile(rf"^{_REFUSAL}(?!mais )(?:en fait |plutot )*")
_CORRECTION = re.compile(
    rf"^(?:{_REFUSAL})?(?:mais |en fait |plutot |moi )*"
    r"(?:je (?:vous )?parl(?:e|ais)(?: plutot)? (?:de |du |des |d'|sur )|je v(?:eux|oulais) parler (?:de |du |des |d')"
    r"|je v(?:eux|oulais) dire\b[ :,]*|ma question(?: c'est| etait| est| porte sur)?(?: :|:| c'est| etait| porte sur)"
    r"|c'est plutot (?:pour|sur|au sujet de)|il s'agit plutot (?:de |du |des |d'))[\s:,']*"
)
_THANKED = re.compile(
    r"^(?:(?:ah|bon|ok|okay|d'accord|super|parfait|genial|nickel|cool|top|(?:tres )?bien|merci|mrc|beaucoup|bcp"
    r"|infiniment|pour (?:la|votre) reponse|c'est note)[ ,.!:)]+){1,5}"
    r"(?:(?:un )?dernier truc|(?:une )?(?:derniere|autre) question|au fait|sinon"
    r"|(?=(?:et|mais|par contre|du coup)\b))[ ,.:]*(.+)$"
)
_OBJECTED = re.compile(r"^(?:(?:ah|bah|ben) )?(?:oui|ouais|ok|d'accord|certes)[ ,.]+mais[ ,]+")
_CONSENT = re.compile(
    r"^(?:(?:ah|ben|bah|mais|et|eh) )?(?:oui|ouais|ui|ok|d'accord|exact|exactement|voila|c'est ca)\b(?![ ,.]+mais\b)"
)
_FRAGMENT = re.compile(r"^(?:(?:ok|d'accord|merci|oui|bien)[ ,.!]+)*(?:et|sinon|mais)\b")
_MORE = re.compile(
    r"^(?:(?:ok|d'accord|oui|et|mais|merci|bien|je (?:veux|voudrais)|j'aimerais|(?:est-ce que )?vous pouvez"
    r"|pouvez[- ]vous|tu peux|peux[- ]tu)[ ,.!]+)*"
    r"(?:en savoir plus|plus d'|plus de |davantage|(?:m')?en dire plus|dites[- ]m'en plus|un peu plus"
    r"|c'est[- ]a[- ]dire|apres|ensuite|quoi d'autre|c'est tout|(?:me |m')?(?:precise|explique|detaille|developpe)\w*)"
    r"(?:[ -]?(?:d'|de )?(?:details?|infos?|informations?|precisions?|explications?|mieux|moi|davantage|plus))*"
    r"[ ,.!?]*(?:svp|stp|s'il (?:vous|te) plait|merci)?[ .!?]*$"
)
_POINTS_BACK = re.compile(r"\b(?:ca|cela|c'est|ce|cet|cette|ces|celui|celle|ceux|celles|y|en|lui|il|ils|elle|elles)\b")
_POINTING_BACK = 5.0
_USUAL_LENGTH = 7
_ORGANISATION = re.compile(r"\b(assos?|associations?|organisations?|orgas?|structures?|clubs?|fondations?|ong)\b")
_MISSION = re.compile(r"\b(missions?|annonces?|offres?)\b")

_BETWEEN_QUESTIONS = re.compile(
    r"(?<=\?)\s*|[!.;\n]+"
    r"|,? (?:et |ou )?(?:aussi|sinon|autre question|(?:deuxieme|2eme) question|par ailleurs|d'autre part|et puis"
    r"|au passage)\b[ ,:]*"
    r"|,? et (?=(?:comment|ou|est-ce|combien|pourquoi|quand|puis-je|peut-on|a quoi|je voudrais|je veux|j'aimerais) )"
)
_JOINED = re.compile(r"^(?:et|puis) ")
_ASKS = re.compile(
    r"\b(comment|ou (?:est|se|trouve|puis|voir|je)|est-ce|est ce|combien|pourquoi|quand|puis-je|peut-on|peut on"
    r"|quels?|quelles?"
    r"|je (?:veux|voudrais|souhaite)|j'aimerais|faut-il|faut il|y a-t-il|a partir de)\b"
)
# A story says « j'ai… » in every sentence: only a short one is a question of its own.
_TELLS = re.compile(r"^(?:j'ai|je (?:ne|n'))\b")
_GREETING = re.compile(r"^(?:bonjour|bonsoir|salut|coucou|hello)[ ,]*")
_LONGEST_TOLD = 6


def options_chosen(text: str, offered: Sequence[str], catalogue: Mapping[str, Topic]) -> tuple[str, ...] | None:
    """Which of the topics offered the visitor names, by title or by place; `()` for none of them, `None` if unsaid."""
    said = _bare(text)
    for topic in offered:
        if said == _bare(catalogue[topic].title):
            return (topic,)
    if not offered or len(said.split()) > _LONGEST_CHOICE:
        return None
    chosen = _by_place(said, tuple(offered))
    return chosen if chosen is not None else _by_words(said, {topic: catalogue[topic].title for topic in offered})


def _by_words(said: str, titles: Mapping[str, str]) -> tuple[str, ...] | None:
    """« passer la main », « l'association, pas la mission »: all its words are of one title, and of no other."""
    rest = _NOT_THIS.sub(" ", said)
    words = _content_words(rest)
    if len(words) < _FEWEST_WORDS_CHOSEN and rest == said:
        return None  # « un mail » may ask anything
    named = [topic for topic, title in titles.items() if words and words <= _content_words(fold(title))]
    return (named[0],) if len(named) == 1 and len(titles) > 1 else None


def _content_words(text: str) -> set[str]:
    """Their roots, for « valider » is of « validation »."""
    words = re.findall(r"[a-z]{3,}", _ORGANISATION.sub("organisation", text))
    return {root_of(word) for word in words if word not in _EMPTY_WORDS}


def _bare(text: str) -> str:
    return fold(text).strip(" .!?«»\"'")


def _by_place(said: str, offered: tuple[str, ...]) -> tuple[str, ...] | None:
    if _NONE.search(said):
        return ()
    if _BOTH.search(said) and len(offered) == 2:
        return offered
    for topic, place in zip(offered, _PLACES, strict=False):
        if place.match(said):
            return (topic,)
    if _LAST.search(said):
        return (offered[-1],)
    if _FIRST.search(said):
        return (offered[0],)
    if _OTHER.search(said) and len(offered) == 2:
        return (offered[1],)
    return None


def correction_in(text: str) -> str | None:
    """What stands after « non, je parlais de… », when there is something."""
    return _after(_CORRECTION, text, fewest_words=1)


def refusal_in(text: str) -> str | None:
    """What stands after a mere « non, … », when it is long enough to be a question of its own."""
    return _after(_REFUSED, text, fewest_words=_SHORTEST_REFUSED_QUESTION)


def _after(start: re.Pattern[str], text: str, fewest_words: int) -> str | None:
    said = fold(text)
    found = start.match(said)
    rest = said[found.end() :].strip(" ,.;:!?'") if found else ""
    return rest if len(rest.split()) >= fewest_words and len(rest) > 2 else None


def after_thanks(text: str) -> str | None:
    """What is asked after « ok merci, », when there is something."""
    found = _THANKED.match(fold(text))
    rest = found[1] if found else ""
    return rest if len(rest.split()) >= _SHORTEST_PART else None


def objection_in(text: str) -> str | None:
    """What is said after « oui mais », « d'accord mais », when it is long enough to ask something."""
    return _after(_OBJECTED, text, fewest_words=_SHORTEST_OBJECTION)


def is_consent(text: str) -> bool:
    """« oui merci », « oui c'est ça »: begins with yes, even when more is said."""
    return bool(_CONSENT.match(fold(text)))


def is_fragment(text: str) -> bool:
    """« et pour une mission ? »: a piece of question that needs what was said before."""
    said = fold(text)
    return len(said.split()) <= _LONGEST_FRAGMENT and bool(_FRAGMENT.match(said))


def asks_for_more(text: str) -> bool:
    """« plus de détails », « c'est-à-dire ? »: more of the same, without saying what about."""
    return bool(_MORE.match(fold(text).strip()))


def points_back(text: str) -> bool:
    """« elle », « ça », « ce »: a word that stands for something said."""
    return bool(_POINTS_BACK.search(fold(text)))


def goes_on(text: str) -> float:
    """How much likelier the wording makes it that the message goes on with what was said before.

    « elle », « ça » stand for something said; who says much says it anew. Against 1 for seven words without such a
    pronoun (docs/decisions/0015).
    """
    length = max(_USUAL_LENGTH, len(text.split())) / _USUAL_LENGTH
    return (_POINTING_BACK if points_back(text) else 1.0) / math.pow(length, 1.4)


def is_short(text: str) -> bool:
    """« oui ça va merci »: no room for anything else."""
    return len(text.split()) <= _LONGEST_YES


def is_stop(text: str) -> bool:
    """« stop », « arrêter ici »: enough of this guide."""
    return bool(_STOP.match(_bare(text)))


def is_finished(text: str) -> bool:
    """« c'est fait », « j'ai terminé »: done, as told."""
    return bool(_FINISHED.match(_bare(text)))


def is_thanks(text: str) -> bool:
    """« aucun, merci »: a polite end rather than a refusal."""
    return bool(_THANKS.search(fold(text)))


def object_named(text: str) -> str | None:
    """`organisation` or `mission`, when a fragment is about one of them and not the other."""
    said = fold(text)
    about_organisation, about_mission = bool(_ORGANISATION.search(said)), bool(_MISSION.search(said))
    if about_organisation == about_mission:
        return None
    return "organisation" if about_organisation else "mission"


def questions_in(text: str) -> tuple[str, ...]:
    """The questions of a message, in their order; one alone when it cannot be cut with confidence."""
    folded = "\n".join(map(fold, text.splitlines()))
    parts = [_JOINED.sub("", part.strip(" ,:-")) for part in _BETWEEN_QUESTIONS.split(folded) if part]
    asking = [part.rstrip(" ?") for part in parts if _is_question(part)]
    return tuple(asking[:_MOST_PARTS]) if len(asking) > 1 else (text,)


def _is_question(part: str) -> bool:
    said = _GREETING.sub("", part)
    words = len(said.split())
    is_told = words <= _LONGEST_TOLD and bool(_TELLS.match(said))
    return words >= _SHORTEST_PART and (said.endswith("?") or bool(_ASKS.search(said)) or is_told)
