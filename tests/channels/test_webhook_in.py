"""What a partner's system can do: signed calls take, decline, close and write, once each, and only with its own."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.clock import utc_now
from bot.channels.webhook.signing import ID, SIGNATURE, TIMESTAMP, signed_headers
from bot.domain.handover import DeclineReason, Handover, HandoverEvent, HandoverState, Outcome, Step
from bot.service import handovers, webhooks
from tests.support.site import Site
from tests.support.visitor import Answer, Visitor

SHARED = {"words": "De huur is te hoog."}


class System:
    """The side of a partner's system that calls us."""

    def __init__(self, site: Site, visitor: Visitor, secret: str, organization: str = "moon") -> None:
        self.site = site
        self.visitor = visitor
        self.secret = secret
        self.path = f"/api/webhook/{organization}"

    async def call(self, type: str, *, id: str | None = None, **data: Any) -> Answer:
        return await self.send(json.dumps({"type": type, "timestamp": utc_now().isoformat(), "data": data}), id=id)

    async def send(self, body: str, *, id: str | None = None, **changed: str) -> Answer:
        headers = signed_headers([self.secret], id or uuid.uuid4().hex, utc_now(), body)
        headers = {"Content-Type": "application/json", **headers, **changed}
        return await self.visitor.request("POST", self.path, data=body.encode(), headers=headers)


@pytest.fixture
async def moon(site: Site, visitor: Visitor) -> System:
    return System(site, visitor, await webhooks.secret(site.storage.new_uow, utc_now, "moon"))


async def _stored(site: Site, handover: Handover) -> handovers.HandoverView:
    return await handovers.view(site.storage.new_uow, handover.organization_id, handover.id)


