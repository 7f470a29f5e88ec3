"""Domaines and activities under the ids that the platform gives them (platform facts §2.10)."""

DOMAINES = {
    1: "Santé pour tous",
    2: "Prévention et protection",
    3: "Art et culture pour tous",
    4: "Sport pour tous",
    5: "Covid-19",
    6: "Coopération internationale",
    7: "Solidarité et insertion",
    8: "Mémoire et citoyenneté",
    9: "Éducation pour tous",
    10: "Protection de la nature",
    11: "Bénévolat de compétences",
}
RETIRED_DOMAINE_ID = 5

ACTIVITIES = {
    1: "Maraude",
    2: "Médical",
    3: "Aide aux démarches administratives",
    4: "Alphabétisation/FLE",
    7: "Collecte de produits",
    8: "Lutte contre l'isolement",
    10: "Mentorat & parrainage",
    11: "Événementiel",
    12: "Ramassage de déchets",
    14: "Secourisme",
    16: "Soins aux animaux",
    17: "Soutien scolaire",
    20: "Activités sportives",
    41: "Droit et conseil juridique",
}
"""Those whose true id is known; the platform has some 38."""
