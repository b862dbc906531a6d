"""What every part is built on: settings, storage, texts and the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.adapters.clock import utc_now
from bot.adapters.database import Database
from bot.adapters.storage import open_storage
from bot.adapters.texts import GettextTexts
from bot.config import Settings
from bot.service.ports import Clock, Texts, UnitOfWorkFactory, Wakeup


@dataclass(frozen=True)
class Core:
    """What every part needs; it belongs to the event loop that opened it."""

    settings: Settings
    database: Database
    new_uow: UnitOfWorkFactory
    wakeup: Wakeup
    texts: Texts
    clock: Clock = utc_now


@asynccontextmanager
async def open_core(settings: Settings, wakeup: Wakeup | None = None) -> AsyncIterator[Core]:
    """Opens catalogues and storage. Threads of one process share one ``wakeup``."""
    async with open_storage(settings, wakeup) as storage:
        yield Core(settings, storage.database, storage.new_uow, storage.wakeup, GettextTexts())


async def prepare(settings: Settings) -> None:
    """Makes keys and tables, and puts in the sample directory if there is none yet."""
    async with open_core(settings) as core:
        await put_in_sample_directory(core)


async def put_in_sample_directory(core: Core) -> None:
    """Gives a new database the sample directory."""
    from bot.adapters.directory import read_directory
    from bot.service.directory import import_first

    await import_first(core.new_uow, core.clock, core.settings.sample_directory, read_directory)
