"""Needs for which there is no offer, as counts that name nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UnmetNeed:
    """How often a need found no offer in a month (like 2026-11).

    ``municipality`` is empty where somebody did not say where they live.
    """

    month: str
    municipality: str
    need: str
    times: int = 1
