"""Waiting for what other tasks, threads and processes do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

STEP_SECONDS = 0.002


async def until(fits: Callable[[], object], seconds: float = 60.0) -> None:
    """Returns once ``fits``; fails after so many seconds, which are far more than it should take."""
    deadline = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < deadline, "it did not come to an end"
        await asyncio.sleep(STEP_SECONDS)
