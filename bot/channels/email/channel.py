"""Sends what partners get by mail."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

from bot.channels.email.quotes import MARK
from bot.domain.errors import DichtbijError
from bot.domain.reply_address import ReplyAddresses
from bot.service.access import issue_link
from bot.service.ports import Clock, Delivery, Mail, Texts, UnitOfWorkFactory

ANSWERS = ("answer_waiting", "answer_ended", "answer_empty", "answer_too_long", "answer_attachment")
KINDS = (
    "handover",
    "relay",
    "reminder",
    "expired",
    "aftercare",
    "withdrawn",
    "closed",
    "silent",
    "unreachable",
    "unreached",
    "sign_in",
    "assure",
    "unanswered",
    *ANSWERS,
    "alarm",
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
        self,
        new_uow: UnitOfWorkFactory,
        clock: Clock,
        texts: Texts,
        transport: Transport,
        public_url: str,
        replies: ReplyAddresses | None = None,
    ) -> None:
        """With ``replies`` an answer to a mail about a handover comes back to us (see intake)."""
        self._new_uow = new_uow
        self._clock = clock
        self._texts = texts
        self._transport = transport
        self._public_url = public_url
        self._replies = replies

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
        reply_to = self._reply_to(body)
        return Mail(
            id=hashlib.sha256(delivery.outgoing.key.encode()).hexdigest(),
            recipient=delivery.outgoing.address,
            subject=self._texts.say(language, f"mail.{_told_as(body)}.subject"),
            text=self._text(body, values, answered=bool(reply_to)),
            sent_at=self._clock(),
            reply_to=reply_to,
        )

    def _text(self, body: Mapping[str, Any], values: Mapping[str, Any], *, answered: bool) -> str:
        kind, language = body["kind"], body["language"]
        text = self._texts.say(language, f"mail.{_told_as(body)}.text", **values)
        hint = f"\n\n{self._texts.say(language, 'mail.relay.answer')}" if kind == "relay" else ""
        return f"{MARK}\n\n{text}{hint}" if answered else text

    def _reply_to(self, body: Mapping[str, Any]) -> str:
        """Where an answer to this mail comes in; empty if it can't be answered."""
        if self._replies is None or not {"handover_id", "organization_id"} <= body.keys():
            return ""
        return self._replies.address(body["handover_id"], body["organization_id"], self._clock().date())

    async def _link(self, body: Mapping[str, Any]) -> str:
        """A one-time link to the page ``target``, or to the handover that the mail is about."""
        if "link" in body:
            return str(body["link"])
        target = body.get("target") or f"/console/handovers/{body['handover_id']}"
        token = await issue_link(self._new_uow, self._clock, body["organization_id"], target)
        return f"{self._public_url}/console/link/{token}"


def _told_as(body: Mapping[str, Any]) -> str:
    """The name of the texts for a message: one in which a danger was heard has its own."""
    return "danger" if body.get("danger") else str(body["kind"])
