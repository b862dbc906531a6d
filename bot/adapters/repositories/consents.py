"""Consents, given and withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import consents
from bot.domain.consent import Consent


class SqlConsents:
    """Consents (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, consent: Consent) -> None:
        values = {**vars(consent), "fields": " ".join(consent.fields)}
        await self._scope.execute(insert(consents).values(**values))

    async def of_handover(self, handover_id: str) -> Consent | None:
        query = select(consents).where(consents.c.handover_id == handover_id, consents.c.purpose == Consent.purpose)
        row = (await self._scope.execute(query.order_by(consents.c.given_at.desc()).limit(1))).one_or_none()
        return None if row is None else _consent(row)

    async def withdraw(self, handover_id: str, at: datetime) -> None:
        given = update(consents).where(consents.c.handover_id == handover_id, consents.c.withdrawn_at.is_(None))
        await self._scope.execute(given.values(withdrawn_at=at))


def _consent(row: Row[Any]) -> Consent:
    return Consent(**{**row._mapping, "fields": tuple(row.fields.split())})
