"""The mechanics that inbox and outbox share: claims under a lease, one row of a lane at a time, in order."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Table,
    Update,
    bindparam,
    exists,
    func,
    select,
    update,
)

from bot.adapters.columns import UtcDateTime
from bot.adapters.repositories.scope import Scope
from bot.service.ports import Conflict


class Queue:
    """A table whose rows are worked off lane by lane, oldest first.

    A row can be claimed while it is unfinished, its time has come (see tables) and no older unfinished row of its lane
    exists. Rows of a lane become visible in the order of their ids (Scope.next_id), so two of them are never held
    at once, whatever claims run side by side.
    """

    def __init__(
        self,
        table: Table,
        lane: Column[str],
        *conditions: ColumnElement[bool],
        also_set: dict[str, ColumnElement[Any]] | None = None,
    ) -> None:
        self._table = table
        self._lane = lane
        self._conditions = conditions
        self._also_set = also_set or {}

    async def claim(self, scope: Scope, worker: str, now: datetime, until: datetime, **values: Any) -> list[Row[Any]]:
        """Up to ``row_limit`` rows, now held by ``worker``, oldest first."""
        claimed = {"claimer": worker, "moment": now, "lease_end": until, **values}
        rows = (await scope.execute(self._claim, claimed)).all()
        return sorted(rows, key=lambda row: int(row.id))

    async def due_since(self, scope: Scope) -> datetime | None:
        """When the time came for the row that could have been claimed longest; None if none waits."""
        row = self._table.c
        heads = select(func.min(row.available_at, type_=UtcDateTime)).where(row.finished_at.is_(None), ~self._behind)
        moment: datetime | None = (await scope.execute(heads)).scalar_one()
        return moment

    async def finish(self, scope: Scope, id: int, worker: str, now: datetime, outcome: str, **more: Any) -> None:
        """Raises Conflict if ``worker`` does not hold the row any more."""
        await self._change(scope, id, worker, finished_at=now, outcome=outcome, **more)

    async def give_back(self, scope: Scope, id: int, worker: str, again_at: datetime, **more: Any) -> None:
        """Raises Conflict if ``worker`` does not hold the row any more."""
        await self._change(scope, id, worker, available_at=again_at, **more)

    async def _change(self, scope: Scope, id: int, worker: str, **values: Any) -> None:
        row = self._table.c
        held = update(self._table).where(row.id == id, row.holder == worker, row.finished_at.is_(None))
        result = await scope.execute(held.values(holder=None, **values))
        if result.rowcount != 1:
            raise Conflict(f"this row of the {self._table.name} is not held any more")

    @cached_property
    def _behind(self) -> ColumnElement[bool]:
        """True for a row that waits for an older one of its lane."""
        older = self._table.alias("older")
        return exists().where(
            older.c[self._lane.name] == self._lane, older.c.id < self._table.c.id, older.c.finished_at.is_(None)
        )

    @cached_property
    def _claim(self) -> Update:
        row = self._table.c
        ready = (
            select(row.id)
            .where(row.finished_at.is_(None), row.available_at <= bindparam("moment", type_=UtcDateTime))
            .where(~self._behind, *self._conditions)
            .order_by(row.id)
            .limit(bindparam("row_limit"))
            .with_for_update(skip_locked=True, of=self._table)
            .cte("ready")
        )
        claim = update(self._table).where(row.id.in_(select(ready.c.id))).returning(self._table)
        return claim.values(
            holder=bindparam("claimer"),
            available_at=bindparam("lease_end", type_=UtcDateTime),
            attempts=row.attempts + 1,
            **self._also_set,
        )
