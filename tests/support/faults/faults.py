"""What can go wrong with a server, and when."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum

SLOW_SECONDS = 0.5
HANG_SECONDS = 60.0


class Fault(str, Enum):
    """``BUSY`` asks for a pause, ``ERROR`` is the server's own, ``REFUSED`` is for good. ``HANG`` and ``RESET`` come
    before anything is taken; ``DROP`` takes it and then breaks off, ``TAKE_AND_HANG`` takes it and says nothing."""

    BUSY = "busy"
    ERROR = "error"
    BLOCKED = "blocked"
    REFUSED = "refused"
    MOVED = "moved"
    HANG = "hang"
    RESET = "reset"
    DROP = "drop"
    TAKE_AND_HANG = "take and hang"
    SLOW = "slow"


AMBIGUOUS = frozenset({Fault.DROP, Fault.TAKE_AND_HANG})
"""After these nobody can know whether it was taken: one double for each can't be helped."""


@dataclass
class Faults:
    """What the next requests meet: what is planned for a receiver, else what is planned for all, else the rule."""

    rule: Callable[[str], Fault | None] = lambda _receiver: None
    injected: Counter[Fault] = field(default_factory=Counter)
    _planned: dict[str, deque[Fault]] = field(default_factory=dict)

    def plan(self, faults: Iterable[Fault], receiver: str = "") -> None:
        self._planned.setdefault(receiver, deque()).extend(faults)

    def next(self, receiver: str) -> Fault | None:
        waiting = self._planned.get(receiver) or self._planned.get("")
        fault = waiting.popleft() if waiting else self.rule(receiver)
        if fault is not None:
            self.injected[fault] += 1
        return fault

    def count(self, kinds: frozenset[Fault]) -> int:
        return sum(count for fault, count in self.injected.items() if fault in kinds)
