"""Answers that partners send by mail: into the relay, or back with a word why not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import NotFound
from bot.domain.handover import MAX_MESSAGE, WAITING, Handover, StepNotPossible
from bot.domain.messages import Outgoing
from bot.domain.reply_address import BadReplyAddress, ReplyAddresses
from bot.service import handovers
from bot.service.ports import Clock, Conflict, UnitOfWork, UnitOfWorkFactory

CHANNEL = "email"
TRIES = 3


@dataclass(frozen=True)
class PartnerMail:
    """A mail that came in. ``id`` is the same for one mail that comes twice; ``text`` is only what they wrote."""

    id: str
    text: str
    automatic: bool = False
    attachments: bool = False


@dataclass(frozen=True)
class MailAnswers:
    """Where answers by mail arrive."""

    new_uow: UnitOfWorkFactory
    clock: Clock
    addresses: ReplyAddresses

    async def handover_at(self, address: str) -> Handover:
        """The handover that an address belongs to. Raises BadReplyAddress, also if it is gone."""
        async with self.new_uow() as uow:
            try:
                handover = await uow.handovers.get(self.addresses.handover_id(address))
                organization = (await uow.directory.load()).organization(handover.organization_id)
            except (NotFound, KeyError):
                raise BadReplyAddress("no such address") from None
        self.addresses.check(address, handover.organization_id, self._today())
        if not organization.address_on(CHANNEL):
            raise BadReplyAddress("no such address")
        return handover

    async def take_in(self, address: str, mail: PartnerMail) -> None:
        """Passes an answer on to the resident, once; or tells the partner why it was not.

        A mail never accepts: whoever writes before that gets the link to decide. What a machine sent is dropped.
        Raises BadReplyAddress, Conflict.
        """
        handover = await self.handover_at(address)
        if mail.automatic:
            return
        for problem in [await self._pass_on(handover, mail), "attachment" if mail.attachments else ""]:
            if problem:
                await self._tell(handover, problem)

    async def _pass_on(self, handover: Handover, mail: PartnerMail) -> str:
        """Empty if the words are with the resident, else what stood in the way."""
        if not mail.text:
            return "" if mail.attachments else "empty"
        if len(mail.text) > MAX_MESSAGE:
            return "too_long"
        try:
            await self._write(handover, mail)
        except StepNotPossible as late:
            return "waiting" if late.state in WAITING else "ended"
        return ""

    async def _write(self, handover: Handover, mail: PartnerMail) -> None:
        id = hashlib.sha256(f"{CHANNEL}\n{handover.id}\n{mail.id}".encode()).hexdigest()[:32]
        common = (self.new_uow, self.clock, handover.organization_id, handover.id, CHANNEL)
        for left in reversed(range(TRIES)):
            try:
                await handovers.write(*common, mail.text, id)
                return
            except Conflict:
                if not left:
                    raise

    async def _tell(self, handover: Handover, problem: str) -> None:
        """To the organisation's own address, whoever wrote: the link in it signs in."""
        async with self.new_uow() as uow:
            await self._add_answer(uow, handover, problem)
            await uow.commit()

    async def _add_answer(self, uow: UnitOfWork, handover: Handover, problem: str) -> None:
        organization = (await uow.directory.load()).organization(handover.organization_id)
        body = {"kind": f"answer_{problem}", "handover_id": handover.id, "organization_id": organization.id}
        # One of a kind in an hour: two machines that answer each other would never end.
        hour = self.clock().strftime("%Y-%m-%dT%H")
        row = Outgoing(
            key=f"answer:{handover.id}:{problem}:{hour}",
            lane=f"email:{organization.id}",
            channel=CHANNEL,
            address=organization.address_on(CHANNEL),
            body={**body, "language": organization.language},
        )
        await uow.outbox.add(row, self.clock())

    def _today(self) -> date:
        return self.clock().date()
