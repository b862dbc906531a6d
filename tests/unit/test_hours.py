"""Opening hours, held against dateutil's rules and the public holidays of another list."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from math import isinf, isnan

import pytest
from dateutil.easter import easter
from dateutil.rrule import WEEKLY, rrule
from dateutil.tz import gettz, resolve_imaginary
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hours import (
    HORIZON,
    REGION_TIME,
    first_day_after,
    is_holiday,
    is_open,
    next_opening,
    openings,
    start_of,
)
from bot.domain.hours_table import HoursTable
from bot.domain.partners import ClosedPeriod, OpeningPeriod
from tests.support.directories import closures, hours

BRUSSELS = gettz("Europe/Brussels")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(timezone.utc))
AROUND_THE_EDGES = st.one_of(
    *(
        st.datetimes(edge - timedelta(days=4), edge + timedelta(days=4), timezones=st.just(timezone.utc))
        for year in (2025, 2026)
        for edge in (datetime(year, 12, 29), datetime(year, 3, 29), datetime(year, 10, 26))
    )
)


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=REGION_TIME)


def week(*days: int, opens: str = "09:00", closes: str = "17:00") -> tuple[OpeningPeriod, ...]:
    return tuple(OpeningPeriod(day, time.fromisoformat(opens), time.fromisoformat(closes)) for day in days)


def holidays_of(year: int) -> set[date]:
    """The ten legal holidays of Belgium (law of 4 January 1974), and the two Sundays they follow."""
    fixed = {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}
    moving = (0, 1, 39, 49, 50)
    return {date(year, *each) for each in fixed} | {easter(year) + timedelta(days=days) for days in moving}


@pytest.mark.parametrize("year", range(2024, 2035))
def test_public_holidays_are_those_of_the_law(year: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range(366) if (first + timedelta(days=number)).year == year]
    assert {day for day in days if is_holiday(day)} == holidays_of(year)


def closed(first: str, last: str = "") -> ClosedPeriod:
    return ClosedPeriod(date.fromisoformat(first), date.fromisoformat(last or first))


def days_of(closures: tuple[ClosedPeriod, ...]) -> set[date]:
    return {each.first + timedelta(days=day) for each in closures for day in range((each.last - each.first).days + 1)}


@settings(max_examples=200)
@given(hours, MOMENTS | AROUND_THE_EDGES, closures)
def test_same_as_dateutil(found: tuple[OpeningPeriod, ...], now: datetime, closures: tuple[ClosedPeriod, ...]) -> None:
    """Starts and ends by dateutil's weekly rule and zones, minute by minute around the moment."""
    expected = []
    for period in found:
        first = datetime.combine((now - timedelta(days=9)).date(), period.opens)
        for start in rrule(WEEKLY, byweekday=period.weekday, dtstart=first, count=7):
            if start.date() in holidays_of(start.year) | days_of(closures):
                continue
            end = datetime.combine(start.date(), period.closes)
            end += timedelta(days=0 if period.opens < period.closes else 1)
            # An hour that the clocks leave out begins when they have moved.
            expected.append(tuple(resolve_imaginary(each.replace(tzinfo=BRUSSELS)) for each in (start, end)))
    spans = [(start.astimezone(timezone.utc), end.astimezone(timezone.utc)) for start, end in expected]
    assert is_open(found, now, closures) == any(start <= now < end for start, end in spans)
    last = now.astimezone(REGION_TIME).date() + HORIZON
    coming = [start for start, _ in spans if start >= now and start.astimezone(REGION_TIME).date() <= last]
    assert next_opening(found, now, closures) == min(coming, default=None)


@settings(max_examples=200)
@given(st.lists(st.tuples(hours, closures), max_size=4), MOMENTS | AROUND_THE_EDGES)
def test_the_table_says_the_same(
    found: list[tuple[tuple[OpeningPeriod, ...], tuple[ClosedPeriod, ...]]], now: datetime
) -> None:
    table, today = HoursTable(*map(list, zip(*found))) if found else HoursTable([]), now.astimezone(REGION_TIME).date()
    waits, pauses = table.hours_until_open(now), table.hours_closed(now)
    for (each, leave), wait, pause in zip(found, waits, pauses):
        back = first_day_after(leave, today)
        assert today == back or (back not in days_of(leave) and back - timedelta(days=1) in days_of(leave))
        assert pause * 3600 == pytest.approx((start_of(back) - now).total_seconds() if back > today else 0, abs=0.01)
        opens = now if is_open(each, now, leave) else next_opening(each, now, leave)
        if not each:
            assert isnan(wait)
        elif opens is None:
            assert isinf(wait)
        else:
            assert wait * 3600 == pytest.approx((opens - now).total_seconds(), abs=0.01)


