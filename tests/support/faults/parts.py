"""The parts of the product that deliver, put together in the test's own process and on the test's clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.adapters.clock import utc_now
from bot.bootstrap.core import Core, open_core
from bot.bootstrap.delivery import Telegram, deliverer, open_telegram, watch
from bot.config import Settings
from bot.domain.handover import Handover
from bot.domain.messages import Outgoing, Reply
from bot.domain.partners import Directory, HandoverAddress, Organization
from bot.service.deliver import Deliverer
from bot.service.notices import to_partner
from bot.service.turns import outgoing
from bot.service.watch import Watch
from tests.support.faults.telegram import TOKEN

MAIL, GROUP = HandoverAddress("email", "team@warmhuis.example"), HandoverAddress("telegram", "-100500")
COORDINATOR = HandoverAddress("telegram", "-100900")
STORY = "Mijn geheime verhaal"


def settings_for(folder: Path, *, telegram: str = "", mail: str = "", lease_seconds: float = 30.0) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=f"sqlite+aiosqlite:///{folder}/dichtbij.sqlite3",
        lease_seconds=lease_seconds,
        telegram_bot_token=TOKEN if telegram else "",
        telegram_api_url=telegram,
        smtp_url=mail,
        coordinator=COORDINATOR,
        log_level="CRITICAL",
    )


@dataclass
class Parts:
    """The delivery role, open."""

    core: Core
    deliverer: Deliverer
    watch: Watch
    telegram: Telegram | None

    async def partner(self, *addresses: HandoverAddress, id: str = "p1", language: str = "nl") -> None:
        """Makes one partner the whole directory."""
        async with self.core.new_uow() as uow:
            organization = Organization(id, "Warm Huis (voorbeeld)", language=language, handover_addresses=addresses)
            await uow.directory.replace(Directory((organization,)), self.core.clock())
            await uow.commit()

    async def resident(self, chat: str = "4711", channel: str = "telegram") -> str:
        async with self.core.new_uow() as uow:
            id = await uow.conversations.open(channel, chat, "nl", self.core.clock())
            await uow.commit()
        return id

    async def hand_over(self, conversation_id: str, *ids: str) -> None:
        """Gives the partner questions, as a turn commits them."""
        now = self.core.clock()
        async with self.core.new_uow() as uow:
            directory = await uow.directory.load()
            (organization,) = directory.organizations
            for id in ids:
                handover = Handover(id, conversation_id, organization.id, "s1", "nl", {"words": STORY}, now, now)
                await uow.handovers.add(handover)
                for row in to_partner(organization, id, "handover", id):
                    await uow.outbox.add(row, now)
            await uow.commit()

    async def say(self, conversation_id: str, *texts: str, voice: str = "bot", handover_id: str = "") -> None:
        """Puts answers to a resident into the outbox."""
        async with self.core.new_uow() as uow:
            conversation = await uow.conversations.load(conversation_id)
            for text in texts:
                reply = Reply(text, "nl", voice=voice, handover_id=handover_id)  # type: ignore[arg-type]
                await uow.outbox.add(outgoing(conversation, reply, f"{conversation_id}:{text}"), self.core.clock())
            await uow.commit()

    async def put(self, *rows: Outgoing) -> None:
        async with self.core.new_uow() as uow:
            for row in rows:
                await uow.outbox.add(row, self.core.clock())
            await uow.commit()


@asynccontextmanager
async def open_parts(settings: Settings, clock: Callable[[], datetime] = utc_now) -> AsyncIterator[Parts]:
    async with AsyncExitStack() as stack:
        opened = await stack.enter_async_context(open_core(settings))
        core = Core(opened.settings, opened.database, opened.new_uow, opened.wakeup, opened.texts, clock)
        telegram = await open_telegram(core, stack)
        parts = Parts(core, deliverer(core, telegram), watch(core), telegram)
        stack.push_async_callback(parts.deliverer.stop)
        yield parts
