"""How a web server fails without an answer."""

from __future__ import annotations

import asyncio

from aiohttp import web

from tests.support.faults.faults import HANG_SECONDS, Fault

SILENT = frozenset({Fault.HANG, Fault.RESET})
"""Before anything is taken."""
SILENT_AFTER = frozenset({Fault.DROP, Fault.TAKE_AND_HANG})


async def no_answer(request: web.Request, fault: Fault | None) -> web.Response:
    """Hangs, or breaks off."""
    if fault in (Fault.HANG, Fault.TAKE_AND_HANG):
        await asyncio.sleep(HANG_SECONDS)
    elif request.transport is not None:
        request.transport.abort()  # type: ignore[attr-defined]
    return web.Response()
