"""The secrets of partners' systems, sealed, and which systems are gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, update

from bot.adapters import codec
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import webhooks
from bot.domain.webhooks import Webhook


class SqlWebhooks:
    """Webhooks (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def get(self, organization_id: str) -> Webhook:
        found = await self._all(select(webhooks).where(webhooks.c.organization_id == organization_id))
        return found[0] if found else Webhook(organization_id)

    async def all(self) -> Sequence[Webhook]:
        return await self._all(select(webhooks).order_by(webhooks.c.organization_id))

    async def save(self, webhook: Webhook) -> None:
        id, content = webhook.organization_id, [codec.encode(secret) for secret in webhook.secrets]
        values = {"secrets": self._scope.cipher.seal(content, "webhooks", "secrets", id), "gone_at": webhook.gone_at}
        if not await self._scope.insert_new(webhooks, {"organization_id": id, **values}):
            await self._scope.execute(update(webhooks).where(webhooks.c.organization_id == id).values(**values))

    async def gone(self, organization_id: str, at: datetime) -> None:
        known = update(webhooks).where(webhooks.c.organization_id == organization_id, webhooks.c.gone_at.is_(None))
        await self._scope.execute(known.values(gone_at=at))

    async def _all(self, query: Select[Any]) -> list[Webhook]:
        return [self._webhook(row) for row in await self._scope.execute(query)]

    def _webhook(self, row: Row[Any]) -> Webhook:
        secrets = self._scope.cipher.open(row.secrets, "webhooks", "secrets", row.organization_id)
        content = {"organization_id": row.organization_id, "secrets": secrets}
        gone_at = row.gone_at.isoformat() if row.gone_at else None
        return codec.decode(Webhook, {**content, "gone_at": gone_at})
