"""What came of handovers, as counts that outlive the talks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import outcome_counts
from bot.service.ports import OutcomeCount


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
