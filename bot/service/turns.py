"""Running turns: claim an update, answer it, and commit everything at once."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.handover import Handover
from bot.domain.messages import Outgoing, Reply
from bot.domain.weights import Weights
from bot.service import away, own_handovers, recalls, relay_events
from bot.service.handing_on import hand_on
from bot.service.ports import Claimed, Clock, Conflict, DialogueEngine, Texts, Translator, UnitOfWork, UnitOfWorkFactory
from bot.service.turn import Turn, enter_turn

MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=2)

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
    translator: Translator | None = None

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
        talks = turn.conversation.talks
        await self._answer(turn)
        hand_on(turn, self.texts, talks)
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
        if incoming.kind == "event" and incoming.content in relay_events.HANDLERS:
            await self._translate_partner(turn)
            relay_events.HANDLERS[incoming.content](turn, self.texts)
            if incoming.content == "partner_message" and holder and holder.id != incoming.data["handover_id"]:
                await self.engine.respond(turn)  # what is typed next would go to somebody else: say so
            return
        if incoming.kind == "media" and holder is not None:
            relay_events.pass_photos_on(turn, holder, self.texts)
            self._tell_if_away(turn, holder)
            return
        if incoming.kind == "edit" or (incoming.kind == "text" and holder is not None):
            turn.understanding = await self.engine.understand(incoming.content, turn.conversation.language)
            picks, watches = incoming.kind == "text" and self.engine.picks(turn), self.engine.watches(turn)
            if holder is not None and (watches or not picks):
                await self._relay(turn, holder, watches)
            if not watches and not picks:
                self.engine.ask_in_doubt(turn)
                return
        await self.engine.respond(turn)
        if holder is not None and any(reply.voice == "crisis" for reply in turn.replies):
            own_handovers.tell_of_danger(turn, holder)

    async def _relay(self, turn: Turn, holder: Handover, watches: bool) -> None:
        theirs = turn.directory.organization(holder.organization_id).language
        turn.translation = await self._translated(turn.incoming.content, own_handovers.written_in(turn), theirs)
        own_handovers.relay(turn, holder, turn.incoming.content)
        if not watches:
            self._tell_if_away(turn, holder)

    def _tell_if_away(self, turn: Turn, holder: Handover) -> None:
        """Once until the partner opens: the row's key sees to that."""
        if told := away.notice(turn, holder, self.texts):
            turn.outgoing.append(outgoing(turn.conversation, *told))

    async def _translate_partner(self, turn: Turn) -> None:
        if self.translator is not None and turn.incoming.data.get("text"):
            words = turn.incoming.data["text"]
            heard = await self.engine.understand(words)
            turn.translation = await self._translated(words, heard.language, turn.conversation.language)

    async def _translated(self, text: str, source: str, target: str) -> str:
        return await self.translator(text, source, target) if self.translator and source != target else ""

    async def _commit(self, claimed: Claimed, turn: Turn) -> None:
        async with self.new_uow() as uow:
            await uow.inbox.done(claimed.id, self.worker, self.clock())
            await self._save(uow, turn)
            if turn.erase:
                await self._erase(uow, turn)
            else:
                await self._send(uow, turn, claimed)
            await uow.commit()

    async def _save(self, uow: UnitOfWork, turn: Turn) -> None:
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
            await uow.handovers.erase_messages(handover_id)
            await uow.outbox.clear(handover_id)
            turn.outgoing.extend(await recalls.to_old_chats(uow, turn, handover_id))
        for message in turn.relay_messages:
            await uow.handovers.add_message(message)
        for handover_id, timers in turn.timers.items():
            await uow.timers.replace(handover_id, timers)
        for handover, outcome in turn.outcomes:
            await uow.outcomes.count(handover.organization_id, handover.service_id, outcome, now)

    async def _send(self, uow: UnitOfWork, turn: Turn, claimed: Claimed) -> None:
        now = turn.now
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
        for row in turn.outgoing:
            await uow.outbox.add(replace(row, body={**row.body, "tell": id}), turn.now)

    async def _give_back(self, claimed: Claimed) -> None:
        with suppress(Conflict):
            async with self.new_uow() as uow:
                await uow.inbox.release(claimed.id, self.worker, self.clock())
                await uow.commit()

    async def _after_failure(self, claimed: Claimed) -> None:
        """Nothing, where another worker has taken the turn over meanwhile."""
        with suppress(Conflict):
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


def outgoing(conversation: Conversation, reply: Reply, key: str) -> Outgoing:
    """A reply as a row of the outbox, in the lane of its conversation."""
    body = {
        "kind": "reply",
        "text": reply.text,
        "language": reply.language,
        "buttons": [{"id": button.id, "label": button.label, "standing": button.standing} for button in reply.buttons],
        "voice": reply.voice,
        "sender_name": reply.sender_name,
        # Not "handover_id": that is what goes to the partner, and is cleared away when it is taken back.
        "from_handover": reply.handover_id,
        "file_id": reply.file_id,
        "relay": conversation.relay is not None,
    }
    return Outgoing(key, conversation.id, conversation.channel, conversation.address, body, conversation.id)
