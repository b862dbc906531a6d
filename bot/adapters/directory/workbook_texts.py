"""Values of cells as the texts that a coordinator would have typed, and texts as cells hold them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

MAX_TEXT = 32_767
"""Characters in a cell; spreadsheet programs cut off the rest."""

# Signs that XML can't hold stand in a cell as _xHHHH_, and so does the _ of what only looks like it.
_UNHELD = re.compile("[\x01-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HELD = re.compile(r"_x(00(?!00)[01][0-9A-Fa-f]|005[Ff]|[Ff]{3}[EeFf])_")


def cell_text(value: object) -> str:
    """A date, time, number or flag that the spreadsheet program made of what was typed, as it was meant."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:.15g}"
    if isinstance(value, (date, time, timedelta)):
        return _moment(value)
    return "" if value is None else _HELD.sub(lambda match: chr(int(match[1], 16)), str(value))


def held_text(text: str) -> str:
    """The text as a cell holds it, with no sign that XML has no place for."""
    return _UNHELD.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    hours, minutes = divmod(round(value.total_seconds() / 60), 60)
    return f"{hours:02}:{minutes:02}"
