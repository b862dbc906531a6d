"""The part that people reach: web, console, Telegram, and first aid beside them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bot.bootstrap.beside import run_beside
from bot.bootstrap.core import Core
from bot.bootstrap.delivery import Telegram, reply_addresses
from bot.config import Settings
from bot.service.first_aid import FirstAid
from bot.service.health import Check, health, queue_checks
from bot.service.presence import Presence
from bot.workers import LoopThread, first_aid_loop


async def open_gateway(core: Core, stack: AsyncExitStack, telegram: Telegram | None, engine: LoopThread | None) -> None:
    from bot.adapters.photos import PhotoCleaner
    from bot.channels.web.chat import Chat
    from bot.channels.web.server import server_app, serving
    from bot.channels.webhook.intake import WebhookIntake
    from bot.console.app import console_routes

    settings = core.settings
    clean = PhotoCleaner()
    chat = Chat(core.new_uow, core.clock, core.wakeup, core.texts, settings.public_url, clean)
    signs = {"web": chat.show_writing, **({"telegram": telegram.updates.show_writing} if telegram else {})}
    shared = (core.new_uow, core.clock, core.texts, settings.public_url, clean, signs)
    translates = bool(settings.translate_url)
    console = console_routes(*shared, mail_is_local=settings.mail_is_local, translates=translates)
    presence = Presence(core.new_uow, core.clock, core.texts, "telegram")
    intake = _webhook(telegram, presence, settings) if telegram and settings.telegram_webhook_secret else {}

    app = server_app(
        core.texts,
        partial(health, _checks(core, engine, telegram)),
        settings.public_url,
        [*chat.routes(), *console, *WebhookIntake(core.new_uow, core.clock).routes()],
        intake,
    )
    await stack.enter_async_context(serving(app, settings.host, settings.port))
    await _open_mail_intake(core, stack)
    await _open_metrics(core, stack)
    run_beside(stack, first_aid_loop(_first_aid(core), core.wakeup))
    if telegram is not None:
        from bot.channels.telegram.intake import connect

        run_beside(stack, connect(telegram.bot, telegram.updates, presence, core.texts, settings))


async def _open_metrics(core: Core, stack: AsyncExitStack) -> None:
    """On an address of its own, which only a monitor reaches."""
    if not core.settings.metrics_listen:
        return
    from bot.channels.web.metrics import metrics_app
    from bot.channels.web.server import serving

    address = urlsplit(f"//{core.settings.metrics_listen}")
    app = metrics_app(core.new_uow, core.clock)
    await stack.enter_async_context(serving(app, address.hostname or "", address.port or 0))


async def _open_mail_intake(core: Core, stack: AsyncExitStack) -> None:
    addresses = reply_addresses(core.settings)
    if addresses is None or not core.settings.mail_listen:
        return
    from bot.channels.email.intake import receiving
    from bot.service.mail_answers import MailAnswers

    answers = MailAnswers(core.new_uow, core.clock, addresses)
    await stack.enter_async_context(receiving(answers, core.settings.mail_listen))


def _first_aid(core: Core) -> FirstAid:
    from bot.adapters.helplines import load_helplines
    from bot.adapters.warning_signs import load_warning_signs

    return FirstAid(core.new_uow, core.clock, core.texts, load_warning_signs(), load_helplines())


def _webhook(telegram: Telegram, presence: Presence, settings: Settings) -> Mapping[str, Any]:
    from bot.channels.telegram.intake import webhook_app

    return {"/telegram": webhook_app(telegram.bot, telegram.updates, presence, settings.telegram_webhook_secret)}


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
