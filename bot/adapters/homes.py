"""Which of the places that a text names somebody lives in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.limits import limiting_parts
from bot.adapters.phrases import asks, denies
from bot.adapters.word_lists import mentions, told_parts, without_parts, words_of_list, words_with_and
from bot.domain.gazetteer import OUTSIDE
from bot.domain.places import Place
from bot.domain.understanding import Understanding
from bot.domain.words import plain

WORDS_OF_A_HOME = 8
"""A preposition, and the longest name with its code."""
WORDS_OF_A_NO = 2
"""A "not" stands so near before the place that it denies ("not Ieper", "pas à Ypres")."""
_OF_OTHERS = ("relative_words", "person_words", "pronoun_words")


def at_home(language: str, heard: Understanding, said: str, *, of_another: bool = False) -> Understanding:
    """The understanding with those places only where a text may say that somebody lives.

    That is the one of which it says "I live in"; else not where one works, nor where nobody is to come from or to know
    of it, and not a far town beside a place of the region. Where somebody else is to be helped (``of_another``), "I
    live in" tells where the writer lives and not that one.
    """
    homes = {place for place in _homes(language, said) if place in heard.places}
    if of_another and homes and not homes.issuperset(heard.places):
        heard, homes = replace(heard, places=tuple(place for place in heard.places if place not in homes)), set()
    if len(homes) == 1:
        return replace(heard, places=tuple(homes))
    elsewhere = _elsewhere(language, said) if heard.places else frozenset[Place]()
    left = [place for place in heard.places if place not in elsewhere]
    denied = set(_denied(language, said)) if len(left) > 1 else set()
    kept = tuple(place for place in left if place not in denied)
    near = tuple(place for place in kept if place.kind != OUTSIDE)
    return replace(heard, places=near if len(near) == 1 else kept)


def is_a_place(language: str, said: str) -> bool:
    """True for a text that is one place and hardly anything else ("in Veurne")."""
    found = load_gazetteer().find(said, forgiving=False)
    if len(found) != 1:
        return False
    rest = plain(f"{said[: found[0].start]} {said[found[0].end :]}").split()
    return set(rest) <= words_of_list(language, "home_in_words")


def home_told(language: str, said: str, *, of_another: bool = False) -> Place | None:
    """The one place in the region of which a text says "I live in", or ``of_another`` "he lives in"."""
    found = _of_them(language, said) if of_another else _homes(language, said)
    homes = {place for place in found if place.kind != OUTSIDE}
    return homes.pop() if len(homes) == 1 else None


def only_home(language: str, heard: Understanding, said: str, *, of_another: bool = False) -> Place | None:
    """The only place that a message names, letter by letter; not in a question, nor where others live.

    Where somebody else is to be helped, that one is meant (``of_another``).
    """
    named = set(_of_the_person(language, said, of_another))
    near = [place for place in heard.places if place.kind != OUTSIDE]
    return near[0] if len(near) == len(heard.places) == 1 and near[0] in named else None


def places_told(language: str, said: str, *, of_another: bool = False) -> tuple[Place, ...]:
    """The places where what was told may say that somebody lives, in its order."""
    found = tuple(dict.fromkeys(_of_the_person(language, said, of_another)))
    return at_home(language, Understanding(language, places=found), said, of_another=of_another).places


def _of_the_person(language: str, said: str, of_another: bool) -> Iterator[Place]:
    """The places that a text names, but for its questions, and where others live."""
    for part in told_parts(language, said):
        of_others = not of_another and any(mentions(language, key, part) for key in _OF_OTHERS)
        if not (of_others or asks(language, part.strip())):
            yield from _named(part)


def _homes(language: str, said: str) -> Iterator[Place]:
    """The places of which one stands behind the words of a home, with nothing but an "in" and the like between."""
    between = words_of_list(language, "home_in_words")
    for lead in words_with_and(language, "home_words"):
        for rest in f" {plain(said)} ".split(f" {lead} ")[1:]:
            told = " ".join((lead, *rest.split()[:WORDS_OF_A_HOME]))
            for found in load_gazetteer().find(told):
                if set(told[len(lead) + 1 : found.start].split()) <= between:
                    yield found.place


def _of_them(language: str, said: str) -> Iterator[Place]:
    """The places that stand beside the words of somebody else's home, in the parts about them."""
    for part in told_parts(language, said):
        about_them = any(mentions(language, key, part) for key in _OF_OTHERS)
        if about_them and mentions(language, "they_live_words", part) and not asks(language, part):
            yield from _named(part)


def _elsewhere(language: str, said: str) -> frozenset[Place]:
    """The places that are only named for something else than a home."""
    limits = limiting_parts(language, said)
    away = [part.strip() for part in told_parts(language, said) if _is_of_work(language, part)]
    rest = without_parts(language, said, [*limits, *away])
    there = {place for part in (*limits, *away) for place in _named(part)}
    return frozenset(there - set(_named(rest)))


def _is_of_work(language: str, part: str) -> bool:
    """True for "I work in Ieper"; not for "without work in Watou"."""
    return mentions(language, "at_work_words", part) and not denies(language, part)


def _denied(language: str, said: str) -> Iterator[Place]:
    """The places that a "not" stands before ("it is Watou, not Ieper"); not "I do not live in Ieper, but near it"."""
    words = words_of_list(language, "not_words")
    for found in load_gazetteer().find(said, forgiving=False):
        before = plain(said[: found.start]).split()[-WORDS_OF_A_NO - 1 :]
        lives = any(mentions(language, "home_words", " ".join(before[at:])) for at in range(len(before)))
        if not lives and words & set(before[-WORDS_OF_A_NO:]):
            yield found.place


def _named(said: str) -> Iterator[Place]:
    return (found.place for found in load_gazetteer().find(said, forgiving=False))
