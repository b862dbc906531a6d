"""The life of a handover: every order of steps, held against rules that are written down here a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.aftercare import AFTER_CLOSING, AFTER_CONTACT, SILENCE, WEEK, Rhythm, asks_again, silence, timers_after
from bot.domain.handover import (
    MOVES,
    OPEN,
    TAKEN,
    WAITING,
    Actor,
    DeclineReason,
    Handover,
    HandoverState,
    Outcome,
    Step,
    StepNotPossible,
)
from bot.domain.timers import Timer, TimerKind

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
S = HandoverState
ENDS = frozenset({S.DECLINED, S.EXPIRED, S.WITHDRAWN})
"""From here nothing goes on: only taking back is left."""


def a_draft() -> Handover:
    return Handover("h", "c", "p", "s", "nl", {"words": "help"}, NOW, NOW, S.DRAFTED)


def walks(length: int) -> Iterator[tuple[tuple[Step, ...], Handover]]:
    """Every order of steps that is possible from a draft on, up to a length, and where it leads."""
    found: list[tuple[tuple[Step, ...], Handover]] = [((), a_draft())]
    for _ in range(length):
        found = [((*path, step), take(at, step)) for path, at in found for step in Step if at.can(step)]
        yield from found


def take(handover: Handover, step: Step) -> Handover:
    """A step an hour later, with what belongs to it."""
    reason = DeclineReason.FULL if step is Step.DECLINE else None
    outcome = Outcome.HELPED if step is Step.CLOSE else None
    return handover.take(step, handover.updated_at + timedelta(hours=1), reason=reason, outcome=outcome)


def test_every_order_of_steps_keeps_the_promises() -> None:
    count = 0
    for path, handover in walks(14):
        count += 1
        assert path[0] in (Step.CONSENT, Step.WITHDRAW), "nothing happens before the yes"
        if Step.ACCEPT in path or Step.DECLINE in path:
            assert Step.QUEUE in path
        assert path.count(Step.DECLINE) + path.count(Step.EXPIRE) <= 1, "an answer, or none, is said once"
        assert path.count(Step.ACCEPT) <= 1 + path.count(Step.REOPEN), "nobody takes what is taken"
        assert (handover.declined_because is not None) == (Step.DECLINE in path)
        assert handover.outcome is None or Step.CLOSE in path
        assert handover.relay_open == (handover.state in TAKEN)
        read = path[max((n for n, step in enumerate(path) if step is Step.REOPEN), default=0) :]
        assert (handover.acknowledged_at is not None) == any(
            step in read for step in (Step.ACKNOWLEDGE, Step.ACCEPT, Step.DECLINE)
        )
    assert count > 1000


def test_what_waits_never_waits_for_a_partner_alone() -> None:
    for state in WAITING:
        assert state in MOVES[Step.EXPIRE].sources
        assert Actor.SYSTEM in MOVES[Step.EXPIRE].by


def test_the_resident_can_take_back_from_everywhere() -> None:
    for state in HandoverState:
        assert (state in MOVES[Step.WITHDRAW].sources) == (state is not S.WITHDRAWN)
    assert MOVES[Step.WITHDRAW].by == (Actor.RESIDENT,)


def test_an_end_is_an_end() -> None:
    for state in ENDS:
        assert [step for step in Step if state in MOVES[step].sources] == (
            [] if state is S.WITHDRAWN else [Step.WITHDRAW]
        )
    assert not ENDS & OPEN


def test_only_partners_accept_and_decline_and_only_residents_consent() -> None:
    assert {step for step in Step if Actor.PARTNER in MOVES[step].by} == {
        *(Step.ACKNOWLEDGE, Step.ACCEPT, Step.DECLINE, Step.CONTACT, Step.CLOSE)
    }
    assert {step for step in Step if MOVES[step].by == (Actor.RESIDENT,)} == {
        *(Step.CONSENT, Step.WITHDRAW, Step.REOPEN)
    }


@given(st.sampled_from(HandoverState), st.sampled_from(Step))
def test_a_step_that_is_not_possible_changes_nothing(state: HandoverState, step: Step) -> None:
    handover = replace(a_draft(), state=state)
    if handover.can(step):
        assert handover.take(step, NOW).state is MOVES[step].target
    else:
        with pytest.raises(StepNotPossible, match=f"is {state}"):
            handover.take(step, NOW)


def test_who_is_read_again_after_a_reopening_is_read_anew() -> None:
    reopened = reduce(take, (Step.CONSENT, Step.QUEUE, Step.ACCEPT, Step.CLOSE, Step.REOPEN), a_draft())
    assert reopened.acknowledged_at is None
    assert reopened.outcome is None
    read = take(reopened, Step.ACKNOWLEDGE)
    assert read.acknowledged_at == NOW + timedelta(hours=6)
    assert not read.can(Step.ACKNOWLEDGE)


def while_open(at: datetime) -> tuple[Timer, ...]:
    return Timer(TimerKind.AFTERCARE, "h", at + AFTER_CONTACT), Timer(TimerKind.SILENCE, "h", at + SILENCE)


def test_an_answer_ends_the_waiting() -> None:
    at = NOW + timedelta(hours=3)
    waiting = replace(a_draft(), state=S.DELIVERED)
    for step in (Step.DECLINE, Step.EXPIRE, Step.WITHDRAW):
        assert timers_after(step, waiting.state, waiting.take(step, at)) == ()
    accepted = waiting.take(Step.ACCEPT, at)
    assert timers_after(Step.ACCEPT, waiting.state, accepted) == while_open(at)[:1]


def test_somebody_is_asked_after_the_first_contact_and_after_the_end() -> None:
    accepted, at = replace(a_draft(), state=S.ACCEPTED), NOW + timedelta(days=1)
    contacted = accepted.take(Step.CONTACT, at)
    assert timers_after(Step.CONTACT, accepted.state, contacted) == while_open(at)
    assert timers_after(Step.CONTACT, contacted.state, contacted.take(Step.CONTACT, at)) is None
    assert timers_after(Step.CLOSE, contacted.state, contacted.take(Step.CLOSE, at)) == (
        Timer(TimerKind.AFTERCARE, "h", at + AFTER_CLOSING),
    )


def test_what_changes_nothing_for_the_waiting_leaves_the_timers() -> None:
    queued = replace(a_draft(), state=S.QUEUED)
    for step in (Step.DELIVER, Step.ACKNOWLEDGE):
        assert timers_after(step, queued.state, queued.take(step, NOW)) is None


@pytest.mark.parametrize("rhythm", Rhythm)
@pytest.mark.parametrize("state", [S.IN_CONTACT, S.CLOSED])
def test_only_who_wishes_it_is_asked_each_week_and_only_while_they_are_helped(rhythm: Rhythm, state: S) -> None:
    handover = replace(a_draft(), state=state)
    weekly = rhythm is Rhythm.WEEKLY and state is S.IN_CONTACT
    asked = [each for each in asks_again(rhythm, handover, NOW) if each.kind is TimerKind.AFTERCARE]
    assert asked == ([Timer(TimerKind.AFTERCARE, "h", NOW + WEEK)] if weekly else [])


@pytest.mark.parametrize("rhythm", Rhythm)
def test_the_silence_of_an_open_talk_is_watched_in_every_rhythm(rhythm: Rhythm) -> None:
    open_talk = replace(a_draft(), state=S.IN_CONTACT)
    assert silence(open_talk) in asks_again(rhythm, open_talk, NOW)
    assert asks_again(rhythm, replace(open_talk, state=S.CLOSED), NOW) == ()
