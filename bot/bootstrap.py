"""Puts the parts together: the only place that knows them all."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import Future
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.adapters.clock import utc_now
from bot.adapters.database import Database
from bot.adapters.logs import configure_logs, quiet_rasa
from bot.adapters.storage import open_storage
from bot.adapters.texts import GettextTexts
from bot.config import Settings
from bot.model import ensure_model
from bot.service.deliver import Deliverer
from bot.service.first_aid import FirstAid
from bot.service.health import Check, health, queue_checks
from bot.service.ports import Channel, Clock, Texts, UnitOfWorkFactory, Wakeup
from bot.service.turns import TurnRunner
from bot.workers import LoopThread, delivery_loop, first_aid_loop, turn_loop

if TYPE_CHECKING:
    from bot.adapters.rasa_engine import RasaEngine

log = logging.getLogger(__name__)


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


def load_engine(settings: Settings) -> RasaEngine:
    """The dialogue engine with the model of today's data, trained now if there is none."""
    path = ensure_model(settings.model_dir)
    quiet_rasa()
    from actions import ALL_ACTIONS
    from bot.adapters.rasa_engine import RasaEngine

    return RasaEngine(path, ALL_ACTIONS)


understanding_engine = load_engine


def turn_runner(core: Core, engine: RasaEngine, worker: str) -> TurnRunner:
    from bot.adapters.weights import load_weights

    return TurnRunner(core.new_uow, core.clock, engine, core.texts, load_weights(), worker, core.settings.lease_seconds)


def dialogue_thread(settings: Settings, wakeup: Wakeup, worker: str) -> LoopThread:
    """Rasa in a thread and loop of its own (it blocks its loop while it thinks), with its own database connection."""

    async def body(ready: Future[None]) -> None:
        engine = load_engine(settings)
        async with open_core(settings, wakeup) as core:
            ready.set_result(None)
            await turn_loop(turn_runner(core, engine, worker), core.wakeup)

    return LoopThread("dialogue", body)


async def serve(settings: Settings, role: str) -> None:
    """Runs the product, or one role of it, until it is told to stop. Nothing that is stored is lost by stopping."""
    configure_logs(settings.log_level)
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core(settings))
        await put_in_sample_directory(core)
        engine = (
            dialogue_thread(settings, core.wakeup, _worker_name("dialogue")) if role in ("all", "dialogue") else None
        )
        if engine:
            engine.start()
            stack.push_async_callback(engine.stop)
        telegram = await _telegram(core, stack) if role != "dialogue" else None
        if role in ("all", "delivery"):
            _run_beside(stack, delivery_loop(_deliverer(core, telegram), core.wakeup))
        if role in ("all", "gateway"):
            await _open_gateway(core, stack, telegram, engine)
        if engine:
            await asyncio.wrap_future(engine.ready)
        log.info("ready", extra={"role": role})
        if role in ("all", "gateway"):
            print(
                f"Dichtbij is ready: {settings.public_url}/ (chat) and {settings.public_url}/console (partners)",
                flush=True,
            )
        await _told_to_stop()
        log.info("stopping", extra={"role": role})


def _worker_name(role: str) -> str:
    import secrets

    return f"{role}-{secrets.token_hex(4)}"


def _deliverer(core: Core, telegram: Telegram | None) -> Deliverer:
    from bot.channels.email.channel import EmailChannel
    from bot.channels.email.transports import LocalMailbox, SmtpServer

    settings = core.settings
    transport = (
        LocalMailbox(core.new_uow) if settings.mail_is_local else SmtpServer(settings.smtp_url, settings.mail_from)
    )
    mail = EmailChannel(core.new_uow, core.clock, core.texts, transport, settings.public_url)
    channels: dict[str, Channel] = {mail.name: mail}
    if telegram is not None:
        channels["telegram"] = telegram.channel
    return Deliverer(core.new_uow, core.clock, channels, _worker_name("delivery"), settings.lease_seconds)


@dataclass(frozen=True)
class Telegram:
    """The Telegram parts that share one client."""

    bot: Any
    channel: Channel
    updates: Any


