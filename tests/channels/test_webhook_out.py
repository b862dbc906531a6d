"""What partners' systems get: signed, under one id, again after a failure, and never where it may not go."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks
from sqlalchemy import select

from bot.adapters.storage import Storage, open_storage
from bot.adapters.tables import outbox
from bot.channels.webhook.channel import WebhookChannel
from bot.channels.webhook.signing import ID, SIGNATURE, TIMESTAMP, verify
from bot.config import Settings
from bot.domain.handover import Handover, HandoverState, Step
from bot.domain.messages import Outgoing
from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.service import handovers, webhooks
from bot.service.deliver import RETRY_SCHEDULE, Deliverer
from tests.support.certificates import ELSEWHERE, Authority, authority, self_signed, serves_with
from tests.support.clock import MovedClock
from tests.support.partner_system import PartnerSystem, partner_system

SHARED = {
    "words": "De huur is te hoog.",
    "needs": "housing money",
    "place": "Alveringem (8690)",
    "language": "ar",
    "name": "Jo",
    "for_someone_else": "yes",
    "knows": "no",
}
LOOPBACK = (ip_network("127.0.0.0/8"),)
PUBLIC = "https://chat.example"


@dataclass
class Office:
    """A storage with one handover, a partner's system, and what delivers between them."""

    storage: Storage
    clock: MovedClock
    system: PartnerSystem
    deliverer: Deliverer

    async def tell(self, kind: str, key: str, **content: str) -> None:
        body = {"kind": kind, "handover_id": "h1", "organization_id": "p1", "language": "nl", **content}
        async with self.storage.new_uow() as uow:
            await uow.outbox.add(Outgoing(key, "partner:h1:0", "webhook", self.system.url, body), self.clock())
            await uow.commit()

    async def step(self, step: Step) -> None:
        async with self.storage.new_uow() as uow:
            await uow.handovers.save((await uow.handovers.get("h1")).take(step, self.clock()))
            await uow.commit()

    async def outcome(self) -> str | None:
        async with self.storage.database.connect() as connection:
            return (await connection.execute(select(outbox.c.outcome))).scalar_one()


def _deliverer(storage: Storage, clock: MovedClock, networks: Any = LOOPBACK) -> Deliverer:
    channel = WebhookChannel(storage.new_uow, clock, PUBLIC, networks)
    return Deliverer(storage.new_uow, clock, {channel.name: channel}, "test", 30)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/hook.sqlite3")
    clock = MovedClock()
    async with open_storage(settings) as storage, partner_system() as system:
        async with storage.new_uow() as uow:
            address = HandoverAddress("webhook", system.url)
            await uow.directory.replace(Directory((Organization("p1", "P", handover_addresses=(address,)),)), clock())
            conversation = await uow.conversations.open("web", "somebody", "ar", clock())
            await uow.handovers.add(Handover("h1", conversation, "p1", "s1", "ar", SHARED, clock(), clock()))
            await uow.commit()
        await webhooks.secret(storage.new_uow, clock, "p1")
        yield Office(storage, clock, system, _deliverer(storage, clock))


def _checked(office: Office, secret: str, number: int = 0) -> Mapping[str, Any]:
    """The event of a call, once its signature was found right."""
    call = office.system.calls[number]
    verify([secret], call.headers, call.body.encode(), office.clock())
    content: Mapping[str, Any] = call.json
    return content


async def _secret(office: Office) -> str:
    return await webhooks.secret(office.storage.new_uow, office.clock, "p1")


async def test_a_handover_with_what_was_shared(office: Office) -> None:
    await office.tell("handover", "partner:h1:0")
    await office.deliverer.run_once()
    event = _checked(office, await _secret(office))
    assert event["type"] == "handover.created"
    assert event["timestamp"] == office.clock().isoformat()
    data = event["data"]
    assert data["handover_id"] == "h1"
    assert data["link"] == f"{PUBLIC}/console/handovers/h1"
    assert data["shared"] == {
        "words": "De huur is te hoog.",
        "needs": ["housing", "money"],
        "place": "Alveringem (8690)",
        "language": "ar",
        "name": "Jo",
        "for_someone_else": True,
        "knows": False,
    }
    assert office.system.calls[0].headers["content-type"] == "application/json"
    async with office.storage.new_uow() as uow:
        assert (await uow.handovers.get("h1")).state is HandoverState.DELIVERED


async def test_messages_and_notices(office: Office) -> None:
    await office.step(Step.ACCEPT)
    for kind, content in {
        "relay": {"text": "Dank u"},
        "reminder": {},
        "expired": {},
        "withdrawn": {},
        "closed": {},
    }.items():
        await office.tell(kind, kind, **content)
        await office.deliverer.run_once()
    events = [call.json for call in office.system.calls]
    assert [event["type"] for event in events] == [
        "message.created",
        "handover.reminder",
        "handover.expired",
        "handover.withdrawn",
        "handover.closed",
    ]
    assert events[0]["data"]["text"] == "Dank u"
    assert all(set(event["data"]) == {"handover_id", "link"} for event in events[1:])


