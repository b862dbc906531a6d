"""The counts of needs for which there was no offer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import unmet_needs
from bot.domain.unmet import UnmetNeed


class SqlUnmetNeeds:
    """UnmetNeeds (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def add(self, unmet: UnmetNeed) -> None:
        key = {"month": unmet.month, "municipality": unmet.municipality, "need": unmet.need}
        await self._scope.add_to(unmet_needs, key, "times", unmet.times)

    async def all(self) -> Sequence[UnmetNeed]:
        columns = unmet_needs.c
        order = (columns.month.desc(), columns.times.desc(), columns.municipality, columns.need)
        rows = await self._scope.execute(select(unmet_needs).order_by(*order))
        return [UnmetNeed(row.month, row.municipality, row.need, row.times) for row in rows]
