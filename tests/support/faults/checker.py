"""What goes in must come out (after Jepsen's ``total-queue``): lost, unexpected and doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """How many came out never, without having gone in, and more than once (each extra time counts)."""

    lost: int
    unexpected: int
    doubled: int


def tally(went_in: Iterable[str], came_out: Iterable[str]) -> Tally:
    wanted, got = set(went_in), Counter(came_out)
    return Tally(
        lost=len(wanted - got.keys()),
        unexpected=sum(count for key, count in got.items() if key not in wanted),
        doubled=sum(count - 1 for key, count in got.items() if key in wanted),
    )


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
