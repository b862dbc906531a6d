"""Tasks that run beside others."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from bot.workers import end


def run_beside(stack: AsyncExitStack, body: Any) -> None:
    """Runs a loop as a task that ends with the stack."""
    stack.push_async_callback(end, asyncio.ensure_future(body))