async def _telegram(core: Core, stack: AsyncExitStack) -> Telegram | None:
    settings = core.settings
    if not settings.telegram_bot_token:
        return None
    from telegram import Bot

    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.updates import Updates

    bot = Bot(settings.telegram_bot_token, base_url=f"{settings.telegram_api_url}/bot")
    await stack.enter_async_context(bot)
    updates = Updates(bot, core.new_uow, core.clock, core.texts)
    return Telegram(bot, TelegramChannel(bot, core.new_uow, core.texts), updates)


async def _open_gateway(
    core: Core, stack: AsyncExitStack, telegram: Telegram | None, engine: LoopThread | None
) -> None:
    from bot.channels.web.chat import Chat
    from bot.channels.web.server import server_app, serving
    from bot.console.app import console_routes

    settings = core.settings
    chat = Chat(core.new_uow, core.clock, core.wakeup, core.texts, settings.public_url)
    console = console_routes(
        core.new_uow, core.clock, core.texts, settings.public_url, mail_is_local=settings.mail_is_local
    )
    intake = _webhook(telegram, settings) if telegram and settings.telegram_webhook_secret else {}

    app = server_app(
        core.texts,
        partial(health, _checks(core, engine, telegram)),
        settings.public_url,
        [*chat.routes(), *console],
        intake,
    )
    await stack.enter_async_context(serving(app, settings.host, settings.port))
    _run_beside(stack, first_aid_loop(_first_aid(core), core.wakeup))
    if telegram is not None:
        await _start_telegram(core, stack, telegram)


def _first_aid(core: Core) -> FirstAid:
    from bot.adapters.helplines import load_helplines
    from bot.adapters.warning_signs import load_warning_signs

    return FirstAid(core.new_uow, core.clock, core.texts, load_warning_signs(), load_helplines())


def _webhook(telegram: Telegram, settings: Settings) -> Mapping[str, Any]:
    from bot.channels.telegram.intake import webhook_app

    return {"/telegram": webhook_app(telegram.bot, telegram.updates, settings.telegram_webhook_secret)}


async def _start_telegram(core: Core, stack: AsyncExitStack, telegram: Telegram) -> None:
    from bot.channels.telegram.intake import connect

    _run_beside(stack, connect(telegram.bot, telegram.updates, core.texts, core.settings))


def _checks(core: Core, engine: LoopThread | None, telegram: Telegram | None) -> Mapping[str, Check]:
    checks: dict[str, Check] = {"database": partial(_answers, core.database.ping)}
    if engine is not None:
        checks["engine"] = engine.state
    if telegram is not None:
        checks["telegram"] = partial(_answers, telegram.bot.get_me)
    return {**checks, **queue_checks(core.new_uow, core.clock)}


async def _answers(ask: Callable[[], Awaitable[Any]]) -> str:
    await ask()
    return "ok"


def _run_beside(stack: AsyncExitStack, body: Any) -> None:
    """Runs a loop as a task that ends with the stack."""
    task = asyncio.ensure_future(body)

    async def end() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(end)


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


async def chat(settings: Settings, language: str | None, *, lines: bool, partner_accepts: bool) -> None:
    """A talk in the terminal, on a database that is gone afterwards, with the sample directory."""
    import dataclasses
    import tempfile
    from pathlib import Path

    from bot.terminal import run_chat

    configure_logs("ERROR")
    with tempfile.TemporaryDirectory(prefix="dichtbij-") as folder:
        private = dataclasses.replace(
            settings,
            data_dir=Path(folder),
            database_url=f"sqlite+aiosqlite:///{folder}/chat.sqlite3",
            encryption_keys="",
        )
        print("Loading, this takes some seconds", file=sys.stderr, flush=True)
        engine = load_engine(settings)
        async with open_core(private) as core:
            await put_in_sample_directory(core)
            runner = turn_runner(core, engine, "terminal")
            await run_chat(core, runner, _deliverer(core, None), language, lines=lines, partner_accepts=partner_accepts)
