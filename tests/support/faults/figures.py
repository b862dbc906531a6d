"""Figures that the fault tests measure, for docs/reliability.md, and how long the tests may run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

LONG = os.environ.get("DICHTBIJ_FAULTS") == "long"
"""Set by ``make test-faults``; ``make test`` runs a short version of each test."""

_FILE = os.environ.get("DICHTBIJ_FIGURES", "")


def scale(short: T, long: T) -> T:
    return long if LONG else short


def record(test: str, figure: str, value: float, unit: str = "") -> None:
    """Keeps one figure of one test (R1 to R20) in the file that ``DICHTBIJ_FIGURES`` names, if any."""
    if not _FILE:
        return
    path = Path(_FILE)
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known.setdefault(test, {})[figure] = [round(value, 3), unit]
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
