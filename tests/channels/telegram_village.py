"""Residents and a partner's group on Telegram: the real channel, intake and storage, with the dialogue led by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot

from bot.adapters.clock import utc_now
from bot.adapters.photos import PhotoCleaner
from bot.adapters.storage import Storage
from bot.adapters.texts import GettextTexts
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.intake import poll
from bot.channels.telegram.updates import Updates
from bot.domain.handover import Handover
from bot.domain.partners import Directory, HandoverAddress, Organization, Service
from bot.domain.weights import Weights
from bot.service.deliver import Deliverer
from bot.service.presence import Presence
from bot.service.turns import TurnRunner
from bot.workers import end
from tests.channels.telegram_emulator import TOKEN, Emulator, Person
from tests.support.hand_engine import HandEngine
from tests.support.site import DIRECTORY, MOON

GROUP = -1001234
RESIDENT = 4711
WORDS = "Ik slaap in mijn auto"


def say(key: str, **values: object) -> str:
    return GettextTexts().say("nl", key, **values)


@dataclass
class Village:
    """``deliver`` and ``turn`` do one round of what the workers do all the time."""

    server: Emulator
    storage: Storage
    engine: HandEngine
    runner: TurnRunner
    deliverer: Deliverer
    resident: Person
    partner: Person

    async def work(self) -> None:
        """Until nothing is left to do; what came from Telegram has been taken in before."""
        await self.server.call("_taken_in")
        while await self.runner.run_one() or await self.deliverer.run_once():
            pass

    async def hand_over(self) -> Handover:
        """A question that the resident sent to the partner and that stands in the group."""
        await self.resident.write("/send")
        await self.work()
        return (await self.handovers())[-1]

    async def handovers(self) -> tuple[Handover, ...]:
        async with self.storage.new_uow() as uow:
            id = await uow.conversations.find("telegram", str(self.resident.chat_id))
            return (await uow.conversations.load(id)).handovers if id else ()

    async def taken(self) -> Handover:
        """The same, and the partner has taken it."""
        handover = await self.hand_over()
        await self.partner.press((await self.partner.received())[0], say("telegram.button.accept"))
        await self.work()
        return handover

    async def addresses(self, *addresses: HandoverAddress) -> None:
        await self.know(directory(replace(MOON, handover_addresses=addresses)))

    async def know(self, directory: Directory) -> None:
        async with self.storage.new_uow() as uow:
            await uow.directory.replace(directory, utc_now())
            await uow.commit()


def directory(organization: Organization) -> Directory:
    services: tuple[Service, ...] = DIRECTORY.services_of(["moon-home"])
    return Directory((organization,), services)


@asynccontextmanager
async def open_village(server: Emulator, storage: Storage) -> AsyncIterator[Village]:
    """Its clocks are the machine's; set ``runner.clock`` or ``deliverer.clock`` for other times."""
    texts, engine = GettextTexts(), HandEngine("moon-home", WORDS)
    new_uow = storage.new_uow
    async with Bot(TOKEN, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as bot:
        channel = TelegramChannel(bot, new_uow, utc_now, texts)
        village = Village(
            server,
            storage,
            engine,
            TurnRunner(new_uow, utc_now, engine, texts, Weights(), "turns", 30),
            Deliverer(new_uow, utc_now, {"telegram": channel}, "delivery", 30),
            server.person(RESIDENT),
            server.person(GROUP, kind="supergroup"),
        )
        await village.addresses(HandoverAddress("telegram", str(GROUP)))
        updates = Updates(bot, new_uow, utc_now, texts, PhotoCleaner())
        presence = Presence(new_uow, utc_now, texts, channel.name)
        polling = asyncio.ensure_future(poll(bot, updates, presence))
        try:
            yield village
        finally:
            await end(polling)


def marked(messages: list[dict[str, Any]], handover: Handover) -> list[dict[str, Any]]:
    """Those about one handover."""
    return [message for message in messages if f"#{handover.id[:8]}" in message["text"] + message["caption"]]
