"""How people say which side they are on, in folded letters. Read with `roles.py`, the only caller."""

import re

from bot.entities.folded import either

BENEVOLE, RESPONSABLE, REFERENT, RESEAU, TERRITOIRE = "benevole", "responsable", "referent", "reseau", "territoire"

_I = r"\b(?:je suis|j'suis|j suis|je sui|jsuis|jsui|chuis|chui|etant|nous sommes)"
_I_AM = rf"(?:{_I}|\bon est)"
_AS = r"\b(?:en tant que?|en qualite de|en ma qualite de|(?:j'ai|jai|g) (?:le|un) role(?: de)?)"
_I_AM_THE = rf"(?:{_I_AM}|{_AS})(?: (?:le|la|une?))?"
_IN_THE_NAME_OF = r"\bau nom (?:d'une? |de (?:l'|la |notre |mon |ma ))"
_RUN = either(
    r"""
    \b(?:je|j'|nous|on) ?(?:gere|dirige|preside|represente|administre|coordonne|m'occupe|ai cree|ai fonde)
    \bnous (?:gerons|dirigeons|representons|avons cree|avons fonde)
    """
)
_KIND_OF = either(
    r"""
    (?: (?:petite|grande|jeune|nouvelle|toute nouvelle|toute petite|simple|nouveau|ancienne?))
    (?: (?:juste|deja|aussi|egalement|encore|toujours))
    """
)
_ORGANISATION_WORD = either(
    """
    association|asso|organisation|structure|fondation|ong|club|collectif|antenne|ccas|ehpad|etablissement public
    """
)
_ORGANISATION = rf"{_ORGANISATION_WORD}\b"
_OF_ORGANISATION = (
    rf"(?:d'(?:une? )?|de (?:l'|la |mon |ma |notre |cette |l |une )|du |dans une )(?:(?:petite|jeune) )?{_ORGANISATION}"
)
_COMMUNE_WORD = either(
    """
    mairie|commune|municipalite|collectivite(?: territoriale| locale)?|communaute de communes|intercommunalite
    agglomeration|metropole
    """
)
_COMMUNE = rf"{_COMMUNE_WORD}\b"
_OF_COMMUNE = either(
    r"""
    maire|elue?s?|adjointe? (?:au|a la) maire|secretaire de mairie
    agente? (?:municipale?|territoriale?|de mairie|de collectivite)
    """
)
_NETWORK = r"(?:tete de reseau|reseau (?:national|associatif|d'associations)|federation)\b"
_OFFICER = either(
    r"""
    (?:vice-?)?presidente?|tresoriere?|secretaire|directeur|directrice|coordinateur|coordinatrice|fondateur|fondatrice
    dirigeante?|administrateur|administratrice|salariee?|employee?
    """
)
# What begins a sentence, and what ends the name of a role: « responsable de mes actes » is none.
_HERE = r"(?:^|(?<=[,.!:;] )|(?<=bonjour )|(?<=bjr )|(?<=slt )|(?<=salut )|(?<=\())"
_END = either(
    r"""
    (?= ?(?:$|[.,;:!?)]))
    (?= (?:et|mais|je|ou|nous|on|comment|puis|depuis)\b)|(?= j')|(?= sur (?:le site|jeveuxaider|la plateforme))
    """
)
# « bénévole au lieu d'être responsable », « bénévole et présidente », « bénévole au bureau »: the other side, or both.
_ONLY = (
    r"(?! (?:au lieu|et pas|alors?|mais|responsable|et (?:aussi|egalement|je veux aussi)"
    rf"|au (?:bureau|secretariat|siege|conseil)|(?:et|ou) (?:responsable|{_OFFICER})))"
)
# The follow-up that changes the side of a question: « et pour une association ? », « côté bénévole ».
_AND_FOR = (
    r"^ ?(?:(?:et|ou|mais|ok|oui|non|alors|bonjour|moi) )*"
    r"(?:c'est pour|pour|cote|chez|du cote (?:de |des |d')?|en tant que?|quand on est|si (?:je suis|on est))"
    r" ?(?:l'|d'|une? |les |des |la |le |mon |ma |notre )?(?:petite |simple )?"
)
_AND_NO_MORE = (
    r"s?(?:,? (?:c'est pareil|ca se passe comment|comment ca se passe|comment (?:on )?fait[- ]?(?:on)?))?[ ?!.]*$"
)

