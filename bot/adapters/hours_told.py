"""Hours from which somebody can be reached, in digits or words ("after four", "vanaf 16u30")."""

from __future__ import annotations

import re
from functools import cache

from bot.adapters.word_lists import alternatives, any_of, mentions, words_of_list
from bot.domain.labels import DayPart
from bot.domain.words import plain

EARLIEST = 8
"""Smaller hours are those after noon: nobody is called at four in the morning."""
ENDING = "(?:s?en|n(?:en)?)?"
"""Dutch says "na vieren", "na zessen"."""
HALF_A_DAY, NOON, EVENING = 12, 12, 17


def names_a_weekday(language: str, said: str) -> bool:
    """True for a text with a day of the week, tomorrow, or the weekend."""
    return mentions(language, "day_words", said)


def day_part_from(language: str, said: str) -> tuple[str, str] | None:
    """The part of the day that begins with an hour that a text names, and the words that name it; None without one."""
    found = _from_an_hour(language).search(f" {plain(said)} ")
    if found is None:
        return None
    named = found["number"]
    hour = int(named) if named.isdigit() else _in_words(language).index(named) % HALF_A_DAY + 1
    hour += HALF_A_DAY if hour < EARLIEST else 0
    part = DayPart.MORNING if hour < NOON else DayPart.AFTERNOON if hour < EVENING else DayPart.EVENING
    return part.value, found[0].strip()


def names_an_hour_in_words(language: str, said: str) -> bool:
    """True for an hour whose number is a word ("acht uur")."""
    return _an_hour_in_words(language).search(f" {plain(said)} ") is not None


def is_the_last_hour(language: str, hour: str, part: str) -> bool:
    """True for an hour in digits until which somebody can be reached ("only before 5 pm")."""
    said, words = f" {plain(part)} ", words_of_list(language, "before_words")
    return any(map(str.isdigit, hour)) and any(f" {word} {hour} " in said for word in words)


@cache
def _in_words(language: str) -> tuple[str, ...]:
    """One to twelve, as they are said, and once more for each other way to say them."""
    return tuple(plain(word) for word in alternatives("hours_in_words", language))


@cache
def _from_an_hour(language: str) -> re.Pattern[str]:
    """The words before an hour, the hour, and nothing behind it that it could count ("after six months")."""
    leads, units = (any_of(words_of_list(language, key)) for key in ("from_words", "hour_words"))
    goes_on = any_of(word for key in ("because_words", "and_words") for word in words_of_list(language, key))
    number = rf"(?P<number>1?\d|2[0-3]|{any_of(_in_words(language))}){ENDING}"
    return re.compile(rf"(?<= )(?:{leads}) {number}(?: ?(?:{units})(?: ?[0-5]\d)?(?= )|(?= $| (?:{goes_on}) ))")


@cache
def _an_hour_in_words(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<= )(?:{any_of(_in_words(language))}) (?:{any_of(words_of_list(language, 'hour_words'))})(?= )"
    )
