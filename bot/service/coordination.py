"""What the coordinator sees and does. It never sees what a resident wrote: nobody said yes to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.errors import NotFound
from bot.domain.handover import OPEN, HandoverEvent, HandoverState
from bot.domain.overview import HandoverLine, PartnerFigures, QueueFigures, answer_times, partner_figures, quantile
from bot.domain.partners import Directory
from bot.service.ports import Clock, Sending, UnitOfWork, UnitOfWorkFactory

RECENT = timedelta(days=30)
"""How far figures about answers look back."""


@dataclass(frozen=True)
class Account:
    """One handover in full: ``shared`` names the fields that the resident agreed to share, without their content.

    ``needs`` are told only if they were among those and the consent stands.
    """

    line: HandoverLine
    shared: Sequence[str]
    needs: Sequence[str]
    events: Sequence[HandoverEvent]
    sendings: Sequence[Sending]


@dataclass(frozen=True)
class Figures:
    """What a monitor is told; ``answer_times`` holds quantiles (0.5, 0.9) of the last RECENT."""

    states: dict[HandoverState, int]
    late: int
    answers: int
    answer_times: dict[float, timedelta] = field(default_factory=dict)
    outbox: QueueFigures = QueueFigures()
    inbox: QueueFigures = QueueFigures()
    unmet: dict[str, int] = field(default_factory=dict)


async def lines(
    new_uow: UnitOfWorkFactory,
    *,
    organization_id: str | None = None,
    states: Collection[HandoverState] = (),
    since: datetime | None = None,
) -> tuple[Sequence[HandoverLine], Directory]:
    """Handovers, newest first, with the directory that names their partners."""
    async with new_uow() as uow:
        found = await uow.overview.handovers(organization_id=organization_id, states=states, since=since)
        return found, await uow.directory.load()


async def account(new_uow: UnitOfWorkFactory, id_prefix: str) -> tuple[Account, Directory]:
    """The handover whose id begins like this. Raises NotFound if there is none, or more than one."""
    async with new_uow() as uow:
        line = await _one(uow, id_prefix)
        consent = await uow.consents.of_handover(line.id)
        stands = consent is not None and consent.withdrawn_at is None
        shared = consent.fields if consent and stands else ()
        content = (await uow.handovers.get(line.id)).shared if "needs" in shared else {}
        needs = tuple(content.get("needs", "").split())
        events, sendings = await uow.handovers.events(line.id), await uow.overview.sendings(line.id)
        return Account(line, shared, needs, events, sendings), await uow.directory.load()


async def partners(
    new_uow: UnitOfWorkFactory, clock: Clock, since: datetime | None = None
) -> tuple[Sequence[PartnerFigures], Directory]:
    """How each partner answers, the one that leaves residents waiting longest first."""
    found, directory = await lines(new_uow, since=since)
    return partner_figures(found, clock()), directory


async def figures(new_uow: UnitOfWorkFactory, clock: Clock) -> Figures:
    """The state of everything in numbers."""
    now = clock()
    async with new_uow() as uow:
        counted = await uow.overview.states()
        recent = await uow.overview.handovers(since=now - RECENT)
        open_ = await uow.overview.handovers(states=OPEN)
        outbox, inbox = await uow.overview.outbox(now), await uow.overview.inbox(now)
        unmet: Counter[str] = Counter()
        for each in await uow.unmet_needs.all():
            unmet[each.need] += each.times
    times = answer_times(recent)
    return Figures(
        states={state: counted.get(state, 0) for state in HandoverState},
        late=sum(line.is_late(now) for line in open_),
        answers=len(times),
        answer_times={share: time for share in (0.5, 0.9) if (time := quantile(times, share)) is not None},
        outbox=outbox,
        inbox=inbox,
        unmet=dict(unmet),
    )


async def _one(uow: UnitOfWork, id_prefix: str) -> HandoverLine:
    found = await uow.overview.handovers(id_prefix=id_prefix) if id_prefix else ()
    if not found:
        raise NotFound(f"{id_prefix}: no handover has an id that begins like this; see: dichtbij handovers list")
    if len(found) > 1:
        raise NotFound(f"{id_prefix}: {len(found)} handovers have an id that begins like this; expected more of it")
    return found[0]
