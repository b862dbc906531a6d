"""Takes in answers by mail: an LMTP or SMTP server that the mail server of the reply domain hands over to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.channels.email.reading import read_mail
from bot.domain.reply_address import BadReplyAddress
from bot.service.mail_answers import MailAnswers

MAX_MAIL = 10 * 1024 * 1024
"""Bytes, as Postfix's own default; attachments are not kept, but whoever sends one is told."""
MAX_LINE = 64 * 1024
"""Bytes: the standard allows 1,000, some programs write a whole paragraph as one line."""
SESSION_SECONDS = 60.0

log = logging.getLogger(__name__)


class Handler:
    """What the server does with each mail; stored before it answers 250."""

    def __init__(self, answers: MailAnswers) -> None:
        self._answers = answers

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"
        try:
            await self._answers.handover_at(address)
        except BadReplyAddress:
            return "550 5.1.1 No such address, or it is too old"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        mail = await asyncio.to_thread(read_mail, content, _sender(envelope))
        try:
            await self._answers.take_in(envelope.rcpt_tos[0], mail)
        except BadReplyAddress:
            return "550 5.1.1 No such address, or it is too old"
        return "250 2.0.0 Stored"

    async def handle_exception(self, error: Exception) -> str:
        # Neither the error's text nor the peer: the library's own answer would tell both.
        log.error("mail not taken in", extra={"error": type(error).__name__})
        return "451 4.3.0 Try again later"


class _Lmtp(LMTP):
    line_length_limit = MAX_LINE


class _Smtp(SMTP):
    line_length_limit = MAX_LINE


@asynccontextmanager
async def receiving(answers: MailAnswers, url: str) -> AsyncIterator[int]:
    """Listens at ``lmtp://HOST:PORT`` or ``smtp://HOST:PORT`` until the block is left; gives the port."""
    parts = urlsplit(url)
    server = partial(
        _Lmtp if parts.scheme == "lmtp" else _Smtp,
        Handler(answers),
        data_size_limit=MAX_MAIL,
        enable_SMTPUTF8=True,
        hostname="dichtbij",
        ident="Dichtbij",
        timeout=SESSION_SECONDS,
        loop=asyncio.get_running_loop(),
    )
    listener = await asyncio.get_running_loop().create_server(server, parts.hostname, parts.port or 0)
    try:
        yield int(listener.sockets[0].getsockname()[1])
    finally:
        listener.close()
        await listener.wait_closed()


def _sender(envelope: Envelope) -> str:
    return "" if envelope.mail_from in (None, "", "<>") else str(envelope.mail_from)
