"""The residents' page and what it asks the server."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import hdrs, web

from bot.channels.web.assets import Assets
from bot.channels.web.guard import RateLimit, clean, picture, read_file, read_json, require_same_origin
from bot.channels.web.pages import Pages, accepted_language
from bot.channels.web.session import TalkCookie
from bot.channels.web.stream import HEARTBEAT_SECONDS, Streams
from bot.channels.web.talk import CHANNEL, PHOTOS, fingerprint, load_talk, reply_json
from bot.domain.errors import NotFound
from bot.domain.labels import LANGUAGES, direction
from bot.domain.messages import Incoming
from bot.service.photos import receive_photo
from bot.service.ports import MAX_BYTES, Cleaner, Clock, Texts, UnitOfWorkFactory, Wakeup
from bot.service.receive import receive
from bot.service.writing import writing_topic

EXIT_URL = "https://www.meteo.be/"
"""Where somebody who leaves in haste lands: the weather, which anybody may have looked at."""
HERE = Path(__file__).parent
STATIC = HERE / "static"
KINDS = ("text", "button", "media", "command")
COMMANDS = ("start", "help", "status", "delete", *(f"language {language}" for language in LANGUAGES))
MESSAGES_A_SECOND = 5
BURST = 20

PAGE_KEYS = (
    "name",
    "title",
    "language",
    "leave",
    "leave_hint",
    "log",
    "write",
    "send",
    "you",
    "typing",
    "choices",
    "menu",
    "help",
    "status",
    "delete",
    "sending",
    "sent",
    "waiting",
    "failed",
    "too_long",
    "offline",
    "not_kept",
    "keep",
    "kept",
    "forget",
    "closed",
    "again",
    "file",
    "file_too_large",
    "photo",
    "photo_shown",
    "photo_sent",
)
"""What the page itself says: the keys of its words, without ``web.``."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_KEY = re.compile(r"[A-Za-z0-9-]{1,64}")


