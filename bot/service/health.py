"""Whether the parts of the product work, for a page that a monitor can ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.service.ports import Clock, UnitOfWorkFactory

Check = Callable[[], Awaitable[str]]
"""Tells the state of one part: "ok", "starting" or "failing: CODE"."""

TOO_LONG = timedelta(seconds=60)
"""A row that could be worked on and is not, for this long, has no worker (left): a lease lasts half of it."""


async def health(checks: Mapping[str, Check]) -> Mapping[str, Any]:
    """The state of every part, and "ok" in all only if each is. Never raises."""
    parts = {name: await _state(check) for name, check in checks.items()}
    healthy = all(state == "ok" for state in parts.values())
    return {"status": "ok" if healthy else "failing", "parts": parts}


async def _state(check: Check) -> str:
    try:
        return await check()
    except Exception as error:  # a health page must answer whatever is broken
        return f"failing: {type(error).__name__}"


def queue_checks(new_uow: UnitOfWorkFactory, clock: Clock) -> Mapping[str, Check]:
    """Whether messages are answered and sent and timers kept, by whichever process does it."""

    async def answering() -> str:
        async with new_uow() as uow:
            return _on_time(await uow.inbox.due_since(), clock())

    async def sending() -> str:
        async with new_uow() as uow:
            return _on_time(await uow.outbox.due_since(), clock())

    async def remembering() -> str:
        async with new_uow() as uow:
            return _on_time(await uow.timers.due_since(), clock())

    return {"answering": answering, "sending": sending, "remembering": remembering}


def _on_time(since: datetime | None, now: datetime) -> str:
    return "ok" if since is None or now - since < TOO_LONG else "failing: waiting"
