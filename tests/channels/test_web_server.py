"""What holds for all pages: headers, errors, health, stopping, logs."""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.web.chat import PAGE_KEYS
from bot.channels.web.guard import SECURITY_HEADERS
from bot.channels.web.server import SHUTDOWN_SECONDS, server_app, serving
from bot.domain.labels import LANGUAGES
from tests.support.site import Site, open_site
from tests.support.visitor import Visitor

WEIGHT_LIMIT = 40_000

ROUTES = [
    ("GET", "/", 200),
    ("GET", "/?language=ar", 200),
    ("GET", "/health", 200),
    ("GET", "/api/words?language=fr", 200),
    ("GET", "/api/words?language=xx", 404),
    ("GET", "/api/messages", 200),
    ("GET", "/api/events", 204),
    ("POST", "/api/messages", 403),
    ("POST", "/api/keep", 403),
    ("POST", "/api/leave", 403),
    ("POST", "/api/photos", 403),
    ("GET", "/api/photos/1", 404),
    ("PUT", "/api/messages", 405),
    ("GET", "/static/nothing.js", 404),
    ("GET", "/static/../chat.py", 404),
    ("GET", "/nothing", 404),
    ("DELETE", "/", 405),
    ("GET", "/console", 303),
    ("GET", "/console/", 303),
    ("GET", "/console/changes", 303),
    ("GET", "/console/sign-in", 200),
    ("POST", "/console/sign-in", 403),
    ("GET", "/console/link/abc", 410),
    ("POST", "/console/link/abc", 403),
    ("POST", "/console/sign-out", 403),
    ("POST", "/console/language", 403),
    ("GET", "/console/handovers/1", 303),
    ("GET", "/console/handovers/1/messages", 303),
    ("POST", "/console/handovers/1/accept", 403),
    ("POST", "/console/handovers/1/decline", 403),
    ("POST", "/console/handovers/1/write", 403),
    ("POST", "/console/handovers/1/close", 403),
    ("POST", "/console/handovers/1/photos", 403),
    ("GET", "/console/handovers/1/photos/2", 303),
    ("POST", "/console/handovers/1/writing", 403),
    ("GET", "/console/services", 303),
    *[("POST", f"/console/services/{word}", 403) for word in ("confirm", "full", "room", "close", "reopen")],
    ("GET", "/console/mailbox", 200),
    ("GET", "/console/static/nothing.css", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), ROUTES)
async def test_every_route_has_safe_headers(visitor: Visitor, method: str, path: str, status: int) -> None:
    answer = await visitor.request(method, path, allow_redirects=False)
    assert answer.status == status
    _assert_safe(answer.headers)


async def test_the_list_of_routes_above_is_whole(site: Site) -> None:
    from bot.adapters.clock import utc_now
    from bot.adapters.photos import PhotoCleaner
    from bot.channels.web.chat import Chat
    from bot.console.app import console_routes

    storage, texts = site.storage, site.texts
    clean = PhotoCleaner()
    chat = Chat(storage.new_uow, utc_now, storage.wakeup, texts, site.url, clean)
    console = console_routes(storage.new_uow, utc_now, texts, site.url, clean, {}, mail_is_local=True, translates=False)
    for route in [*chat.routes(), *console]:
        pattern = re.compile(re.sub(r"\{\w+\}", r"[\\w.]+", route.path))
        assert any(m == route.method and pattern.fullmatch(p.partition("?")[0]) for m, p, _ in ROUTES), route.path


def _assert_safe(headers: Any) -> None:
    console_forms = headers["Referrer-Policy"] == "same-origin"
    for name, value in SECURITY_HEADERS.items():
        assert headers[name] == value or (name == "Referrer-Policy" and console_forms)
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Server" not in headers
    assert "Access-Control-Allow-Origin" not in headers


async def test_a_stream_has_safe_headers(site: Site, visitor: Visitor) -> None:
    await visitor.start()
    async with visitor.http.get("/api/events") as response:
        assert response.content_type == "text/event-stream"
        _assert_safe(response.headers)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_speaks_the_browsers_language(site: Site, language: str) -> None:
    async with Visitor(site.url, language=f"de-DE, {language}-XX;q=0.8, en;q=0.1") as visitor:
        page = (await visitor.get("/")).text
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert site.texts.say(language, "web.noscript") in page


async def test_the_title_tells_nothing(site: Site, visitor: Visitor) -> None:
    title = re.search("<title[^>]*>(.*?)</title>", (await visitor.get("/")).text)
    assert title and title[1] == "Berichten"


