"""The mail of a trial system, which has no mail server."""

from __future__ import annotations

import re

from aiohttp import web

from bot.config import is_loopback
from bot.console.desk import HOME, Desk
from bot.console.words import Words
from bot.service.ports import Mail

_LINK = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")


class MailboxPage:
    """Shows mail to whoever sits at this machine: who reads it can sign in as any partner."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[web.RouteDef]:
        return [web.get(HOME + "/mailbox", self._page)]

    async def _page(self, request: web.Request) -> web.Response:
        if not is_loopback(request.remote):
            raise web.HTTPNotFound
        async with self._desk.new_uow() as uow:
            mails = await uow.mailbox.latest()
        words = Words(self._desk.texts, self._desk.language(request), self._desk.clock())
        shown = [(mail, words.time(mail.sent_at), _parts(mail)) for mail in mails]
        return self._desk.page(request, "mailbox.html", mails=shown)


def _parts(mail: Mail) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a link."""
    pieces = _LINK.split(mail.text)
    return [(piece, bool(number % 2)) for number, piece in enumerate(pieces) if piece]
