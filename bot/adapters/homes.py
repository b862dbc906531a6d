"""Which of several places somebody lives in, where that is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.word_lists import words_of_list, words_with_and
from bot.domain.gazetteer import OUTSIDE
from bot.domain.places import Place
from bot.domain.understanding import Understanding
from bot.domain.words import plain

WORDS_OF_A_HOME = 8
"""A preposition, and the longest name with its code."""


def at_home(language: str, heard: Understanding, said: str) -> Understanding:
    """The understanding with that place alone of which a text says "I live in"; as it is where it says so of no one."""
    if len(heard.places) < 2:
        return heard
    homes = {place for place in _homes(language, said) if place in heard.places}
    return replace(heard, places=tuple(homes)) if len(homes) == 1 else heard


def home_told(language: str, said: str) -> Place | None:
    """The one place in the region of which a text says "I live in"."""
    homes = {place for place in _homes(language, said) if place.kind != OUTSIDE}
    return homes.pop() if len(homes) == 1 else None


def _homes(language: str, said: str) -> Iterator[Place]:
    """The places of which one stands behind the words of a home, with nothing but an "in" and the like between."""
    between = words_of_list(language, "home_in_words")
    for lead in words_with_and(language, "home_words"):
        for rest in f" {plain(said)} ".split(f" {lead} ")[1:]:
            told = " ".join((lead, *rest.split()[:WORDS_OF_A_HOME]))
            for found in load_gazetteer().find(told):
                if set(told[len(lead) + 1 : found.start].split()) <= between:
                    yield found.place