async def test_taking_writing_and_closing(site: Site, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    answer = await moon.call("handover.accept", handover_id=handover.id)
    assert (answer.status, answer.json) == (200, {"handover_id": handover.id, "state": "accepted"})
    assert (await site.heard()).incoming.content == "handover_accepted"
    assert (await moon.call("message.create", handover_id=handover.id, text="Dag Jo 👋")).json["state"] == "in_contact"
    assert (await site.heard()).incoming.data["text"] == "Dag Jo 👋"
    assert (await moon.call("handover.close", handover_id=handover.id, outcome="referred")).json["state"] == "closed"
    assert (await site.heard()).incoming.content == "handover_closed"
    view = await _stored(site, handover)
    assert view.handover.outcome is Outcome.REFERRED
    assert [(event.step, event.channel) for event in view.events[1:]] == [
        ("accept", "webhook"),
        ("contact", "webhook"),
        ("close", "webhook"),
    ]


async def test_opening_is_not_taking(site: Site, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    for _ in range(2):
        answer = await moon.call("handover.acknowledge", handover_id=handover.id)
        assert (answer.status, answer.json["state"]) == (200, "delivered")
    stored = (await _stored(site, handover)).handover
    assert stored.acknowledged_at is not None
    assert (await moon.call("handover.accept", handover_id=handover.id)).json["state"] == "accepted"


async def test_declining(site: Site, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    answer = await moon.call("handover.decline", handover_id=handover.id, reason="full")
    assert (answer.status, answer.json["state"]) == (200, "declined")
    assert (await _stored(site, handover)).handover.declined_because is DeclineReason.FULL


@pytest.mark.parametrize("type", ["handover.accept", "handover.decline"])
async def test_a_repeated_call_changes_nothing_and_gets_the_first_answer(site: Site, moon: System, type: str) -> None:
    handover = await site.hand_over(SHARED)
    answers = [await moon.call(type, id="call-1", handover_id=handover.id, reason="area") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert len({answer.body for answer in answers}) == 1
    await site.heard()
    with pytest.raises(asyncio.TimeoutError):
        await site.heard(timeout=0.3)


async def test_a_repeated_message_is_passed_on_once(site: Site, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    for id in ("m1", "m1", "m2"):
        assert (await moon.call("message.create", id=id, handover_id=handover.id, text="Dag")).status == 200
    assert len((await _stored(site, handover)).messages) == 2


async def test_the_first_answer_wins(site: Site, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    await handovers.decline(site.storage.new_uow, utc_now, "moon", handover.id, "console", DeclineReason.FULL)
    late = await moon.call("handover.accept", handover_id=handover.id)
    assert late.status == 409
    assert late.json == {"error": 409, "handover_id": handover.id, "state": "declined"}
    assert (await _stored(site, handover)).handover.state is HandoverState.DECLINED


async def test_what_was_answered_before_it_was_asked_again_no_longer_counts(site: Site, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    assert (await moon.call("handover.accept", handover_id=handover.id)).status == 200
    assert (await moon.call("handover.close", handover_id=handover.id, outcome="helped")).status == 200
    await site.change(handover.id, Step.REOPEN)
    async with site.storage.new_uow() as uow:
        await uow.handovers.record(HandoverEvent(handover.id, Step.REOPEN.value, "resident", "web", utc_now()))
        await uow.commit()
    await handovers.decline(site.storage.new_uow, utc_now, "moon", handover.id, "console", DeclineReason.FULL)
    assert (await moon.call("handover.accept", handover_id=handover.id)).status == 409


async def test_a_message_that_comes_too_late_is_not_swallowed(site: Site, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    await site.change(handover.id, Step.ACCEPT)
    assert (await moon.call("message.create", handover_id=handover.id, text="een")).status == 200
    await site.change(handover.id, Step.WITHDRAW)
    late = await moon.call("message.create", handover_id=handover.id, text="twee")
    assert (late.status, late.json["state"]) == (409, "withdrawn")


async def test_only_one_of_ten_at_once_decides(site: Site, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    calls = [moon.call("handover.decline", handover_id=handover.id, reason="full") for _ in range(5)]
    calls += [moon.call("handover.accept", handover_id=handover.id) for _ in range(5)]
    answers = await asyncio.gather(*calls)
    states = {answer.json["state"] for answer in answers if answer.status == 200}
    assert len(states) == 1
    events = (await _stored(site, handover)).events
    assert len([event for event in events if event.step in ("accept", "decline")]) == 1


async def test_anothers_handover_is_like_none(site: Site, moon: System) -> None:
    theirs = await site.hand_over(SHARED, organization="star")
    for call in ("handover.accept", "handover.close", "message.create"):
        data = {"outcome": "helped", "text": "dag"}
        forbidden = await moon.call(call, handover_id=theirs.id, **data)
        absent = await moon.call(call, handover_id=uuid.uuid4().hex, **data)
        assert (forbidden.status, forbidden.body) == (absent.status, absent.body)
        assert forbidden.status == 404
    assert (await _stored(site, theirs)).handover.state is HandoverState.QUEUED


async def test_who_does_not_know_the_secret(site: Site, visitor: Visitor, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    stranger = System(site, visitor, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
    elsewhere = System(site, visitor, moon.secret, organization="star")
    nowhere = System(site, visitor, moon.secret, organization="nobody")
    for system in (stranger, elsewhere, nowhere):
        assert (await system.call("handover.accept", handover_id=handover.id)).status == 401
    assert (await _stored(site, handover)).handover.state is HandoverState.QUEUED


async def test_an_old_call_is_refused(site: Site, visitor: Visitor, moon: System) -> None:
    handover = await site.hand_over(SHARED)
    body = json.dumps({"type": "handover.accept", "data": {"handover_id": handover.id}})
    headers = signed_headers([moon.secret], "id", utc_now() - timedelta(minutes=6), body)
    assert (await moon.send(body, **headers)).status == 401
    assert (await moon.send(body, **{SIGNATURE: ""})).status == 401
    assert (await moon.send(body, **{ID: "another"})).status == 401
    assert (await moon.send(body, **{TIMESTAMP: "soon"})).status == 401


async def test_while_one_secret_takes_over_both_count(site: Site, visitor: Visitor, moon: System) -> None:
    new = System(site, visitor, await webhooks.rotate(site.storage.new_uow, utc_now, "moon"))
    first, second = await site.hand_over(SHARED), await site.hand_over(SHARED)
    assert (await moon.call("handover.accept", handover_id=first.id)).status == 200
    assert (await new.call("handover.accept", handover_id=second.id)).status == 200
    await webhooks.rotate(site.storage.new_uow, utc_now, "moon", timedelta())
    assert (await new.call("handover.accept", handover_id=second.id)).status == 401


@pytest.mark.parametrize(
    ("type", "data", "expected"),
    [
        ("handover.take", {}, "handover.accept"),
        ("handover.accept", {}, "data.handover_id"),
        ("handover.accept", {"handover_id": ["x"]}, "data.handover_id"),
        ("handover.decline", {"handover_id": "x"}, "target_group"),
        ("handover.close", {"handover_id": "x", "outcome": {}}, "no_contact"),
        ("message.create", {"handover_id": "x", "text": "   "}, "data.text"),
        ("message.create", {"handover_id": "x", "text": "a" * 4001}, "4000"),
    ],
)
async def test_what_was_expected_is_told(moon: System, type: str, data: dict[str, Any], expected: str) -> None:
    answer = await moon.call(type, **data)
    assert answer.status == 400
    assert expected in answer.json["text"]


async def test_bodies_that_are_none(moon: System, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for body in ("", "[]", "{", "[" * 5000, '"kanarie-geheim"'):
        assert (await moon.send(body)).status == 400
    assert (await moon.send("{}", **{"Content-Type": "text/plain"})).status == 415
    assert (await moon.send('{"kanarie-geheim": "' + "a" * 20_000 + '"}')).status == 413
    assert (await moon.visitor.request("GET", moon.path)).status == 405
    assert "kanarie-geheim" not in caplog.text
    assert moon.secret not in caplog.text
