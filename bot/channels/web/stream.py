"""Answers pushed to the page as they come (Server-Sent Events)."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from aiohttp import web

from bot.channels.web.talk import CHANNEL, reply_json
from bot.service.ports import StoredMessage, UnitOfWorkFactory, Wakeup
from bot.service.writing import writing_topic

HEARTBEAT_SECONDS = 15.0
PER_TALK = 4
"""Streams of one talk at once. A browser holds six connections to a site: pages beyond these ask now and then."""

OPEN_STREAMS: web.AppKey[WeakSet[asyncio.Task[Any]]] = web.AppKey("open_streams", WeakSet)


async def stop_streams(app: web.Application) -> None:
    """Ends all streams, so that a server that stops does not wait for them."""
    streams = app[OPEN_STREAMS]
    for task in tuple(streams):
        task.cancel()


class Streams:
    """The open streams of the talks."""

    def __init__(self, new_uow: UnitOfWorkFactory, wakeup: Wakeup, heartbeat: float) -> None:
        self._new_uow = new_uow
        self._wakeup = wakeup
        self._heartbeat = heartbeat
        self._open: Counter[str] = Counter()

    async def serve(self, request: web.Request, sender: str, after: int) -> web.StreamResponse:
        """Sends what comes after row ``after``; 204, which ends the browser's tries, where a page has to ask itself."""
        conversation_id, _ = await self._news(sender, after, limit=1)
        if conversation_id is None or self._open[sender] >= PER_TALK:
            return web.Response(status=204)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        await response.prepare(request)
        with self._counted(request.app, sender):
            signs = asyncio.ensure_future(self._signs(response, conversation_id))
            try:
                async for event in self._events(sender, conversation_id, after):
                    await response.write(event)
            except ConnectionResetError:
                pass  # the page was closed
            finally:
                signs.cancel()
                await asyncio.gather(signs, return_exceptions=True)
        return response

    async def _events(self, sender: str, conversation_id: str, after: int) -> AsyncIterator[bytes]:
        # The comment is for proxies, the event for the page, which can't see comments.
        beat = b": still here\nevent: beat\ndata:\n\n"
        yield b"retry: 2000\n" + beat
        while True:
            current, messages = await self._news(sender, after)
            if current != conversation_id:
                yield b"event: reset\ndata:\n\n"
                return
            for message in messages:
                yield _event(message)
                after = message.id
            if not messages:
                await self._wakeup.wait(conversation_id, self._heartbeat)
                yield beat

    async def _signs(self, response: web.StreamResponse, conversation_id: str) -> None:
        """Shows that the partner is writing, for as long as the stream is open."""
        while True:
            if await self._wakeup.wait(writing_topic(conversation_id), self._heartbeat):
                await response.write(b"event: writing\ndata:\n\n")

    async def _news(self, sender: str, after: int, limit: int = 100) -> tuple[str | None, list[StoredMessage]]:
        async with self._new_uow() as uow:
            conversation_id = await uow.conversations.find(CHANNEL, sender)
            if conversation_id is None:
                return None, []
            return conversation_id, list(await uow.outbox.read(conversation_id, CHANNEL, after, limit))

    @contextmanager
    def _counted(self, app: web.Application, sender: str) -> Iterator[None]:
        task: asyncio.Task[Any] | None = asyncio.current_task()
        assert task is not None
        app[OPEN_STREAMS].add(task)
        self._open[sender] += 1
        try:
            yield
        finally:
            app[OPEN_STREAMS].discard(task)
            self._open[sender] -= 1
            if not self._open[sender]:
                del self._open[sender]


def _event(message: StoredMessage) -> bytes:
    return f"id: {message.id}\ndata: {json.dumps(reply_json(message))}\n\n".encode()
