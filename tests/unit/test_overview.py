"""What is counted for the coordinator."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.handover import DeclineReason, HandoverState
from bot.domain.overview import LONG_WAIT, HandoverLine, partner_figures, quantile
from tests.support.storage import NOW, after

HOUR = 3600.0


def _line(state: HandoverState = HandoverState.DELIVERED, given: float = 0, **more: object) -> HandoverLine:
    return HandoverLine("h", "p", "s", state, after(given), after(given), **more)  # type: ignore[arg-type]


def test_who_waits_and_since_when() -> None:
    assert _line().waits_since == NOW
    taken = HandoverState.IN_CONTACT
    assert _line(taken).waits_since is None
    assert _line(taken, resident_wrote_at=after(10)).waits_since == after(10)
    assert _line(taken, resident_wrote_at=after(10), partner_wrote_at=after(20)).waits_since is None
    assert _line(taken, resident_wrote_at=after(10), partner_wrote_at=after(5)).waits_since == after(10)
    assert _line(HandoverState.CLOSED, resident_wrote_at=after(10)).waits_since is None


def test_late() -> None:
    assert not _line().is_late(NOW + LONG_WAIT)
    assert _line().is_late(NOW + LONG_WAIT + timedelta(seconds=1))
    assert not _line(HandoverState.EXPIRED).is_late(NOW + LONG_WAIT * 2)


def test_an_answer_that_is_due() -> None:
    due = _line(due_at=after(10))
    assert (due.is_late(after(10)), due.is_late(after(11))) == (False, True)
    assert not _line(due_at=after(10 * LONG_WAIT.total_seconds())).is_late(NOW + LONG_WAIT * 2)
    talk = _line(HandoverState.IN_CONTACT, due_at=after(10), resident_wrote_at=after(5))
    assert (talk.is_late(after(11)), talk.is_late(after(6) + LONG_WAIT)) == (False, True)


def test_a_partners_figures() -> None:
    declined = {"declined_because": DeclineReason.FULL, "answered_at": after(9 * HOUR)}
    lines = [
        _line(),
        _line(HandoverState.DECLINED, **declined),
        _line(HandoverState.EXPIRED),
        _line(HandoverState.ACCEPTED, answered_at=after(HOUR)),
        _line(HandoverState.CLOSED, answered_at=after(2 * HOUR)),
        HandoverLine("o", "other", "s", HandoverState.QUEUED, after(-HOUR), NOW),
    ]
    other, found = partner_figures(lines, after(LONG_WAIT.total_seconds()))
    assert (other.organization_id, other.late, other.median_answer) == ("other", 1, None)
    counts = (found.handovers, found.waiting, found.taken, found.accepted, found.declined, found.expired, found.late)
    assert counts == (5, 1, 1, 2, 1, 1, 0)
    assert (found.median_answer, found.longest_wait) == (timedelta(hours=2), LONG_WAIT)


@given(st.lists(st.timedeltas(), min_size=1), st.floats(0, 1))
def test_a_quantile_is_one_of_the_values_with_its_share_below(values: list[timedelta], share: float) -> None:
    found = quantile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


def test_of_nothing() -> None:
    assert quantile([], 0.5) is None
    assert partner_figures([], NOW) == []
