"""What goes out to a partner: one row of the outbox for each of its addresses, in order for each handover."""

from __future__ import annotations

from collections.abc import Container, Iterator

from bot.domain.handover import Handover
from bot.domain.messages import Outgoing
from bot.domain.partners import Organization

CHATS = frozenset({"telegram"})
"""Channels in which a message that was sent can still be changed or taken back."""


def partner_rows(
    handover: Handover,
    organization: Organization,
    kind: str,
    key: str,
    *,
    channels: Container[str] | None = None,
    **content: str,
) -> Iterator[Outgoing]:
    """A message of one ``kind`` to all addresses, or to those of some channels; ``key`` makes it unique."""
    body = {"kind": kind, "handover_id": handover.id, "organization_id": organization.id, **content}
    for number, address in enumerate(organization.handover_addresses):
        if channels is None or address.channel in channels:
            yield Outgoing(
                key=f"partner:{key}:{number}",
                lane=f"partner:{handover.id}:{number}",
                channel=address.channel,
                address=address.address,
                body={**body, "language": organization.language},
            )


def settled_rows(handover: Handover, organization: Organization) -> Iterator[Outgoing]:
    """Tells a partner's chats that a handover has moved on, so that buttons that no longer work go away there."""
    key = f"{handover.id}:settled:{handover.state}"
    return partner_rows(handover, organization, "settled", key, channels=CHATS, state=str(handover.state))
