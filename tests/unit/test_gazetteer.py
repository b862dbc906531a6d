"""Places by name, other-language name and postal code, with the typing errors of phones."""

from __future__ import annotations

import pytest

from bot.adapters.gazetteer import load_gazetteer
from bot.domain.places import distance_km
from bot.domain.words import words_of

MUNICIPALITIES = {
    "Alveringem", "De Panne", "Diksmuide", "Heuvelland", "Houthulst", "Ieper", "Koekelare", "Koksijde", "Kortemark",
    "Langemark-Poelkapelle", "Lo-Reninge", "Mesen", "Nieuwpoort", "Poperinge", "Veurne", "Vleteren", "Zonnebeke",
}  # fmt: skip
COMMON = frozenset("beste mensen werken voor mezelf terre sont best kopen moest doen knocked بالكامل".split())


def names(text: str) -> list[str]:
    return [found.place.name for found in load_gazetteer().find(text, COMMON)]


def test_all_municipalities_are_there_with_codes_and_coordinates() -> None:
    municipalities = load_gazetteer().municipalities
    assert {place.name for place in municipalities} == MUNICIPALITIES
    for place in municipalities:
        assert place.postal_code.startswith("8")
        assert 50.68 < place.latitude < 51.2
        assert 2.5 < place.longitude < 3.2


def test_every_village_lies_near_its_municipality() -> None:
    gazetteer = load_gazetteer()
    towns = {place.name: place for place in gazetteer.municipalities}
    for place in gazetteer.places:
        assert distance_km(place, towns[place.municipality]) < 16, place.name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ik woon in Vleteren", "Vleteren"),
        ("kwoon in diksmude", "Diksmuide"),
        ("van poprnge", "Poperinge"),
        ("k weune ip de panne", "De Panne"),
        ("zonebeke", "Zonnebeke"),
        ("lo reninge", "Lo-Reninge"),
        ("loreninge", "Lo-Reninge"),
        ("in Oostduinkerke-bad", "Oostduinkerke"),
        ("wijtschatte", "Wijtschate"),
        ("leper", "Ieper"),
        ("ik moet naar lo", "Lo"),
        ("j'habite à Furnes", "Veurne"),
        ("je suis de dixmude", "Diksmuide"),
        ("on est à coxide", "Koksijde"),
        ("nous vivons à Poperingue", "Poperinge"),
        ("près de messines", "Mesen"),
        ("I live in Ypers", "Ieper"),
        ("passchendale", "Passendale"),
        ("somewhere near nieuwport", "Nieuwpoort"),
        ("from Langemarck", "Langemark"),
        ("أسكن في إيبر", "Ieper"),
        ("انا ساكنة بديكسمويده", "Diksmuide"),
        ("ساكنة فكوكسيده", "Koksijde"),
        ("من نيوبورط", "Nieuwpoort"),
        ("ana saken f koksijde", "Koksijde"),
    ],
)
def test_names_with_their_typing_errors(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("8647", "Lo-Reninge", "8647"),
        ("mijn postcode is 8900", "Ieper", "8900"),
        ("8900 Ieper", "Ieper", "8900"),
        ("Ieper 8902", "Ieper", "8902"),
        ("8691 Beveren", "Beveren", "8691"),
        ("8958", "Loker", "8958"),
        ("٨٦٣٠", "Veurne", "8630"),
    ],
)
def test_postal_codes(text: str, name: str, code: str) -> None:
    [found] = load_gazetteer().find(text)
    assert (found.place.name, found.place.postal_code) == (name, code)


@pytest.mark.parametrize(
    "text",
    [
        "ik moet werken in de bouw",
        "mensen zijn slecht",
        "auto in panne",
        "la panne de ma voiture",
        "8900 euro schuld",
        "€ 8630",
        "bel 057 8900 12",
        "les pommes de terre sont bonnes",
        "what is the best way",
        "innocent until proven guilty",
        "لو سمحت",
        "",
        "😀",
    ],
)
def test_common_words_and_amounts_are_no_places(text: str) -> None:
    assert names(text) == []


def test_ambiguous_names_count_where_somebody_plainly_lives_there() -> None:
    assert names("ik woon in Werken") == ["Werken"]
    assert names("j'habite la panne") == ["De Panne"]
    assert names("Proven") == ["Proven"]


