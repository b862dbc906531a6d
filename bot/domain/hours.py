"""Opening hours: weekly periods in local time, without public holidays and the days on which a service is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from bot.domain.partners import ClosedPeriod, OpeningPeriod

REGION_TIME = ZoneInfo("Europe/Brussels")
WEEKDAY_IS_CLEAR = timedelta(days=6)
"""How far ahead a day of the week says which day it is."""
HORIZON = timedelta(days=29)
"""How far ahead an opening is looked for: Christmas and New Year can close the same weekday twice in a row."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Opening:
    """From ``start`` up to but without ``end``, both in UTC."""

    start: datetime
    end: datetime


def is_holiday(day: date) -> bool:
    """True on a Belgian public holiday."""
    return day in _holidays(day.year)


def openings(
    hours: Iterable[OpeningPeriod], day: date, closures: Collection[ClosedPeriod] = (), *, on_holidays: bool = False
) -> tuple[Opening, ...]:
    """The openings that begin on ``day``, in their order.

    A period that closes at or before the time at which it opens lasts into the next day, also into a closed one.
    """
    if (is_holiday(day) and not on_holidays) or any(each.first <= day <= each.last for each in closures):
        return ()
    return tuple(sorted(_opening(period, day) for period in hours if period.weekday == day.weekday()))


def is_open(
    hours: Iterable[OpeningPeriod], at: datetime, closures: Collection[ClosedPeriod] = (), *, on_holidays: bool = False
) -> bool:
    """True if it is open at ``at`` (aware)."""
    hours, today = tuple(hours), at.astimezone(REGION_TIME).date()
    begun = [
        opening for day in (today - _DAY, today) for opening in openings(hours, day, closures, on_holidays=on_holidays)
    ]
    return any(opening.start <= at < opening.end for opening in begun)


def next_opening(
    hours: Iterable[OpeningPeriod], at: datetime, closures: Collection[ClosedPeriod] = (), *, on_holidays: bool = False
) -> datetime | None:
    """When it opens next, at ``at`` (aware) or later, in UTC; None if it does not open within four weeks."""
    hours, today = tuple(hours), at.astimezone(REGION_TIME).date()
    if not hours:
        return None
    for ahead in range(HORIZON.days + 1):
        for opening in openings(hours, today + ahead * _DAY, closures, on_holidays=on_holidays):
            if opening.start >= at:
                return opening.start
    return None


def start_of(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), REGION_TIME)


def first_day_after(closures: Iterable[ClosedPeriod], today: date) -> date:
    """The first day from ``today`` on that no closure covers."""
    for closure in sorted(closures):
        if closure.first <= today <= closure.last:
            today = closure.last + _DAY
    return today


def _opening(period: OpeningPeriod, day: date) -> Opening:
    last = day if period.opens < period.closes else day + _DAY
    return Opening(_utc(day, period.opens), _utc(last, period.closes))


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, REGION_TIME).astimezone(timezone.utc)


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))
