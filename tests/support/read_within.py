"""Reads directory files in a process that may not have more than so much memory; prints what became of each.

Run with ``python -m tests.support.read_within MEGABYTES PATH...``.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from bot.adapters.directory import read_directory


def main(megabytes: str, *paths: str) -> None:
    limit = int(megabytes) * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for path in paths:
        reading = read_directory(Path(path))
        told = [str(problem) for problem in reading.errors[:3]]
        print(json.dumps({"path": path, "errors": told, "peak_megabytes": peak()}), flush=True)


def peak() -> int:
    """The most that was ever in memory; the kernel's other count begins with that of the process that started this."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
