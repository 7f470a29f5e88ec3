"""Places are found as people write them, and mean what they say."""

import pytest

from bot.entities.places import find_places

# What is typed, what of it is the place, its type, its code.
WRITTEN = [
    ("st etienne", "st etienne", "commune", "42218"),
    ("ST-ETIENNE", "ST-ETIENNE", "commune", "42218"),
    ("mission à St. Étienne", "St. Étienne", "commune", "42218"),
    ("une mission a ste foy les lyon", "ste foy les lyon", "commune", "69202"),
    ("je suis à Villeneuve d’Ascq", "Villeneuve d’Ascq", "commune", "59009"),
    ("près de Bourg-en-Bresse", "Bourg-en-Bresse", "commune", "01053"),
    ("pres de bourg en bresse", "bourg en bresse", "commune", "01053"),
    ("j'habite La Rochelle", "La Rochelle", "commune", "17300"),
    ("bénévolat au havre", "havre", "commune", "76351"),
    ("des missions près du Mans", "Mans", "commune", "72181"),
    ("à l'Haÿ-les-Roses", "l'Haÿ-les-Roses", "commune", "94038"),
    ("je cherche sur marseille", "marseille", "commune", "13055"),
    ("quelque chose vers Grenoble ?", "Grenoble", "commune", "38185"),
    ("JE CHERCHE UNE MISSION A LENS", "LENS", "commune", "62498"),
    ("maraude ce soir paris", "paris", "commune", "75056"),
    ("l'asso de Beaugency recrute", "Beaugency", "commune", "45028"),
    ("Lyon", "Lyon", "commune", "69123"),
    ("lyon svp", "lyon", "commune", "69123"),
    ("marseille 13e", "marseille 13e", "commune", "13213"),
    ("Lyon 3ème", "Lyon 3ème", "commune", "69383"),
    ("paris 11", "paris 11", "commune", "75111"),
    ("Paris 20e arrondissement", "Paris 20e arrondissement", "commune", "75120"),
    ("dans le 13e arrondissement de Marseille", "13e arrondissement de Marseille", "commune", "13213"),
    ("à Paris 15 bénévoles manquent", "Paris", "commune", "75056"),
    ("à Lyon le 3 mars", "Lyon", "commune", "69123"),
    ("69003 Lyon", "69003 Lyon", "commune", "69123"),
    ("à Lyon (69003)", "Lyon (69003)", "commune", "69123"),
    ("75011", "75011", "code_postal", "75011"),
    ("mon code postal est 34000", "34000", "code_postal", "34000"),
    ("le 93", "93", "departement", "93"),
    ("93", "93", "departement", "93"),
    ("des missions dans le 13 ?", "13", "departement", "13"),
    ("référente du 75", "75", "departement", "75"),
    ("département 59", "département 59", "departement", "59"),
    ("en 2A ? non, dans le 2a", "2a", "departement", "2A"),
    ("dans la drôme", "drôme", "departement", "26"),
    ("en ardeche", "ardeche", "departement", "07"),
    ("département de l'Ain", "Ain", "departement", "01"),
    ("Le référent de l'Aude a-t-il une adresse ?", "Aude", "departement", "11"),
    ("un petit village de la Creuse", "Creuse", "departement", "23"),
    ("la Somme et son référent, je suis dans la Somme", "Somme", "departement", "80"),
    ("en seine saint denis", "seine saint denis", "departement", "93"),
    ("dans le Nord", "Nord", "departement", "59"),
    ("la reunion", "la reunion", "departement", "974"),
    ("une mission à la réunion", "la réunion", "departement", "974"),
    ("a mayotte", "mayotte", "departement", "976"),
    ("en bretagne", "bretagne", "region", "53"),
    ("région paca", "paca", "region", "93"),
    ("ile de france", "ile de france", "region", "11"),
    ("idf", "idf", "region", "11"),
    ("dans le grand est", "grand est", "region", "44"),
    ("on est en Alsace", "Alsace", "region", "44"),
    ("rhône-alpes", "rhône-alpes", "region", "84"),
    ("dans les pays de la loire", "pays de la loire", "region", "52"),
]


@pytest.mark.parametrize(("text", "written", "type_", "code"), WRITTEN)
def test_a_place_is_found_as_it_is_written(text: str, written: str, type_: str, code: str) -> None:
    place = find_places(text)[-1]
    assert isinstance(place.value, dict)
    assert (place.text, place.value["type"], place.value["code"]) == (written, type_, code)
    assert text[place.start : place.end] == written


