"""Words that say a person is in danger, in so many words: no ordinary question around them may hide them.

Few and plain, for what must never be missed: beside the bot's classifier, which sees far more but weighs a whole
message, and where no NLU reads, for whoever waits for a person must not wait for emergency numbers.
"""

import re

from bot.text.folding import fold

_RELATIVE = (
    r"(?:mari|copain|conjoint|compagnon|concubin|ex|pere|papa|beau-pere|frere|oncle|tonton|cousin|voisin|patron|fils"
    r"|petit ami|femme|mere|maman|belle-mere|copine|compagne|soeur|tante|fille)"
)
_SOMEBODY = rf"(?:il|elle|on|(?:mon|ma) {_RELATIVE})"
_ANYBODY = r"il|elle|quelqu'un|qqn|benevole|monsieur|dame"
_PERSON = rf"(?:{_ANYBODY}|on|collegue|enfant|participante?|{_RELATIVE})"
_PAST = r"\b(?:hier|derniere?|assure|assurance|declar\w+)\b"
_BONE = r"(?:poignet|bras|nez|dents?|cotes?|machoire|doigts?|jambe|main|tete)"
# « foutre en l'air mon week-end » is anger.
_ONESELF_DOWN = r"foutre en l'air(?! (?:mon|ma|mes|tout|toute|le|la|les|l'|un|une|ce|cette)\b)"
_KILL = rf"(?:tuer|pendre|{_ONESELF_DOWN})"

_SUICIDE = (
    r"(?:me|se|s'est|m'etre) ?suicide[re]?|pens\w+ au suicide|idees? suicidaires?|mon suicide|idees noires",
    rf"(?:vais|veux|veut|voudrais|vouloir|parle de|menace de) (?:me|se) {_KILL}",
    rf"va se {_KILL}|va me tuer(?! (?:si|quand|mais))",
    rf"me pendre|(?:m'ouvrir|me tailler|me couper) les veines|me {_ONESELF_DOWN}|me faire du mal|me scarifie",
    r"mettre fin a (?:mes|ses) jours",
    r"(?:(?:vais|veux|voudrais) |d')en finir(?! avec (?:cette|ce|l'|le|vos|votre))|en finir avec la vie",
    r"(?:vais|veux|veut|envie de|voudrais) (?:mourir|crever)(?! de| d'|e)|(?:veux|envie de) disparaitre(?! d[eu]s? )",
    r"avale (?:plein de|tous (?:les|mes|ses)|une boite de|un tube de) (?:cachets?|medicaments?|comprimes?|somniferes?)",
    r"tout le monde \w+ mieux sans moi|vais sauter (?:du (?:pont|toit|balcon)|par la fenetre|d'un pont)",
    r"plus (?:envie de )?vivre|marre de vivre(?! ca)",
)
_VIOLENCE = (
    rf"{_SOMEBODY} (?:me|nous|m'a|nous a) (?:frappee?s?|bat|battue?s?|tape|violee?s?|viole)"
    r"(?! (?:au|aux|en|sur les nerfs))",
    rf"{_SOMEBODY} m'a (?:cassee?|petee?|fracturee?) (?:le|la|un|une|deux|les|des) {_BONE}",
    rf"{_SOMEBODY} (?:m'a|a essaye de m') ?(?:etrangl|strangul|gifl|cogn|tabass|poignard|agress)\w*",
    rf"{_SOMEBODY} me menace (?:de mort|avec)|homme me menace|menace avec un couteau",
    r"(?:j'ai ete|me suis fait) viole[er]?e?|on m'agresse|je me fais (?:agresser|frapper|violer|suivre dans)",
    r"(?:mec|type|homme|gars|individu) (?:\w+ )?(?:avec|a|a sorti) un couteau",
    r"s'est fait (?:frapper|tabasser|poignarder)",
    r"m'a coincee? (?:dans|contre)|m'a touchee? (?:les seins|les fesses|la poitrine|entre les jambes)",
    r"main aux fesses|(?:retien\w+|enferm\w+) contre (?:ma|sa) volonte|sequestree?|m'ont enfermee?",
    r"confisque mes papiers",
)
_LIFE_AT_STAKE = (
    r"(?:je suis|nous sommes|on est|il est|elle est|mon fils est|ma fille est) en danger(?! de (?!mort))",
    r"(?:ne |n')?respire plus|s'etouffe(?! de)|est inconsciente?|(?:fait|en) (?:un )?arret cardiaque",
    rf"(?:{_ANYBODY}) fait une? (?:avc|overdose|infarctus|malaise)",
    rf"{_PERSON} (?:vient de s'|s'est )(?:effondr|ecroul|evanou)\w+(?! en larmes|.*{_PAST})",
    r"vient de faire un malaise|(?:y a|ya) le feu (?:dans|a|au|chez)\b(?! lac)",
)
_CALL = r"^(?:au secours|a l'aide)(?: svp| s'il (?:vous|te) plait)?[ !.]*(?:$|il y a|quelqu'un|vite)"
# Who laughs is left to the classifier.
_LAUGHTER = re.compile(r"\b(?:mdr+|lol|ptdr|haha)\b|[😂🤣]")
_DANGER = re.compile(rf"\b(?:{'|'.join((*_SUICIDE, *_VIOLENCE, *_LIFE_AT_STAKE))})\b|{_CALL}")


def speaks_of_danger(text: str) -> bool:
    """Whether the text says, in so many words, that somebody is in danger or in distress."""
    folded = fold(text)
    return bool(_DANGER.search(folded)) and not _LAUGHTER.search(folded)
