"""What commands share that look into the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from bot.config import Settings

if TYPE_CHECKING:
    from bot.bootstrap import Core

T = TypeVar("T")


def with_core(settings: Settings, ask: Callable[[Core], Awaitable[T]]) -> T:
    """What ``ask`` gives, with the product's parts opened around it."""
    from bot.bootstrap import open_core

    async def run() -> T:
        async with open_core(settings) as core:
            return await ask(core)

    return asyncio.run(run())