async def test_what_comes_with_a_message(office: Office) -> None:
    await office.step(Step.ACCEPT)
    await office.tell("relay", "1", text="Merci", written_in="fr", translation="Dank u", corrected="1", danger="1")
    await office.tell("relay", "2", text="", file_id="f")
    for _ in range(2):
        await office.deliverer.run_once()
    first, second = (call.json["data"] for call in office.system.calls)
    told = {"text": "Merci", "language": "fr", "translation": "Dank u", "corrected": True, "danger": True}
    assert told.items() <= first.items()
    assert (second["text"], second["photo"], second["language"]) == ("", True, "ar")


async def test_its_system_follows_what_is_done_elsewhere(office: Office) -> None:
    await handovers.accept(office.storage.new_uow, office.clock, "p1", "h1", "console")
    await office.deliverer.run_once()
    (call,) = office.system.calls
    assert (call.json["type"], call.json["data"]["state"]) == ("handover.settled", "accepted")


async def test_whether_it_helped(office: Office) -> None:
    await office.tell("aftercare", "k", helped="somewhat")
    await office.deliverer.run_once()
    (call,) = office.system.calls
    assert (call.json["type"], call.json["data"]["helped"]) == ("handover.aftercare", "somewhat")


@pytest.mark.parametrize(("kind", "content"), [("handover", {}), ("relay", {"text": "geheim"})])
async def test_nothing_of_what_was_taken_back(office: Office, kind: str, content: dict[str, str]) -> None:
    await office.tell(kind, "k", **content)
    await office.step(Step.WITHDRAW)
    await office.deliverer.run_once()
    (call,) = office.system.calls
    assert call.json["data"]["omitted"] == "ended"
    assert "geheim" not in call.body and "huur" not in call.body


async def test_what_is_too_long_is_read_behind_the_link(office: Office) -> None:
    await office.step(Step.ACCEPT)
    await office.tell("relay", "k", text="é" * 10_000)
    await office.deliverer.run_once()
    (call,) = office.system.calls
    assert len(call.body.encode()) < 20_000
    assert call.json["data"]["omitted"] == "too_long"
    assert "text" not in call.json["data"]


async def test_every_try_has_the_same_id_and_a_time_of_its_own(office: Office) -> None:
    office.system.answers += [(500, {}), (404, {}), (200, {})]
    await office.tell("handover", "partner:h1:0")
    for _ in range(3):
        assert await office.deliverer.run_once() == 1
        assert await office.deliverer.run_once() == 0
        office.clock.move(minutes=2)
    first, second, third = office.system.calls
    assert {call.headers[ID] for call in office.system.calls} == {"partner:h1:0"}
    assert first.body == second.body == third.body
    assert int(second.headers[TIMESTAMP]) - int(first.headers[TIMESTAMP]) == 120
    assert await office.outcome() == "sent"


async def test_a_dead_system_is_tried_for_three_days(office: Office) -> None:
    office.system.answers += [(503, {})] * 20
    await office.tell("handover", "k")
    began, tries = office.clock(), []
    while await office.outcome() is None:
        if await office.deliverer.run_once():
            tries.append(office.clock() - began)
        office.clock.move(minutes=10)
    assert len(tries) == len(RETRY_SCHEDULE) + 1
    assert tries[-1] > timedelta(hours=67)
    assert await office.outcome() == "status_503"


@pytest.mark.parametrize("as_date", [False, True])
async def test_it_waits_as_long_as_it_is_asked_to(office: Office, as_date: bool) -> None:
    wait = format_datetime(office.clock() + timedelta(seconds=1000), usegmt=True) if as_date else "1000"
    office.system.answers.append((429, {"Retry-After": wait}))
    await office.tell("handover", "k")
    await office.deliverer.run_once()
    office.clock.move(seconds=999)
    assert await office.deliverer.run_once() == 0
    office.clock.move(seconds=1)
    assert await office.deliverer.run_once() == 1
    assert await office.outcome() == "sent"


async def test_nobody_makes_us_wait_for_ever(office: Office) -> None:
    office.system.answers.append((503, {"Retry-After": "9" * 40}))
    await office.tell("handover", "k")
    await office.deliverer.run_once()
    office.clock.move(hours=24)
    assert await office.deliverer.run_once() == 1


async def test_a_redirect_is_not_followed(office: Office) -> None:
    office.system.answers.append((302, {"Location": office.system.url + "/elsewhere"}))
    await office.tell("handover", "k")
    await office.deliverer.run_once()
    assert len(office.system.calls) == 1
    assert await office.outcome() == "status_302"


