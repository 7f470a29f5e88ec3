"""What organisations of the demo do: for each cause, how they are called and the missions that they publish."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """A kind of mission. `organisation_names` hold `{town}`; the first of `titles` is that of its modèle."""

    domaine_id: int
    activity_id: int | None
    publics: tuple[str, ...]
    organisation_names: tuple[str, ...]
    titles: tuple[str, ...]
    objectif: str
    description: str
    can_be_remote: bool = False
    is_one_day: bool = False


CAUSES = (
    Cause(
        7, 8, ("seniors",),
        ("Les Voisins solidaires de {town}", "Le Fil du lien – {town}"),
        ("Je rends visite à une personne âgée isolée", "Je partage un café avec des aînés du quartier"),
        "Rompre la solitude des personnes âgées par des visites régulières.",
        "Chaque semaine, vous passez une heure ou deux avec la même personne : conversation, lecture, "
        "promenade. Une coordinatrice vous présente et reste joignable.",
    ),
    Cause(
        7, 1, ("people_in_difficulty", "people_being_excluded"),
        ("La Maraude du soir de {town}", "Un bol de chaleur – {town}"),
        ("Je participe à une maraude", "Je vais à la rencontre des personnes sans abri"),
        "Aller vers les personnes qui vivent à la rue, avec une boisson chaude et du temps.",
        "En équipe de quatre, toujours avec une personne expérimentée, vous suivez un parcours connu "
        "et signalez les situations qui demandent un relais social.",
    ),
    Cause(
        7, 7, ("people_in_difficulty",),
        ("L'Épicerie partagée de {town}", "Le Garde-manger de {town}"),
        ("Je collecte des denrées alimentaires", "Je trie et je range les dons alimentaires"),
        "Garnir les rayons d'une épicerie solidaire avant l'hiver.",
        "À l'entrée d'un supermarché, vous présentez la collecte aux clients, recevez leurs dons et "
        "les triez par famille de produits.",
        is_one_day=True,
    ),
    Cause(
        9, 17, ("children",),
        ("Lire et grandir à {town}", "Le Coup de pouce de {town}"),
        ("J'aide un enfant à faire ses devoirs", "J'accompagne un collégien dans ses révisions"),
        "Redonner confiance à des élèves par un accompagnement régulier.",
        "Après l'école, vous aidez un ou deux enfants à s'organiser, à relire une leçon, à chercher "
        "par eux-mêmes. Aucun diplôme n'est demandé, la patience si.",
        can_be_remote=True,
    ),
    Cause(
        9, 4, ("refugees",),
        ("Parlons ensemble – {town}", "Français pour tous à {town}"),
        ("J'anime un atelier de conversation en français", "J'aide des adultes à apprendre le français"),
        "Permettre à des personnes nouvellement arrivées de pratiquer le français.",
        "En petit groupe, vous proposez un thème de la vie courante et faites parler chacun. Des "
        "fiches et une courte formation vous sont fournies.",
    ),
    Cause(
        7, 3, ("people_in_difficulty", "seniors"),
        ("Coup de main numérique de {town}", "Point d'appui de {town}"),
        ("J'aide à faire des démarches en ligne", "Je tiens une permanence administrative"),
        "Accompagner les personnes éloignées du numérique dans leurs démarches.",
        "Pendant une permanence, vous aidez à comprendre un courrier, créer un compte ou remplir un "
        "formulaire, sans jamais faire à la place de la personne.",
    ),
    Cause(
        10, 12, ("any_public",),
        ("Rivières propres – {town}", "Les Mains vertes de {town}"),
        ("Je ramasse les déchets au bord de l'eau", "J'entretiens un sentier près de chez moi"),
        "Rendre un site naturel propre et le faire connaître.",
        "Gants et sacs sont fournis. Après un mot d'accueil, nous avançons par équipes, puis nous "
        "pesons et trions ensemble ce qui a été ramassé.",
        is_one_day=True,
    ),
    Cause(
        10, 16, ("any_public",),
        ("Le Refuge des Quatre-Chemins – {town}", "Pattes amies de {town}"),
        ("Je prends soin des animaux d'un refuge", "Je promène les chiens du refuge"),
        "Offrir des sorties et de l'attention aux animaux recueillis.",
        "Vous nourrissez, brossez et promenez les animaux après une matinée de découverte avec la "
        "responsable du refuge.",
    ),
    Cause(
        4, 20, ("children", "persons_with_disabilities"),
        ("Sport en partage – {town}", "Le Club ouvert de {town}"),
        ("J'encadre une activité sportive adaptée", "J'accompagne une sortie à vélo tandem"),
        "Rendre le sport accessible aux personnes en situation de handicap.",
        "Auprès d'un éducateur diplômé, vous aidez à installer, à encourager et à guider les "
        "pratiquants pendant la séance.",
    ),
    Cause(
        2, 14, ("any_public",),
        ("Les Secouristes bénévoles de {town}", "Vigilance et secours – {town}"),
        ("Je tiens un poste de secours", "J'apprends les gestes qui sauvent au public"),
        "Assurer la sécurité des manifestations et former aux premiers secours.",
        "Titulaire du PSC1 ou prêt à le passer avec nous, vous rejoignez une équipe lors "
        "d'événements sportifs et culturels.",
        is_one_day=True,
    ),
    Cause(
        3, 11, ("any_public",),
        ("Le Festival des places de {town}", "Patrimoine vivant de {town}"),
        ("J'accueille le public d'un festival", "Je fais visiter un monument"),
        "Faire vivre un événement culturel gratuit et ouvert à tous.",
        "Accueil, orientation, billetterie ou petite restauration : selon vos envies, vous tenez un "
        "poste par roulement, avec repas offert.",
        is_one_day=True,
    ),
    Cause(
        1, 2, ("people_sick",),
        ("Présence et écoute – {town}", "Le Sourire à l'hôpital de {town}"),
        ("Je tiens compagnie à des patients hospitalisés", "J'anime des jeux à l'hôpital"),
        "Apporter une présence amicale aux personnes hospitalisées.",
        "Après une formation à l'écoute, vous passez de chambre en chambre avec un chariot de livres "
        "et de jeux, dans le respect des soins.",
    ),
    Cause(
        11, 10, ("people_in_difficulty",),
        ("Tremplin emploi de {town}", "Parrains et marraines de {town}"),
        ("Je parraine un jeune vers l'emploi", "J'aide à préparer un entretien d'embauche"),
        "Partager son expérience professionnelle avec un jeune qui cherche sa voie.",
        "Deux heures par mois, en visio ou autour d'un café, vous relisez un CV, ouvrez votre carnet "
        "d'adresses et préparez un entretien.",
        can_be_remote=True,
    ),
    Cause(
        11, 41, ("any_public",),
        ("Droits devant – {town}", "La Boussole juridique de {town}"),
        ("Je conseille une association dans ma spécialité", "Je réponds à des questions de droit"),
        "Mettre ses compétences au service d'associations et de particuliers.",
        "Vous recevez des questions préparées par l'équipe et y répondez par écrit ou en "
        "rendez-vous, selon votre spécialité et vos disponibilités.",
        can_be_remote=True,
    ),
    Cause(
        8, None, ("any_public",),
        ("Mémoires de {town}", "Les Passeurs d'histoire de {town}"),
        ("J'aide à organiser une cérémonie commémorative", "Je recueille des témoignages d'anciens"),
        "Transmettre la mémoire locale aux plus jeunes.",
        "Vous préparez une exposition, accueillez des classes ou enregistrez des récits, avec l'aide "
        "d'un historien de la commune.",
    ),
    Cause(
        6, None, ("any_public",),
        ("Horizons partagés – {town}", "Jumelage et solidarité de {town}"),
        ("Je traduis des documents pour une association", "J'accueille des volontaires étrangers"),
        "Faire vivre les échanges avec des associations partenaires à l'étranger.",
        "Traduction, accueil ou correspondance : vous choisissez ce qui vous convient et travaillez "
        "en lien avec une équipe de quatre personnes.",
        can_be_remote=True,
    ),
)  # fmt: skip

PUBLIC_BODIES = {
    "Collectivité": ("Ville de {town}", "CCAS de {town}", "Médiathèque municipale de {town}"),
    "Organisation publique": ("Collège Simone-Veil de {town}", "EHPAD Les Tilleuls de {town}"),
    "Organisation privée": ("Fondation Les Passerelles de {town}", "Clinique du Parc de {town}"),
    "Autre": ("Collectif d'habitants de {town}",),
}
"""Names by `structures.statut_juridique`, where the cause does not give it."""
