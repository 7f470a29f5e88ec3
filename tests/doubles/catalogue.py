"""A small catalogue for tests of the dialogue: every kind of topic, guides, roles, and what leads elsewhere."""

from bot.catalogue import Audience, Kind, Topic
from bot.wire.identity import Role

FOLLOW_UPS = (
    "ca_ne_marche_pas",
    "deja_fait",
    "choisir_option",
    "preciser_role",
    "pas_ma_question",
    "etape_suivante",
    "etape_precedente",
    "guider",
    "reformuler",
    "en_savoir_plus",
)


def _topic(
    topic_id: str,
    kind: Kind = Kind.FAQ,
    *,
    title: str | None = None,
    related: tuple[str, ...] = (),
    elsewhere: dict[str, str] | None = None,
    by_role: tuple[Role, ...] = (),
    steps: int = 0,
    audience: Audience = Audience.TOUS,
) -> Topic:
    return Topic(
        id=topic_id,
        audience=audience,
        kind=kind,
        title=title or topic_id.replace("_", " "),
        urgent=topic_id == "danger_detresse",
        related=related,
        elsewhere=elsewhere or {},
        by_role=by_role,
        steps=steps,
    )


SMALL_CATALOGUE = {
    topic.id: topic
    for topic in (
        _topic(
            "inscription",
            title="M'inscrire",
            related=("formulaire", "mail_confirmation", "frais"),
            elsewhere={
                "responsable": "inscrire_organisation",
                "organisation": "inscrire_organisation",
                "mission": "publier",
            },
            steps=3,
        ),
        _topic("formulaire", related=("inscription", "panne", "mail_confirmation", "frais")),
        _topic("mail_confirmation", related=("formulaire",), elsewhere={"organisation": "delai"}),
        _topic("delai", related=("inscrire_organisation",)),
        _topic("assurance", related=("frais",), by_role=(Role.RESPONSABLE,)),
        _topic("frais", related=("assurance",)),
        _topic("statut", Kind.PERSONAL, related=("frais",)),
        _topic("recherche", Kind.SEARCH, related=("statut",)),
        _topic("inscrire_organisation", related=("delai",), steps=2),
        _topic("publier", related=("inscrire_organisation",), by_role=(Role.RESPONSABLE,), steps=2),
        _topic("moderation", elsewhere={"responsable": "delai"}, audience=Audience.REFERENT),
        _topic("idee", Kind.FEEDBACK),
        _topic("panne", Kind.HANDOFF, related=("formulaire",)),
        _topic("parler_humain", Kind.HANDOFF),
        _topic("danger_detresse", Kind.HANDOFF),
        *(_topic(name, Kind.CHITCHAT) for name in ("saluer", "remercier", "au_revoir", "affirmer", "nier")),
        _topic("hors_sujet", Kind.OUT_OF_SCOPE),
        *(_topic(name, Kind.FOLLOW_UP) for name in FOLLOW_UPS),
    )
}
