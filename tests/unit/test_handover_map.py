"""The picture of a handover's life is that of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.handover import MOVES, Step
from scripts.handover_map import BEGIN, END, PAGE, drawn, main


@pytest.fixture
def root(tmp_path: Path) -> Path:
    page = tmp_path / PAGE
    page.parent.mkdir()
    page.write_text(f"# Life\n\n{BEGIN}\nold\n{END}\n\nMore.\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("step", MOVES)
def test_every_step_is_in_the_table(step: Step) -> None:
    assert f"| {MOVES[step].target} |" in next(
        line for line in drawn().splitlines() if line.startswith(f"| {step.value} |")
    )


def test_the_check_notices_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (root / PAGE).read_text(encoding="utf-8")
    assert main(["--check"], root) == 1
    assert "run python -m scripts.handover_map" in capsys.readouterr().out
    assert (root / PAGE).read_text(encoding="utf-8") == before


def test_what_is_written_is_current(root: Path) -> None:
    assert main([], root) == 0
    assert (root / PAGE).read_text(encoding="utf-8") == f"# Life\n\n{BEGIN}\n\n{drawn()}\n\n{END}\n\nMore.\n"
    assert main(["--check"], root) == 0
