"""The webhook of the product in the test's own process and on the test's clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.channels.telegram.intake import webhook_app
from bot.service.presence import Presence
from tests.support.faults.parts import Parts
from tests.support.faults.telegram import SECRET
from tests.support.serving import serving


def presence_of(parts: Parts) -> Presence:
    return Presence(parts.core.new_uow, parts.core.clock, parts.core.texts, "telegram")


@asynccontextmanager
async def webhook(parts: Parts) -> AsyncIterator[str]:
    """The address that Telegram would call."""
    assert parts.telegram is not None
    app = web.Application()
    hook = webhook_app(parts.telegram.bot, parts.telegram.updates, presence_of(parts), SECRET)
    app.add_subapp("/telegram", hook)
    async with serving(app) as url:
        yield f"{url}/telegram/webhook"
