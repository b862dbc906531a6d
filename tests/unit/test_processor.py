"""Which of OpenBLAS's cores is chosen for a processor."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import processor

WIDE = "fpu sse2 avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl"


@pytest.mark.parametrize(
    ("cpu_info", "core"),
    [
        (f"model name : New\nflags\t\t: {WIDE}\n", "SkylakeX"),
        ("flags\t\t: fpu sse2 avx2 fma avx512f\n", "Haswell"),
        ("flags\t\t: fpu sse2 avx2\n", None),
        ("Features\t: fp asimd\n", None),
        ("", None),
    ],
)
def test_the_core_fits_the_flags(cpu_info: str, core: str | None) -> None:
    assert processor.fitting_core(cpu_info) == core


def test_the_choice_of_whoever_runs_it_stands(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text(f"flags\t\t: {WIDE}\n")
    chosen: dict[str, str] = {"OPENBLAS_CORETYPE": "Zen"}
    processor.choose(chosen, tmp_path / "cpuinfo")
    free: dict[str, str] = {}
    processor.choose(free, tmp_path / "cpuinfo")
    processor.choose({}, tmp_path / "missing")
    assert (chosen, free) == ({"OPENBLAS_CORETYPE": "Zen"}, {"OPENBLAS_CORETYPE": "SkylakeX"})
