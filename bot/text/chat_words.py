"""Chat abbreviations written out, so that « jsp cmt chg mon mdp » reads like French to a model of sentences."""

import re

_WORDS: dict[str, str] = {
    "slt": "salut", "bjr": "bonjour", "bsr": "bonsoir", "cc": "coucou", "svp": "s'il vous plaît",
    "stp": "s'il te plaît", "pk": "pourquoi", "pq": "pourquoi", "pkoi": "pourquoi", "pourkoi": "pourquoi",
    "pb": "problème", "pbl": "problème", "pblm": "problème", "mdp": "mot de passe", "tjrs": "toujours",
    "tjr": "toujours", "tjs": "toujours", "bcp": "beaucoup", "jsuis": "je suis", "chui": "je suis",
    "chuis": "je suis", "jss": "je suis", "jsp": "je ne sais pas", "jpeux": "je peux", "jpe": "je peux",
    "jarrive": "j'arrive", "jv": "je veux", "jveu": "je veux", "jveux": "je veux", "jve": "je veux", "jai": "j'ai",
    "jé": "j'ai", "g": "j'ai", "ya": "il y a", "yavait": "il y avait", "c": "c'est", "cé": "c'est", "dsl": "désolé",
    "asso": "association", "assos": "associations", "orga": "organisation", "resp": "responsable", "ref": "référent",
    "cmt": "comment", "comen": "comment", "komen": "comment", "coment": "comment", "ds": "dans", "pr": "pour",
    "qd": "quand", "kan": "quand", "qqn": "quelqu'un", "qqun": "quelqu'un", "qqch": "quelque chose", "qq": "quelques",
    "rdv": "rendez-vous", "pa": "pas", "ke": "que", "koi": "quoi", "kwa": "quoi", "ki": "qui", "vs": "vous",
    "ns": "nous", "dc": "donc", "msg": "message", "msgs": "messages", "num": "numéro",
    "ui": "oui", "ouai": "oui", "nan": "non", "fo": "il faut", "tt": "tout", "ts": "tous",
    "ttes": "toutes", "ac": "avec", "av": "avec", "mtn": "maintenant", "auj": "aujourd'hui", "cb": "combien",
    "pck": "parce que", "psk": "parce que", "parske": "parce que", "vrmt": "vraiment", "mm": "même", "ms": "mais",
    "pdt": "pendant", "dp": "département", "dept": "département", "dpt": "département", "candid": "candidature",
    "insc": "inscription", "inscri": "inscrire", "benev": "bénévole", "appli": "application", "ordi": "ordinateur",
    "tkt": "ne t'inquiète pas", "jms": "jamais", "rep": "réponse", "repondr": "répondre", "srx": "sérieux",
    "grv": "grave", "pcq": "parce que", "snn": "sinon", "vla": "voilà", "qst": "question", "svt": "souvent",
    "lgtps": "longtemps", "tps": "temps", "sem": "semaine", "crea": "création",
}  # fmt: skip
# Not « c » in « c'est ».
_WORD = re.compile(r"\b\w+\b(?!['’])")


def write_out(text: str) -> str:
    """The text with chat abbreviations replaced by the words they stand for; the rest is left as it is."""
    return _WORD.sub(lambda found: _WORDS.get(found[0].lower(), found[0]), text)
