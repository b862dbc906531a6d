"""Where mail goes: a mail server, or the local mailbox that the console shows."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.service.ports import Mail, SendError, UnitOfWorkFactory

SMTP_TIMEOUT_SECONDS = 30
_PERMANENT = range(500, 600)


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
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise SendError("recipient_refused", retryable=False) from error
        except aiosmtplib.SMTPResponseException as error:
            raise SendError("refused", retryable=error.code not in _PERMANENT) from error
        except (aiosmtplib.SMTPException, OSError, asyncio.TimeoutError) as error:
            raise SendError("unreachable", retryable=True) from error

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
