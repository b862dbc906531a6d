"""Fast matrix arithmetic on processors that are newer than the packaged OpenBLAS.

OpenBLAS 0.3.18 and 0.3.20, inside SciPy 1.10 and NumPy 1.23, take a processor that they don't know for one of 2004 and
leave its vector units unused. What the processor says of itself (its flags) is enough to name a core that it can run.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

CORE = "OPENBLAS_CORETYPE"
NEEDS = {
    "SkylakeX": {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "fma"},
    "Haswell": {"avx2", "fma"},
}
"""The flags that each core's kernels use, the fastest core first."""
CPU_INFO = Path("/proc/cpuinfo")


def fitting_core(cpu_info: str) -> str | None:
    """The fastest core that the first processor of ``/proc/cpuinfo`` can stand in for; None if that is unclear."""
    for line in cpu_info.splitlines():
        if line.startswith("flags"):
            flags = set(line.split())
            return next((core for core, needed in NEEDS.items() if needed <= flags), None)
    return None


def choose(environment: MutableMapping[str, str], cpu_info: Path = CPU_INFO) -> None:
    """Names the core in ``environment`` unless somebody has; counts for libraries that are loaded from then on."""
    if CORE not in environment and cpu_info.exists():
        core = fitting_core(cpu_info.read_text(encoding="ascii", errors="replace"))
        if core is not None:
            environment[CORE] = core
