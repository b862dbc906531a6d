"""What came of handovers: services that said they are full, and counts that outlive the talks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import full_services, outcome_counts
from bot.service.ports import OutcomeCount


class SqlFullServices:
    """FullServices (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def mark(self, service_id: str, until: datetime) -> None:
        await self.clear(service_id)
        await self._scope.execute(insert(full_services).values(service_id=service_id, until=until))

    async def clear(self, service_id: str) -> None:
        await self._scope.execute(delete(full_services).where(full_services.c.service_id == service_id))

    async def at(self, now: datetime) -> frozenset[str]:
        query = select(full_services.c.service_id).where(full_services.c.until > now)
        return frozenset((await self._scope.execute(query)).scalars())


class SqlOutcomes:
    """Outcomes (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def count(self, organization_id: str, service_id: str, outcome: str, at: datetime) -> None:
        key = {
            "month": f"{at:%Y-%m}",
            "organization_id": organization_id,
            "service_id": service_id,
            "outcome": outcome,
        }
        await self._scope.insert_new(outcome_counts, {**key, "count": 0})
        same = [outcome_counts.c[name] == value for name, value in key.items()]
        await self._scope.execute(update(outcome_counts).where(*same).values(count=outcome_counts.c.count + 1))

    async def all(self) -> Sequence[OutcomeCount]:
        row = outcome_counts.c
        query = select(outcome_counts).order_by(row.month, row.organization_id, row.service_id, row.outcome)
        return [OutcomeCount(**each._mapping) for each in await self._scope.execute(query)]