class Chat:
    """The web chat: ``routes()`` go into the server's application.

    Answers are not sent: they lie in the outbox, and the page reads them there, by stream or by asking.
    """

    def __init__(
        self,
        new_uow: UnitOfWorkFactory,
        clock: Clock,
        wakeup: Wakeup,
        texts: Texts,
        public_url: str,
        photo_cleaner: Cleaner,
        *,
        exit_url: str = EXIT_URL,
        heartbeat: float = HEARTBEAT_SECONDS,
    ) -> None:
        self._new_uow = new_uow
        self._clock = clock
        self._texts = texts
        self._public_url = public_url
        self._clean = photo_cleaner
        self._exit_url = exit_url
        self._cookie = TalkCookie(public_url)
        self._wakeup = wakeup
        self._streams = Streams(new_uow, wakeup, heartbeat)
        self._limit = RateLimit(MESSAGES_A_SECOND, BURST)
        self._assets = Assets("/static", STATIC)
        self._pages = Pages(HERE / "templates", texts, self._assets)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._page),
            web.get("/api/words", self._words),
            web.get("/api/messages", self._messages),
            web.get("/api/events", self._events),
            web.post("/api/messages", self._own_site(self._post)),
            web.post("/api/photos", self._own_site(self._post_photo)),
            web.get(PHOTOS + "{id}", self._photo),
            web.post("/api/keep", self._own_site(self._keep)),
            web.post("/api/leave", self._own_site(self._leave)),
            *self._assets.routes(),
        ]

    async def show_writing(self, conversation_id: str, _address: str) -> None:
        """Shows a resident whose page is open that somebody writes to them."""
        self._wakeup.wake(writing_topic(conversation_id))

    async def _page(self, request: web.Request) -> web.Response:
        language = await self._page_language(request)
        words = self._page_words(language)
        return self._pages.render("chat.html", language, words=words, exit_url=self._exit_url, max_bytes=MAX_BYTES)

    async def _words(self, request: web.Request) -> web.Response:
        language = request.query.get("language", "")
        if language not in LANGUAGES:
            raise web.HTTPNotFound
        return web.json_response(self._page_words(language))

    async def _messages(self, request: web.Request) -> web.Response:
        sender = self._cookie.sender(request)
        async with self._new_uow() as uow:
            id = await uow.conversations.find(CHANNEL, sender) if sender else None
            if id is None:
                return web.json_response({"talk": None, "kept": False, "messages": []})
            if "after" in request.query:
                rows = await uow.outbox.read(id, CHANNEL, _row(request.query["after"]))
                return web.json_response({"talk": fingerprint(id), "messages": [reply_json(row) for row in rows]})
            talk = await load_talk(uow, id)
        return web.json_response(
            {
                "talk": talk.fingerprint,
                "language": talk.language,
                "kept": self._cookie.kept(request),
                "messages": talk.messages,
            }
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        sender = self._cookie.sender(request)
        if sender is None:
            return web.Response(status=204)
        after = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
        return await self._streams.serve(request, sender, _row(after))

    async def _post(self, request: web.Request) -> web.Response:
        response = web.json_response(status=202)
        message = await read_json(request)
        begins = (message.get("kind"), message.get("content")) == ("command", "start")
        sender = self._cookie.sender(request)
        if sender is None:
            if not begins:
                raise web.HTTPUnauthorized
            sender = self._cookie.start(response)
        self._may_send(sender)
        id = await receive(self._new_uow, self._clock, _incoming(sender, message))
        response.text = f'{{"talk": "{fingerprint(id)}"}}'
        return response

    async def _post_photo(self, request: web.Request) -> web.Response:
        sender = self._cookie.sender(request)
        if sender is None:
            raise web.HTTPUnauthorized
        self._may_send(sender)
        message = {**request.query, "kind": "media", "content": "photo"}
        incoming = _incoming(sender, message)
        id = await receive_photo(self._new_uow, self._clock, self._clean, incoming, partial(read_file, request))
        return web.json_response({"talk": fingerprint(id)}, status=202)

    async def _photo(self, request: web.Request) -> web.Response:
        """A photo or page of the reader's own talk, for as long as it is kept."""
        sender = self._cookie.sender(request)
        async with self._new_uow() as uow:
            id = await uow.conversations.find(CHANNEL, sender) if sender else None
            try:
                photo = await uow.photos.get(request.match_info["id"])
            except NotFound:
                raise web.HTTPNotFound from None
        if photo.conversation_id != id:
            raise web.HTTPNotFound
        return picture(photo.content)

    def _may_send(self, sender: str) -> None:
        if not self._limit.allow(sender):
            raise web.HTTPTooManyRequests(headers={hdrs.RETRY_AFTER: "1"})

    async def _keep(self, request: web.Request) -> web.Response:
        response = web.Response(status=204)
        self._cookie.keep(request, response, (await read_json(request)).get("keep") is True)
        return response

    async def _leave(self, request: web.Request) -> web.Response:
        response = web.Response(status=204)
        self._cookie.end(response)
        return response

    async def _page_language(self, request: web.Request) -> str:
        wanted = request.query.get("language", "")
        if wanted in LANGUAGES:
            return wanted
        sender = self._cookie.sender(request)
        async with self._new_uow() as uow:
            id = await uow.conversations.find(CHANNEL, sender) if sender else None
            return (await uow.conversations.load(id)).language if id else accepted_language(request)

    def _page_words(self, language: str) -> dict[str, str]:
        words = {key: self._texts.say(language, f"web.{key}") for key in PAGE_KEYS}
        return {"code": language, "direction": direction(language), **words}

    def _own_site(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            require_same_origin(request, self._public_url)
            return await handler(request)

        return guarded


def _incoming(sender: str, message: dict[str, Any]) -> Incoming:
    key, kind, content = (message.get(name) for name in ("id", "kind", "content"))
    if not (isinstance(key, str) and _KEY.fullmatch(key) and isinstance(content, str) and kind in KINDS):
        raise web.HTTPBadRequest
    if kind == "command" and content not in COMMANDS:
        raise web.HTTPBadRequest
    language = message.get("language")
    return Incoming(
        channel=CHANNEL,
        sender=sender,
        update_id=f"{sender[:16]}:{key}",
        kind=kind,
        content=clean(content),
        language_hint=language if language in LANGUAGES else None,
    )


def _row(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
