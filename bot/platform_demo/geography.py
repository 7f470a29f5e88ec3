"""Where the demo happens: real towns, postal codes, coordinates, départements and regions; facts only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """A row of `regions`."""

    id: int
    name: str


@dataclass(frozen=True)
class Department:
    """A row of `departments`; its number is a string (« 01 », « 2A ») and routes moderation."""

    id: int
    number: str
    name: str
    region: Region


@dataclass(frozen=True)
class Town:
    """A commune, or an arrondissement of Paris and Lyon."""

    name: str
    zip: str
    latitude: float
    longitude: float
    department: Department


# Number and name of the département, its region, then its towns as (name, postal code, latitude, longitude).
_PLACES: tuple[tuple[str, str, str, tuple[tuple[str, str, float, float], ...]], ...] = (
    ("01", "Ain", "Auvergne-Rhône-Alpes", (
        ("Bourg-en-Bresse", "01000", 46.2052, 5.2255), ("Oyonnax", "01100", 46.2568, 5.6554))),
    ("06", "Alpes-Maritimes", "Provence-Alpes-Côte d'Azur", (
        ("Nice", "06000", 43.7034, 7.2663), ("Antibes", "06600", 43.5808, 7.1251))),
    ("13", "Bouches-du-Rhône", "Provence-Alpes-Côte d'Azur", (
        ("Marseille", "13001", 43.2999, 5.3824), ("Aix-en-Provence", "13100", 43.5297, 5.4474))),
    ("14", "Calvados", "Normandie", (
        ("Caen", "14000", 49.1829, -0.3707), ("Lisieux", "14100", 49.1466, 0.2293))),
    ("17", "Charente-Maritime", "Nouvelle-Aquitaine", (
        ("La Rochelle", "17000", 46.1603, -1.1511), ("Saintes", "17100", 45.7450, -0.6333))),
    ("21", "Côte-d'Or", "Bourgogne-Franche-Comté", (
        ("Dijon", "21000", 47.3220, 5.0415), ("Beaune", "21200", 47.0260, 4.8400))),
    ("23", "Creuse", "Nouvelle-Aquitaine", (
        ("Guéret", "23000", 46.1719, 1.8714), ("Aubusson", "23200", 45.9570, 2.1690))),
    ("25", "Doubs", "Bourgogne-Franche-Comté", (
        ("Besançon", "25000", 47.2378, 6.0241), ("Pontarlier", "25300", 46.9035, 6.3557))),
    ("29", "Finistère", "Bretagne", (
        ("Brest", "29200", 48.3904, -4.4861), ("Quimper", "29000", 47.9960, -4.1024))),
    ("2A", "Corse-du-Sud", "Corse", (
        ("Ajaccio", "20000", 41.9192, 8.7386), ("Porto-Vecchio", "20137", 41.5911, 9.2795))),
    ("31", "Haute-Garonne", "Occitanie", (
        ("Toulouse", "31000", 43.6045, 1.4442), ("Muret", "31600", 43.4610, 1.3268))),
    ("33", "Gironde", "Nouvelle-Aquitaine", (
        ("Bordeaux", "33000", 44.8378, -0.5792), ("Libourne", "33500", 44.9130, -0.2430))),
    ("34", "Hérault", "Occitanie", (
        ("Montpellier", "34000", 43.6110, 3.8767), ("Béziers", "34500", 43.3442, 3.2158))),
    ("35", "Ille-et-Vilaine", "Bretagne", (
        ("Rennes", "35000", 48.1173, -1.6778), ("Saint-Malo", "35400", 48.6493, -2.0257))),
    ("37", "Indre-et-Loire", "Centre-Val de Loire", (
        ("Tours", "37000", 47.3941, 0.6848), ("Amboise", "37400", 47.4136, 0.9827))),
    ("38", "Isère", "Auvergne-Rhône-Alpes", (
        ("Grenoble", "38000", 45.1885, 5.7245), ("Vienne", "38200", 45.5255, 4.8748))),
    ("44", "Loire-Atlantique", "Pays de la Loire", (
        ("Nantes", "44000", 47.2184, -1.5536), ("Saint-Nazaire", "44600", 47.2735, -2.2138))),
    ("45", "Loiret", "Centre-Val de Loire", (
        ("Orléans", "45000", 47.9029, 1.9093), ("Montargis", "45200", 47.9970, 2.7330))),
    ("49", "Maine-et-Loire", "Pays de la Loire", (
        ("Angers", "49000", 47.4784, -0.5632), ("Cholet", "49300", 47.0594, -0.8797))),
    ("51", "Marne", "Grand Est", (
        ("Reims", "51100", 49.2583, 4.0317), ("Châlons-en-Champagne", "51000", 48.9566, 4.3631))),
    ("54", "Meurthe-et-Moselle", "Grand Est", (
        ("Nancy", "54000", 48.6921, 6.1844), ("Lunéville", "54300", 48.5894, 6.5017))),
    ("59", "Nord", "Hauts-de-France", (
        ("Lille", "59000", 50.6292, 3.0573), ("Dunkerque", "59140", 51.0344, 2.3768))),
    ("63", "Puy-de-Dôme", "Auvergne-Rhône-Alpes", (
        ("Clermont-Ferrand", "63000", 45.7772, 3.0870), ("Riom", "63200", 45.8942, 3.1125))),
    ("64", "Pyrénées-Atlantiques", "Nouvelle-Aquitaine", (
        ("Pau", "64000", 43.2951, -0.3708), ("Bayonne", "64100", 43.4929, -1.4748))),
    ("67", "Bas-Rhin", "Grand Est", (
        ("Strasbourg", "67000", 48.5734, 7.7521), ("Haguenau", "67500", 48.8156, 7.7886))),
    ("69", "Rhône", "Auvergne-Rhône-Alpes", (
        ("Lyon", "69003", 45.7578, 4.8549), ("Villeurbanne", "69100", 45.7719, 4.8902))),
    ("75", "Paris", "Île-de-France", (
        ("Paris", "75011", 48.8590, 2.3790), ("Paris", "75018", 48.8925, 2.3444))),
    ("76", "Seine-Maritime", "Normandie", (
        ("Rouen", "76000", 49.4431, 1.0993), ("Le Havre", "76600", 49.4944, 0.1079))),
    ("80", "Somme", "Hauts-de-France", (
        ("Amiens", "80000", 49.8941, 2.2958), ("Abbeville", "80100", 50.1055, 1.8368))),
    ("93", "Seine-Saint-Denis", "Île-de-France", (
        ("Saint-Denis", "93200", 48.9362, 2.3574), ("Montreuil", "93100", 48.8638, 2.4485))),
    ("974", "La Réunion", "La Réunion", (
        ("Saint-Denis", "97400", -20.8789, 55.4481), ("Saint-Pierre", "97410", -21.3393, 55.4781))),
)  # fmt: skip

REGIONS = tuple(Region(id, name) for id, name in enumerate(sorted({place[2] for place in _PLACES}), start=1))
_REGION_BY_NAME = {region.name: region for region in REGIONS}

DEPARTMENTS = tuple(
    Department(id, number, name, _REGION_BY_NAME[region])
    for id, (number, name, region, _towns) in enumerate(_PLACES, start=1)
)

TOWNS = tuple(
    Town(*facts, department)
    for department, (_number, _name, _region, towns) in zip(DEPARTMENTS, _PLACES, strict=True)
    for facts in towns
)


def town_named(name: str) -> Town:
    """Return the first town of that name."""
    return next(town for town in TOWNS if town.name == name)
