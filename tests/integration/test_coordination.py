"""What the coordinator and a monitor get out of the database, and what they never get."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.adapters.storage import Storage
from bot.channels.web.metrics import metrics_app
from bot.channels.web.server import serving
from bot.domain.consent import Consent
from bot.domain.errors import NotFound
from bot.domain.handover import (
    DeclineReason,
    Handover,
    HandoverEvent,
    HandoverState,
    RelayMessage,
    Step,
    StepNotPossible,
)
from bot.domain.messages import Outgoing
from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.domain.unmet import UnmetNeed
from bot.service import coordination
from tests.support.clock import MovedClock
from tests.support.storage import NOW, a_handover, after, claim, claim_out, done, hand_over, hear, said, send

STORY = "kanarie-geheim"
HOUR = 3600.0


@pytest.fixture
async def clock(storage: Storage) -> MovedClock:
    """An accepted handover with messages, a declined one, and one that waits."""
    (id,) = await hear(storage, said("hello"))
    shared = {"words": STORY, "needs": "housing money", "phone": "0470000000"}
    await hand_over(
        storage,
        *(replace(a_handover(f"{name}0000", id, after(n * HOUR)), shared=shared) for n, name in enumerate("abc")),
        replace(a_handover("d0000", id, after(9 * HOUR), partner="q"), shared=shared),
    )
    await _step(storage, "a0000", Step.ACCEPT, HOUR)
    await _step(storage, "b0000", Step.DECLINE, 4 * HOUR, reason=DeclineReason.FULL)
    async with storage.new_uow() as uow:
        await uow.handovers.record(HandoverEvent("a0000", "contact", "partner", "console", after(2 * HOUR)))
        await uow.handovers.add_message(RelayMessage("m1", "a0000", "partner", STORY, after(2 * HOUR)))
        await uow.handovers.add_message(RelayMessage("m2", "a0000", "resident", STORY, after(3 * HOUR)))
        await uow.consents.add(Consent("k", id, "a0000", "p", ("words", "needs"), "1", "nl", NOW))
        await uow.commit()
    return MovedClock(after(10 * HOUR))


async def _step(storage: Storage, id: str, step: Step, at: float, **more: DeclineReason) -> None:
    async with storage.new_uow() as uow:
        handover: Handover = (await uow.handovers.get(id)).take(step, after(at), **more)  # type: ignore[arg-type]
        await uow.handovers.save(handover)
        await uow.handovers.record(HandoverEvent(id, step.value, "partner", "console", after(at)))
        await uow.commit()


async def test_lines(storage: Storage, clock: MovedClock) -> None:
    found, _ = await coordination.lines(storage.new_uow)
    assert [line.id[0] for line in found] == ["d", "c", "b", "a"]
    line = found[-1]
    assert (line.state, line.answer_time) == (HandoverState.ACCEPTED, timedelta(hours=1))
    assert (line.partner_wrote_at, line.resident_wrote_at) == (after(2 * HOUR), after(3 * HOUR))
    assert line.waits_since == after(3 * HOUR)
    assert STORY not in str([asdict(each) for each in found])


async def test_lines_that_are_looked_for(storage: Storage, clock: MovedClock) -> None:
    async def ids(**wanted: object) -> str:
        found, _ = await coordination.lines(storage.new_uow, **wanted)  # type: ignore[arg-type]
        return "".join(line.id[0] for line in found)

    assert await ids(organization_id="q") == "d"
    assert await ids(states={HandoverState.QUEUED}) == "dc"
    assert await ids(since=after(2 * HOUR)) == "dc"
    assert await ids(organization_id="nobody") == ""


async def test_partners(storage: Storage, clock: MovedClock) -> None:
    (first, second), _ = await coordination.partners(storage.new_uow, clock)
    assert (first.organization_id, first.handovers, first.accepted, first.declined) == ("p", 3, 1, 1)
    assert first.median_answer == timedelta(hours=1)
    assert first.longest_wait == timedelta(hours=8)
    assert (second.organization_id, second.longest_wait) == ("q", timedelta(hours=1))
    (only,), _ = await coordination.partners(storage.new_uow, clock, since=after(9 * HOUR))
    assert only.organization_id == "q"


async def test_one_in_full(storage: Storage, clock: MovedClock) -> None:
    body = {"kind": "handover", "handover_id": "a0000", "text": STORY}
    await send(storage, Outgoing("k", "lane", "email", STORY, body))
    account, _ = await coordination.account(storage.new_uow, "a0")
    assert account.shared == ("words", "needs")
    assert account.needs == ("housing", "money")
    assert [event.step for event in account.events] == ["accept", "contact"]
    assert [(sending.channel, sending.outcome) for sending in account.sendings] == [("email", None)]
    assert STORY not in str(asdict(account))
    async with storage.new_uow() as uow:
        await uow.consents.withdraw("a0000", clock())
        await uow.commit()
    account, _ = await coordination.account(storage.new_uow, "a0000")
    assert (account.shared, account.needs) == ((), ())


async def test_reassigning_moves_nothing_and_tells_both(storage: Storage, clock: MovedClock) -> None:
    partner = Organization("p", "P", handover_addresses=(HandoverAddress("email", "p@p.example"),))
    async with storage.new_uow() as uow:
        await uow.directory.replace(Directory((partner,)), NOW)
        await uow.commit()
    while claimed := await claim(storage, at=clock()):
        await done(storage, claimed)
    assert (await coordination.reassign(storage.new_uow, clock, "c0")).id == "c0000"
    async with storage.new_uow() as uow:
        assert (await uow.handovers.get("c0000")).state is HandoverState.EXPIRED
        assert (await uow.handovers.events("c0000"))[-1] == HandoverEvent(
            "c0000", "expire", "coordinator", "command", clock()
        )
    (notice,) = await claim_out(storage, at=clock(), channels=("email",))
    assert (notice.outgoing.body["kind"], notice.outgoing.address) == ("expired", "p@p.example")
    told = await claim(storage, at=clock())
    assert told is not None and told.incoming.content == "handover_expired"
    found, _ = await coordination.lines(storage.new_uow)
    assert len(found) == 4


@pytest.mark.parametrize("id", ["a0000", "b0000"])
async def test_what_was_answered_can_t_be_reassigned(storage: Storage, clock: MovedClock, id: str) -> None:
    with pytest.raises(StepNotPossible):
        await coordination.reassign(storage.new_uow, clock, id)


async def test_a_question_that_is_asked_again_waits_anew(storage: Storage, clock: MovedClock) -> None:
    await _step(storage, "a0000", Step.CLOSE, 5 * HOUR)
    await _step(storage, "a0000", Step.REOPEN, 8 * HOUR)
    (line,) = (await coordination.lines(storage.new_uow, states={HandoverState.QUEUED}, organization_id="p"))[0][-1:]
    assert (line.id, line.waits_since, line.answer_time) == ("a0000", after(8 * HOUR), timedelta(hours=1))


@pytest.mark.parametrize("prefix", ["", "x", "%", "_"])
async def test_one_that_there_is_not(storage: Storage, clock: MovedClock, prefix: str) -> None:
    with pytest.raises(NotFound):
        await coordination.account(storage.new_uow, prefix)


async def test_more_than_one(storage: Storage, clock: MovedClock) -> None:
    (id,) = await hear(storage, said("hello"))
    await hand_over(storage, a_handover("a0001", id))
    with pytest.raises(NotFound, match="2 handovers"):
        await coordination.account(storage.new_uow, "a000")


async def test_queues(storage: Storage, clock: MovedClock) -> None:
    rows = [Outgoing(str(n), f"lane {n}", "email", STORY, {"kind": "x"}) for n in range(3)]
    await send(storage, *rows, Outgoing("t", "t", "telegram", STORY, {"kind": "x"}))
    first, second, *_ = await claim_out(storage, channels=("email",))
    async with storage.new_uow() as uow:
        await uow.outbox.sent(first.id, "w", NOW)
        await uow.outbox.dead(second.id, "w", NOW, "refused")
        await uow.commit()
    async with storage.new_uow() as uow:
        outbox, inbox = await uow.overview.outbox(clock()), await uow.overview.inbox(clock())
    assert (outbox.waiting, outbox.dead) == ({"email": 1, "telegram": 1}, {"email": 1, "telegram": 0})
    assert outbox.oldest == timedelta(hours=10)
    assert (inbox.waiting, inbox.dead) == ({"telegram": 1}, {"telegram": 0})


async def test_metrics_are_numbers_alone(storage: Storage, clock: MovedClock) -> None:
    clock.move(hours=72)
    async with storage.new_uow() as uow:
        for month, place in (("2026-10", "Ieper"), ("2026-11", "Ieper"), ("2026-11", "")):
            await uow.unmet_needs.add(UnmetNeed(month, place, "mobility"))
        for _ in range(2):
            await uow.outcomes.count("p", "s1", "closed.helped", NOW)
        await uow.commit()
    async with serving(metrics_app(storage.new_uow, clock), "127.0.0.1", 0) as port, aiohttp.ClientSession() as http:
        async with http.get(f"http://127.0.0.1:{port}/metrics") as response:
            assert response.content_type == "text/plain"
            page = await response.text()
        async with http.get(f"http://127.0.0.1:{port}/") as response:
            assert response.status == 404
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }
    states = {str(state): samples["dichtbij_handovers", str(state)] for state in HandoverState}
    assert {state: count for state, count in states.items() if count} == {"queued": 2, "accepted": 1, "declined": 1}
    assert samples["dichtbij_handovers_late",] == 3
    assert samples["dichtbij_first_answers",] == 2
    assert samples["dichtbij_first_answer_seconds", "0.5"] == HOUR
    assert samples["dichtbij_first_answer_seconds", "0.9"] == 3 * HOUR
    assert samples["dichtbij_unmet_needs_total", "mobility"] == 3
    assert samples["dichtbij_outcomes_total", "closed.helped"] == 2
    assert samples["dichtbij_inbox_waiting", "telegram"] == 1
    assert samples["dichtbij_inbox_oldest_seconds",] == 82 * HOUR
    labels = {label for _, *labels in samples for label in labels}
    assert labels <= {str(state) for state in HandoverState} | {
        "0.5",
        "0.9",
        "telegram",
        "email",
        "mobility",
        "closed.helped",
    }
    assert STORY not in page and "0000" not in page


async def test_metrics_of_an_empty_database(storage: Storage) -> None:
    found = await coordination.figures(storage.new_uow, MovedClock())
    assert (found.late, found.answers, found.answer_times) == (0, 0, {})
    assert set(found.states.values()) == {0}
