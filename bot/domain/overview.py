"""Handovers as a coordinator sees them: states, times and partners, and no word of a resident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from bot.domain.handover import TAKEN, WAITING, DeclineReason, HandoverState, Outcome

LONG_WAIT = timedelta(hours=72)
"""After this long a message in a talk counts as left alone, and so does a question for which no answer is due."""


@dataclass(frozen=True)
class HandoverLine:
    """One handover.

    ``due_at`` is when an answer was expected at the latest, ``answered_at`` when the partner first accepted or
    declined, ``reopened_at`` when the resident last asked again; the last two are of the relay.
    """

    id: str
    organization_id: str
    service_id: str
    state: HandoverState
    created_at: datetime
    updated_at: datetime
    declined_because: DeclineReason | None = None
    outcome: Outcome | None = None
    due_at: datetime | None = None
    answered_at: datetime | None = None
    reopened_at: datetime | None = None
    resident_wrote_at: datetime | None = None
    partner_wrote_at: datetime | None = None

    @property
    def answer_time(self) -> timedelta | None:
        return self.answered_at - self.created_at if self.answered_at else None

    @property
    def waits_since(self) -> datetime | None:
        """Since when the resident waits for this partner: for an answer to the question, or to their last message."""
        if self.state in WAITING:
            return self.reopened_at or self.created_at
        wrote = self.resident_wrote_at
        if self.state not in TAKEN or wrote is None or (self.partner_wrote_at and self.partner_wrote_at >= wrote):
            return None
        return wrote

    def is_late(self, now: datetime) -> bool:
        """Whether an answer is overdue, or the resident has waited for longer than LONG_WAIT where none is due."""
        if self.state in WAITING and self.due_at is not None:
            return now > self.due_at
        return self.waits_since is not None and now - self.waits_since > LONG_WAIT


@dataclass(frozen=True)
class PartnerFigures:
    """How one partner answers; ``median_answer`` is None if it answered nothing, ``longest_wait`` if nobody waits."""

    organization_id: str
    handovers: int
    waiting: int
    taken: int
    accepted: int
    declined: int
    expired: int
    late: int
    median_answer: timedelta | None
    longest_wait: timedelta | None


@dataclass(frozen=True)
class QueueFigures:
    """How many rows wait or were given up, by channel, and for how long the oldest one could have been worked on."""

    waiting: dict[str, int] = field(default_factory=dict)
    dead: dict[str, int] = field(default_factory=dict)
    oldest: timedelta = timedelta()


def partner_figures(lines: Iterable[HandoverLine], now: datetime) -> list[PartnerFigures]:
    """One for each partner, the one that leaves residents waiting longest first."""
    by_partner: dict[str, list[HandoverLine]] = defaultdict(list)
    for line in lines:
        by_partner[line.organization_id].append(line)
    found = [_figures(id, own, now) for id, own in by_partner.items()]
    return sorted(found, key=lambda each: (-(each.longest_wait or timedelta()), each.organization_id))


def answer_times(lines: Iterable[HandoverLine]) -> list[timedelta]:
    return [time for line in lines if (time := line.answer_time) is not None]


def quantile(values: Sequence[timedelta], share: float) -> timedelta | None:
    """The smallest value that ``share`` of all are not above (nearest rank); None if there are none."""
    if not values:
        return None
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def _figures(organization_id: str, lines: Sequence[HandoverLine], now: datetime) -> PartnerFigures:
    waits = [now - since for line in lines if (since := line.waits_since) is not None]
    declined = sum(line.declined_because is not None for line in lines)
    return PartnerFigures(
        organization_id=organization_id,
        handovers=len(lines),
        waiting=sum(line.state in WAITING for line in lines),
        taken=sum(line.state in TAKEN for line in lines),
        accepted=sum(line.answered_at is not None for line in lines) - declined,
        declined=declined,
        expired=sum(line.state is HandoverState.EXPIRED for line in lines),
        late=sum(line.is_late(now) for line in lines),
        median_answer=quantile(answer_times(lines), 0.5),
        longest_wait=max(waits, default=None),
    )
