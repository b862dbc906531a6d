"""HSDS schedules as weekly periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time

from bot.adapters.directory.hsds_write import WEEKDAYS
from bot.adapters.directory.rows import Row
from bot.adapters.directory.week import clock_time
from bot.domain.partners import OpeningPeriod

_TIME = re.compile(
    r"(\d{1,2})(?::(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap])?\.?(?:m\.?)?(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_NO_TIME = "times like 09:00; without them these hours are left out"


def periods_of(row: Row) -> Iterator[OpeningPeriod]:
    """The weekly periods of one schedule; what can't be said by the week is left out with a warning."""
    opens, closes = parse_time(row.text("opens_at")), parse_time(row.text("closes_at"))
    if opens is None or closes is None:
        row.wrong("opens_at" if opens is None else "closes_at", _NO_TIME)
        return
    if row.text("freq").upper() not in ("", "WEEKLY") or row.text("interval") not in ("", "1", "1.0"):
        row.wrong("freq", "every week; other rhythms are left out")
        return
    for weekday in _weekdays(row):
        yield OpeningPeriod(weekday, opens, closes)


def parse_time(text: str) -> time | None:
    """A time of day, also with seconds, a zone (which is left out: hours are local) or a.m. and p.m."""
    match = _TIME.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        return None
    hour, half = int(match[1]), (match[3] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return clock_time(str(hour), match[2] or "0")
    except ValueError:
        return None


def _weekdays(row: Row) -> Iterator[int]:
    days = [day.strip().upper() for day in row.text("byday").split(",") if day.strip()]
    for day in days:
        if day in WEEKDAYS:
            yield WEEKDAYS.index(day)
        else:
            row.wrong("byday", f"days out of {','.join(WEEKDAYS)}")
    if days:
        return
    try:
        yield date.fromisoformat(row.text("dtstart")[:10]).weekday()
    except ValueError:
        row.wrong("byday", "the days of the week, or a first date in dtstart")
