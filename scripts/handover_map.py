"""Draws the life of a handover, as the domain has it, into docs/handover.md.

Run with ``python -m scripts.handover_map``; with ``--check`` it writes nothing and exits 1 if the page is not current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.domain.deadlines import LONGEST, OPEN_DAYS
from bot.domain.handover import MOVES, OPEN, TO_RECALL, HandoverState, Step, Urgency
from scripts.pages import ROOT, write_or_check, written_into

PAGE = "docs/handover.md"
BEGIN, END = "<!-- map: begin, written by scripts/handover_map.py -->", "<!-- map: end -->"
NOT_YET = frozenset({HandoverState.DRAFTED, HandoverState.CONSENTED})


def drawn() -> str:
    """The chart and the two tables."""
    return "\n\n".join(["\n".join(part) for part in (_chart(), _steps(), _deadlines())])


def _chart() -> Iterator[str]:
    """Taking back is left out of the chart: it leads from everywhere to the same end."""
    yield from ("```mermaid", "stateDiagram-v2", "  direction LR", f"  [*] --> {HandoverState.DRAFTED}")
    for step, move in MOVES.items():
        if step is Step.WITHDRAW:
            continue
        for source in (state for state in HandoverState if state in move.sources):
            yield f"  {source} --> {move.target}: {step.value}"
    yield from (f"  {state} --> [*]" for state in HandoverState if state not in OPEN | NOT_YET)
    yield "```"


def _steps() -> Iterator[str]:
    yield from ("| step | by | from | to |", "|---|---|---|---|")
    for step, move in MOVES.items():
        sources = "any but withdrawn" if move.sources == TO_RECALL else ", ".join(sorted(move.sources))
        yield f"| {step.value} | {', '.join(move.by)} | {sources} | {move.target} |"


def _deadlines() -> Iterator[str]:
    yield from ("| urgency | open days | never longer than |", "|---|---|---|")
    yield from (f"| {urgency} | {OPEN_DAYS[urgency]} | {LONGEST[urgency].days} days |" for urgency in Urgency)


def main(argv: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Writes the page, or checks it; the exit status is 1 if it was found out of date."""
    file = root / PAGE
    current = written_into(file.read_text(encoding="utf-8"), drawn(), PAGE, BEGIN, END)
    return write_or_check(
        file, current, f"{PAGE}: the map is not that of the code any more", argv, "scripts.handover_map"
    )


if __name__ == "__main__":
    sys.exit(main())
