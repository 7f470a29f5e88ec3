"""The French words that people of the demo write, and the names that they bear."""

import unicodedata

_FIRST_NAMES = """
Adèle Agathe Alain Alexandre Alice Amandine Amina Anaïs André Anne Antoine Arthur Aurélie Awa Baptiste
Bénédicte Benoît Bernard Brigitte Camille Carole Caroline Catherine Cécile Charlotte Chloé Christian Christine
Claire Clément Corinne Damien Daniel David Delphine Denis Didier Dominique Élise Élodie Emma Éric Estelle
Étienne Eva Fabien Fatou Florence Florian François Françoise Gabriel Gaëlle Gérard Guillaume Hélène Henri Hugo
Ibrahim Isabelle Jacqueline Jade Jean Jeanne Jérôme Joël Julie Julien Karim Laura Laurent Léa Léo Louis Louise
Lucas Lucie Manon Marc Margaux Marie Marion Martine Mathieu Mehdi Michel Mohamed Monique Moussa Myriam Nadia
Nathan Nicolas Noémie Olivier Pascal Patricia Paul Pauline Philippe Pierre Quentin Raphaël Rémi Rokia Romain
Sabrina Samia Sandrine Sarah Sébastien Simon Sophie Stéphane Sylvie Théo Thomas Valérie Véronique Victor Yann
Yasmine Zoé
"""
FIRST_NAMES = tuple(_FIRST_NAMES.split())

_LAST_NAMES = """
Adam Andre Arnaud Aubert Barbier Baron Benali Benoit Berger Bernard Bertrand Besson Blanc Blanchard Bonnet
Boucher Bourgeois Boyer Brun Brunet Caron Carpentier Charles Chevalier Clement Colin Collet Cousin Da-Silva
Daniel David Denis Deschamps Diallo Dubois Dufour Dumas Dumont Dupont Dupuis Durand Duval Fabre Faure
Fernandez Fleury Fontaine Fournier Francois Gaillard Garcia Garnier Gauthier Gautier Gerard Girard Giraud
Guerin Guillaume Haddad Henry Hubert Huet Jacquet Jean Joly Klein Lacroix Lambert Laurent Leblanc Leclerc
Lecomte Lefebvre Lefevre Legrand Lemaire Lemoine Leroux Leroy Lopez Louis Marchand Martin Martinez Masson
Mathieu Menard Mercier Meunier Meyer Michel Moreau Morel Morin Moulin Nguyen Nicolas Noel Olivier Perrin Petit
Philippe Picard Pierre Poirier Renard Renaud Rey Richard Riviere Robert Robin Roche Rodriguez Roger Rolland
Rousseau Roussel Roux Roy Schmitt Simon Sow Thomas Traore Vasseur Vidal Vincent
"""
LAST_NAMES = tuple(_LAST_NAMES.split())

STREETS = (
    "rue de la République",
    "rue Victor-Hugo",
    "place de la Mairie",
    "avenue Jean-Jaurès",
    "rue des Écoles",
    "boulevard Gambetta",
    "rue du Stade",
    "chemin des Vergers",
    "rue Pasteur",
    "allée des Tilleuls",
)

MOTIVATIONS = (
    "Bonjour, je dispose de quelques heures par semaine et votre mission me plaît beaucoup.",
    "Bonjour, je viens d'arriver dans le quartier et j'aimerais me rendre utile. À bientôt !",
    "Bonjour, j'ai déjà été bénévole dans une autre association et je souhaite continuer près de chez moi.",
    "Bonjour, étudiante en deuxième année, je suis libre le mercredi après-midi et le samedi.",
    "Bonjour, jeune retraité, j'ai du temps et un peu d'expérience à partager.",
    "Bonjour, je suis en recherche d'emploi et j'ai envie de rester actif en aidant les autres.",
    "Bonjour, votre cause me touche personnellement. Comment puis-je commencer ?",
    "Bonjour, je souhaite participer avec une amie, est-ce possible ?",
)

FIRST_REPLIES = (
    "Bonjour et merci pour votre message ! Pouvez-vous me dire quels jours vous conviennent ?",
    "Bonjour, merci de votre intérêt. Je vous propose d'en parler au téléphone cette semaine.",
    "Bonjour, nous sommes ravis ! Une réunion d'accueil a lieu le premier lundi du mois.",
    "Bonjour, votre proposition nous intéresse. Avez-vous déjà une expérience de ce type de mission ?",
)

FOLLOW_UPS = (
    "Merci pour votre réponse ! Le mardi ou le jeudi me conviennent.",
    "Avec plaisir, je suis joignable en fin de journée.",
    "C'est noté, je serai présent. Faut-il apporter quelque chose ?",
    "Non, mais j'apprends vite et je suis motivé.",
)

WELCOMES = (
    "C'est tout bon pour nous, bienvenue dans l'équipe !",
    "Votre participation est confirmée. Rendez-vous sur place à l'heure indiquée.",
    "Merci pour cet échange, nous comptons sur vous.",
)

TESTIMONIES = (
    "Une très belle expérience, l'équipe est accueillante et les échanges avec les bénéficiaires sont riches.",
    "J'ai appris beaucoup et je me suis senti utile dès le premier jour. Je recommande cette mission.",
    "L'organisation est sérieuse, les consignes étaient claires. Je reviendrai avec plaisir l'an prochain.",
    "Une demi-journée bien remplie, dans la bonne humeur et malgré la pluie. Merci à toute l'équipe !",
)

DISAPPOINTED_TESTIMONIES = (
    "La mission était intéressante mais l'accueil a manqué de clarté : personne ne nous attendait à l'arrivée.",
    "Trop de bénévoles pour trop peu de choses à faire ce jour-là, c'est dommage pour ceux qui venaient de loin.",
)


def slug_of(text: str) -> str:
    """Reduce a French name to the lower-case ASCII words of a URL, joined by hyphens."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    spaced = "".join(character if character.isalnum() else " " for character in ascii_text.lower())
    return "-".join(spaced.split())
