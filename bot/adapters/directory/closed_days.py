"""Closed periods as a coordinator writes them: ``2026-12-24..2027-01-03; 2027-02-15``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.domain.partners import ClosedPeriod

EXPECTED = "days like 2027-02-15, or from one to another like 2026-12-24..2027-01-03"
_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*\.\.\s*(\d{4}-\d{2}-\d{2}))?")


class WrongDays(ValueError):
    """The text is no closed periods."""


def parse_closed(items: Iterable[str]) -> tuple[ClosedPeriod, ...]:
    """The periods in their order, each once. Raises WrongDays."""
    return tuple(sorted({_period(item) for item in items}))


def format_closed(closures: Iterable[ClosedPeriod]) -> list[str]:
    return [f"{each.first}" if each.first == each.last else f"{each.first}..{each.last}" for each in closures]


def _period(item: str) -> ClosedPeriod:
    match = _PERIOD.fullmatch(item.strip())
    if match is None:
        raise WrongDays(EXPECTED)
    try:
        period = ClosedPeriod(date.fromisoformat(match[1]), date.fromisoformat(match[2] or match[1]))
    except ValueError as error:
        raise WrongDays(EXPECTED) from error
    if period.last < period.first:
        raise WrongDays(EXPECTED)
    return period
