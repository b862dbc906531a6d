"""Until when somebody needs an answer, as their words say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from bot.adapters.word_lists import words_of_list
from bot.domain.words import plain
from bot.service.turn import Turn

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)
LONGEST_MONTH = 31
ORDINALS = r"[4-9]|[12]\d|3[01]"
"""Smaller ones alone count other things ("the 2nd child", "on the 3rd floor")."""


def told_until(language: str, said: str, today: date) -> date | None:
    """The first day that a text names as a limit ("before Friday", "the 15th they cut me off"), ``today`` or later.

    None where it names none. A day of the week is the next one, a day of the month too.
    """
    told = plain(said)
    days = [_next(language, match, today) for match in _limits(language).finditer(told)]
    return min((day for day in days if day is not None), default=None)


def needed_by(turn: Turn) -> date | None:
    """The day until which somebody says in their question that they need an answer."""
    question = turn.conversation.question
    return told_until(turn.conversation.language, f"{question.words}\n{question.wish}", turn.today)


def _next(language: str, limit: re.Match[str], today: date) -> date | None:
    if limit["tomorrow"]:
        return today + _DAY
    number = limit["number"] or limit["ordinal"]
    ahead = (today + _DAY * days for days in range(LONGEST_MONTH + 1))
    if number:
        return next((day for day in ahead if day.day == int(number)), None)
    named = next(at for at, day in enumerate(DAYS) if limit["day"] in words_of_list(language, f"day_named.{day}"))
    return next(day for day in ahead if day.weekday() == named)


@cache
def _limits(language: str) -> re.Pattern[str]:
    """Words that set a limit with a day behind them, or a numbered day alone; no sums, hours or ages."""
    until, tomorrow = (_any_of(words_of_list(language, key)) for key in ("until_words", "day_named.tomorrow"))
    between, units, ending = (
        _any_of(words_of_list(language, f"until_words.{kind}")) for kind in ("between", "units", "ending")
    )
    days = _any_of(word for day in DAYS for word in words_of_list(language, f"day_named.{day}"))
    lead = rf"(?:{until}) (?:(?:{between}) )*"
    number = rf"(?P<number>\d{{1,2}})(?: ?(?:{ending}))?"
    after = rf"(?:(?P<tomorrow>{tomorrow})|(?P<day>{days})|{number})"
    return re.compile(rf"(?<!\w)(?:{lead}{after}|(?P<ordinal>{ORDINALS})(?:{ending}))(?!\w)(?! (?:{units})(?!\w))")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
