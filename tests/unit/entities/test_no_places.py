"""Ordinary questions name no place, although their words are names of communes (« aide », « mars », « publier »)."""

import pytest

from bot.entities.places import find_places
from bot.text.folding import fold

QUESTIONS = """
Bonjour, j'ai oublié mon mot de passe, que faire ?
je n arrive pas a me connecter
j'ai eu un message d'erreur sur mon compte
mon compte est bloqué depuis hier
Comment changer mon adresse mail ?
je voudrais supprimer mon compte svp
Où en est ma candidature ?
ma candidature a été refusée, pourquoi ?
comment annuler ma participation à une mission
L'association ne répond pas à mes messages
je veux aider mais je ne sais pas par où commencer
Quel âge faut-il avoir pour être bénévole ?
Puis-je faire plusieurs missions à la fois ?
Je cherche une mission à distance
une mission en ligne, le soir
Les missions sont-elles rémunérées ?
Est-ce que je suis assuré pendant la mission ?
Comment avoir une attestation de bénévolat ?
j'ai reçu un sms, est-ce une arnaque ?
Le bouton publier est grisé
comment publier une mission ?
Pourquoi ma mission est signalée ?
ma mission est terminée toute seule
Je ne trouve plus ma mission dans la liste
Comment prolonger une mission en cours ?
Mon organisation est en brouillon
Le numéro RNA n'est pas accepté
le formulaire refuse mon siret
comment inviter un membre de mon équipe
l'invitation n'est pas arrivée dans ma boîte
Je veux quitter l'organisation
Comment modifier la fiche de la structure ?
Notre logo n'apparaît pas sur la page
Comment exporter la liste des bénévoles ?
on peut accepter des mineurs ?
Les jeunes du SNU peuvent-ils venir ?
je fais un service civique, cela compte-t-il ?
je touche le RSA, où le dire ?
Qui voit mon numéro de téléphone ?
Je ne veux plus recevoir de mails
comment baisser le nombre de notifications ?
Le site est en panne depuis ce matin
la page reste blanche
Je veux parler à une personne de votre équipe
merci pour votre aide
Bonne journée à vous
au revoir et à bientôt
oui
non merci
D'accord
Y a-t-il une application ?
Je suis à la retraite et j'ai du temps
Je suis à jour de mes vaccins
On m'a dit de passer par vous
Faut-il une place de parking ?
Le cours de français est complet
il reste une place sur la mission
les inscriptions sont closes, à part pour les lycéens
je ne vois pas la mer mais je vois le port
J'ai fait le plan du quartier pour la marche
Un bon moment, à refaire !
Ils vont vers le parc avec les autres
sur le long terme, que proposez-vous ?
mettre une photo de la salle sur la page
dans le but de progresser
le bus passe sur le pont
nous avons 10000 bénévoles et 15000 euros
la mission 75011 est introuvable
mission n° 69003
le dossier 34000 est perdu
appelez moi au 06 75 01 12 33
il y a 93 candidatures en attente
c'est le 12
le 15 et le 16 je ne peux pas
J'ai 18 ans, mon fils en a 13
à 10 km de chez moi
24/7
à 14h
Je travaille dans la marine
Ma fille Victoire a rempli le formulaire
Mon amie Julie est inscrite, moi non
Camille et Florence attendent une réponse
j'ai écrit à Marie
la responsable, Madame Martin, est partie
Je préfère le mode sombre
Rien à signaler pour le moment
la mairie de ma commune ne répond pas
près de chez moi
autour de moi
dans ma ville
à côté de la gare
j'habite loin du centre
je vis à la campagne
je suis de retour
je suis sur la page Mes missions
cliquer sur Publier puis sur Valider
le statut « En attente de validation »
"Terminée" ou "Annulée", quelle différence ?
Est-ce Grave Si Je Change Mon Adresse
JE VEUX PARLER A QUELQU'UN
POURQUOI MON COMPTE EST FERME
""".strip().splitlines()


def test_there_are_many_questions() -> None:
    assert len(QUESTIONS) > 90


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_ordinary_question_names_no_place(question: str) -> None:
    assert [place.text for place in find_places(question)] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_nor_does_it_without_capitals_or_accents(question: str) -> None:
    assert [place.text for place in find_places(fold(question))] == []
