"""The page about reliability names tests that are there, and leaves no figure out."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts.reliability_page import DELIVERY, PROMISES, page

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("promise", [*PROMISES, DELIVERY], ids=lambda promise: promise.id)
def test_its_tests_exist(promise: object) -> None:
    for test in promise.tests:  # type: ignore[attr-defined]
        file, _, name = test.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        names = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
        assert not name or name in names, test


def test_every_figure_is_on_the_page() -> None:
    figures = {"R8": {"lost": [0, ""], "kills": [3, ""]}, "R9": {"taken up after": [31.5, "s"]}}
    written = page(figures)
    assert "| lost | 0 |" in written
    assert "| processes killed | 3 |" in written
    assert "taken up after: 31.5 s" in written


def test_figures_of_a_test_that_nobody_knows() -> None:
    with pytest.raises(KeyError, match="R99"):
        page({"R99": {"lost": [1, ""]}})


def test_every_fault_test_is_on_the_page() -> None:
    named = {test for promise in (*PROMISES, DELIVERY) for test in promise.tests}
    for file in sorted((ROOT / "tests" / "faults").glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_r"):
                test = f"tests/faults/{file.name}::{node.name}"
                assert test in named or test in UNNAMED, test


UNNAMED = {
    "tests/faults/test_restore.py::test_r18_an_erasure_that_is_not_committed_is_not_noted",
    "tests/faults/test_return.py::test_r20_nothing_rings_while_all_goes_well",
}
"""Of the kind that no reader of the page looks for."""
