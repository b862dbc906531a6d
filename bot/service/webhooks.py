"""What the coordinator does about partners' systems."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.errors import NotFound
from bot.domain.partners import Organization
from bot.domain.webhooks import OVERLAP, Webhook
from bot.service.ports import Clock, UnitOfWork, UnitOfWorkFactory

CHANNEL = "webhook"
SECRET_BYTES = 32
"""Standard Webhooks: 24 to 64 bytes."""


@dataclass(frozen=True)
class PartnerSystem:
    """An organisation that gets its handovers by webhook, or has a secret for answering."""

    organization: Organization
    addresses: tuple[str, ...]
    webhook: Webhook


async def secret(new_uow: UnitOfWorkFactory, clock: Clock, organization_id: str) -> str:
    """The organisation's newest secret, made if it has none that counts. Raises NotFound."""
    async with new_uow() as uow:
        webhook = await _webhook(uow, organization_id)
        if not webhook.current(clock()):
            webhook = webhook.with_secret(_new_secret(), clock())
            await uow.webhooks.save(webhook)
            await uow.commit()
    return webhook.current(clock())[0]


async def rotate(new_uow: UnitOfWorkFactory, clock: Clock, organization_id: str, overlap: timedelta = OVERLAP) -> str:
    """A new secret; the old one counts for ``overlap`` more. Raises NotFound."""
    async with new_uow() as uow:
        webhook = (await _webhook(uow, organization_id)).with_secret(_new_secret(), clock(), overlap)
        await uow.webhooks.save(webhook)
        await uow.commit()
    return webhook.secrets[0].value


async def resume(new_uow: UnitOfWorkFactory, organization_id: str) -> None:
    """Sends again to a system that was gone. Raises NotFound."""
    async with new_uow() as uow:
        await uow.webhooks.save(replace(await _webhook(uow, organization_id), gone_at=None))
        await uow.commit()


async def systems(new_uow: UnitOfWorkFactory) -> Sequence[PartnerSystem]:
    """Those with a webhook address and those with a secret, in the directory's order."""
    async with new_uow() as uow:
        known = {webhook.organization_id: webhook for webhook in await uow.webhooks.all()}
        organizations = (await uow.directory.load()).organizations
    found = [PartnerSystem(one, _addresses(one), known.get(one.id, Webhook(one.id))) for one in organizations]
    return [system for system in found if system.addresses or system.webhook.secrets]


async def _webhook(uow: UnitOfWork, organization_id: str) -> Webhook:
    try:
        (await uow.directory.load()).organization(organization_id)
    except KeyError:
        raise NotFound(f"{organization_id}: expected the id of an organisation in the directory") from None
    return await uow.webhooks.get(organization_id)


def _addresses(organization: Organization) -> tuple[str, ...]:
    return tuple(each.address for each in organization.handover_addresses if each.channel == CHANNEL)


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"
