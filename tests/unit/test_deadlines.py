"""Deadlines, counted in the days on which a partner is open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deadlines import LONGEST, OFFICE_HOURS, OPEN_DAYS, answer_timers, deadline, due_at, urgency_of
from bot.domain.handover import Handover, HandoverState, Urgency
from bot.domain.hours import REGION_TIME, is_open, openings
from bot.domain.labels import Crisis, Need
from bot.domain.partners import ClosedPeriod, OpeningPeriod
from bot.domain.question import HelpQuestion
from bot.domain.timers import TimerKind
from tests.support.directories import a_service, closures, hours

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(timezone.utc))


def local(text: str) -> datetime:
    """A moment in the region, like "2026-11-27 16:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=REGION_TIME)


def week(*days: int, opens: str = "09:00", closes: str = "17:00") -> tuple[OpeningPeriod, ...]:
    return tuple(OpeningPeriod(day, time.fromisoformat(opens), time.fromisoformat(closes)) for day in days)


WITH_LUNCH = (*week(0, 1, 2, 3, 4, closes="12:00"), *week(0, 1, 2, 3, 4, opens="13:00"))


@pytest.mark.parametrize(
    ("urgency", "sent", "due"),
    [
        (Urgency.DAY, "2026-11-23 10:00", "2026-11-24 10:00"),  # Monday
        (Urgency.DAY, "2026-11-27 16:00", "2026-11-30 16:00"),  # Friday: over the weekend
        (Urgency.DAY, "2026-11-28 20:00", "2026-12-01 09:00"),  # Saturday: counts from Monday morning
        (Urgency.DAY, "2026-11-23 12:30", "2026-11-24 13:00"),  # at noon it is closed
        (Urgency.DAYS, "2026-11-26 10:00", "2026-12-01 10:00"),
        (Urgency.NORMAL, "2026-11-23 10:00", "2026-12-07 10:00"),  # two weeks
        (Urgency.DAY, "2026-12-24 10:00", "2026-12-28 10:00"),  # Christmas, and a weekend after it
        (Urgency.NORMAL, "2026-12-21 10:00", "2027-01-06 10:00"),  # Christmas and New Year's day
        (Urgency.DAYS, "2026-05-13 10:00", "2026-05-19 10:00"),  # Ascension Day on a Thursday
    ],
)
def test_it_counts_open_days(urgency: Urgency, sent: str, due: str) -> None:
    assert deadline(urgency, local(sent), WITH_LUNCH) == local(due)


def test_a_partner_that_opens_once_a_week_keeps_nobody_waiting_for_weeks() -> None:
    sent = local("2026-11-24 10:00")
    assert deadline(Urgency.DAY, sent, week(1)) == sent + LONGEST[Urgency.DAY]
    assert deadline(Urgency.NORMAL, sent, week(1)) == sent + LONGEST[Urgency.NORMAL]


def test_a_holiday_of_the_partner_does_not_count_nor_hide_the_end() -> None:
    sent, away = local("2026-11-23 10:00"), ClosedPeriod(date(2026, 11, 24), date(2026, 11, 25))
    assert deadline(Urgency.DAY, sent, WITH_LUNCH, (away,)) == local("2026-11-26 10:00")
    long_away = ClosedPeriod(date(2026, 11, 24), date(2026, 12, 31))
    assert deadline(Urgency.DAY, sent, WITH_LUNCH, (long_away,)) == sent + LONGEST[Urgency.DAY]


def test_who_says_no_hours_has_office_hours() -> None:
    sent = local("2026-11-27 18:00")
    assert deadline(Urgency.DAY, sent) == deadline(Urgency.DAY, sent, OFFICE_HOURS) == local("2026-12-01 09:00")


def test_the_night_after_the_last_open_day_counts_from_the_next_opening() -> None:
    nights = week(0, 1, 4, opens="20:00", closes="04:00")
    assert deadline(Urgency.DAY, local("2026-11-21 02:00"), nights) == local("2026-11-24 20:00")  # Saturday


def test_of_openings_that_overlap_the_latest_end_counts() -> None:
    hours = (*week(*range(5), opens="08:00", closes="18:00"), *week(*range(5), opens="09:00", closes="10:00"))
    late = (*hours, *week(0, opens="18:00", closes="20:00"))
    assert deadline(Urgency.DAY, local("2026-11-23 19:00"), late) == local("2026-11-24 18:00")