def test_a_village_beside_its_municipality_is_one_place() -> None:
    assert names("in Vlamertinge bij Ieper") == ["Vlamertinge"]
    assert names("van Veurne naar Poperinge") == ["Veurne", "Poperinge"]


def test_towns_outside_the_region_are_known_as_such() -> None:
    [found] = load_gazetteer().find("we wonen in Oostende")
    assert (found.place.name, found.place.kind) == ("Oostende", "outside")
    assert found.place not in load_gazetteer().places


def test_where_in_the_text_a_place_stands() -> None:
    text = "k weune al jaren in Diksmude"
    [found] = load_gazetteer().find(text)
    assert text[found.start : found.end] == "Diksmude"


def test_named_wants_one_place() -> None:
    gazetteer = load_gazetteer()
    place = gazetteer.named("poperinge")
    assert place is not None
    assert place.municipality == "Poperinge"
    assert gazetteer.named("Veurne of Ieper") is None
    assert gazetteer.named("nergens") is None


def test_words_of_folds_case_accents_and_arabic_letters() -> None:
    assert list(words_of("Ôostduunkerke, إيبر!")) == ["oostduunkerke", "ايبر"]


@pytest.mark.parametrize(
    "name",
    [
        "Sint-Jan",
        "Eikhoek",
        "Oosthoek",
        "Zuidhoek",
        "Kasteelhoek",
        "Drie Koningen",
        "Kruisstraat",
        "Veldhoek",
        "Molenhoek",
    ],
)
def test_a_name_of_several_places_gives_all_of_them(name: str) -> None:
    found = load_gazetteer().find(f"ik woon in {name}")
    assert {each.place.name for each in found} == {name}
    assert len({each.place.municipality for each in found}) == len(found) >= 2


@pytest.mark.parametrize("text", ["Oosthoek in Veurne", "8630 Oosthoek", "Oosthoek, 8630", "de Oosthoek te Veurne"])
def test_the_municipality_beside_tells_them_apart(text: str) -> None:
    (found,) = load_gazetteer().find(text)
    assert (found.place.name, found.place.municipality) == ("Oosthoek", "Veurne")


@pytest.mark.parametrize(
    "text",
    [
        "k moetn de lieninge nog ofbetoaln en k è gin geld",
        "'k betoaln olle moande de leeninge van me zeune",
        "k è schrik van de rekenienge die nog moe kommn",
        "de briefn liggn oender de lade van de messn",
        "k sloapn in den hooischuur van de boere tot 't warmer is",
        "k sta altijd te leuren bij de buren",
        "ze zeggn da ze van de stoave gevolln is en da's nie woar",
        "wat gaan de mensen zeggen os ze da auto voor us deure zien stoan",
        "hij staat voor de deur met een mes en zegt niets",
        "os z'an de deure stoan zyn k ik der nie",
        "je regarde les marées depuis la digue",
        "nn mé nimport koi",
        "the doctor on that series is so handsome",
        "ذكرني بعد ساعة أن أخرج الخبز من الفرن",
        "خوالي بالسودان انقطع خبرهم من شهر",
        "مات حلمي من طردوني من الكلية",
    ],
)
def test_ordinary_words_that_look_like_a_name_are_no_places(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mijn moeder zit alleen in Poperingue en ik heb geen auto", "Poperinge"),
        ("Poperingue is te ver voor mij zonder auto", "Poperinge"),
        ("k weune te iepr en k è gin oto mi vo te rydn", "Ieper"),
        ("de trein van Veurn is weeral te laat vandaag", "Veurne"),
        ("je suis de Furne", "Veurne"),
        ("je cherche un médecin près de Furne pour ma fille", "Veurne"),
        ("ايبر", "Ieper"),
        ("بوبرينغه", "Poperinge"),
        ("اشتغل بعيد واسكن بديكسموده من زمان", "Diksmuide"),
        ("de pnne", "De Panne"),
        ("k zoatn in de schole in oost duinkerke", "Oostduinkerke"),
    ],
)
def test_a_mistyped_name_is_heard_where_a_place_is_named(text: str, name: str) -> None:
    assert names(text) == [name]


def test_the_code_of_a_place_outside_is_an_amount_too() -> None:
    assert names("als er vanavond geen 2000 is steekt hij de boel in brand") == []
    assert names("2000") == ["Antwerpen"]
    assert names("ik woon in 8400") == ["Oostende"]
