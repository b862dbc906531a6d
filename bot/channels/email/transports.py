"""Where mail goes: a mail server, or the local mailbox that the console shows."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.service.ports import Mail, SendError, UnitOfWorkFactory

SMTP_TIMEOUT_SECONDS = 10
"""For each step; the whole of a delivery has less than a lease (see bot.service.deliver)."""
_PERMANENT = range(500, 600)
_OUR_MISTAKE = (
    aiosmtplib.SMTPAuthenticationError,
    aiosmtplib.SMTPConnectResponseError,
    aiosmtplib.SMTPHeloError,
    aiosmtplib.SMTPSenderRefused,
)
"""What the server has against us, not against this mail: it goes out once that is put right."""


class LocalMailbox:
    """Keeps mail in the database, so that the whole loop can be tried without a mail server."""

    def __init__(self, new_uow: UnitOfWorkFactory) -> None:
        self._new_uow = new_uow

    async def deliver(self, mail: Mail) -> None:
        async with self._new_uow() as uow:
            await uow.mailbox.add(mail)
            await uow.commit()


class SmtpServer:
    """Hands mail to a server: ``smtp://`` upgrades by STARTTLS where offered, ``smtps://`` is TLS from the start."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._sender = sender
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._tls else 587)
        self._username = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None

    async def deliver(self, mail: Mail) -> None:
        """Raises SendError."""
        try:
            await aiosmtplib.send(
                self._message(mail),
                hostname=self._host,
                port=self._port,
                username=self._username,
                password=self._password,
                use_tls=self._tls,
                timeout=SMTP_TIMEOUT_SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError, asyncio.TimeoutError) as error:
            raise as_send_error(error) from error

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mail.recipient
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.sent_at)
        message["Message-ID"] = f"<{mail.id}@{self._sender.rpartition('@')[2] or 'localhost'}>"
        message["Auto-Submitted"] = "auto-generated"
        if mail.reply_to:
            message["Reply-To"] = mail.reply_to
        message.set_content(mail.text)
        return message


def as_send_error(error: Exception) -> SendError:
    """What a failure means for the outbox. Codes from 500 on are for good, from 400 on for now (RFC 5321, 4.2.1)."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        for_good = all(refused.code in _PERMANENT for refused in error.recipients)
        return SendError("recipient_refused", retryable=not for_good)
    if isinstance(error, _OUR_MISTAKE):
        return SendError("not_accepted", retryable=True)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return SendError("refused", retryable=error.code not in _PERMANENT)
    if isinstance(error, aiosmtplib.SMTPConnectError):
        return SendError("unreachable", retryable=True)
    return SendError("no_answer", retryable=True, ambiguous=True)
