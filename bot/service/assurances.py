"""Keeping the directory true: partners confirm their services, and are asked to when they did not for long."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.assurance import Assurance, full, holds, renewed
from bot.domain.errors import NotFound
from bot.domain.freshness import GONE, Check, is_due, to_check
from bot.domain.hours import REGION_TIME
from bot.domain.messages import Outgoing
from bot.domain.partners import Organization, Service
from bot.service.ports import Clock, UnitOfWork, UnitOfWorkFactory

PAGE = "/console/services"
"""Where a partner confirms its services."""
MAIL = "email"
FULL_FOR = timedelta(weeks=3)
"""Long enough to spare others a no, short enough not to forget a service whose partner never says that it has place."""
Word = Callable[[Assurance], Assurance]
"""What a partner says of a service, like bot.domain.assurance.has_room."""


@dataclass(frozen=True)
class Asked:
    """Who was asked now, who was asked before in this month, and who has no e-mail address."""

    now: tuple[Organization, ...]
    before: tuple[Organization, ...]
    unreachable: tuple[Organization, ...]


async def services_of(new_uow: UnitOfWorkFactory, organization_id: str) -> Sequence[tuple[Service, Assurance | None]]:
    """An organisation's services, but for those that are no more, each with its own word on it that holds."""
    async with new_uow() as uow:
        services, said = await _own(uow, organization_id), await uow.directory.assurances()
    return [(each, word if (word := said.get(each.id)) and holds(word, each) else None) for each in services]


async def say(
    new_uow: UnitOfWorkFactory, clock: Clock, organization_id: str, service_ids: Collection[str], word: Word
) -> None:
    """The partner says this of its services today; it counts at once, and until the directory has a later word.

    The same again changes nothing. Raises NotFound if one of them is another organisation's.
    """
    async with new_uow() as uow:
        await uow.directory.hold()
        if not set(service_ids) <= {service.id for service in await _own(uow, organization_id)}:
            raise NotFound("no such service")
        imported, said = await uow.directory.imported(), await uow.directory.assurances()
        assured_by = imported.organization(organization_id).address_on(MAIL)
        for service in imported.services_of(service_ids):
            known = said.get(service.id)
            new = word(renewed(service, known, _today(clock), assured_by))
            if new != known:
                await uow.directory.assure(new, clock())
        await uow.commit()


async def note_full(uow: UnitOfWork, service_id: str, at: datetime) -> None:
    """A question was declined for want of room: the service counts as full for FULL_FOR, or until its partner says
    otherwise; nothing else of it is confirmed by that."""
    await uow.directory.hold()
    today = at.astimezone(REGION_TIME).date()
    said = await uow.directory.assurances()
    for service in (await uow.directory.imported()).services_of([service_id]):
        known = said.get(service.id)
        as_it_is = Assurance(service.id, service.assured_on, service.assured_by)
        before = known if known and holds(known, service) else as_it_is
        await uow.directory.assure(full(before, today + FULL_FOR), at)


async def checks(new_uow: UnitOfWorkFactory, clock: Clock, fresh_days: float) -> tuple[Check, ...]:
    """What the coordinator may want to ask about, the oldest first (see bot.domain.freshness)."""
    async with new_uow() as uow:
        return to_check(await uow.directory.load(), _today(clock), fresh_days)


async def ask_partners(new_uow: UnitOfWorkFactory, clock: Clock, fresh_days: float) -> Asked:
    """Mails those whose services were not confirmed for long; each at most once a month."""
    async with new_uow() as uow:
        today = _today(clock)
        found = to_check(await uow.directory.load(), today, fresh_days)
        due = {check.organization.id: check.organization for check in found if is_due(check, today)}
        reachable = [each for each in due.values() if each.address_on(MAIL)]
        asked = {each.id: await uow.outbox.add(_mail(each, today), clock()) for each in reachable}
        await uow.commit()
    return Asked(
        tuple(each for each in reachable if asked[each.id]),
        tuple(each for each in reachable if not asked[each.id]),
        tuple(each for each in due.values() if not each.address_on(MAIL)),
    )


async def _own(uow: UnitOfWork, organization_id: str) -> Sequence[Service]:
    services = (await uow.directory.load()).services
    return [each for each in services if each.organization_id == organization_id and each.status != GONE]


def _mail(organization: Organization, today: date) -> Outgoing:
    return Outgoing(
        key=f"assure:{organization.id}:{today:%Y-%m}",
        lane=f"{MAIL}:{organization.id}",
        channel=MAIL,
        address=organization.address_on(MAIL),
        body={
            "kind": "assure",
            "organization_id": organization.id,
            "target": PAGE,
            "language": organization.language,
        },
    )


def _today(clock: Clock) -> date:
    return clock().astimezone(REGION_TIME).date()
