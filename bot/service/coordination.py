"""What the coordinator sees and does. It never sees what a resident wrote: nobody said yes to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.errors import NotFound
from bot.domain.handover import OPEN, Actor, HandoverEvent, HandoverState
from bot.domain.overview import HandoverLine, PartnerFigures, QueueFigures, answer_times, partner_figures, quantile
from bot.domain.partners import Directory
from bot.service.expiry import expire
from bot.service.ports import Clock, Sending, UnitOfWork, UnitOfWorkFactory

CHANNEL = "command"
"""The channel of what the coordinator does."""
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
    outcomes: dict[str, int] = field(default_factory=dict)


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
        unmet = _summed((each.need, each.times) for each in await uow.unmet_needs.all())
        outcomes = _summed((each.outcome, each.count) for each in await uow.outcomes.all())
    times = answer_times(recent)
    return Figures(
        states={state: counted.get(state, 0) for state in HandoverState},
        late=sum(line.is_late(now) for line in open_),
        answers=len(times),
        answer_times={share: time for share in (0.5, 0.9) if (time := quantile(times, share)) is not None},
        outbox=outbox,
        inbox=inbox,
        unmet=unmet,
        outcomes=outcomes,
    )


async def reassign(new_uow: UnitOfWorkFactory, clock: Clock, id_prefix: str) -> HandoverLine:
    """Ends the waiting for a partner, so that the resident is told and shown who else is near.

    Nothing is given to anybody: that takes the resident's new yes. Raises NotFound; StepNotPossible if the partner has
    taken it or it has ended; Conflict if somebody answered at this very moment.
    """
    async with new_uow() as uow:
        line = await _one(uow, id_prefix)
        handover = await uow.handovers.get(line.id)
        key = f"{handover.id}:reassigned:{handover.version}"
        await expire(uow, handover, Actor.COORDINATOR, CHANNEL, key, clock())
        await uow.commit()
    return line


async def replay(new_uow: UnitOfWorkFactory, clock: Clock, id_prefix: str) -> tuple[HandoverLine, int]:
    """Sends what was given up about a handover once more; gives how many messages that are. Raises NotFound."""
    async with new_uow() as uow:
        line = await _one(uow, id_prefix)
        count = sum([await uow.outbox.replay(each.id, clock()) for each in await uow.overview.sendings(line.id)])
        await uow.commit()
    return line, count


async def _one(uow: UnitOfWork, id_prefix: str) -> HandoverLine:
    found = await uow.overview.handovers(id_prefix=id_prefix) if id_prefix else ()
    if not found:
        raise NotFound(f"{id_prefix}: no handover has an id that begins like this; see: dichtbij handovers list")
    if len(found) > 1:
        raise NotFound(f"{id_prefix}: {len(found)} handovers have an id that begins like this; expected more of it")
    return found[0]


def _summed(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for name, count in counts:
        total[name] += count
    return dict(total)
