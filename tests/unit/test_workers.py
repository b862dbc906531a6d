"""Workers end when they are told to."""

from __future__ import annotations

import asyncio

import pytest

from bot import workers


async def test_a_cancellation_that_is_lost_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CANCEL_AGAIN_SECONDS", 0.01)
    came = 0

    async def deaf() -> None:
        nonlocal came
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                came += 1
                if came > 2:
                    raise

    task = asyncio.ensure_future(deaf())
    await asyncio.sleep(0)
    await workers.end(task)
    assert (task.cancelled(), came) == (True, 3)
