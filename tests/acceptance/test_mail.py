"""Mail to a real SMTP server: a link and no story, sent again after a failure under the same id."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from bot.adapters.storage import Storage, open_storage
from bot.adapters.texts import GettextTexts
from bot.channels.email.channel import EmailChannel
from bot.channels.email.transports import SmtpServer
from bot.config import Settings
from bot.domain.handover import Handover, HandoverState
from bot.domain.messages import Outgoing
from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.service.deliver import Deliverer
from tests.support.ports import free_port

STORY = "Mijn geheime verhaal"
ADDRESS = "team@warmhuis.example"
PARTNER = Organization("p1", "Voorbeeld: Huis", handover_addresses=(HandoverAddress("email", ADDRESS),))


@dataclass
class Post:
    """Takes mail; says "try later" as often as ``busy`` tells."""

    busy: int = 0
    mails: list[Message] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.busy:
            self.busy -= 1
            return "451 try later"
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


@contextmanager
def smtp_server(post: Post) -> Iterator[str]:
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


class Clock:
    """Time that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now


async def _queue_handover(storage: Storage, clock: Clock) -> str:
    async with storage.new_uow() as uow:
        await uow.directory.replace(Directory((PARTNER,)), clock())
        conversation = await uow.conversations.open("web", "somebody", "nl", clock())
        handover = Handover("h1", conversation, "p1", "s1", "nl", {"words": STORY}, clock(), clock())
        await uow.handovers.add(handover)
        body = {"kind": "handover", "handover_id": "h1", "organization_id": "p1", "language": "nl"}
        await uow.outbox.add(Outgoing("partner:h1:0", "partner:h1:0", "email", ADDRESS, body), clock())
        await uow.commit()
    return handover.id


async def test_a_handover_by_mail(tmp_path: Path) -> None:
    post, clock = Post(busy=1), Clock()
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/mail.sqlite3")
    with smtp_server(post) as url:
        async with open_storage(settings) as storage:
            handover_id = await _queue_handover(storage, clock)
            mail = EmailChannel(
                storage.new_uow, clock, GettextTexts(), SmtpServer(url, "dichtbij@test.example"), "https://chat.example"
            )
            deliverer = Deliverer(storage.new_uow, clock, {"email": mail}, "test", 30)
            assert await deliverer.run_once() == 1
            assert post.mails == []
            assert await deliverer.run_once() == 0
            clock.now += timedelta(seconds=10)
            assert await deliverer.run_once() == 1
            assert await deliverer.run_once() == 0
            async with storage.new_uow() as uow:
                assert (await uow.handovers.get(handover_id)).state is HandoverState.DELIVERED
    (sent,) = post.mails
    text = sent.get_payload(decode=True).decode()
    assert sent["To"] == ADDRESS
    assert sent["Message-ID"]
    assert "https://chat.example/console/link/" in text
    assert STORY not in sent.as_string()
