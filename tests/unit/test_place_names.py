"""Places by the name that the reader knows; what is kept and what partners get stays the name of the table."""

from __future__ import annotations

import re

import pytest

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.texts import GettextTexts
from bot.domain.labels import LANGUAGES
from bot.service.wording import place_text, shared_line

TEXTS = GettextTexts()
_MARKS = re.compile("[\u2066-\u2069]")


def line(language: str, value: str) -> str:
    shown = shared_line("place", value)
    return _MARKS.sub("", TEXTS.say(language, shown["key"], **shown["values"]))


@pytest.mark.parametrize(
    ("language", "shown"),
    [("nl", "Ieper (8900)"), ("fr", "Ypres (Ieper) (8900)"), ("en", "Ieper (8900)"), ("ar", "إيبر (Ieper) (8900)")],
)
def test_a_place_is_named_as_its_reader_knows_it(language: str, shown: str) -> None:
    assert line(language, "Ieper (8900)").endswith(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_without_another_name_keeps_its_own(language: str) -> None:
    assert line(language, "De Moeren (8630)").endswith("De Moeren (8630)")
    assert "Nergens" in TEXTS.say(language, "place_noted", place=place_text("Nergens"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_shared_before_in_another_form_is_shown_as_it_is(language: str) -> None:
    assert line(language, "Ieper").endswith("Ieper")


def test_names_are_those_of_places_that_there_are_and_of_every_municipality() -> None:
    gazetteer = load_gazetteer()
    known = {entry.place.name for entry in gazetteer.entries}
    named = {key.removeprefix("place.") for key in TEXTS._catalogues["en"] if key.startswith("place.")}
    assert named <= known
    assert {town.name for town in gazetteer.municipalities} <= named


def test_a_reader_finds_the_place_by_the_name_that_is_shown() -> None:
    for key in TEXTS._catalogues["en"]:
        if key.startswith("place."):
            for language in LANGUAGES:
                shown = re.split(r" \(|\)", TEXTS.say(language, key))[0]
                found = load_gazetteer().named(shown)
                assert found is not None, (language, shown)
                assert found.name == key.removeprefix("place."), (language, shown)
