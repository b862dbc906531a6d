"""What set words tell, each word in its place: who is asked for, who only looks, who is afraid of somebody at home."""

from __future__ import annotations

import pytest

from bot.adapters.other_words import fears, names_a_fear, only_looks, wants_peace
from bot.adapters.somebody_else import about_another
from bot.adapters.wordings import catalogues
from bot.domain.labels import LANGUAGES, Act


@pytest.mark.parametrize(
    ("language", "said", "act"),
    [
        ("en", "hi its about my son he plays all night", Act.FOR_SOMEONE_ELSE),
        ("en", "It's about my little brother", Act.FOR_SOMEONE_ELSE),
        ("en", "one of my patients opens no post", Act.PROFESSIONAL_CONSULT),
        ("en", "my son and I shout all day", None),
        ("en", "it is about the rent, my son has no room", None),
        ("nl", "tgaat over mijn gebuur", Act.FOR_SOMEONE_ELSE),
        ("fr", "c'est pour ma mère", Act.FOR_SOMEONE_ELSE),
        ("ar", "الموضوع عن ابني", Act.FOR_SOMEONE_ELSE),
    ],
)
def test_for_whom_somebody_asks(language: str, said: str, act: Act | None) -> None:
    assert about_another(language, said) == act


@pytest.mark.parametrize(
    ("said", "looks"),
    [("just looking", True), ("nothing, just curious what this is", True), ("just looking for a house", False)],
)
def test_who_only_looks(said: str, looks: bool) -> None:
    assert only_looks("en", said) == looks


@pytest.mark.parametrize(
    ("said", "peace"),
    [("leave me alone", True), ("ok leave me alone", True), ("he does not leave me alone", False)],
)
def test_who_wants_to_be_left_in_peace(said: str, peace: bool) -> None:
    assert wants_peace("en", said) == peace


@pytest.mark.parametrize(
    ("language", "said", "afraid"),
    [
        ("en", "i dont want my husband know", True),
        ("en", "my husband may not see this", True),
        ("en", "they take my lunch and my mom is sick", False),
        ("en", "my husband work all day", False),
        ("en", "will they take my children", True),
        ("nl", "mijn man mag dit niet weten", True),
        ("nl", "mijn man werkt de hele dag", False),
        ("fr", "mon mari sait rien", True),
        ("fr", "mon mari travaille toute la journée", False),
        ("ar", "زوجي يقرأ رسائلي", True),
        ("ar", "زوجي يعمل كل اليوم", False),
    ],
)
def test_a_fear_is_more_than_a_person(language: str, said: str, afraid: bool) -> None:
    assert fears(language, said) == afraid


def test_other_fears_are_named_by_what_is_feared() -> None:
    assert names_a_fear("en", "the police")
    assert not names_a_fear("en", "my mother")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_alone_asks_for_peace(language: str) -> None:
    for word in catalogues().say(language, "peace_words").split("|"):
        assert wants_peace(language, word), word
