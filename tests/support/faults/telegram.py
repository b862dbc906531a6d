"""A Bot API server that fails on demand, counts what it gets, and forgets updates as Telegram does.

Facts and numbers: the server's own source (tdlib/telegram-bot-api: Client.cpp, WebhookActor.cpp).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from bot.adapters.clock import utc_now
from tests.support.faults.faults import SLOW_SECONDS, Fault, Faults
from tests.support.faults.http import SILENT, SILENT_AFTER, no_answer
from tests.support.serving import serving

TOKEN = "123456:test-token"
SECRET = "webhook-secret"
MAX_TEXT, MAX_BUTTON_BYTES = 4096, 64
MESSAGE_LIVES, PRESS_LIVES = timedelta(hours=24), timedelta(seconds=150)
RETRY_AFTER = 7
LONGEST_POLL = 0.5
LONGEST_PAUSE = 60.0


@dataclass(frozen=True)
class Sent:
    """A message that the server took; ``at`` is when, in seconds."""

    chat: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    at: float


@dataclass
class Update:
    """Something for the bot; gone when it is confirmed or too old."""

    id: int
    queue: str
    body: dict[str, Any]
    expires_at: datetime


@dataclass
class TelegramServer:
    """The server and what happened to it. ``quicker`` shortens the pauses between a webhook's tries."""

    url: str = ""
    clock: Callable[[], datetime] = utc_now
    faults: Faults = field(default_factory=Faults)
    retry_after: int = RETRY_AFTER
    quicker: float = 1.0
    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[str, float]] = field(default_factory=list)
    """Every try to send: to whom and when."""
    updates: list[Update] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    """Ids of updates that grew too old before the bot took them."""
    next_id: int = 1
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _message_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def to(self, chat: str) -> list[Sent]:
        return [message for message in self.sent if message.chat == chat]

    def write(self, chat: int, text: str) -> int:
        return self._add(str(chat), MESSAGE_LIVES, message=self._message(chat, text))

    def press(self, chat: int, data: str) -> int:
        """Presses are a queue of their own and may overtake messages, as they do there."""
        query = {"id": "1", "from": _person(chat), "chat_instance": "1", "data": data}
        return self._add(f"{chat} presses", PRESS_LIVES, callback_query={**query, "message": self._message(chat, "x")})

    def _add(self, queue: str, lives: timedelta, **body: Any) -> int:
        id, self.next_id = self.next_id, self.next_id + 1
        self._arrived.set()
        self.updates.append(Update(id, queue, {"update_id": id, **body}, self.clock() + lives))
        return id

    def _message(self, chat: int, text: str) -> dict[str, Any]:
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        return {
            "message_id": next(self._message_ids),
            "date": int(self.clock().timestamp()),
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup", "first_name": "Test"},
            "from": _person(chat),
            "text": text,
            "entities": entities,
        }

    def forget_old(self) -> None:
        now = self.clock()
        self.lost += [update.id for update in self.updates if update.expires_at <= now]
        self.updates = [update for update in self.updates if update.expires_at > now]

    async def push(self, url: str, workers: int = 40) -> None:
        """Brings the updates that wait to a webhook: one at a time of a queue, again until it says 2xx."""
        queues: dict[str, list[Update]] = defaultdict(list)
        for update in self.updates:
            queues[update.queue].append(update)
        room = asyncio.Semaphore(workers)
        connector = aiohttp.TCPConnector(limit=workers)
        async with aiohttp.ClientSession(connector=connector) as http:
            await asyncio.gather(*(self._push_queue(http, url, queue, room) for queue in queues.values()))

    async def _push_queue(self, http: aiohttp.ClientSession, url: str, queue: list[Update], room: Any) -> None:
        for update in queue:
            async with room:
                await self._push_update(http, url, update)

    async def _push_update(self, http: aiohttp.ClientSession, url: str, update: Update) -> None:
        for tries in itertools.count():
            if update.expires_at <= self.clock():
                self.forget_old()
                return
            status, asked = await self.post(http, url, update.body)
            if 200 <= status < 300:
                self.updates.remove(update)
                return
            pause = 0 if tries == 0 else min(2.0**tries, LONGEST_PAUSE)
            await asyncio.sleep(max(pause, asked) / self.quicker)

    async def post(self, http: aiohttp.ClientSession, url: str, body: dict[str, Any]) -> tuple[int, float]:
        """One try: the status (0 for none) and the pause that was asked for."""
        try:
            async with http.post(url, json=body, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as response:
                return response.status, float(response.headers.get("Retry-After", 0))
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return 0, 0.0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method, form = request.match_info["method"], await request.post()
        if method == "sendMessage":
            return await self._send_message(request, form)
        if method == "getUpdates":
            return await self._get_updates(form)
        if method == "getChat":
            return _ok(_full_chat(int(str(form["chat_id"]))))
        if method == "getMe":
            return _ok({"id": 666, "is_bot": True, "first_name": "Dichtbij", "username": "dichtbij_bot"})
        return _ok(True)

    async def _get_updates(self, form: Any) -> web.Response:
        self.updates = [update for update in self.updates if update.id >= int(form.get("offset", 0))]
        self.forget_old()
        self._arrived.clear()
        if not self.updates:
            await asyncio.wait((asyncio.ensure_future(self._arrived.wait()),), timeout=LONGEST_POLL)
        return _ok([update.body for update in self.updates[:100]])

    async def _send_message(self, request: web.Request, form: Any) -> web.StreamResponse:
        chat = str(form["chat_id"])
        self.calls.append((chat, time.monotonic()))
        fault = self.faults.next(chat)
        if fault is Fault.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        if fault in _ANSWERS:
            return _failed(*_ANSWERS[fault], retry_after=self.retry_after if fault is Fault.BUSY else 0)
        if fault in SILENT:
            return await no_answer(request, fault)
        problem = self._problem(form)
        if problem:
            return _failed(400, f"Bad Request: {problem}")
        id = self._take(chat, form)
        if fault in SILENT_AFTER:
            return await no_answer(request, fault)
        chat_shown = {"id": int(chat), "type": "private", "first_name": "Test"}
        return _ok({"message_id": id, "date": 0, "chat": chat_shown, "text": str(form["text"])})

    def _problem(self, form: Any) -> str:
        if not str(form["text"]).strip():
            return "message text is empty"
        if len(str(form["text"]).encode("utf-16-le")) // 2 > MAX_TEXT:
            return "message is too long"
        if any(len(data.encode()) > MAX_BUTTON_BYTES for _, data in _buttons(form)):
            return "BUTTON_DATA_INVALID"
        return ""

    def _take(self, chat: str, form: Any) -> int:
        self.sent.append(Sent(chat, str(form["text"]), _buttons(form), time.monotonic()))
        return next(self._message_ids)


_ANSWERS: dict[Fault | None, tuple[int, str]] = {
    Fault.BUSY: (429, "Too Many Requests: retry later"),
    Fault.ERROR: (500, "Internal Server Error"),
    Fault.BLOCKED: (403, "Forbidden: bot was blocked by the user"),
    Fault.REFUSED: (400, "Bad Request: chat not found"),
    Fault.MOVED: (302, "Found"),
}


def _full_chat(id: int) -> dict[str, Any]:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return {"id": id, "type": "private" if id > 0 else "supergroup", "title": "Test", **more}


def _person(chat: int) -> dict[str, Any]:
    return {"id": abs(chat), "is_bot": False, "first_name": "Test", "language_code": "nl"}


def _buttons(form: Any) -> tuple[tuple[str, str], ...]:
    rows = json.loads(form["reply_markup"])["inline_keyboard"] if form.get("reply_markup") else []
    return tuple((button["text"], button["callback_data"]) for row in rows for button in row)


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _failed(code: int, description: str, retry_after: int = 0) -> web.Response:
    more = {"parameters": {"retry_after": retry_after}} if retry_after else {}
    headers = {"Location": "/elsewhere"} if code == 302 else {}
    body = {"ok": False, "error_code": code, "description": description, **more}
    return web.json_response(body, status=code, headers=headers)


@asynccontextmanager
async def telegram_server(**settings: Any) -> AsyncIterator[TelegramServer]:
    server = TelegramServer(**settings)
    app = web.Application(client_max_size=4 * 2**20)
    app.router.add_route("*", f"/bot{TOKEN}/{{method}}", server.handle)
    async with serving(app) as server.url:
        yield server
