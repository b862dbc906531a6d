"""The web server that carries all pages."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from bot.channels.web.assets import Assets
from bot.channels.web.chat import HERE, STATIC
from bot.channels.web.guard import security_headers
from bot.channels.web.pages import Pages, accepted_language
from bot.channels.web.stream import OPEN_STREAMS, stop_streams
from bot.service.ports import Texts

Health = Callable[[], Awaitable[Mapping[str, Any]]]
"""Gives {"status": "ok" or "failing", "parts": {name: state}}."""

SHUTDOWN_SECONDS = 10.0
_SAID = {401, 403, 404, 413, 429, 500}
"""The failures that the catalogues have words of their own for."""

log = logging.getLogger(__name__)


def server_app(
    texts: Texts,
    health: Health,
    public_url: str,
    routes: Iterable[web.AbstractRouteDef],
    subapps: Mapping[str, web.Application] | None = None,
) -> web.Application:
    """One application of all parts' routes, with safe headers everywhere and errors in plain words."""
    pages = Pages(HERE / "templates", texts, Assets("/static", STATIC))
    app = web.Application(middlewares=[plain_errors(pages, texts)])
    app[OPEN_STREAMS] = WeakSet()
    app.on_response_prepare.append(security_headers(public_url))
    app.on_shutdown.append(stop_streams)
    app.add_routes([web.get("/health", _health_page(health)), *routes])
    for prefix, subapp in (subapps or {}).items():
        app.add_subapp(prefix, subapp)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serves until the block is left, then lets running requests end. Gives the port (useful where it was 0)."""
    runner = web.AppRunner(
        app, access_log=None, logger=_nameless_log(), shutdown_timeout=SHUTDOWN_SECONDS, handle_signals=False
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def plain_errors(pages: Pages, texts: Texts) -> Middleware:
    """Turns failures into a page, or for scripts into JSON, that says in plain words what to do."""

    def answer(request: web.Request, status: int) -> web.Response:
        language = accepted_language(request)
        code = status if status in _SAID else 400 if status < 500 else 500
        if request.path.startswith("/api/"):
            return web.json_response({"error": status, "text": texts.say(language, f"web.error.{code}")}, status=status)
        home = "/console" if request.path.startswith("/console") else "/"
        return pages.render("error.html", language, status=status, code=code, home=home)

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            response = answer(request, error.status)
            for name in (hdrs.ALLOW, hdrs.RETRY_AFTER):
                if name in error.headers:
                    response.headers[name] = error.headers[name]
            return response
        except Exception as error:
            _log_failure(request, error)
            return answer(request, 500)

    return middleware


def _log_failure(request: web.Request, error: Exception) -> None:
    # Neither the error's text nor the address: both may hold what somebody wrote or a token.
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    place = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else ""
    route = request.match_info.route.resource
    log.error(
        "request failed",
        extra={"route": route.canonical if route else "", "error": type(error).__name__, "place": place},
    )


def _health_page(health: Health) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        state = await health()
        return web.json_response(state, status=200 if state["status"] == "ok" else 503)

    return handler


def _nameless_log() -> logging.Logger:
    """aiohttp writes the address of who sent a broken request; this log drops it."""
    logger = logging.getLogger("bot.channels.web.http")
    if not logger.filters:
        logger.addFilter(_without_details)
    return logger


def _without_details(record: logging.LogRecord) -> bool:
    record.msg, record.args = "broken request", ()
    record.exc_info = record.exc_text = None
    return True
