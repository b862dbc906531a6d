"""Answering a button by typing."""

from __future__ import annotations

import pytest

from bot.domain.choices import Ordinals, named_choice, names_meant, told_choice, typed_choice
from bot.domain.messages import Choice
from bot.domain.words import plain

CHOICES = (
    Choice("/affirm", "Yes, that is right", "/affirm"),
    Choice("/deny", "Not quite", "/deny"),
    Choice("/choose", "There is more", "/choose"),
)
ORDINALS = Ordinals(
    (frozenset({"first", "1st"}), frozenset({"second"})), frozenset({"the", "one", "please", "i", "take"})
)


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("first", 0),
        ("The FIRST one, please!", 0),
        ("i take the second", 1),
        ("1", 0),
        ("3", 2),
        ("٢", 1),
        ("4", None),
        ("the rent first", None),  # tells what comes first, and is no yes
        ("first the second", None),
        ("yes that is right", 0),
        ("yes thats right", 0),
        ("quite", None),
        ("", None),
    ],
)
def test_a_label_a_number_or_a_place_in_the_list(said: str, position: int | None) -> None:
    assert typed_choice(said, CHOICES, ORDINALS) == (None if position is None else CHOICES[position])


@pytest.mark.parametrize(("said", "position"), [("quite", 1), ("that", 0), ("is there more", 2), ("more", 2)])
def test_some_words_of_one_label(said: str, position: int | None) -> None:
    assert named_choice(said, CHOICES) == (None if position is None else CHOICES[position])


@pytest.mark.parametrize(
    ("said", "place"),
    [("what does the second do?", 1), ("more about the first", 0), ("the first or the second?", None), ("who?", None)],
)
def test_a_place_in_the_list_that_is_spoken_of(said: str, place: int | None) -> None:
    assert ORDINALS.mentioned(said) == place


def test_words_around_a_label_are_left_out() -> None:
    assert ORDINALS.bare("Please, the dutch one!") == "dutch"
    assert ORDINALS.bare("the one") == ""


PARTNERS = (
    Choice("a", "Sample: Warm House Veurne", "/choose"),
    Choice("b", "Sample: Social House", "/choose"),
    Choice("c", "Sample: Kompas", "/choose"),
)


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("ok the warm house in veurne then", 0),
        ("kompas, the one with the coach", 2),
        ("the social one", 1),
        ("the house", None),  # of two
        ("I live in veurne", None),
        ("kompas, what do they do?", None),  # asks, and does not choose
        ("kompas I do not know, my sister was with them and said it was far", None),
    ],
)
def test_a_choice_named_in_a_sentence(said: str, position: int | None) -> None:
    assert told_choice(said, PARTNERS) == (None if position is None else PARTNERS[position])


def test_letters_that_people_mix_up_are_one() -> None:
    assert plain("الأُولى!") == plain("الاولي")
    assert plain("٨٩٠٠ été_x") == "8900 ete x"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("what is Chat Point?", [1]),
        ("I know the people of the bridge", [2]),
        ("Westhoek", []),
        ("the first", []),
        ("point or bridge", [1, 2]),
    ],
)
def test_a_name_is_meant_by_a_word_that_is_its_own(said: str, meant: list[int]) -> None:
    assert names_meant(said, ["Social House Westhoek", "Chat Point Westhoek", "The Bridge"]) == meant


def test_the_name_of_one_who_is_not_shown_means_nobody_else() -> None:
    shown, others = ["Social House Westhoek", "Open Door"], ["Chat Point Westhoek", "Compass Poperinge"]
    assert names_meant("Chat Point Westhoek", shown, others) == []
    assert names_meant("the Social House, I live in Poperinge", shown, others) == [0]
    assert names_meant("the one of the Westhoek", shown, others) == [0]
