"""A partner's own system: a real web server that keeps what it gets and answers as it was told."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.support.faults.faults import SLOW_SECONDS, Fault, Faults
from tests.support.faults.http import SILENT, SILENT_AFTER, no_answer
from tests.support.serving import serving


@dataclass(frozen=True)
class Call:
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class PartnerSystem:
    """``answers`` are the next (status, headers); then it is 204. ``calls`` are those that met no fault before."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    faults: Faults = field(default_factory=Faults)

    async def take(self, request: web.Request) -> web.Response:
        fault = self.faults.next(request.path)
        if fault in SILENT:
            return await no_answer(request, fault)
        if fault is Fault.ERROR:
            return web.Response(status=500)
        if fault is Fault.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append(Call(headers, await request.text()))
        if fault in SILENT_AFTER:
            return await no_answer(request, fault)
        status, more = self.answers.pop(0) if self.answers else (204, {})
        return web.Response(status=status, headers=more)


@asynccontextmanager
async def partner_system(tls: ssl.SSLContext | None = None) -> AsyncIterator[PartnerSystem]:
    system = PartnerSystem()
    app = web.Application()
    app.add_routes([web.route("*", "/{path:.*}", system.take)])
    async with serving(app, tls) as url:
        system.url = f"{url}/hook"
        yield system
