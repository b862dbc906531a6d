"""A partner's own system: a real web server that keeps what it gets and answers as it was told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Call:
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class PartnerSystem:
    """``answers`` are the next (status, headers); then it is 204."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append(Call(headers, await request.text()))
        status, more = self.answers.pop(0) if self.answers else (204, {})
        return web.Response(status=status, headers=more)


@asynccontextmanager
async def partner_system() -> AsyncIterator[PartnerSystem]:
    system = PartnerSystem()
    app = web.Application()
    app.add_routes([web.route("*", "/{path:.*}", system.take)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        system.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield system
    finally:
        await runner.cleanup()