def test_the_clock_may_change_in_between() -> None:
    assert deadline(Urgency.DAY, local("2026-10-23 10:00"), WITH_LUNCH) == local("2026-10-26 10:00")


@settings(max_examples=300)
@given(st.sampled_from(Urgency), MOMENTS, hours, closures)
def test_it_lies_ahead_within_an_opening_and_never_too_far(
    urgency: Urgency, sent: datetime, periods: tuple[OpeningPeriod, ...], closed: tuple[ClosedPeriod, ...]
) -> None:
    due = deadline(urgency, sent, periods, closed)
    assert sent < due <= sent + LONGEST[urgency]
    if due == sent + LONGEST[urgency]:
        return
    open_hours = periods or OFFICE_HOURS
    just_before = due - timedelta(microseconds=1)
    assert is_open(open_hours, due, closed) or is_open(open_hours, just_before, closed)
    first, last = sent.astimezone(REGION_TIME).date(), due.astimezone(REGION_TIME).date()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    counted = [day for day in days if openings(open_hours, day, closed)]
    assert len(counted) >= OPEN_DAYS[urgency]


@given(st.sampled_from(Urgency), MOMENTS, MOMENTS, hours, closures)
def test_who_asks_later_waits_no_shorter(
    urgency: Urgency,
    one: datetime,
    other: datetime,
    periods: tuple[OpeningPeriod, ...],
    closed: tuple[ClosedPeriod, ...],
) -> None:
    first, second = sorted((one, other))
    hour = timedelta(hours=1)  # which the clock goes through twice in October
    assert deadline(urgency, first, periods, closed) <= deadline(urgency, second + hour, periods, closed)


@given(st.sampled_from(Urgency), MOMENTS, hours, closures)
def test_reminder_coordinator_and_end_come_in_this_order(
    urgency: Urgency, sent: datetime, periods: tuple[OpeningPeriod, ...], closed: tuple[ClosedPeriod, ...]
) -> None:
    service = a_service(hours=periods, closures=closed)
    due = due_at(service, urgency, sent)
    handover = Handover("h", "c", "o", "s", "nl", {}, sent, sent, HandoverState.QUEUED, due_at=due)
    remind, escalate, expire = answer_timers(handover, service)
    assert [each.kind for each in (remind, escalate, expire)] == [
        *(TimerKind.REMIND, TimerKind.ESCALATE, TimerKind.EXPIRE)
    ]
    assert sent < remind.due_at < escalate.due_at < expire.due_at == due


def test_a_partner_is_reminded_when_it_is_open() -> None:
    service, sent = a_service(hours=WITH_LUNCH), local("2026-11-27 16:00")
    handover = Handover("h", "c", "o", "s", "nl", {}, sent, sent, due_at=due_at(service, Urgency.DAY, sent))
    remind, escalate, expire = (timer.due_at for timer in answer_timers(handover, service))
    assert (remind, escalate, expire) == (
        local("2026-11-30 09:00"),
        local("2026-11-30 12:30"),
        local("2026-11-30 16:00"),
    )


@pytest.mark.parametrize(
    ("question", "says_urgent", "urgency"),
    [
        (HelpQuestion(needs=(Need.LANGUAGE,)), False, Urgency.NORMAL),
        (HelpQuestion(needs=(Need.HOUSING,)), False, Urgency.NORMAL),
        (HelpQuestion(needs=(Need.LANGUAGE,)), True, Urgency.DAYS),
        (HelpQuestion(needs=(Need.MONEY, Need.HOUSING)), True, Urgency.DAY),
        (HelpQuestion(needs=(Need.HOUSING,), consult=True), True, Urgency.DAYS),
        (HelpQuestion(dangers_asked=(Crisis.SUICIDE,)), False, Urgency.DAYS),
        *((HelpQuestion(crisis=crisis), False, Urgency.DAY) for crisis in Crisis),
    ],
)
def test_how_urgent_a_question_is(question: HelpQuestion, says_urgent: bool, urgency: Urgency) -> None:
    assert urgency_of(question, says_urgent=says_urgent) is urgency
