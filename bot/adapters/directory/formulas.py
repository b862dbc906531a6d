"""Texts that a spreadsheet program would run as a formula, made harmless on the way out and whole on the way in.

CSV knows no types, so there such a text gets an apostrophe. A workbook says of each cell that it is text; only what
looks as if it had got an apostrophe gets one more, so that a sheet that was saved from CSV as a workbook reads alike.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def with_escape(cell: str) -> str:
    """A cell for CSV."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def with_workbook_escape(cell: str) -> str:
    """A text cell for a workbook."""
    return f"'{cell}" if _ESCAPED.match(cell) else cell


def without_escape(cell: str) -> str:
    """The text again, of either."""
    return cell[1:] if _ESCAPED.match(cell) else cell
