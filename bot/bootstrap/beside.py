"""Tasks that run beside others."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any


def run_beside(stack: AsyncExitStack, body: Any) -> None:
    """Runs a loop as a task that ends with the stack."""
    task = asyncio.ensure_future(body)

    async def end() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(end)
