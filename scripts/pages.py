"""Pages in docs/ of which one part is drawn from the code, between two marks."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]


def written_into(text: str, drawn: str, page: str, begin_mark: str, end_mark: str) -> str:
    """The text of a page with what was drawn between its two marks; one that lacks a mark ends the program."""
    before, begin, rest = text.partition(begin_mark)
    _, end, after = rest.partition(end_mark)
    if not begin or not end:
        raise SystemExit(f"{page}: expected the lines {begin_mark} and {end_mark}")
    return f"{before}{begin_mark}\n\n{drawn}\n\n{end_mark}{after}"


def write_or_check(file: Path, current: str, stale: str, argv: Sequence[str] | None, program: str) -> int:
    """Writes a page, or with ``--check`` says ``stale`` and gives 1 if it is not current."""
    parser = argparse.ArgumentParser(prog=f"python -m {program}", description=f"Draws the map in {file.name}.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the page is not current")
    if parser.parse_args(argv).check:
        if current != file.read_text(encoding="utf-8"):
            print(f"{stale}; run python -m {program}")
            return 1
    else:
        file.write_text(current, encoding="utf-8")
    return 0
