"""The whole web server on a real storage, with the dialogue's part played by hand."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.adapters.clock import utc_now
from bot.adapters.photos import PhotoCleaner
from bot.adapters.storage import Storage, open_storage
from bot.adapters.texts import GettextTexts
from bot.channels.email.channel import EmailChannel
from bot.channels.email.transports import LocalMailbox
from bot.channels.web.chat import Chat
from bot.channels.web.server import server_app, serving
from bot.channels.webhook.intake import WebhookIntake
from bot.config import Settings
from bot.console.app import console_routes
from bot.domain.handover import Handover, HandoverEvent, RelayMessage, Step
from bot.domain.labels import Need, Reach, ServiceType
from bot.domain.messages import Outgoing
from bot.domain.partners import Directory, HandoverAddress, Organization, Service
from bot.service.access import issue_link
from bot.service.deliver import Deliverer
from bot.service.ports import Claimed
from tests.support.ports import free_port

WORKER = "by hand"

MOON = Organization(
    "moon", "Huis De Maan (voorbeeld)", handover_addresses=(HandoverAddress("email", "maan@example.org"),)
)
STAR = Organization(
    "star", "Ster (voorbeeld)", language="fr", handover_addresses=(HandoverAddress("email", "ster@example.org"),)
)


def _service(id: str, organization: Organization, name: str) -> Service:
    kinds = frozenset({ServiceType.HOUSING_SUPPORT})
    return Service(id, organization.id, name, kinds, frozenset({Need.HOUSING}), frozenset({Reach.HOME_VISIT}))


DIRECTORY = Directory(
    (MOON, STAR),
    (_service("moon-home", MOON, "Samen wonen (voorbeeld)"), _service("star-home", STAR, "Chez soi (voorbeeld)")),
)


@dataclass
class Site:
    """A running server and the storage behind it; ``health`` is what the health page will tell."""

    url: str
    storage: Storage
    texts: GettextTexts
    health: dict[str, Any]

    async def heard(self, timeout: float = 30.0) -> Claimed:
        """The next message that a resident sent, taken from the inbox and marked as done."""
        return await asyncio.wait_for(self._next_heard(), timeout)

    async def _next_heard(self) -> Claimed:
        while True:
            async with self.storage.new_uow() as uow:
                claimed = await uow.inbox.claim(WORKER, utc_now(), 30)
                if claimed:
                    await uow.inbox.done(claimed.id, WORKER, utc_now())
                await uow.commit()
            if claimed:
                return claimed
            await self.storage.wakeup.wait("inbox", 0.2)

    async def answer(
        self,
        conversation_id: str,
        text: str,
        *buttons: str,
        language: str = "nl",
        voice: str = "bot",
        sender_name: str = "",
        standing: bool = False,
        file_id: str = "",
    ) -> None:
        """Puts an answer of the bot, or of a partner, where the page reads it."""
        body: dict[str, Any] = {
            "kind": "reply",
            "text": text,
            "language": language,
            "buttons": [{"id": f"id-{label}", "label": label, "standing": standing} for label in buttons],
            "voice": voice,
            "sender_name": sender_name,
            "file_id": file_id,
        }
        async with self.storage.new_uow() as uow:
            body["relay"] = (await uow.conversations.load(conversation_id)).relay is not None
            row = Outgoing(uuid.uuid4().hex, conversation_id, "web", "", body, conversation_id)
            await uow.outbox.add(row, utc_now())
            await uow.commit()

    async def hand_over(
        self, shared: Mapping[str, str], *, organization: str = "moon", language: str = "nl", hours: int = 2
    ) -> Handover:
        """A question that a resident gave to one of the organisations."""
        at = utc_now() - timedelta(hours=hours)
        id = uuid.uuid4().hex
        async with self.storage.new_uow() as uow:
            conversation_id = await uow.conversations.open("web", uuid.uuid4().hex, language, at)
            handover = Handover(id, conversation_id, organization, f"{organization}-home", language, shared, at, at)
            await uow.handovers.add(handover)
            await uow.handovers.record(HandoverEvent(id, "deliver", "system", "email", at))
            await uow.commit()
        return handover

    async def relay_of(self, conversation_id: str) -> Handover:
        """A handover of this talk that its partner has taken."""
        at = utc_now()
        handover = Handover(uuid.uuid4().hex, conversation_id, "moon", "moon-home", "nl", {}, at, at)
        async with self.storage.new_uow() as uow:
            await uow.handovers.add(handover.take(Step.ACCEPT, at))
            await uow.commit()
        return handover

    async def change(self, handover_id: str, step: Step, by: str = "resident", **details: Any) -> None:
        """Moves a handover on as the resident or the clock would."""
        async with self.storage.new_uow() as uow:
            handover = await uow.handovers.get(handover_id)
            await uow.handovers.save(handover.take(step, utc_now(), **details))
            await uow.handovers.record(HandoverEvent(handover_id, step.value, by, "web", utc_now()))
            await uow.commit()

    async def erase(self, handover: Handover) -> None:
        """The resident deletes everything."""
        async with self.storage.new_uow() as uow:
            await uow.conversations.erase(handover.conversation_id)
            await uow.commit()

    async def resident_writes(self, handover_id: str, text: str) -> None:
        async with self.storage.new_uow() as uow:
            await uow.handovers.add_message(RelayMessage(uuid.uuid4().hex, handover_id, "resident", text, utc_now()))
            await uow.commit()

    async def deliver_mail(self) -> None:
        """Sends the waiting mail into the local mailbox."""
        mail = EmailChannel(self.storage.new_uow, utc_now, self.texts, LocalMailbox(self.storage.new_uow), self.url)
        await Deliverer(self.storage.new_uow, utc_now, {mail.name: mail}, WORKER, 30).run_once()

    async def link(self, organization_id: str = "moon", target: str = "/console") -> str:
        """The path of a fresh one-time link."""
        return f"/console/link/{await issue_link(self.storage.new_uow, utc_now, organization_id, target)}"


@asynccontextmanager
async def open_site(
    folder: Path, *, public_url: str = "", mail_is_local: bool = True, translates: bool = False, heartbeat: float = 15.0
) -> AsyncIterator[Site]:
    """A server on a free port, with the sample organisations above."""
    port = free_port()
    public_url = public_url or f"http://127.0.0.1:{port}"
    settings = Settings(data_dir=folder, database_url=f"sqlite+aiosqlite:///{folder}/dichtbij.sqlite3")
    health: dict[str, Any] = {"status": "ok", "parts": {"database": "ok"}}
    async with open_storage(settings) as storage:
        async with storage.new_uow() as uow:
            await uow.directory.replace(DIRECTORY, utc_now())
            await uow.commit()
        texts = GettextTexts()
        clean = PhotoCleaner()
        chat = Chat(storage.new_uow, utc_now, storage.wakeup, texts, public_url, clean, heartbeat=heartbeat)
        signs = {"web": chat.show_writing}
        given = {"mail_is_local": mail_is_local, "translates": translates}
        console = console_routes(storage.new_uow, utc_now, texts, public_url, clean, signs, **given)

        async def check() -> Mapping[str, Any]:
            return health

        app = server_app(
            texts, check, public_url, [*chat.routes(), *console, *WebhookIntake(storage.new_uow, utc_now).routes()]
        )
        async with serving(app, "127.0.0.1", port):
            yield Site(f"http://127.0.0.1:{port}", storage, texts, health)