PATTERNS = [
    (role, re.compile(pattern))
    for role, pattern in (
        (BENEVOLE, rf"{_I}(?: une?)?(?: (?:simple|juste|deja|encore|toujours))* benevoles?\b{_ONLY}"),
        (BENEVOLE, rf"{_AS} (?:simple )?benevoles?\b{_ONLY}"),
        (BENEVOLE, rf"{_AND_FOR}benevole{_AND_NO_MORE}"),
        (TERRITOIRE, rf"{_I_AM_THE} responsables? (?:de territoire|territorial)"),
        (TERRITOIRE, rf"{_I_AM} (?:une|la|a la|en){_KIND_OF}* (?:{_COMMUNE}|ville\b)"),
        (TERRITOIRE, rf"{_RUN} (?:d')?(?:une|la|ma|notre){_KIND_OF}* {_COMMUNE}"),
        (TERRITOIRE, rf"\bje travaille (?:a|pour|dans|en) (?:la |une |ma |notre )?{_COMMUNE}"),
        (TERRITOIRE, rf"{_I_AM_THE} (?:{_OF_COMMUNE}|{_COMMUNE})"),
        (TERRITOIRE, rf"\bnotre {_COMMUNE} (?:souhait|voudrait|veut|cherche|organise|a besoin|recrute|aimerait)"),
        (TERRITOIRE, rf"{_IN_THE_NAME_OF}{_COMMUNE}|{_HERE}elue? (?:dans|d'un|de la|a la)\b"),
        (TERRITOIRE, rf"{_AND_FOR}{_COMMUNE_WORD}{_AND_NO_MORE}"),
        (RESEAU, rf"{_I_AM_THE}(?: responsable (?:d'|de )(?:une? )?)?{_KIND_OF}* ?{_NETWORK}"),
        (RESEAU, rf"{_RUN} (?:d')?(?:une?|la|le|notre) {_NETWORK}"),
        (RESEAU, rf"{_HERE}tete de reseau{_END}"),
        (RESEAU, rf"{_AND_FOR}(?:tetes? de reseau|federation){_AND_NO_MORE}"),
        (
            REFERENT,
            rf"{_I_AM_THE}{_KIND_OF}* referente?s?(?: (?:departementale?s?|regionale?s?))?"
            rf"(?:{_END}|(?= (?:du|de la|de l'|des|dans|d'|pour|pr|a|en|au|jva|jeveuxaider)\b))",
        ),
        (REFERENT, rf"{_HERE}referente? (?:departementale?|regionale?)\b"),
        (REFERENT, rf"{_HERE}referente?(?= du \d| dans (?:l|le|la|les)\b)|(?<=\()referente?(?=\))"),
        (REFERENT, rf"{_AND_FOR}referent{_AND_NO_MORE}"),
        (
            RESPONSABLE,
            rf"{_I_AM_THE}{_KIND_OF}* (?:co-?)?responsables?(?: associati(?:f|ve))?(?:{_END}| {_OF_ORGANISATION})",
        ),
        (RESPONSABLE, rf"{_I_AM_THE}{_KIND_OF}* (?:presidente?|tresoriere?){_END}"),
        (RESPONSABLE, rf"{_I_AM_THE}{_KIND_OF}* {_OFFICER} {_OF_ORGANISATION}"),
        (RESPONSABLE, rf"{_HERE}{_OFFICER} {_OF_ORGANISATION}{_END}"),
        (RESPONSABLE, rf"{_I_AM} une?{_KIND_OF}* {_ORGANISATION}"),
        (RESPONSABLE, rf"{_I_AM} (?:du )?cote (?:de l'|des )?{_ORGANISATION}"),
        (RESPONSABLE, rf"{_IN_THE_NAME_OF}{_ORGANISATION}|{_AS} {_ORGANISATION}"),
        (RESPONSABLE, rf"{_RUN} (?:d'|de )?(?:l'|(?:une|la|mon|ma|notre){_KIND_OF}* ){_ORGANISATION}"),
        (RESPONSABLE, rf"\bnotre{_KIND_OF}* {_ORGANISATION}(?! (?:preferee|favorite))"),
        (RESPONSABLE, rf"{_AND_FOR}(?:association|asso|organisation|structure|responsable){_AND_NO_MORE}"),
        # An answer to « êtes-vous bénévole ou responsable ? ».
        *((role, rf"^ ?{role}e?[.! ]*$") for role in (BENEVOLE, RESPONSABLE, REFERENT)),
    )
]

SIGN = re.compile(
    rf"benevole|responsable|referent|tresori|ville|{_ORGANISATION_WORD}|{_COMMUNE_WORD}|{_OF_COMMUNE}|{_OFFICER}"
    rf"|{_NETWORK}|tetes? de reseau|federation"
)
"""Every pattern asks for one of these: other messages need not be searched for each pattern."""

# Somebody else's role, or one that the visitor has not: « inviter ma collègue en tant que responsable ».
OF_ANOTHER = re.compile(
    either(
        r"""
        \b(?:devenir|inscri\w*|invit\w+|ajout\w+|nomm\w+|design\w+|retir\w+|enlev\w+|passer|mettre|recrut\w+)\b[^.!?]*
        \b(?:si|est-ce que) ?
        """
    )
    + "$"
)
