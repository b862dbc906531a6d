"""Until when somebody needs an answer, as their words say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from bot.adapters.word_lists import BETWEEN_PARTS, any_of, follows, mentions, words_of_list
from bot.domain.question import sentences
from bot.domain.words import plain
from bot.service.turn import Turn

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)
LONGEST_MONTH = 31
TWO_MONTHS = 62
"""Days; a date further away sets no limit to an answer ("the baby comes on 3 May")."""
MONTHS_OF = {"ar": ("ar", "ar_LB", "ar_MA", "ar_DZ")}
"""The locales in which months have other names, by language."""
NUMBERED = ("number", "counted", "ordinal", "numbered", "dated")
"""The groups of a limit that hold the day of a month."""
SPANS = (7, 14, 30, 60)
"""Days that people count in words, a week to two months."""
CHRISTMAS = 25
ORDINALS = r"[4-9]|[12]\d|3[01]"
"""Smaller ones alone count other things ("the 2nd child", "on the 3rd floor")."""
_TIMES = re.compile(r"\b\d{1,2}[.:hu]\d{2}\b")
OTHER_YEARS = r"(?:19|200|201)\d+"
"""How a year begins in which somebody was born."""


def told_until(language: str, said: str, today: date) -> date | None:
    """The first day that a text names as a limit ("before Friday", "the 15th they cut me off"), ``today`` or later.

    None where it names none, or says that the day is too late. A day of the week is the next one, a day of the month
    too, a date the next within two months. The day of what can't be put off is a limit as well ("on Monday the bailiff
    comes").
    """
    said = " ".join(part for part in sentences(said) if not mentions(language, "until_words.too_late", part))
    found = [*_limits(language).finditer(plain(_TIMES.sub(" ", said))), *_days_of_events(language, said)]
    days = (_next(language, limit, today) for limit in found)
    return min(filter(None, [*days, *_ends_of_spans(language, said, today)]), default=None)


def _ends_of_spans(language: str, said: str, today: date) -> Iterator[date]:
    """The ends of the spans that a text names from now on ("within two weeks"), and Christmas as a limit."""
    for days in SPANS:
        if follows(language, "within_words", f"span_words.{days}", said):
            yield today + _DAY * days
    christmas = date(today.year, 12, CHRISTMAS)
    if today <= christmas and follows(language, "until_words", "day_named.christmas", said, between=1):
        yield christmas


def _days_of_events(language: str, said: str) -> Iterator[re.Match[str]]:
    for part in BETWEEN_PARTS.split(said):
        if mentions(language, "until_words.events", part) and not mentions(language, "until_words.past", part):
            yield from _days(language).finditer(plain(part))


def needed_by(turn: Turn) -> date | None:
    """The day until which somebody says in their question that they need an answer."""
    question = turn.conversation.question
    return told_until(turn.conversation.language, f"{question.words}\n{question.wish}", turn.today)


def _next(language: str, limit: re.Match[str], today: date) -> date | None:
    """The first day from ``today`` on that a limit names."""
    named = limit.groupdict()
    if named["tomorrow"]:
        return today + _DAY
    month = _months(language).get(named.get("month") or "")
    ahead = (today + _DAY * days for days in range((TWO_MONTHS if month else LONGEST_MONTH) + 1))
    number = next((int(named[kind]) for kind in NUMBERED if named.get(kind)), None)
    if number is not None:
        return next((day for day in ahead if day.day == number and month in (None, day.month)), None)
    weekday = next(at for at, day in enumerate(DAYS) if named["day"] in words_of_list(language, f"day_named.{day}"))
    return next(day for day in ahead if day.weekday() == weekday)


@cache
def _limits(language: str) -> re.Pattern[str]:
    """Words that set a limit with a day behind them, a numbered day alone, or a date; no sums, hours or ages."""
    until, numbered = (any_of(words_of_list(language, key)) for key in ("until_words", "until_words.numbered"))
    between, units, ending = (
        any_of(words_of_list(language, f"until_words.{kind}")) for kind in ("between", "units", "ending")
    )
    lead = rf"(?:{until}) (?:(?:{between}) )*"
    date_in_words = rf"(?P<dated>\d{{1,2}})(?: ?(?:{ending}))? (?P<month>{any_of(_months(language))})"
    limits = (
        rf"{lead}{_a_day(language)}",
        date_in_words,
        rf"(?:{until}) (?:(?:{between}) )+(?P<number>\d{{1,2}})(?: ?(?:{ending}))?",  # "before 5" is an hour
        rf"(?:{until}) (?P<counted>\d{{1,2}}) ?(?:{ending})",
        rf"(?P<ordinal>{ORDINALS})(?:{ending})",
        rf"(?:{numbered}) (?P<numbered>{ORDINALS})",
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(limits)})(?!\w)(?! (?:{units}|{OTHER_YEARS})(?!\w))")


@cache
def _days(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_a_day(language)}(?!\w)")


def _a_day(language: str) -> str:
    """Tomorrow, or a day of the week."""
    tomorrow = any_of(words_of_list(language, "day_named.tomorrow"))
    days = any_of(word for day in DAYS for word in words_of_list(language, f"day_named.{day}"))
    return rf"(?:(?P<tomorrow>{tomorrow})|(?P<day>{days}))"


@cache
def _months(language: str) -> dict[str, int]:
    """The numbers of the months by their names and what these are shortened to."""
    return {
        plain(name): number
        for locale in MONTHS_OF.get(language, (language,))
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    }
