"""Asking later whether it helped, in the rhythm that the resident chose, and ending what has fallen silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.handover import Handover, HandoverState, Step
from bot.domain.labels import Label
from bot.domain.timers import Timer, TimerKind

AFTER_CONTACT = timedelta(days=3)
AFTER_CLOSING = timedelta(weeks=3)
WEEK = timedelta(weeks=1)
SILENCE = timedelta(weeks=2)
"""After so long without a word from either side a talk has ended."""


class Rhythm(Label):
    """How often the bot asks how it goes."""

    DEFAULT = "default"
    WEEKLY = "weekly"
    NONE = "none"


def timers_after(step: Step, before: HandoverState, handover: Handover) -> tuple[Timer, ...] | None:
    """The timers that a handover has from a step on; None if those that it has stay.

    Once there is an answer nobody is reminded any more. Somebody is asked how it goes three days after the first
    contact, three days after the yes where the contact is not seen here (a call, a visit), and three weeks after the
    end. Who takes a question up again waits for an answer anew (see deadlines.answer_timers). From
    the first word on the silence is watched.
    """
    if step in (Step.DECLINE, Step.EXPIRE, Step.WITHDRAW):
        return ()
    if step is Step.CLOSE:
        return (aftercare(handover.id, handover.updated_at + AFTER_CLOSING),)
    first_contact = step is Step.CONTACT and before is HandoverState.ACCEPTED
    if step is Step.ACCEPT or first_contact:
        return (aftercare(handover.id, handover.updated_at + AFTER_CONTACT), *_watched(handover))
    return None


def aftercare(handover_id: str, at: datetime) -> Timer:
    """When to ask whether it helped."""
    return Timer(TimerKind.AFTERCARE, handover_id, at)


def silence(handover: Handover) -> Timer:
    """When to look whether anybody has written since."""
    return Timer(TimerKind.SILENCE, handover.id, handover.updated_at + SILENCE)


def asks_again(rhythm: Rhythm, handover: Handover, now: datetime) -> tuple[Timer, ...]:
    """After it was asked: the next time, for those who wish to be asked each week while somebody helps them.

    The silence of an open talk is watched on.
    """
    again = rhythm is Rhythm.WEEKLY and handover.relay_open
    return (*((aftercare(handover.id, now + WEEK),) if again else ()), *_watched(handover))


def _watched(handover: Handover) -> tuple[Timer, ...]:
    """Only a talk can fall silent: who helps by phone or at home from the start may never write here."""
    return (silence(handover),) if handover.state is HandoverState.IN_CONTACT else ()
