"""The local mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import mails
from bot.service.ports import Mail


class SqlMailbox:
    """Mailbox (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, mail: Mail) -> None:
        content = {"recipient": mail.recipient, "subject": mail.subject, "text": mail.text, "reply_to": mail.reply_to}
        sealed = self._scope.cipher.seal(content, "mails", "content", mail.id)
        await self._scope.insert_new(mails, {"id": mail.id, "content": sealed, "sent_at": mail.sent_at})

    async def latest(self, limit: int = 50) -> Sequence[Mail]:
        """Newest first."""
        rows = await self._scope.execute(select(mails).order_by(mails.c.number.desc()).limit(limit))
        return [self._mail(row) for row in rows]

    def _mail(self, row: Row[Any]) -> Mail:
        return Mail(id=row.id, sent_at=row.sent_at, **self._scope.cipher.open(row.content, "mails", "content", row.id))