async def test_a_system_that_is_gone_gets_nothing_until_it_is_back(office: Office) -> None:
    office.system.answers.append((410, {}))
    await office.tell("handover", "k1")
    await office.deliverer.run_once()
    await office.tell("closed", "k2")
    await office.deliverer.run_once()
    assert len(office.system.calls) == 1
    await webhooks.resume(office.storage.new_uow, "p1")
    await office.tell("closed", "k3")
    await office.deliverer.run_once()
    assert len(office.system.calls) == 2


async def test_both_secrets_sign_while_one_takes_over(office: Office) -> None:
    old = await _secret(office)
    new = await webhooks.rotate(office.storage.new_uow, office.clock, "p1")
    await office.tell("closed", "k")
    await office.deliverer.run_once()
    assert office.system.calls[0].headers[SIGNATURE].count("v1,") == 2
    assert _checked(office, old) == _checked(office, new)


async def test_without_a_secret_it_waits_for_one(tmp_path: Path, office: Office) -> None:
    async with office.storage.new_uow() as uow:
        await uow.webhooks.save((await uow.webhooks.get("p1")).__class__("p1"))
        await uow.commit()
    await office.tell("closed", "k")
    await office.deliverer.run_once()
    assert office.system.calls == []
    secret = await _secret(office)
    office.clock.move(seconds=10)
    await office.deliverer.run_once()
    _checked(office, secret)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
async def test_an_address_inside_is_refused_under_every_name(office: Office, host: str) -> None:
    office.system.url = office.system.url.replace("127.0.0.1", host)
    await office.tell("handover", "k")
    await _deliverer(office.storage, office.clock, networks=()).run_once()
    assert office.system.calls == []
    assert await office.outcome() in ("address_refused", "bad_address")


async def test_a_system_that_nobody_answers_at(office: Office) -> None:
    office.system.url = "http://127.0.0.1:1/hook"
    await office.tell("handover", "k")
    await office.deliverer.run_once()
    assert await office.outcome() is None
    office.clock.move(seconds=10)
    assert await office.deliverer.run_once() == 1


async def test_the_library_of_the_standard_takes_it(office: Office) -> None:
    await office.tell("closed", "k")
    secret = await _secret(office)
    await office.deliverer.run_once()
    (call,) = office.system.calls
    signed = standardwebhooks.Webhook(secret).sign("k", office.clock(), call.body)
    assert call.headers[SIGNATURE] == signed
    assert json.loads(call.body)["type"] == "handover.closed"


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that the product trusts."""
    found = authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(found.file))
    return found


async def test_a_system_with_a_good_certificate_gets_it(office: Office, trusted: Authority) -> None:
    async with partner_system(serves_with(trusted.server())) as office.system:
        await office.tell("handover", "k")
        await _deliverer(office.storage, office.clock).run_once()
        assert len(office.system.calls) == 1


@pytest.mark.parametrize(
    "bad",
    [
        lambda trusted: self_signed(trusted.folder),
        lambda trusted: trusted.server(ELSEWHERE),
        lambda trusted: trusted.server(until=-timedelta(days=1)),
    ],
    ids=["self-signed", "wrong name", "expired"],
)
async def test_a_bad_certificate_gets_nothing_until_it_is_mended(
    office: Office, trusted: Authority, bad: Callable[[Authority], Path]
) -> None:
    tls, deliverer = serves_with(bad(trusted)), _deliverer(office.storage, office.clock)
    async with partner_system(tls) as office.system:
        await office.tell("handover", "k")
        await deliverer.run_once()
        async with office.storage.new_uow() as uow:
            (waits,) = await uow.outbox.delayed()
            (sending,) = await uow.overview.sendings("h1")
        assert (waits.reason, waits.attempts, waits.ambiguous) == ("certificate", 1, False)
        assert (sending.outcome, sending.failure) == (None, "certificate")
        tls.load_cert_chain(trusted.server())
        office.clock.move(seconds=1.2 * RETRY_SCHEDULE[0].total_seconds())
        assert office.system.calls == []
        await deliverer.run_once()
        assert len(office.system.calls) == 1
    async with office.storage.new_uow() as uow:
        assert await uow.outbox.delayed() == []


async def test_a_bad_certificate_is_given_up_in_the_end(office: Office, trusted: Authority) -> None:
    deliverer = _deliverer(office.storage, office.clock)
    async with partner_system(serves_with(self_signed(trusted.folder))) as office.system:
        await office.tell("handover", "k")
        while await office.outcome() is None:
            await deliverer.run_once()
            office.clock.move(hours=2)
    async with office.storage.new_uow() as uow:
        (letter,) = await uow.outbox.dead_letters()
    assert (letter.reason, letter.attempts) == ("certificate", len(RETRY_SCHEDULE) + 1)
