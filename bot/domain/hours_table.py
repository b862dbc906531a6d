"""The opening hours of many services at once: the same as bot.domain.hours, on whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.domain.hours import HORIZON, REGION_TIME, is_holiday
from bot.domain.partners import OpeningPeriod

Column = NDArray[np.float64]
Positions = NDArray[np.int64]

_DAY = timedelta(days=1)
_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class _Weekday:
    """The periods of one weekday in seconds of the day, ordered by their ``owners``.

    ``first_of_owner`` is where each owner's periods begin; ``overnight`` ones close on the next day.
    """

    owners: Positions
    first_of_owner: Positions
    opens: Positions
    closes: Positions
    overnight: NDArray[np.bool_]


class HoursTable:
    """Weekly hours, by the position of who has them."""

    def __init__(self, hours: Sequence[tuple[OpeningPeriod, ...]]) -> None:
        self._unknown = np.array([not each for each in hours], dtype=bool)
        by_day: list[list[tuple[int, OpeningPeriod]]] = [[] for _ in range(7)]
        for owner, periods in enumerate(hours):
            for period in periods:
                by_day[period.weekday].append((owner, period))
        self._week = tuple(map(_weekday, by_day))

    def hours_until_open(self, now: datetime) -> Column:
        """0 where it is open; not a number where the hours are not known, infinite where it does not open soon."""
        waits = np.where(self._unknown, np.nan, np.inf)
        today, moment = now.astimezone(REGION_TIME).date(), now.timestamp()
        for ahead in range(-1, HORIZON.days + 1):
            if np.isfinite(waits[~self._unknown]).all():
                break
            day = today + ahead * _DAY
            if not is_holiday(day):
                self._take(self._week[day.weekday()], day, moment, waits)
        return np.asarray(waits / 3600)

    def _take(self, periods: _Weekday, day: date, moment: float, waits: Column) -> None:
        if not len(periods.opens):
            return
        starts = _utc_seconds(day)[periods.opens]
        ends = np.where(periods.overnight, _utc_seconds(day + _DAY)[periods.closes], _utc_seconds(day)[periods.closes])
        open_now = (starts <= moment) & (moment < ends)
        found = np.where(open_now, 0.0, np.where(starts >= moment, starts - moment, np.inf))
        nearest = np.minimum.reduceat(found, periods.first_of_owner)
        owners = periods.owners[periods.first_of_owner]
        waits[owners] = np.minimum(waits[owners], nearest)


def _weekday(found: Sequence[tuple[int, OpeningPeriod]]) -> _Weekday:
    owners = np.array([owner for owner, _ in found], dtype=np.int64)
    opens = np.array([_second(period.opens) for _, period in found], dtype=np.int64)
    closes = np.array([_second(period.closes) for _, period in found], dtype=np.int64)
    return _Weekday(owners, np.unique(owners, return_index=True)[1], opens, closes, closes <= opens)


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