def test_several_periods_a_day() -> None:
    day = (*week(1, closes="12:00"), *week(1, opens="13:00"))
    assert [
        is_open(day, local(2026, 11, 24, *at)) for at in ((8, 59), (9, 0), (12, 0), (12, 59), (13, 0), (17, 0))
    ] == [
        False,
        True,
        False,
        False,
        True,
        False,
    ]
    assert next_opening(day, local(2026, 11, 24, 12, 0)) == local(2026, 11, 24, 13)


def test_closed_on_holidays_but_for_those_who_stay() -> None:
    wednesday = week(2)
    armistice = local(2026, 11, 11, 10)
    assert not is_open(wednesday, armistice)
    assert is_open(wednesday, armistice, on_holidays=True)
    assert next_opening(wednesday, local(2026, 11, 10, 18)) == local(2026, 11, 18, 9)


def test_christmas_and_new_year_on_the_same_weekday() -> None:
    assert next_opening(week(4), local(2026, 12, 24, 9)) == local(2027, 1, 8, 9)


def test_the_night_belongs_to_the_day_on_which_it_begins() -> None:
    night = week(4, opens="22:00", closes="02:00")
    assert is_open(night, local(2026, 11, 28, 1, 59))
    assert not is_open(night, local(2026, 11, 28, 2, 0))
    assert is_open(week(0, opens="00:00", closes="00:00"), local(2026, 11, 23, 23, 59))


def test_closed_over_the_new_year() -> None:
    """Christmas on a Friday, leave up to the Sunday after New Year."""
    leave = (closed("2026-12-24", "2027-01-03"),)
    workdays = week(0, 1, 2, 3, 4)
    assert is_open(workdays, local(2026, 12, 23, 16, 59), leave)
    assert next_opening(workdays, local(2026, 12, 23, 17), leave) == local(2027, 1, 4, 9)
    assert not is_open(workdays, local(2026, 12, 28, 10), leave)
    assert is_open(workdays, local(2027, 1, 4, 9), leave)
    everyone = HoursTable([workdays, workdays], [(), leave]).hours_until_open(local(2026, 12, 31, 17))
    assert everyone.tolist() == [(3 * 24 + 16), (3 * 24 + 16)]
    one_more = (*leave, closed("2027-01-04", "2027-01-05"))
    assert next_opening(workdays, local(2026, 12, 23, 17), one_more) == local(2027, 1, 6, 9)
    assert first_day_after(one_more, date(2026, 12, 31)) == date(2027, 1, 6)


def test_the_night_before_a_closure_ends_as_always() -> None:
    night = week(2, 3, opens="22:00", closes="02:00")
    leave = (closed("2026-12-24"),)
    assert is_open(night, local(2026, 12, 24, 1, 59), leave)
    assert not is_open(night, local(2026, 12, 24, 22, 30), leave)
    assert not is_open(night, local(2026, 12, 25, 1, 0), leave)


def test_a_closed_day_on_which_the_clock_changes() -> None:
    """The Sunday of 25 hours and that of 23 are whole days too."""
    for sunday, length in ((date(2026, 10, 25), 25), (date(2026, 3, 29), 23)):
        leave = (ClosedPeriod(sunday, sunday),)
        midnight, monday = start_of(sunday), start_of(sunday + timedelta(days=1))
        table = HoursTable([week(0, 6, opens="00:00", closes="12:00"), ()], [leave, leave])
        assert table.hours_closed(midnight).tolist() == [length, length]
        assert table.hours_until_open(midnight)[0] == length
        assert next_opening(week(0, 6, opens="00:00", closes="12:00"), midnight, leave) == monday
        assert table.hours_closed(monday).tolist() == [0, 0]


def test_clocks_that_change() -> None:
    sunday = week(6, opens="01:00", closes="04:00")
    spring, autumn = openings(sunday, date(2026, 3, 29))[0], openings(sunday, date(2026, 10, 25))[0]
    assert spring.end - spring.start == timedelta(hours=2)
    assert autumn.end - autumn.start == timedelta(hours=4)
    assert next_opening(week(0), local(2026, 10, 25, 12)) == datetime(2026, 10, 26, 8, tzinfo=timezone.utc)


def test_never_open() -> None:
    assert next_opening((), local(2026, 11, 23, 9)) is None
    assert not is_open((), local(2026, 11, 23, 9))
