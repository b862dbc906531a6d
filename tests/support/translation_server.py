"""A server that speaks LibreTranslate's protocol and translates by a list, or fails as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.channels.web.server import serving

LANGUAGES = ("nl", "fr", "ar", "en")


@dataclass
class TranslationServer:
    """``fails`` is one of "", status, nonsense, hangs; ``asked`` are the questions that came."""

    known: dict[str, str]
    url: str = ""
    fails: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def translate(self, request: web.Request) -> web.StreamResponse:
        question = await request.json()
        self.asked.append(question)
        if self.fails == "hangs":
            await asyncio.Event().wait()
        if self.fails == "nonsense":
            return web.Response(text="<html>")
        if self.fails == "status":
            return web.json_response({"error": "too many requests"}, status=429)
        if question["source"] not in LANGUAGES or question["target"] not in LANGUAGES:
            return web.json_response({"error": f"{question['source']} is not supported"}, status=400)
        return web.json_response({"translatedText": self.known[question["q"]]})


@asynccontextmanager
async def translation_server(known: dict[str, str]) -> AsyncIterator[TranslationServer]:
    server = TranslationServer(known)
    app = web.Application()
    app.router.add_post("/translate", server.translate)
    async with serving(app, "127.0.0.1", 0) as port:
        server.url = f"http://127.0.0.1:{port}"
        yield server
