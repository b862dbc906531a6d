"""One help question given to one service, and the states that it passes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.errors import DichtbijError
from bot.domain.labels import Label


class HandoverState(Label):
    """Where a handover stands."""

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


class Outcome(Label):
    """How a handover ended, as the partner sees it."""

    HELPED = "helped"
    REFERRED = "referred"
    NO_CONTACT = "no_contact"
    STOPPED = "stopped"


class Step(str, Enum):
    """What can happen to a handover."""

    DELIVER = "deliver"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    CONTACT = "contact"
    CLOSE = "close"
    WITHDRAW = "withdraw"


WAITING = frozenset({HandoverState.QUEUED, HandoverState.DELIVERED})
TAKEN = frozenset({HandoverState.ACCEPTED, HandoverState.IN_CONTACT})
OPEN = WAITING | TAKEN

_MOVES: Mapping[Step, tuple[frozenset[HandoverState], HandoverState]] = {
    Step.DELIVER: (frozenset({HandoverState.QUEUED}), HandoverState.DELIVERED),
    Step.ACCEPT: (WAITING, HandoverState.ACCEPTED),
    Step.DECLINE: (WAITING, HandoverState.DECLINED),
    Step.EXPIRE: (WAITING, HandoverState.EXPIRED),
    Step.CONTACT: (TAKEN, HandoverState.IN_CONTACT),
    Step.CLOSE: (TAKEN, HandoverState.CLOSED),
    Step.WITHDRAW: (OPEN, HandoverState.WITHDRAWN),
}


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
    ``declined_because`` and ``outcome`` are set by those steps. ``version`` counts the saves.
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
    version: int = 0

    @property
    def relay_open(self) -> bool:
        """True while resident and partner can write to each other."""
        return self.state in TAKEN

    def can(self, step: Step) -> bool:
        return self.state in _MOVES[step][0]

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
            state=_MOVES[step][1],
            updated_at=at,
            declined_because=reason or self.declined_because,
            outcome=outcome or self.outcome,
        )


@dataclass(frozen=True)
class HandoverEvent:
    """One line of a handover's history; ``actor`` is resident, partner or system, never a name."""

    handover_id: str
    step: str
    actor: str
    channel: str
    at: datetime


@dataclass(frozen=True)
class RelayMessage:
    """What resident and partner wrote to each other; ``sender`` is resident or partner.

    ``language`` is the one that it is written in, as far as it is known; ``translation`` was made by a machine and
    stands beside the text, never in its place. ``file_id`` names a photo that came with it.
    """

    id: str
    handover_id: str
    sender: str
    text: str
    at: datetime
    language: str = ""
    translation: str = ""
    file_id: str = ""
