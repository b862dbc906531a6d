"""Days and hours of contact, as they were said: a helper who comes at the wrong one may bring somebody in danger."""

from __future__ import annotations

from collections.abc import Callable

from bot.adapters.hours_told import day_part_from, names_a_weekday, names_an_hour_in_words
from bot.adapters.in_danger import denies_danger
from bot.adapters.limits import is_a_limit
from bot.adapters.names import number_in
from bot.adapters.phrases import FEW_WORDS, asks, named, wished
from bot.adapters.word_lists import begins_with, mentions, told_parts, without_lead, without_such
from bot.domain.question import sentences


def names_a_time(language: str, said: str) -> bool:
    """True for a day of the week or an hour, which the question has no line for."""
    return names_a_weekday(language, said) or names_an_hour(language, said)


def names_an_hour(language: str, part: str) -> bool:
    """True for an hour in digits, of which a phone number is none ("after 5", "14u"), or in words ("after four")."""
    in_digits = not part.isdigit() and any(map(str.isdigit, part)) and number_in(part) is None
    return in_digits or names_an_hour_in_words(language, part) or day_part_from(language, part) is not None


def times_told(language: str, said: str) -> str:
    """The sentences of an answer that tell days and hours, or what comes before a visit; empty where none do."""

    def tells(part: str) -> bool:
        own = not (asks(language, part) or begins_with(language, "pronoun_words", part))
        return own and names_a_time(language, part)

    return "\n".join(_last_thought(language, _whole(language, said, tells)))


def _last_thought(language: str, told: list[str]) -> list[str]:
    """The sentences from one on that takes back those before it ("come in the morning. no, rather call after two")."""
    again = [at for at, each in enumerate(told) if _takes_back(language, each)]
    return [without_lead(language, "begins_no_words", each) for each in told[again[-1] if again else 0 :]]


def _takes_back(language: str, sentence: str) -> bool:
    return any(begins_with(language, key, sentence) for key in ("begins_no_words", "second_thought_words"))


def tells_when(language: str, said: str) -> bool:
    """True where a text tells at which days or hours somebody can be reached; "my son of 15 may not know" does not."""
    own = (part for part in told_parts(language, said) if not mentions(language, "get_to_know_words", part))
    return any(names_a_time(language, part.strip()) for part in own)


def free_at(language: str, said: str, *, of_others: bool = False) -> str:
    """The same of a text that tells something else: those with a way to be reached, or an hour at which one is free.

    Where it tells ``of_others`` ("my daughter rings on Sundays"), a way to be reached counts in a wish alone.
    """
    told = (each for each in sentences(said) if _is_of_contact(language, each, of_others=of_others))
    return "\n".join(filter(None, (times_told(language, each) for each in told)))


def _is_of_contact(language: str, sentence: str, *, of_others: bool) -> bool:
    timed = [part.strip() for part in told_parts(language, sentence) if names_a_time(language, part.strip())]
    if any(mentions(language, "free_words", part) and names_an_hour(language, part) for part in timed):
        return True
    if any(mentions(language, key, sentence) for key in ("better_words", "wish_words")):
        return bool(timed) and named(language, "reach_words", sentence) is not None
    return not of_others and any(named(language, "reach_words", part) for part in timed)


def in_whole(language: str, said: str, beside: str) -> str:
    """The sentences of a text that hold something of what is told ``beside``: cut at a comma they would lie.

    "Tuesday, or Thursday after two" is not Tuesday.
    """
    pieces = {part.strip() for part in told_parts(language, beside)} - {""}
    return "\n".join(_last_thought(language, _whole(language, said, lambda part: part in pieces)))


def _whole(language: str, said: str, tells: Callable[[str], bool]) -> list[str]:
    """The sentences of which a part tells that, without what it asks, says to the bot, or what has its own line.

    That is a number, and a bare way to be reached: where it is changed later, it must not stand here too.
    """

    def is_beside_it(part: str) -> bool:
        to_the_bot = asks(language, part) or denies_danger(language, part) or mentions(language, "laugh_words", part)
        return to_the_bot or number_in(part) is not None or _is_a_bare_way(language, part)

    told = [each for each in sentences(said) if any(tells(part.strip()) for part in told_parts(language, each))]
    return [kept for each in told if (kept := without_such(language, each, is_beside_it))]


def _is_a_bare_way(language: str, part: str) -> bool:
    """True for "at home please"; not for "ring first", nor for "don't ring on Thursday"."""
    few = len(part.split()) <= FEW_WORDS and not (names_a_time(language, part) or is_a_limit(language, part))
    return few and wished(language, "reach_words", part) is not None
