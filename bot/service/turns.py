"""Running turns: claim an update, answer it, and commit everything at once."""

from __future__ import annotations

import logging
from dataclasses import astuple, dataclass, replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.messages import Outgoing, Reply
from bot.domain.weights import Weights
from bot.service import own_handovers
from bot.service.ports import Claimed, Clock, Conflict, DialogueEngine, Texts, UnitOfWork, UnitOfWorkFactory
from bot.service.turn import Turn, enter_turn

MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=2)
AFTERCARE_ANSWERS = "/helped"
"""Payloads of the buttons that say whether it helped: once the partner writes, a typed "yes" is for the partner."""

log = logging.getLogger(__name__)


@dataclass
class TurnRunner:
    """Takes updates from the inbox, one conversation at a time in order, and answers them.

    ``run_one`` claims under a lease, so another worker goes on when this one vanishes; the commit checks that the
    lease still holds, so nothing is answered twice.
    """

    new_uow: UnitOfWorkFactory
    clock: Clock
    engine: DialogueEngine
    texts: Texts
    weights: Weights
    worker: str
    lease_seconds: float

    async def run_one(self) -> Turn | None:
        """Runs the next waiting turn; None if none waits. A turn that fails is tried again, at last set aside."""
        async with self.new_uow() as uow:
            claimed = await uow.inbox.claim(self.worker, self.clock(), self.lease_seconds)
            await uow.commit()
        if claimed is None:
            return None
        try:
            return await self._run(claimed)
        except Conflict:
            await self._give_back(claimed)
        except Exception as error:  # the edge of a turn: whatever went wrong, the person gets an answer
            log.error("turn failed", extra={"error": type(error).__name__, "attempt": claimed.attempt})
            log.debug("turn failed here", exc_info=error)
            await self._after_failure(claimed)
        return None

    async def _run(self, claimed: Claimed) -> Turn:
        turn = await self._load(claimed)
        enter_turn(turn)
        await self._answer(turn)
        buttons = tuple(button for reply in turn.replies for button in reply.buttons)
        if buttons:
            turn.conversation = turn.conversation.offering(buttons)
        await self._commit(claimed, turn)
        return turn

    async def _load(self, claimed: Claimed) -> Turn:
        async with self.new_uow() as uow:
            directory = await uow.directory.load()
            conversation = await uow.conversations.load(claimed.conversation_id)
            counts = await uow.handovers.open_count_by_service()
        return Turn(conversation, claimed.incoming, directory, self.clock(), counts, self.weights)

    async def _answer(self, turn: Turn) -> None:
        incoming, holder = turn.incoming, turn.conversation.relay
        if incoming.kind == "event" and incoming.content == "partner_message":
            _show_partner_message(turn)
            if holder is not None and holder.id != incoming.data["handover_id"]:
                await self.engine.respond(turn)  # what is typed next would go to somebody else: say so
            return
        if incoming.kind == "text" and holder is not None:
            turn.understanding = await self.engine.understand(incoming.content, turn.conversation.language)
            picks, watches = self.engine.picks(turn), self.engine.watches(turn)
            if watches or not picks:
                own_handovers.relay(turn, holder, incoming.content)
            if not watches and not picks:
                return
        await self.engine.respond(turn)

    async def _commit(self, claimed: Claimed, turn: Turn) -> None:
        async with self.new_uow() as uow:
            await uow.inbox.done(claimed.id, self.worker, self.clock())
            await self._save(uow, claimed, turn)
            if turn.erase:
                await self._erase(uow, turn)
            await uow.commit()

    async def _save(self, uow: UnitOfWork, claimed: Claimed, turn: Turn) -> None:
        now = turn.now
        if turn.new_handovers:
            await _hold_partners(uow, turn)
        await uow.conversations.save(turn.conversation, now)
        for handover in turn.new_handovers:
            await uow.handovers.add(handover)
        for handover in turn.changed_handovers.values():
            await uow.handovers.save(handover)
        for event in turn.events:
            await uow.handovers.record(event)
        for consent in turn.consents:
            await uow.consents.add(consent)
        for handover_id in turn.withdrawn_consents:
            await uow.consents.withdraw(handover_id, now)
        for message in turn.relay_messages:
            await uow.handovers.add_message(message)
        for handover_id, timers in turn.timers.items():
            await uow.timers.replace(handover_id, timers)
        for handover, outcome in turn.outcomes:
            await uow.outcomes.count(handover.organization_id, handover.service_id, outcome, now)
        for number, reply in enumerate(turn.replies):
            await uow.outbox.add(outgoing(turn.conversation, reply, f"reply:{claimed.id}:{number}"), now)
        for row in turn.outgoing:
            await uow.outbox.add(row, now)
        for unmet in sorted(turn.unmet_needs, key=astuple):  # in one order, so that two turns never wait for each other
            await uow.unmet_needs.add(unmet)

    async def _erase(self, uow: UnitOfWork, turn: Turn) -> None:
        """The goodbye stays readable in a fresh conversation that holds nothing else."""
        old = turn.conversation
        await uow.conversations.erase(old.id)
        id = await uow.conversations.open(old.channel, old.address, old.language, turn.now)
        for number, reply in enumerate(turn.replies):
            plain = replace(reply, buttons=())
            await uow.outbox.add(outgoing(replace(old, id=id), plain, f"erased:{id}:{number}"), turn.now)

    async def _give_back(self, claimed: Claimed) -> None:
        async with self.new_uow() as uow:
            try:
                await uow.inbox.release(claimed.id, self.worker, self.clock())
            except Conflict:
                return
            await uow.commit()

    async def _after_failure(self, claimed: Claimed) -> None:
        async with self.new_uow() as uow:
            if claimed.attempt < MAX_ATTEMPTS:
                await uow.inbox.release(claimed.id, self.worker, self.clock() + RETRY_AFTER)
            else:
                await uow.inbox.fail(claimed.id, self.worker, self.clock())
                await self._apologise(uow, claimed)
            await uow.commit()

    async def _apologise(self, uow: UnitOfWork, claimed: Claimed) -> None:
        conversation = await uow.conversations.load(claimed.conversation_id)
        reply = Reply(self.texts.say(conversation.language, "turn_failed"), conversation.language)
        await uow.outbox.add(outgoing(conversation, reply, f"failed:{claimed.id}"), self.clock())


