"""What partners, the coordinator and the resident are told about a handover, as rows of outbox and inbox."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from typing import Any

from bot.domain.handover import Handover
from bot.domain.messages import Incoming, Outgoing
from bot.domain.partners import HandoverAddress, Organization
from bot.service.ports import UnitOfWork

EVENT_CHANNEL = "system"
"""The channel of inbox rows that come from partners' steps and from timers; their update ids are unique."""
CHATS = frozenset({"telegram"})
"""Channels in which a message that was sent can still be changed or taken back."""
FOLLOWS = CHATS | {"webhook"}
"""Channels that follow what becomes of a handover: where buttons have to go away, and partners' own systems."""
COORDINATOR_LANGUAGE = "nl"
NOTIFIED = ("email", "telegram")
"""Channels by which a coordinator is told things."""


def to_partner(
    organization: Organization,
    handover_id: str,
    kind: str,
    key: str,
    *,
    channels: Container[str] | None = None,
    **content: Any,
) -> list[Outgoing]:
    """One row for each address of the partner, or those of some channels; ``key`` tells this notice from all others."""
    body = {"kind": kind, "handover_id": handover_id, "organization_id": organization.id, **content}
    return [
        Outgoing(
            key=f"partner:{key}:{number}",
            lane=f"partner:{handover_id}:{number}",
            channel=address.channel,
            address=address.address,
            body={**body, "language": organization.language},
        )
        for number, address in enumerate(organization.handover_addresses)
        if channels is None or address.channel in channels
    ]


async def tell_partner(uow: UnitOfWork, handover: Handover, kind: str, key: str, at: datetime) -> None:
    """Queues what to_partner makes, for the partner as the directory has it now; nothing if it has left."""
    organization = (await uow.directory.load()).find_organization(handover.organization_id)
    for row in to_partner(organization, handover.id, kind, key) if organization else ():
        await uow.outbox.add(row, at)


async def tell_follower(uow: UnitOfWork, handover: Handover, kind: str, key: str, at: datetime) -> None:
    """The same for what a partner's chats and system follow; by mail only where there are neither."""
    organization = (await uow.directory.load()).find_organization(handover.organization_id)
    if organization is None:
        return
    follows = to_partner(organization, handover.id, kind, key, channels=FOLLOWS)
    for row in follows or to_partner(organization, handover.id, kind, key):
        await uow.outbox.add(row, at)


def settled(organization: Organization, handover: Handover) -> list[Outgoing]:
    """Tells a partner's chats and its system that a handover has moved on, whichever way that was done."""
    key = f"{handover.id}:settled:{handover.state}:{handover.version}"
    return to_partner(organization, handover.id, "settled", key, channels=FOLLOWS, state=str(handover.state))


async def coordinator_address(
    uow: UnitOfWork, setting: HandoverAddress | None, *, not_by: str = ""
) -> HandoverAddress | None:
    """Where the coordinator hears of things: the ``setting``, else the address of the coordinator's service.

    Of several, one of another channel than ``not_by`` comes first: what is stuck there should not have to tell of it.
    """
    if setting is not None:
        return setting
    directory = await uow.directory.load()
    organizations = (directory.organization(service.organization_id) for service in directory.coordinators)
    addresses = [each for organization in organizations for each in organization.handover_addresses]
    usable = [address for address in addresses if address.channel in NOTIFIED]
    return min(usable, key=lambda address: address.channel == not_by, default=None)


def to_coordinator(coordinator: HandoverAddress, handover_id: str, kind: str, key: str, **values: Any) -> Outgoing:
    """A row for the coordinator, who learns which handover it is and nothing of what stands in it."""
    return Outgoing(
        key=f"coordinator:{key}",
        lane=f"coordinator:{handover_id}",
        channel=coordinator.channel,
        address=coordinator.address,
        body={"kind": kind, "handover_id": handover_id, "language": COORDINATOR_LANGUAGE, "values": values},
    )


def to_resident(handover: Handover, event: str, key: str, **data: Any) -> Incoming:
    """An event for the talk, in which the resident is told; ``key`` tells it from all others."""
    return Incoming(
        channel=EVENT_CHANNEL,
        sender="",
        update_id=key,
        kind="event",
        content=event,
        data={"handover_id": handover.id, **data},
    )
