"""One help question given to one service, and the states that it passes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.errors import DichtbijError
from bot.domain.labels import Label


class HandoverState(Label):
    """Where a handover stands.

    Acknowledged, accepted, contacted and helped are different things: the first is a moment
    (``Handover.acknowledged_at``), the last what the resident says of it (``Handover.helped``).
    """

    DRAFTED = "drafted"
    CONSENTED = "consented"
    QUEUED = "queued"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    IN_CONTACT = "in_contact"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class DeclineReason(Label):
    """Why a partner can't take a handover."""

    FULL = "full"
    TARGET_GROUP = "target_group"
    AREA = "area"
    OTHER = "other"


class Urgency(Label):
    """How soon an answer is needed."""

    DAY = "day"
    DAYS = "days"
    NORMAL = "normal"


class Outcome(Label):
    """How a handover ended, as the partner sees it."""

    HELPED = "helped"
    REFERRED = "referred"
    NO_CONTACT = "no_contact"
    STOPPED = "stopped"


class Helped(Label):
    """What the resident says, some time later: whether it helped."""

    YES = "yes"
    SOMEWHAT = "somewhat"
    NO = "no"
    NO_CONTACT = "no_contact"


class Actor(Label):
    """Who takes a step; never a name."""

    RESIDENT = "resident"
    PARTNER = "partner"
    COORDINATOR = "coordinator"
    SYSTEM = "system"


class Step(str, Enum):
    """What can happen to a handover."""

    CONSENT = "consent"
    QUEUE = "queue"
    DELIVER = "deliver"
    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    CONTACT = "contact"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


WAITING = frozenset({HandoverState.QUEUED, HandoverState.DELIVERED})
TAKEN = frozenset({HandoverState.ACCEPTED, HandoverState.IN_CONTACT})
OPEN = WAITING | TAKEN

MAX_MESSAGE = 4000
"""Characters of one message of a partner; with who wrote it, it fits into one on Telegram (4,096)."""
TO_RECALL = frozenset(HandoverState) - {HandoverState.WITHDRAWN}
"""The resident can take a question back at any moment, also when somebody may only still have a copy of it."""


@dataclass(frozen=True)
class Move:
    """What a step does: from which states it leads to which, and whose step it is."""

    sources: frozenset[HandoverState]
    target: HandoverState
    by: tuple[Actor, ...]


_TALKERS = (Actor.RESIDENT, Actor.PARTNER)

MOVES: Mapping[Step, Move] = {
    Step.CONSENT: Move(frozenset({HandoverState.DRAFTED}), HandoverState.CONSENTED, (Actor.RESIDENT,)),
    Step.QUEUE: Move(frozenset({HandoverState.CONSENTED}), HandoverState.QUEUED, (Actor.SYSTEM,)),
    Step.DELIVER: Move(frozenset({HandoverState.QUEUED}), HandoverState.DELIVERED, (Actor.SYSTEM,)),
    Step.ACKNOWLEDGE: Move(WAITING, HandoverState.DELIVERED, (Actor.PARTNER,)),
    Step.ACCEPT: Move(WAITING, HandoverState.ACCEPTED, (Actor.PARTNER,)),
    Step.DECLINE: Move(WAITING, HandoverState.DECLINED, (Actor.PARTNER,)),
    Step.EXPIRE: Move(WAITING, HandoverState.EXPIRED, (Actor.SYSTEM, Actor.COORDINATOR)),
    Step.CONTACT: Move(TAKEN, HandoverState.IN_CONTACT, _TALKERS),
    Step.CLOSE: Move(TAKEN, HandoverState.CLOSED, (*_TALKERS, Actor.SYSTEM)),
    Step.REOPEN: Move(frozenset({HandoverState.CLOSED}), HandoverState.QUEUED, (Actor.RESIDENT,)),
    Step.WITHDRAW: Move(TO_RECALL, HandoverState.WITHDRAWN, (Actor.RESIDENT,)),
}
"""The whole life of a handover; docs/handover.md is drawn from it."""


class StepNotPossible(DichtbijError):
    """This can't be done any more: the handover has moved on."""

    def __init__(self, state: HandoverState, step: Step) -> None:
        super().__init__(f"a handover that is {state} can't {step.value}")
        self.state = state
        self.step = step


@dataclass(frozen=True)
class Handover:
    """One help question given to one service.

    ``shared`` holds the very fields and values that the resident agreed to (see consent.shared_fields);
    ``declined_because`` and ``outcome`` are set by those steps. ``due_at`` is when an answer is expected at the latest
    (see deadlines.deadline), ``acknowledged_at`` when the partner first opened it. ``version`` counts the saves.
    """

    id: str
    conversation_id: str
    organization_id: str
    service_id: str
    language: str
    shared: Mapping[str, str]
    created_at: datetime
    updated_at: datetime
    state: HandoverState = HandoverState.QUEUED
    declined_because: DeclineReason | None = None
    outcome: Outcome | None = None
    urgency: Urgency = Urgency.NORMAL
    due_at: datetime | None = None
    acknowledged_at: datetime | None = None
    helped: Helped | None = None
    version: int = 0

    @property
    def relay_open(self) -> bool:
        """True while resident and partner can write to each other."""
        return self.state in TAKEN

    def can(self, step: Step) -> bool:
        """True if the step is possible now; a question is read for the first time only once."""
        read_before = step is Step.ACKNOWLEDGE and self.acknowledged_at is not None
        return self.state in MOVES[step].sources and not read_before

    def take(
        self, step: Step, at: datetime, *, reason: DeclineReason | None = None, outcome: Outcome | None = None
    ) -> Handover:
        """The handover after ``step``.

        Raises:
            StepNotPossible: if the handover's state does not allow the step.
        """
        if not self.can(step):
            raise StepNotPossible(self.state, step)
        return replace(
            self,
            state=MOVES[step].target,
            updated_at=at,
            declined_because=reason or self.declined_because,
            outcome=None if step is Step.REOPEN else outcome or self.outcome,
            acknowledged_at=self._acknowledged(step, at),
        )

    def _acknowledged(self, step: Step, at: datetime) -> datetime | None:
        """Who answers has read it."""
        if step is Step.REOPEN:
            return None
        reads = step in (Step.ACKNOWLEDGE, Step.ACCEPT, Step.DECLINE)
        return self.acknowledged_at or (at if reads else None)


@dataclass(frozen=True)
class HandoverEvent:
    """One line of a handover's history: a Step, or what was done about one; ``actor`` is an Actor's value."""

    handover_id: str
    step: str
    actor: str
    channel: str
    at: datetime


@dataclass(frozen=True)
class RelayMessage:
    """What resident and partner wrote to each other; ``sender`` is resident or partner.

    ``language`` is the one that it is written in, as far as it is known; ``translation`` was made by a machine and
    stands beside the text, never in its place. ``file_ids`` names the photo, or the pages, that came with it.
    """

    id: str
    handover_id: str
    sender: str
    text: str
    at: datetime
    language: str = ""
    translation: str = ""
    file_ids: tuple[str, ...] = ()
