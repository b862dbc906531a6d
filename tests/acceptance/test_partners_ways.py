"""A partner with a system and a mailbox, and the product as people start it: out by webhook and mail, back by both."""

from __future__ import annotations

import asyncio
import json
import smtplib
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from email.message import EmailMessage, Message
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.clock import utc_now
from bot.adapters.storage import Storage, open_storage
from bot.channels.webhook.signing import signed_headers, verify
from bot.config import Settings
from bot.domain.handover import Handover, HandoverState
from bot.domain.messages import Outgoing
from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.service import handovers, webhooks
from tests.acceptance.test_mail import Post, smtp_server
from tests.support.partner_system import Call, PartnerSystem, partner_system
from tests.support.ports import free_port
from tests.support.product import Product, healthy, ready, start

STORY, ANSWER = "kanarie-verhaal", "kanarie-antwoord"
TEAM = "kanarie-team@huis.example"
PATIENCE_SECONDS = 30.0


@dataclass
class Region:
    """The running processes and the partner's side of them."""

    storage: Storage
    gateway: Product
    delivery: Product
    system: PartnerSystem
    post: Post
    lmtp: int
    metrics: str


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    lmtp, metrics, post = free_port(), free_port(), Post()
    async with AsyncExitStack() as stack:
        system = await stack.enter_async_context(partner_system())
        settings = {
            "DICHTBIJ_SMTP_URL": stack.enter_context(smtp_server(post)),
            "DICHTBIJ_MAIL_REPLY_DOMAIN": "reply.chat.example",
            "DICHTBIJ_MAIL_LISTEN": f"lmtp://127.0.0.1:{lmtp}",
            "DICHTBIJ_METRICS_LISTEN": f"127.0.0.1:{metrics}",
            "DICHTBIJ_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "DICHTBIJ_LOG_LEVEL": "DEBUG",
        }
        gateway = await start(tmp_path, "gateway", **settings)
        stack.push_async_callback(gateway.stop)
        await healthy(gateway)
        delivery = await start(tmp_path, "delivery", **settings)
        stack.push_async_callback(delivery.stop)
        await ready(delivery)
        own = Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")
        storage = await stack.enter_async_context(open_storage(own))
        yield Region(storage, gateway, delivery, system, post, lmtp, f"http://127.0.0.1:{metrics}/metrics")


async def _given(region: Region) -> Handover:
    """A question that goes to the partner's system and to its mailbox."""
    addresses = (HandoverAddress("webhook", region.system.url), HandoverAddress("email", TEAM))
    id, now = uuid.uuid4().hex, utc_now()
    async with region.storage.new_uow() as uow:
        await uow.directory.replace(Directory((Organization("huis", "Huis", handover_addresses=addresses),)), now)
        conversation = await uow.conversations.open("web", "somebody", "nl", now)
        handover = Handover(id, conversation, "huis", "s1", "nl", {"words": STORY}, now, now)
        await uow.handovers.add(handover)
        body = {"kind": "handover", "handover_id": id, "organization_id": "huis", "language": "nl"}
        for number, each in enumerate(addresses):
            key = f"partner:{id}:{number}"
            await uow.outbox.add(Outgoing(key, key, each.channel, each.address, body), now)
        await uow.commit()
    return handover


async def _first_call_and_mail(region: Region) -> tuple[Call, Message]:
    for _ in range(int(PATIENCE_SECONDS * 10)):
        if region.system.calls and region.post.mails:
            return region.system.calls[0], region.post.mails[0]
        await asyncio.sleep(0.1)
    raise AssertionError(f"nothing came within {PATIENCE_SECONDS} s")


def _logs(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.log"))


async def _call(region: Region, secret: str, handover: Handover) -> int:
    body = json.dumps({"type": "handover.accept", "data": {"handover_id": handover.id}})
    headers = {"Content-Type": "application/json", **signed_headers([secret], "1", utc_now(), body)}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{region.gateway.url}/api/webhook/huis", data=body, headers=headers) as response,
    ):
        return response.status


def _answer_by_mail(port: int, to: str) -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = TEAM, "<1@huis.example>"
    message.set_content(ANSWER)
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.sendmail(TEAM, [to], message.as_bytes())


@pytest.mark.timeout(200)
async def test_out_and_back(region: Region, tmp_path: Path) -> None:
    handover = await _given(region)
    secret = await webhooks.secret(region.storage.new_uow, utc_now, "huis")
    call, mail = await _first_call_and_mail(region)
    verify([secret], call.headers, call.body.encode(), utc_now())
    assert call.json["data"]["shared"] == {"words": STORY}
    assert STORY not in mail.as_string()

    assert await _call(region, secret, handover) == 200
    await asyncio.to_thread(_answer_by_mail, region.lmtp, mail["Reply-To"])
    view = await handovers.view(region.storage.new_uow, "huis", handover.id)
    assert view.handover.state is HandoverState.IN_CONTACT
    assert [message.text for message in view.messages] == [ANSWER]
    assert {("accept", "webhook"), ("contact", "email")} <= {(each.step, each.channel) for each in view.events}

    async with aiohttp.ClientSession() as http, http.get(region.metrics) as response:
        assert 'dichtbij_handovers{state="in_contact"} 1.0' in await response.text()
    logs = _logs(tmp_path)
    assert "kanarie" not in logs and secret not in logs
    assert mail["Reply-To"] not in logs and handover.id not in logs