async def test_the_page_is_light_and_asks_no_other_host(site: Site, visitor: Visitor) -> None:
    page = await visitor.get("/")
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert {Path(part).suffix for part in parts} == {".css", ".js", ".svg"}
    bodies = [page.body] + [(await visitor.get(part)).body for part in set(parts)]
    assert sum(map(len, bodies)) < WEIGHT_LIMIT
    others = [address for body in bodies for address in re.findall(rb"https?://[^\s\"'<>)\\]+", body)]
    assert set(others) <= {b"http://www.w3.org/2000/svg", b"https://www.meteo.be/"}


async def test_static_files_are_kept_and_packed(site: Site, visitor: Visitor) -> None:
    path = re.findall(r'src="(/static/chat[^"]+)"', (await visitor.get("/")).text)[0]
    async with visitor.http.get(path, headers={"Accept-Encoding": "gzip"}, auto_decompress=False) as response:
        packed = await response.read()
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Encoding"] == "gzip"
    plain = await visitor.get(path, headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(packed) == plain.body
    assert plain.headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_errors_are_said_in_plain_words(site: Site, language: str) -> None:
    async with Visitor(site.url, language=language) as visitor:
        page = await visitor.get("/nothing")
        assert (page.status, site.texts.say(language, "web.error.404") in page.text) == (404, True)
        api = await visitor.get("/api/nothing")
        assert (api.status, api.json["text"]) == (404, site.texts.say(language, "web.error.404"))
    assert (await _method_not_allowed(site)).headers["Allow"] == "GET,HEAD"


async def _method_not_allowed(site: Site) -> Any:
    async with Visitor(site.url) as visitor:
        return await visitor.request("DELETE", "/")


async def test_health_tells_what_works(site: Site, visitor: Visitor) -> None:
    assert ((await visitor.get("/health")).status, (await visitor.get("/health")).json) == (200, site.health)
    site.health.update(status="failing", parts={"database": "failing: OSError"})
    answer = await visitor.get("/health")
    assert (answer.status, answer.json) == (503, site.health)


async def test_a_failure_is_answered_kindly_and_logged_without_content(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(request: web.Request) -> web.Response:
        raise ValueError(f"somebody wrote {request.match_info['secret']}")

    async def healthy() -> dict[str, Any]:
        return {"status": "ok", "parts": {}}

    routes = [web.get("/fail/{secret}", fail), web.get("/api/fail/{secret}", fail)]
    app = server_app(site.texts, healthy, "http://127.0.0.1", routes)
    with caplog.at_level(logging.DEBUG):
        async with serving(app, "127.0.0.1", 0) as port, Visitor(f"http://127.0.0.1:{port}") as visitor:
            page = await visitor.get("/fail/geheim")
            api = await visitor.get("/api/fail/geheim")
    assert (page.status, api.status) == (500, 500)
    assert site.texts.say("nl", "web.error.500") in page.text
    _assert_safe(page.headers)
    (record, _) = [record for record in caplog.records if record.message == "request failed"]
    assert (record.route, record.error) == ("/fail/{secret}", "ValueError")  # type: ignore[attr-defined]
    assert record.place.startswith("test_web_server.py:")  # type: ignore[attr-defined]
    assert "geheim" not in str([vars(record) for record in caplog.records])


async def test_no_address_of_a_visitor_gets_into_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    host, port = site.url.removeprefix("http://").split(":")
    with caplog.at_level(logging.DEBUG):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nBad Header\x00: y\r\n\r\n")
        assert b"400" in await reader.read(500)
        writer.close()
        async with Visitor(site.url) as visitor:
            await visitor.start()
            await visitor.say("geheim")
    logged = str([vars(record) for record in caplog.records if record.name.startswith(("bot", "aiohttp"))])
    assert "broken request" in logged
    assert "127.0.0.1" not in logged and "geheim" not in logged


async def test_stopping_does_not_wait_for_open_streams(tmp_path: Path) -> None:
    async with AsyncExitStack() as afterwards:
        async with open_site(tmp_path) as site:
            visitor = await afterwards.enter_async_context(Visitor(site.url))
            await visitor.start()
            response = await afterwards.enter_async_context(visitor.http.get("/api/events"))
            assert await response.content.readline()
            started = time.monotonic()
        assert time.monotonic() - started < SHUTDOWN_SECONDS


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_word_of_the_page_is_there(visitor: Visitor, language: str) -> None:
    words = (await visitor.get(f"/api/words?language={language}")).json
    assert [key for key in PAGE_KEYS if words[key] == f"web.{key}"] == []
