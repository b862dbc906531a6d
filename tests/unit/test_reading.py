"""The name and the number in an answer."""

from __future__ import annotations

import pytest

from bot.adapters.names import introduction, name_and_more, name_in, names_in, number_in, told_beside_number


@pytest.mark.parametrize(
    ("language", "said", "name", "number"),
    [
        ("ar", "نور، ورقمي 0470112233", "نور", "0470112233"),
        ("ar", "سميتي كريم", "كريم", None),
        ("ar", "رحمة ورقمي ٠٤٧٠١١٢٢٣٣", "رحمة", "٠٤٧٠١١٢٢٣٣"),
        ("nl", "Cindy, en mijn nummer is 0470 11 22 33", "Cindy", "0470 11 22 33"),
        ("fr", "je m'appelle Nora mon numéro c'est le 0470/11.22.33", "Nora", "0470/11.22.33"),
        ("en", "0470112233 John", "John", "0470112233"),
        ("en", "John is fine", "John", None),
        ("en", "Joy, no surname", "Joy", None),
        ("en", "Rita but not my last name", "Rita", None),
        ("fr", "Nora, pas de nom de famille", "Nora", None),
        ("nl", "Cindy maar geen familienaam", "Cindy", None),
    ],
)
def test_a_name_and_the_number_beside_it(language: str, said: str, name: str, number: str | None) -> None:
    assert name_in(language, said) == name
    assert number_in(said) == number


@pytest.mark.parametrize("said", ["........", "----------", "12/03/1985", "help me ........ please", "8630"])
def test_what_is_no_phone_number(said: str) -> None:
    assert number_in(said) is None


@pytest.mark.parametrize("said", ["0471 22 33 44", "+32 471 22 33 44", "057 33 21 45", "(057)332145", "٠٤٧١ ٢٢ ٣٣ ٤٤"])
def test_what_is_a_phone_number(said: str) -> None:
    assert number_in(f"call {said} please") == said


@pytest.mark.parametrize(
    ("language", "said", "beside"),
    [
        ("fr", "0465 12 34 56 mais pas laisser message, mon mari écoute", "pas laisser message, mon mari écoute"),
        ("en", "0465123456, and please only before noon", "please only before noon"),
        ("nl", "0465 12 34 56", ""),
        ("nl", "mijn nummer is 0465/12.34.56", ""),
        ("en", "0465123456, but who reads it?", ""),
    ],
)
def test_what_is_said_beside_a_number_is_for_the_helper(language: str, said: str, beside: str) -> None:
    assert told_beside_number(language, said) == beside


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("en", "Dave. actually wait i want housing", "Dave"),
        ("fr", "Karim. mais enlevez la femme", "Karim"),
        ("en", "No. I don't want that", None),
        ("en", "Dave", None),
        ("nl", "Ja. doe maar", None),
        ("en", "I wanted to say it before. He is gone", None),
        ("nl", "Els, maar wel het sociaal huis he", "Els"),
        ("ar", "ريم، بس ما بدي يجو بالليل", "ريم"),
        ("nl", "Peeters, Jan", None),
        ("en", "no, I told you that", None),
    ],
)
def test_a_name_with_more_behind_it(language: str, said: str, name: str | None) -> None:
    found = name_and_more(language, said)
    assert (found and found[0]) == name


@pytest.mark.parametrize(
    ("language", "said", "name", "rest"),
    [
        ("nl", "Hallo, ik heet Sofie en ik slaap slecht", "Sofie", "Hallo, ik slaap slecht"),
        ("nl", "mijn naam is Jan De", "Jan De", ""),
        ("fr", "je m'appelle Fatou, je suis seule", "Fatou", "je suis seule"),
        ("ar", "اسمي علي، وأنا وحدي", "علي", "وأنا وحدي"),
        ("en", "My name is Tom. I lost my job", "Tom", "I lost my job"),
    ],
)
def test_who_says_their_name_in_passing(language: str, said: str, name: str, rest: str) -> None:
    assert introduction(language, said) == (name, rest)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "my name is not on the contract"),
        ("en", "my name is on the lease"),
        ("nl", "ze noemen mij altijd lui"),
        ("ar", "اسمي مو مكتوب بالعقد"),
        ("en", "he is called Tom"),
    ],
)
def test_who_introduces_nobody(language: str, said: str) -> None:
    assert introduction(language, said) is None


def test_words_that_look_like_names() -> None:
    told = "Une patiente, Jeanne, ne mange plus. Elle habite à Ypres, l'OCMW la connaît. Son fils Luc est loin"
    assert names_in(told) == ("Jeanne", "Luc")
    assert names_in("my husband drinks. He is loud") == ()
