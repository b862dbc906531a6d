"""Sends what partners get by mail."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

from bot.domain.errors import DichtbijError
from bot.service.access import issue_link
from bot.service.ports import Clock, Delivery, Mail, Texts, UnitOfWorkFactory

KINDS = (
    "handover",
    "relay",
    "reminder",
    "expired",
    "aftercare",
    "withdrawn",
    "closed",
    "sign_in",
    "assure",
    "unanswered",
)


class Transport(Protocol):
    """Takes a finished mail. Raises SendError."""

    async def deliver(self, mail: Mail) -> None: ...


class UnknownKind(DichtbijError):
    """There is no mail for this kind of message."""


class EmailChannel:
    """The Channel for mail. The mail's id follows from the outbox row, so a repeat can be told by the receiver."""

    name = "email"

    def __init__(
        self, new_uow: UnitOfWorkFactory, clock: Clock, texts: Texts, transport: Transport, public_url: str
    ) -> None:
        self._new_uow = new_uow
        self._clock = clock
        self._texts = texts
        self._transport = transport
        self._public_url = public_url

    async def send(self, delivery: Delivery) -> str:
        """Mails one row. Raises SendError, UnknownKind."""
        mail = await self._mail(delivery)
        await self._transport.deliver(mail)
        return mail.id

    async def _mail(self, delivery: Delivery) -> Mail:
        body = delivery.outgoing.body
        kind, language = body["kind"], body["language"]
        if kind not in KINDS:
            raise UnknownKind(f"no mail for messages of kind {kind}")
        values = body.get("values") or {"link": await self._link(body)}
        return Mail(
            id=hashlib.sha256(delivery.outgoing.key.encode()).hexdigest(),
            recipient=delivery.outgoing.address,
            subject=self._texts.say(language, f"mail.{kind}.subject"),
            text=self._texts.say(language, f"mail.{kind}.text", **values),
            sent_at=self._clock(),
        )

    async def _link(self, body: Mapping[str, Any]) -> str:
        """A one-time link to the page ``target``, or to the handover that the mail is about."""
        if "link" in body:
            return str(body["link"])
        target = body.get("target") or f"/console/handovers/{body['handover_id']}"
        token = await issue_link(self._new_uow, self._clock, body["organization_id"], target)
        return f"{self._public_url}/console/link/{token}"
