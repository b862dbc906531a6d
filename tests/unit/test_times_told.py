"""Days and hours of contact, kept as they were said."""

from __future__ import annotations

import pytest

from bot.adapters.hours_told import day_part_from
from bot.adapters.names import introduction, name_in
from bot.adapters.times_told import free_at, in_whole, tells_when, times_told


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("nl", "dinsdag of donderdag na 14 uur", "dinsdag of donderdag na 14 uur"),
        (
            "nl",
            "achter 't melken, e stik in d' oavend, acht euren",
            "achter 't melken, e stik in d' oavend, acht euren",
        ),
        (
            "fr",
            "Chez moi. Le mercredi et le vendredi matin, pas avant 9h30.",
            "Le mercredi et le vendredi matin, pas avant 9h30.",
        ),
        ("en", "At home please. Not between 1 and 3, he naps then", "Not between 1 and 3, he naps then"),
        ("en", "at home, mornings after ten", "mornings after ten"),
        ("ar", "بعد الخامسة ومش يوم الجمعة", "بعد الخامسة ومش يوم الجمعة"),
        ("en", "is Tuesday good for you?", ""),
        ("en", "Watou", ""),
    ],
)
def test_days_and_hours_are_kept_whole(language: str, said: str, told: str) -> None:
    assert times_told(language, said).rstrip(".") == told.rstrip(".")


def test_what_stands_beside_an_answer_is_kept_with_its_sentence() -> None:
    said = "At home please, but telephone first, and in English. Any time"
    assert in_whole("en", said, "in English") == "telephone first, and in English"
    assert in_whole("en", said, "") == ""


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        (
            "fr",
            "Quelqu'un pour le papier. Je travaille le jour, libre après 17h",
            "Je travaille le jour, libre après 17h",
        ),
        ("en", "somebody to help. call me after 5", "call me after 5"),
        ("en", "one free day in the week", ""),
        ("nl", "mijn zus komt op dinsdag koken", ""),
    ],
)
def test_in_other_answers_only_hours_of_contact_count(language: str, said: str, kept: str) -> None:
    assert free_at(language, said) == kept


def test_an_age_is_no_hour_of_contact() -> None:
    assert tells_when("en", "mornings after ten")
    assert not tells_when("en", "my son of 15 must not know")
    assert not tells_when("en", "ring first")


def test_hours_have_an_ending_in_dutch() -> None:
    assert day_part_from("nl", "na vieren") == ("afternoon", "na vieren")
    assert day_part_from("nl", "na zessen") == ("evening", "na zessen")


def test_a_name_is_taken_without_what_is_said_around_it() -> None:
    assert name_in("en", "Margaret, I said.") == "Margaret"
    assert introduction("en", "Kijk Verder then. You may call me Margaret.") == ("Margaret", "Kijk Verder then")
    assert introduction("en", "call me Monday") is None


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        (
            "fr",
            "elle vient le matin quand mon mari il dort. Non, mieux pas à la maison, elle me téléphone après 14 heures",
            "mieux pas à la maison, elle me téléphone après 14 heures",
        ),
        ("en", "come on Monday. no, rather call me on Tuesday after two", "rather call me on Tuesday after two"),
    ],
)
def test_what_is_taken_back_in_the_same_breath_is_no_limit(language: str, said: str, kept: str) -> None:
    assert in_whole(language, said, said) == kept


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "my daughter rings on Sundays"),
        ("nl", "mijn dochter belt elke zondag"),
        ("fr", "ma fille téléphone le dimanche"),
    ],
)
def test_when_others_call_is_no_time_to_be_called(language: str, said: str) -> None:
    assert free_at(language, said)
    assert not free_at(language, said, of_others=True)


def test_a_wish_beside_who_helps_is_one() -> None:
    said = "Ik ga elke zaterdag helpen. Liefst iemand die belt, na 18 uur, maar niet op woensdag."
    assert free_at("nl", said, of_others=True) == "na 18 uur, maar niet op woensdag"
