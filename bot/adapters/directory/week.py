"""Opening hours as a coordinator writes them: ``mo 09:00-12:00 13:00-17:00; tu 09:00-12:00``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time

from bot.domain.partners import OpeningPeriod

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
EXPECTED = "hours like mo 09:00-12:00 13:00-17:00; tu-fr 09:00-12:00"
MAX_PERIODS = 70
"""Ten a day: no partner has more, and a cell could hold so many that a small file fills the memory."""
_OTHER_NAMES = ("ma", "di", "wo", "do", "vr", "za", "zo")
_NUMBER = {name: number % 7 for number, name in enumerate((*DAYS, *_OTHER_NAMES))}

_DAY_LINE = re.compile(r"([a-z]{2})(?:\s*-\s*([a-z]{2}))?\s+(\S.*)")
_PERIOD = re.compile(r"(\d{1,2})[:.h](\d{2})\s*-\s*(\d{1,2})[:.h](\d{2})")


class WrongHours(ValueError):
    """The text is no opening hours."""


def parse_hours(text: str) -> tuple[OpeningPeriod, ...]:
    """The weekly periods in their order. Dutch names of days work too. Raises WrongHours."""
    periods: list[OpeningPeriod] = []
    for line in filter(None, (part.strip().casefold() for part in text.split(";"))):
        match = _DAY_LINE.fullmatch(line)
        if match is None:
            raise WrongHours(EXPECTED)
        times = _times(match[3])
        periods += [OpeningPeriod(day, *pair) for day in _days(match[1], match[2] or match[1]) for pair in times]
        if len(periods) > MAX_PERIODS:
            raise WrongHours(f"at most {MAX_PERIODS} periods")
    return in_order(periods)


def format_hours(hours: Iterable[OpeningPeriod]) -> str:
    by_day: dict[int, list[str]] = {}
    for period in in_order(hours):
        by_day.setdefault(period.weekday, []).append(f"{period.opens:%H:%M}-{period.closes:%H:%M}")
    return "; ".join(f"{DAYS[day]} {' '.join(periods)}" for day, periods in by_day.items())


def in_order(periods: Iterable[OpeningPeriod]) -> tuple[OpeningPeriod, ...]:
    return tuple(sorted(set(periods), key=lambda period: (period.weekday, period.opens, period.closes)))


def clock_time(hour: str, minute: str) -> time:
    """A time of day; 24:00 is midnight. Raises ValueError."""
    return time(0, 0) if (int(hour), int(minute)) == (24, 0) else time(int(hour), int(minute))


def _days(first: str, last: str) -> range:
    if first not in _NUMBER or last not in _NUMBER or _NUMBER[last] < _NUMBER[first]:
        raise WrongHours(EXPECTED)
    return range(_NUMBER[first], _NUMBER[last] + 1)


def _times(text: str) -> list[tuple[time, time]]:
    if _PERIOD.sub("", text).strip(" ,"):
        raise WrongHours(EXPECTED)
    try:
        return [(clock_time(m[1], m[2]), clock_time(m[3], m[4])) for m in _PERIOD.finditer(text)]
    except ValueError as error:
        raise WrongHours(EXPECTED) from error
