"""Where somebody lives, in a message that names other places too."""

from __future__ import annotations

import pytest

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.homes import at_home, home_told, only_home, places_told
from bot.domain.understanding import Understanding


def homes(language: str, said: str) -> list[str]:
    places = tuple(found.place for found in load_gazetteer().find(said))
    return [place.name for place in at_home(language, Understanding(language, places=places), said).places]


@pytest.mark.parametrize(
    ("language", "said", "home"),
    [
        ("nl", "ik woon in Nieuwpoort, hij slaapt in Koksijde", "Nieuwpoort"),
        ("nl", "ik werk in Ieper maar woon in Kemmel", "Kemmel"),
        ("nl", "kwone in Stavele en den dokteur is in Ieper", "Stavele"),
        ("nl", "ik woon in Poperingue en werk in Veurne", "Poperinge"),
        ("fr", "j'habite à Loker mais je travaille à Ypres", "Loker"),
        ("fr", "je travaille à Furnes, j'habite Dixmude", "Diksmuide"),
        ("en", "my job is in Ieper but I live in Watou", "Watou"),
        ("ar", "اشتغل بفورنه واسكن بديكسموده", "Diksmuide"),
        ("ar", "أنا ساكنة في إيبر والطبيب في فورن", "Ieper"),
    ],
)
def test_the_place_that_somebody_says_to_live_in_is_meant(language: str, said: str, home: str) -> None:
    assert homes(language, said) == [home]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "mijn moeder woont in Ieper en mijn zus in Veurne"),
        ("nl", "ik woon niet in Ieper maar vlak bij Veurne"),
        ("nl", "ik woon in Ieper en ik woon in Veurne"),
        ("fr", "ma fille habite à Ypres, mon fils à Furnes"),
        ("en", "I live between Ieper and Veurne"),
        ("ar", "امي ساكنة في إيبر واختي في فورن"),
    ],
)
def test_where_nobody_says_so_all_places_stay(language: str, said: str) -> None:
    assert len(homes(language, said)) == 2


@pytest.mark.parametrize(
    ("language", "said", "home"),
    [
        ("en", "Watou, 8978. But please not anyone from Watou itself", "Watou"),
        ("nl", "ik ben van Leisele, mijn buurvrouw werkt in Alveringem", "Leisele"),
        ("fr", "elle est de comines mais maintenant elle est a Poperinge", "Poperinge"),
        ("fr", "c'est Watou, pas Ypres", "Watou"),
        ("en", "it is Watou, not Ieper", "Watou"),
    ],
)
def test_what_is_named_for_something_else_is_no_home(language: str, said: str, home: str) -> None:
    assert homes(language, said) == [home]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "niemand van Leisele aub"),
        ("fr", "pas quelqu'un de Poperinge"),
        ("en", "I work in Ieper"),
        ("ar", "ما بدي حدا من ديكسمود"),
    ],
)
def test_such_a_place_alone_is_none_either(language: str, said: str) -> None:
    assert homes(language, said) == []


@pytest.mark.parametrize(
    ("language", "said", "of_another", "home"),
    [
        ("en", "I'm Margaret, 76, Watou. My husband had a stroke", False, "Watou"),
        ("nl", "k'zyn van Vleteren, gin ambulance nodig", False, "Vleteren"),
        ("nl", "mijn zus zit in Poperinge", False, None),
        ("nl", "mijn zus zit in Poperinge", True, "Poperinge"),
        ("fr", "ma tante de Gand", True, None),
        ("en", "is there anybody in Ieper?", False, None),
        ("en", "from Ieper to Watou", False, None),
    ],
)
def test_the_only_place_of_a_message_is_a_home(language: str, said: str, of_another: bool, home: str | None) -> None:
    heard = Understanding(language, places=places_told(language, said, of_another=True))
    found = only_home(language, heard, said, of_another=of_another)
    assert (found and found.name) == home


def test_another_home_is_told_beside_an_answer() -> None:
    found = home_told("fr", "non, maintenant j'habite à Ypres. et le deuxième")
    assert found is not None and found.name == "Ieper"
    assert home_told("fr", "mon frère est à Ypres") is None
    assert home_told("nl", "ik woon in Gent") is None


@pytest.mark.parametrize(
    ("language", "said", "home"),
    [
        ("nl", "het is voor mijn zus in Alveringem. maar ik woon zelf in Gent", "Alveringem"),
        ("fr", "c'est pour ma mère à Dixmude, moi j'habite à Ypres", "Diksmuide"),
        ("en", "my brother is in Veurne, I live in Ieper", "Veurne"),
    ],
)
def test_where_the_writer_lives_is_no_home_of_somebody_else(language: str, said: str, home: str) -> None:
    places = tuple(found.place for found in load_gazetteer().find(said))
    found = at_home(language, Understanding(language, places=places), said, of_another=True)
    assert [place.name for place in found.places] == [home]
