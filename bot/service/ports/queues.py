"""Rows that wait for a worker: what came in, and what has to go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.messages import Incoming, Outgoing
from bot.domain.timers import Timer


@dataclass(frozen=True)
class Claimed:
    """An inbox row that a worker holds until its lease ends; ``attempt`` counts from 1."""

    id: int
    conversation_id: str
    incoming: Incoming
    attempt: int
    received_at: datetime


@dataclass(frozen=True)
class Unanswered:
    """A text whose turn is not done."""

    id: int
    conversation_id: str
    text: str


@dataclass(frozen=True)
class Delivery:
    """An outbox row that a worker holds until its lease ends; ``attempt`` counts from 1.

    ``ambiguous`` is true when an earlier try may have reached the receiver: its worker vanished, or no answer came.
    ``reference`` is what that try left to go on from (see SendError). A row that is not ``readable`` has nothing but
    its kind and where it belongs; it can only be given up.
    """

    id: int
    outgoing: Outgoing
    attempt: int
    ambiguous: bool
    created_at: datetime
    reference: str = ""
    readable: bool = True


@dataclass(frozen=True)
class _Undelivered:
    """An outbox row that did not arrive, as an operator sees it: no content, no address; ``reason`` is a code."""

    id: int
    channel: str
    kind: str
    handover_id: str | None
    reason: str
    attempts: int
    ambiguous: bool
    created_at: datetime


@dataclass(frozen=True)
class DeadLetter(_Undelivered):
    """One that was given up."""

    died_at: datetime


@dataclass(frozen=True)
class Delayed(_Undelivered):
    """One that will be tried again; ``reason`` is why the last try failed."""

    again_at: datetime


@dataclass(frozen=True)
class StoredMessage:
    """An outbox row as a channel that is read from (web, terminal) shows it."""

    id: int
    body: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class DueTimer:
    """A timer that a worker holds until its lease ends; ``attempt`` counts from 1."""

    id: int
    timer: Timer
    attempt: int


class Inbox(Protocol):
    async def add(self, conversation_id: str, incoming: Incoming, at: datetime) -> bool:
        """Stores an update; False if its (channel, update_id) is there already, and nothing changes."""

    async def claim(self, worker: str, now: datetime, lease_seconds: float) -> Claimed | None:
        """The oldest waiting row whose conversation has no older unfinished row, now held by ``worker``.

        Rows whose lease ended are waiting again. Commits nothing by itself.
        """

    async def done(self, id: int, worker: str, now: datetime) -> None:
        """Raises Conflict if ``worker`` does not hold the row any more."""

    async def release(self, id: int, worker: str, again_at: datetime) -> None:
        """Gives a row back after a failure, to be claimed from ``again_at`` on."""

    async def fail(self, id: int, worker: str, now: datetime) -> None:
        """Sets a row aside for good after its last attempt; later rows of the conversation go on."""

    async def due_since(self) -> datetime | None:
        """When the time came for the row that could have been claimed longest; None if none waits."""

    async def unanswered(self, before: datetime, limit: int = 200) -> Sequence[Unanswered]:
        """The oldest texts that came in before a moment and whose turn is not done."""

    async def history(self, conversation_id: str, limit: int) -> Sequence[tuple[Incoming, datetime]]:
        """What somebody wrote, pressed and sent last in a conversation, oldest first."""


class Outbox(Protocol):
    async def add(self, outgoing: Outgoing, at: datetime) -> bool:
        """Adds a row; False if one with its key is there, and nothing changes."""

    async def claim(
        self, worker: str, channels: Sequence[str], now: datetime, lease_seconds: float, limit: int
    ) -> Sequence[Delivery]:
        """The oldest waiting row of up to ``limit`` lanes, for these channels; never two of one lane at once.

        What is urgent comes first: numbers to call in danger, then answers to residents, then the rest.
        """

    async def sent(self, id: int, worker: str, now: datetime, reference: str = "") -> None: ...

    async def retry(
        self,
        id: int,
        worker: str,
        again_at: datetime,
        *,
        ambiguous: bool = False,
        reference: str = "",
        failure: str = "",
    ) -> None:
        """Gives a row back after a ``failure`` (a code), to be claimed from ``again_at`` on."""

    async def postpone(self, id: int, worker: str, again_at: datetime) -> None:
        """Gives a row back that was not tried: the attempt does not count."""

    async def dead(self, id: int, worker: str, now: datetime, reason: str) -> None:
        """Sets a row aside that can't be delivered; ``reason`` is a code, never content."""

    async def read(self, conversation_id: str, channel: str, after: int, limit: int = 100) -> Sequence[StoredMessage]:
        """Rows of one conversation with an id above ``after``, for channels that are read from."""

    async def outcomes(self, prefix: str) -> Mapping[str, str | None]:
        """The outcome of each row whose key begins like this, by its key; None while it waits."""

    async def clear(self, handover_id: str) -> None:
        """Deletes what was or would be sent to the partner of a handover, but for notices that still have to go out.

        A row that is being sent just now stays in its place in the lane, without its words.
        """

    async def due_since(self) -> datetime | None:
        """When the time came for the row that could have been sent longest; None if none waits."""

    async def late(self, before: datetime) -> Mapping[str, tuple[int, int]]:
        """For each channel, how many rows are older than that and not sent yet, and the id of the newest of them."""

    async def delayed(self) -> Sequence[Delayed]:
        """Rows that failed at least once and wait for their next try, in the order in which they were added."""

    async def dead_letters(self, limit: int | None = None) -> Sequence[DeadLetter]:
        """Rows that were given up, oldest first."""

    async def replay(self, id: int, now: datetime) -> bool:
        """Makes a dead letter a waiting row again, with all its tries before it; False if it is none."""


class Timers(Protocol):
    async def replace(self, handover_id: str, new: Sequence[Timer]) -> None:
        """From now on these are the timers of a handover; those that were waiting are gone."""

    async def add(self, timer: Timer) -> None:
        """One more, beside those that wait."""

    async def claim(self, worker: str, now: datetime, lease_seconds: float, limit: int) -> Sequence[DueTimer]:
        """Up to ``limit`` timers whose time has come, the longest due first; now held by ``worker``."""

    async def done(self, id: int, worker: str, now: datetime) -> None:
        """Raises Conflict if ``worker`` does not hold it any more, also because it was replaced."""

    async def release(self, id: int, worker: str, again_at: datetime) -> None:
        """Gives a timer back after a failure, to be claimed from ``again_at`` on."""

    async def due_since(self) -> datetime | None:
        """When the time came for the timer that could have been claimed longest; None if none waits."""


class Leases(Protocol):
    """What one worker has to itself for a while."""

    async def hold(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """True if ``holder`` has it up to ``until``: nobody had it at ``now``, or the same holder did."""

    async def end(self, name: str, holder: str, at: datetime) -> None:
        """It ends at that time, if ``holder`` has it."""
