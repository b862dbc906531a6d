"""Handovers, their history, the relay and the consents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adapters.storage import Storage
from bot.domain.consent import Consent
from bot.domain.errors import NotFound
from bot.domain.handover import DeclineReason, HandoverEvent, HandoverState, Outcome, RelayMessage, Step
from bot.service.ports import Conflict
from tests.support.storage import NOW, a_handover, after, hand_over, hear, said


@pytest.fixture
async def conversation_id(storage: Storage) -> str:
    return (await hear(storage, said("hello")))[0]


async def test_a_handover_comes_back_as_it_was(storage: Storage, conversation_id: str) -> None:
    handover = a_handover("h", conversation_id)
    await hand_over(storage, handover)
    async with storage.new_uow() as uow:
        assert await uow.handovers.get("h") == handover
        with pytest.raises(NotFound):
            await uow.handovers.get("other")


async def test_steps_are_saved(storage: Storage, conversation_id: str) -> None:
    declined = a_handover("h1", conversation_id).take(Step.DECLINE, after(1), reason=DeclineReason.FULL)
    taken = a_handover("h2", conversation_id).take(Step.ACCEPT, after(1))
    await hand_over(storage, a_handover("h1", conversation_id), a_handover("h2", conversation_id))
    closed = taken.take(Step.CLOSE, after(2), outcome=Outcome.HELPED)
    async with storage.new_uow() as uow:
        await uow.handovers.save(declined)
        await uow.handovers.save(taken)
        await uow.handovers.save(replace(closed, version=1))
        await uow.commit()
    async with storage.new_uow() as uow:
        assert await uow.handovers.get("h1") == replace(declined, version=1)
        assert await uow.handovers.get("h2") == replace(closed, version=2)


async def test_the_second_to_save_is_refused(storage: Storage, conversation_id: str) -> None:
    handover = a_handover("h", conversation_id)
    await hand_over(storage, handover)
    async with storage.new_uow() as uow:
        await uow.handovers.save(handover.take(Step.ACCEPT, NOW))
        await uow.commit()
    async with storage.new_uow() as uow:
        with pytest.raises(Conflict):
            await uow.handovers.save(handover.take(Step.WITHDRAW, NOW))


async def test_an_organisation_sees_its_own_newest_first(storage: Storage, conversation_id: str) -> None:
    mine = [a_handover(f"h{n}", conversation_id, after(n)) for n in range(3)]
    await hand_over(storage, *mine, a_handover("other", conversation_id, partner="q"))
    async with storage.new_uow() as uow:
        assert await uow.handovers.of_organization("p") == [mine[2], mine[1], mine[0]]
        assert await uow.handovers.of_organization("p", limit=1) == [mine[2]]
        assert await uow.handovers.of_organization("nobody") == []


async def test_history_and_relay_keep_their_order(storage: Storage, conversation_id: str) -> None:
    await hand_over(storage, a_handover("h", conversation_id), a_handover("other", conversation_id))
    events = [HandoverEvent("h", step, "partner", "console", NOW) for step in ("deliver", "accept", "contact")]
    messages = [RelayMessage(id, "h", "partner", f"text {id} é", NOW) for id in ("z", "m", "a")]
    async with storage.new_uow() as uow:
        for event in events:
            await uow.handovers.record(event)
        for message in messages:
            await uow.handovers.add_message(message)
        await uow.commit()
    async with storage.new_uow() as uow:
        assert await uow.handovers.events("h") == events
        assert await uow.handovers.messages("h") == messages
        assert await uow.handovers.events("other") == []
        assert await uow.handovers.messages("other") == []


async def test_open_handovers_are_counted_by_service(storage: Storage, conversation_id: str) -> None:
    states = [*HandoverState, HandoverState.QUEUED]
    rows = [replace(a_handover(f"h{n}", conversation_id), state=state) for n, state in enumerate(states)]
    await hand_over(storage, *rows, a_handover("s2", conversation_id, service="s2"))
    async with storage.new_uow() as uow:
        # queued twice, delivered, accepted, in contact
        assert await uow.handovers.open_count_by_service() == {"s1": 5, "s2": 1}


async def test_a_consent_is_kept_and_withdrawn_once(storage: Storage, conversation_id: str) -> None:
    await hand_over(storage, a_handover("h", conversation_id))
    consent = Consent("c", conversation_id, "h", "p", ("words", "phone"), "2026-11", "ar", NOW)
    async with storage.new_uow() as uow:
        assert await uow.consents.of_handover("h") is None
        await uow.consents.add(consent)
        assert await uow.consents.of_handover("h") == consent
        await uow.consents.withdraw("h", after(1))
        await uow.consents.withdraw("h", after(2))
        assert await uow.consents.of_handover("h") == replace(consent, withdrawn_at=after(1))
