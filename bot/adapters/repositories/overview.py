"""What a coordinator and a monitor see: states, times and counts. Nothing that is sealed is opened here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, Table, case, func, select

from bot.adapters.columns import UtcDateTime
from bot.adapters.repositories.outbox import SETTLED
from bot.adapters.repositories.scope import Scope
from bot.adapters.tables import handover_events, handovers, inbox, outbox, relay_messages
from bot.domain.handover import DeclineReason, HandoverState, Outcome
from bot.domain.overview import HandoverLine, QueueFigures
from bot.service.ports import Sending

_DONE = (*SETTLED, "done")
"""Outcomes of rows that came where they should; every other one says why a row was given up."""


class SqlOverview:
    """Overview (see bot.service.ports)."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    async def handovers(
        self,
        *,
        organization_id: str | None = None,
        states: Collection[HandoverState] = (),
        since: datetime | None = None,
        id_prefix: str = "",
    ) -> Sequence[HandoverLine]:
        query = _lines()
        if organization_id is not None:
            query = query.where(handovers.c.organization_id == organization_id)
        if states:
            query = query.where(handovers.c.state.in_([state.value for state in states]))
        if since is not None:
            query = query.where(handovers.c.created_at >= since)
        if id_prefix:
            query = query.where(handovers.c.id.startswith(id_prefix, autoescape=True))
        rows = await self._scope.execute(query.order_by(handovers.c.created_at.desc(), handovers.c.id))
        return [_line(row) for row in rows]

    async def states(self) -> Mapping[HandoverState, int]:
        query = select(handovers.c.state, func.count().label("count")).group_by(handovers.c.state)
        return {HandoverState(row.state): row._mapping["count"] for row in await self._scope.execute(query)}

    async def sendings(self, handover_id: str) -> Sequence[Sending]:
        query = select(outbox).where(outbox.c.handover_id == handover_id).order_by(outbox.c.id)
        return [_sending(row) for row in await self._scope.execute(query)]

    async def outbox(self, now: datetime) -> QueueFigures:
        return await self._queue(outbox, now)

    async def inbox(self, now: datetime) -> QueueFigures:
        return await self._queue(inbox, now)

    async def _queue(self, table: Table, now: datetime) -> QueueFigures:
        row = table.c
        waits, dead = row.finished_at.is_(None), row.outcome.is_not(None) & row.outcome.not_in(_DONE)
        query = (
            select(
                row.channel,
                func.sum(case((waits, 1), else_=0)).label("waiting"),
                func.sum(case((dead, 1), else_=0)).label("dead"),
                func.min(case((waits, row.available_at)), type_=UtcDateTime).label("due"),
            )
            .where(waits | dead)
            .group_by(row.channel)
        )
        found = (await self._scope.execute(query)).all()
        oldest = max((now - row.due for row in found if row.due is not None), default=timedelta())
        return QueueFigures(
            {row.channel: row.waiting for row in found},
            {row.channel: row.dead for row in found},
            max(oldest, timedelta()),
        )


def _lines() -> Select[Any]:
    event, message = handover_events.c, relay_messages.c
    answers = event.step.in_(("accept", "decline")) & (event.actor == "partner")
    steps = (
        select(
            event.handover_id,
            func.min(case((answers, event.at)), type_=UtcDateTime).label("answered_at"),
            func.max(case((event.step == "reopen", event.at)), type_=UtcDateTime).label("reopened_at"),
        )
        .group_by(event.handover_id)
        .subquery()
    )
    written = (
        select(
            message.handover_id,
            func.max(case((message.sender == "resident", message.at)), type_=UtcDateTime).label("resident_wrote_at"),
            func.max(case((message.sender == "partner", message.at)), type_=UtcDateTime).label("partner_wrote_at"),
        )
        .group_by(message.handover_id)
        .subquery()
    )
    own = [column for column in handovers.c if column.name in HandoverLine.__dataclass_fields__]
    moments = (steps.c.answered_at, steps.c.reopened_at, written.c.resident_wrote_at, written.c.partner_wrote_at)
    joined = handovers.outerjoin(steps, steps.c.handover_id == handovers.c.id)
    return select(*own, *moments).select_from(joined.outerjoin(written, written.c.handover_id == handovers.c.id))


def _line(row: Row[Any]) -> HandoverLine:
    labels = {
        "state": HandoverState(row.state),
        "declined_because": row.declined_because and DeclineReason(row.declined_because),
        "outcome": row.outcome and Outcome(row.outcome),
    }
    return HandoverLine(**{**row._mapping, **labels})


def _sending(row: Row[Any]) -> Sending:
    ended = row.finished_at, row.outcome, row.failure
    return Sending(row.id, row.kind, row.channel, row.created_at, row.attempts, *ended)
