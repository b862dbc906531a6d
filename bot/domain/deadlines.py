"""Until when a partner answers, counted in the days on which it is open, and what is done about it before that.

The spans are those of inter-agency referral forms: an emergency within 24 hours, what is urgent within 72 hours, all
else within two weeks; counted in opening days these are one, three and ten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from bot.domain.handover import Handover, Urgency
from bot.domain.hours import REGION_TIME, Opening, is_open, next_opening, openings
from bot.domain.labels import Need
from bot.domain.partners import ClosedPeriod, OpeningPeriod, Service
from bot.domain.question import HelpQuestion
from bot.domain.timers import Timer, TimerKind

OPEN_DAYS: Mapping[Urgency, int] = {Urgency.DAY: 1, Urgency.DAYS: 3, Urgency.NORMAL: 10}
LONGEST: Mapping[Urgency, timedelta] = {
    Urgency.DAY: timedelta(days=4),
    Urgency.DAYS: timedelta(days=8),
    Urgency.NORMAL: timedelta(days=28),
}
"""Nobody waits longer, however seldom a partner opens: a long weekend, a week and a day, four weeks."""
OFFICE_HOURS = tuple(OpeningPeriod(weekday, time(9), time(17)) for weekday in range(5))
"""Assumed where a service does not say when it is open."""
PRESSING = frozenset({Need.HOUSING, Need.HEALTH, Need.MENTAL_HEALTH, Need.ADDICTION, Need.CHILDCARE})
"""Needs that get worse within days if they are pressing at all."""

_DAY = timedelta(days=1)


def urgency_of(question: HelpQuestion, *, says_urgent: bool = False) -> Urgency:
    """How soon an answer is needed.

    A day if somebody is in danger, or says of a PRESSING need that it is urgent; some days if a danger was asked about
    or any need is said to be urgent. Advice for a professional is urgent only if they say so.
    """
    pressing = not PRESSING.isdisjoint(question.needs)
    if question.crisis is not None or (says_urgent and pressing and not question.consult):
        return Urgency.DAY
    return Urgency.DAYS if says_urgent or question.dangers_asked else Urgency.NORMAL


def deadline(
    urgency: Urgency,
    sent_at: datetime,
    hours: Collection[OpeningPeriod] = (),
    closures: Collection[ClosedPeriod] = (),
) -> datetime:
    """When an answer is due, in UTC: the same time of day, so many open days later.

    It counts from the next opening on if it was sent while closed, or after midnight on a day without an opening of
    its own, and falls within an opening, unless a partner opens so seldom that LONGEST is over before.
    """
    hours = tuple(hours) or OFFICE_HOURS
    latest = sent_at + LONGEST[urgency]
    counts = openings(hours, sent_at.astimezone(REGION_TIME).date(), closures) and is_open(hours, sent_at, closures)
    begins = sent_at if counts else next_opening(hours, sent_at, closures)
    if begins is None:
        return latest
    local = begins.astimezone(REGION_TIME)
    for counted, day in enumerate(_open_days(hours, closures, local.date(), latest), 1):
        if counted == OPEN_DAYS[urgency]:
            wished = datetime.combine(day, local.time(), REGION_TIME).astimezone(sent_at.tzinfo)
            return min(latest, _within(openings(hours, day, closures), wished))
    return latest


def due_at(service: Service, urgency: Urgency, sent_at: datetime) -> datetime:
    """When an answer of this service is due (see deadline)."""
    return deadline(urgency, sent_at, service.hours, service.closures)


def answer_timers(handover: Handover, service: Service) -> tuple[Timer, ...]:
    """What is done while there is no answer: the partner is reminded, the coordinator told, at last it expires.

    The reminder comes once half of the time is over and the partner is open, the coordinator hears halfway between
    that and the end.
    """
    sent_at, due = handover.updated_at, handover.due_at
    if due is None:
        return ()
    half = sent_at + (due - sent_at) / 2
    hours = service.hours or OFFICE_HOURS
    opens = half if is_open(hours, half, service.closures) else next_opening(hours, half, service.closures)
    remind = opens if opens is not None and opens < due else half
    moments = {TimerKind.REMIND: remind, TimerKind.ESCALATE: remind + (due - remind) / 2, TimerKind.EXPIRE: due}
    return tuple(Timer(kind, handover.id, moment) for kind, moment in moments.items())


def _open_days(
    hours: Collection[OpeningPeriod], closures: Collection[ClosedPeriod], after: date, latest: datetime
) -> Iterator[date]:
    """The days after ``after`` on which an opening begins."""
    last = latest.astimezone(REGION_TIME).date()
    while (after := after + _DAY) <= last:
        if openings(hours, after, closures):
            yield after


def _within(found: tuple[Opening, ...], wished: datetime) -> datetime:
    """The moment of an opening that is nearest after ``wished``; the latest end if there is none."""
    for opening in found:
        if wished < opening.end:
            return max(wished, opening.start)
    return max(opening.end for opening in found)