async def _hold_partners(uow: UnitOfWork, turn: Turn) -> None:
    """Raises Conflict if a question would go to somebody whom the directory has otherwise by now, or no more."""
    await uow.directory.hold()
    directory = await uow.directory.load()
    for handover in turn.new_handovers:
        known = turn.directory.organization(handover.organization_id), turn.directory.service(handover.service_id)
        try:
            now = directory.organization(handover.organization_id), directory.service(handover.service_id)
        except KeyError:
            now = None
        if now != known:
            raise Conflict("the directory was changed meanwhile")


def _show_partner_message(turn: Turn) -> None:
    handover = turn.conversation.handover(turn.incoming.data["handover_id"])
    if handover is None:
        return
    organization = turn.directory.find_organization(handover.organization_id)
    name = organization.name if organization else ""
    turn.conversation = turn.conversation.off_screen(AFTERCARE_ANSWERS)
    turn.replies.append(
        Reply(turn.incoming.data["text"], turn.conversation.language, voice="partner", sender_name=name)
    )


def outgoing(conversation: Conversation, reply: Reply, key: str) -> Outgoing:
    """A reply as a row of the outbox, in the lane of its conversation."""
    body = {
        "kind": "reply",
        "text": reply.text,
        "language": reply.language,
        "buttons": [{"id": button.id, "label": button.label, "standing": button.standing} for button in reply.buttons],
        "voice": reply.voice,
        "sender_name": reply.sender_name,
    }
    return Outgoing(key, conversation.id, conversation.channel, conversation.address, body, conversation.id)
