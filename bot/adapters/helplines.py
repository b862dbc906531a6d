"""Reads nlu_data/helplines.yml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import DichtbijError
from bot.domain.helplines import Helpline
from bot.domain.labels import Crisis
from bot.domain.partners import OpeningPeriod

FILE = Path(__file__).parents[2] / "nlu_data" / "helplines.yml"
_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


class HelplinesInvalid(DichtbijError):
    """The helplines file has an entry that can't be used."""


def load_helplines(path: Path = FILE) -> tuple[Helpline, ...]:
    """All helplines, in the file's order.

    Raises:
        HelplinesInvalid: names the first entry that can't be used.
    """
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    lines = []
    for number, entry in enumerate(entries, 1):
        try:
            lines.append(_helpline(entry))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            expected = "id, number, name, crises, languages, source, and hours like mo-fr 09:00-17:00"
            raise HelplinesInvalid(f"{path.name}: entry {number} can't be used; expected {expected}") from error
    return tuple(lines)


def _helpline(entry: Mapping[str, Any]) -> Helpline:
    return Helpline(
        id=str(entry["id"]),
        number=str(entry["number"]),
        name=str(entry["name"]),
        crises=tuple(Crisis(kind) for kind in entry["crises"]),
        languages=tuple(str(language) for language in entry["languages"]),
        source=str(entry["source"]),
        checked_on=entry.get("checked"),
        hours=_hours(entry.get("hours", "")),
    )


def _hours(text: str) -> tuple[OpeningPeriod, ...]:
    if not text:
        return ()
    days, _, times = text.partition(" ")
    first, _, last = days.partition("-")
    opens, _, closes = times.partition("-")
    span = range(_DAYS.index(first), _DAYS.index(last or first) + 1)
    return tuple(OpeningPeriod(day, time.fromisoformat(opens), time.fromisoformat(closes)) for day in span)