# The names that are also words: what is said around them decides.
DECIDED = [
    ("j'habite à tours", ["Tours"]),
    ("à Tours", ["Tours"]),
    ("à tour de rôle", []),
    ("mission à nice ce week-end", ["Nice"]),
    ("une rue à sens unique", []),
    ("à Sens", ["Sens"]),
    ("ça n'a aucun sens", []),
    ("ma box orange ne marche plus", []),
    ("j'ai une adresse orange", []),
    ("bénévolat à Orange", ["Orange"]),
    ("j'habite à Eu", ["Eu"]),
    ("j'ai eu un problème", []),
    ("Eu (76)", ["Eu"]),
    ("on y va", []),
    ("en vienne", ["Vienne"]),
    ("il faut qu'elle vienne", []),
    ("dans le nord de la France", []),
    ("dans le lot", ["Lot"]),
    ("un lot de missions dans le lot de ce mois", []),
    ("dans le cher", ["Cher"]),
    ("trop cher", []),
    ("en somme, rien ne marche", []),
    ("dans la somme demandée", []),
    ("combien grand est le parc ?", []),
    ("participer à la réunion de mardi", []),
    ("j'ai été invité à la réunion", []),
    ("j'ai écrit à la Croix-Rouge", []),
    ("à Croix Rouge", []),
    ("à Croix", ["Croix"]),
    ("le campus Paris-Saclay", []),
    ("je m'appelle Florence Lyon", []),
    ("avec Sophie Vernon", []),
    ("Monsieur Castres ne répond pas", []),
    ("Emmaüs Toulouse", ["Toulouse"]),
    ("à pau ou dax", ["Pau", "Dax"]),
    ("je cherche sur tours", ["Tours"]),
    ("je cherche sur sens", []),
    ("j'habite au tampon", ["Le Tampon"]),
    ("j'habite Le Tampon", ["Le Tampon"]),
    ("un tampon sur le document", []),
    ("le groupe de Tours ne répond pas depuis deux jours", ["Tours"]),
]


@pytest.mark.parametrize(("text", "names"), DECIDED)
def test_a_word_is_a_place_only_when_it_is_announced_as_one(text: str, names: list[str]) -> None:
    assert [place.value["name"] for place in find_places(text) if isinstance(place.value, dict)] == names


def test_a_list_of_places_goes_on() -> None:
    places = find_places("autour de Lyon, Grenoble et Vienne")
    assert [place.text for place in places] == ["Lyon", "Grenoble", "Vienne"]


def test_of_several_communes_the_largest_is_meant_and_the_others_are_counted() -> None:
    (place,) = find_places("à Saint-Denis")
    assert place.value == {
        "type": "commune",
        "name": "Saint-Denis",
        "code": "97411",
        "departement": "974",
        "postal_codes": ["97400", "97417", "97490"],
        "alternatives": 3,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Saint-Denis (93)", "93066"),
        ("saint denis 974", "97411"),
        ("à Saint-Denis (93200)", "93066"),
        ("11310 Saint-Denis", "11339"),
        ("Valence 26", "26362"),
        ("st denis de la reunion", "97411"),
    ],
)
def test_a_number_beside_the_name_tells_which_commune(text: str, code: str) -> None:
    (place,) = find_places(text)
    assert isinstance(place.value, dict)
    assert place.value["code"] == code
    assert "alternatives" not in place.value


def test_a_number_that_counts_tells_nothing() -> None:
    (place,) = find_places("à Valence 26 bénévoles")
    assert place.text == "Valence"


def test_an_area_has_no_postal_codes_and_a_region_no_departement() -> None:
    (area,) = find_places("en bretagne")
    assert area.value == {"type": "region", "name": "Bretagne", "code": "53", "departement": None}
    (area,) = find_places("en gironde")
    assert area.value == {"type": "departement", "name": "Gironde", "code": "33", "departement": "33"}


def test_a_postal_code_has_the_name_of_its_largest_commune() -> None:
    (place,) = find_places("01000")
    assert isinstance(place.value, dict)
    assert (place.value["name"], place.value["departement"]) == ("Bourg-en-Bresse", "01")


@pytest.mark.parametrize("text", ["", "   ", "?!", "🎉", "\n\n", "l'", "-", "12", "é" * 2000, "à " * 500])
def test_anything_can_be_read(text: str) -> None:
    assert [place.text for place in find_places(text)] == (["12"] if text == "12" else [])
