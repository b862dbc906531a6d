"""The opening hours of many services at once: the same as bot.domain.hours, on whole columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.domain.hours import HORIZON, REGION_TIME, first_day_after, is_holiday, start_of
from bot.domain.partners import ClosedPeriod, OpeningPeriod

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]
Positions = NDArray[np.int64]

_DAY = timedelta(days=1)
_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class _Weekday:
    """The periods of one weekday in seconds of the day, ordered by their ``owners``.

    ``overnight`` ones close on the next day.
    """

    owners: Positions
    opens: Positions
    closes: Positions
    overnight: Flags

    def of(self, wanted: Flags) -> _Weekday:
        """The periods of those owners alone."""
        kept = np.flatnonzero(wanted[self.owners])
        return _Weekday(self.owners[kept], self.opens[kept], self.closes[kept], self.overnight[kept])


@dataclass(frozen=True)
class _Closures:
    """Closed periods by the ordinals of their days; on the day ``reopens`` no closure holds any more."""

    owners: Positions
    first: Positions
    last: Positions
    reopens: Positions

    def on(self, day: date) -> Positions:
        """Which of them cover the day."""
        number = day.toordinal()
        return np.flatnonzero((self.first <= number) & (number <= self.last))


class HoursTable:
    """Weekly hours and closures, by the position of who has them."""

    def __init__(
        self, hours: Sequence[tuple[OpeningPeriod, ...]], closures: Sequence[tuple[ClosedPeriod, ...]] = ()
    ) -> None:
        self._known = np.array([bool(each) for each in hours], dtype=bool)
        by_day: list[list[tuple[int, OpeningPeriod]]] = [[] for _ in range(7)]
        for owner, periods in enumerate(hours):
            for period in periods:
                by_day[period.weekday].append((owner, period))
        self._week = tuple(map(_weekday, by_day))
        self._closures = _closures(closures)

    def hours_until_open(self, now: datetime) -> Column:
        """0 where it is open; not a number where the hours are not known, infinite where it does not open soon."""
        waits = np.where(self._known, np.inf, np.nan)
        today, moment = now.astimezone(REGION_TIME).date(), now.timestamp()
        for ahead in range(-1, HORIZON.days + 1):
            waiting = np.isinf(waits)
            if not waiting.any():
                break
            day = today + ahead * _DAY
            if not is_holiday(day):
                waiting[self._closures.owners[self._closures.on(day)]] = False
                _take(self._week[day.weekday()].of(waiting), day, moment, waits)
        return np.asarray(waits / 3600)

    def hours_closed(self, now: datetime) -> Column:
        """How long the closure of today still lasts; 0 where there is none."""
        closed = np.zeros(len(self._known))
        found = self._closures.on(now.astimezone(REGION_TIME).date())
        for day in np.unique(self._closures.reopens[found]):
            owners = self._closures.owners[found[self._closures.reopens[found] == day]]
            closed[owners] = (start_of(date.fromordinal(int(day))).timestamp() - now.timestamp()) / 3600
        return closed


def _take(periods: _Weekday, day: date, moment: float, waits: Column) -> None:
    """Notes for each owner of ``periods`` when the first of them opens after ``moment``."""
    owners = periods.owners
    if not len(owners):
        return
    starts = _utc_seconds(day)[periods.opens]
    ends = np.where(periods.overnight, _utc_seconds(day + _DAY)[periods.closes], _utc_seconds(day)[periods.closes])
    open_now = (starts <= moment) & (moment < ends)
    found = np.where(open_now, 0.0, np.where(starts >= moment, starts - moment, np.inf))
    first = first_of_each(owners)
    waits[owners[first]] = np.minimum.reduceat(found, first)


def first_of_each(owners: Positions) -> Positions:
    """Where each run of the same owner begins; ``owners`` are in order and not empty."""
    return np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))


def _weekday(found: Sequence[tuple[int, OpeningPeriod]]) -> _Weekday:
    opens = _numbers(_second(period.opens) for _, period in found)
    closes = _numbers(_second(period.closes) for _, period in found)
    return _Weekday(_numbers(owner for owner, _ in found), opens, closes, closes <= opens)


def _closures(closures: Sequence[tuple[ClosedPeriod, ...]]) -> _Closures:
    found = [(owner, each, first_day_after(own, each.first)) for owner, own in enumerate(closures) for each in own]
    return _Closures(
        owners=_numbers(owner for owner, _, _ in found),
        first=_numbers(each.first.toordinal() for _, each, _ in found),
        last=_numbers(each.last.toordinal() for _, each, _ in found),
        reopens=_numbers(day.toordinal() for _, _, day in found),
    )


def _numbers(values: Iterable[int]) -> Positions:
    return np.array(list(values), dtype=np.int64)


def _second(at: time) -> int:
    return (at.hour * 60 + at.minute) * 60 + at.second


@lru_cache(maxsize=128)
def _utc_seconds(day: date) -> Column:
    """The moment of each second of a local day; the clock may change in between."""
    midnight = datetime.combine(day, time(), timezone.utc).timestamp()
    hours = [datetime.combine(day, time(hour), REGION_TIME).timestamp() - midnight for hour in range(24)]
    # The clock changes on the hour, so each local hour has one distance to UTC.
    shifts = np.repeat([moment - hour * 3600 for hour, moment in enumerate(hours)], 3600)
    return np.asarray(midnight + np.arange(_SECONDS) + shifts)
