"""The part that sends: mail, webhooks, and Telegram if a bot is set."""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from bot.adapters.keys import derived_key, load_keys
from bot.bootstrap.core import Core
from bot.config import Settings
from bot.domain.reply_address import ReplyAddresses
from bot.service.alarm import Alarm
from bot.service.deliver import Deliverer
from bot.service.giving_up import GivingUp
from bot.service.ports import Channel, Pace
from bot.service.timers import TimerRunner
from bot.service.watch import Watch


def worker_name(role: str) -> str:
    return f"{role}-{secrets.token_hex(4)}"


def reply_addresses(settings: Settings) -> ReplyAddresses | None:
    """None where answers by mail are not taken in."""
    if not settings.mail_reply_domain:
        return None
    return ReplyAddresses(settings.mail_reply_domain, derived_key(load_keys(settings), "reply address"))


def deliverer(core: Core, telegram: Telegram | None) -> Deliverer:
    from bot.channels.email.channel import EmailChannel
    from bot.channels.email.transports import LocalMailbox, SmtpServer
    from bot.channels.webhook.channel import WebhookChannel

    settings = core.settings
    transport = (
        LocalMailbox(core.new_uow) if settings.mail_is_local else SmtpServer(settings.smtp_url, settings.mail_from)
    )
    mail = EmailChannel(core.new_uow, core.clock, core.texts, transport, settings.public_url, reply_addresses(settings))
    webhook = WebhookChannel(core.new_uow, core.clock, settings.public_url, settings.webhook_networks)
    channels: dict[str, Channel] = {mail.name: mail, webhook.name: webhook}
    paces: dict[str, Pace] = {}
    if telegram is not None:
        channels[telegram.channel.name] = telegram.channel
        paces[telegram.channel.name] = telegram.pace
    giving_up = GivingUp(core.texts, _alarm(core))
    worker = worker_name("delivery")
    return Deliverer(core.new_uow, core.clock, channels, worker, settings.lease_seconds, paces, giving_up)


def watch(core: Core) -> Watch:
    return Watch(core.new_uow, core.clock, _alarm(core))


def _alarm(core: Core) -> Alarm:
    return Alarm(core.texts, core.settings.coordinator)


def timer_runner(core: Core) -> TimerRunner:
    settings = core.settings
    return TimerRunner(core.new_uow, core.clock, worker_name("timers"), settings.lease_seconds, settings.coordinator)


@dataclass(frozen=True)
class Telegram:
    """The Telegram parts that share one client."""

    bot: Any
    channel: Channel
    pace: Pace
    updates: Any


async def open_telegram(core: Core, stack: AsyncExitStack) -> Telegram | None:
    settings = core.settings
    if not settings.telegram_bot_token:
        return None
    from telegram import Bot

    from bot.adapters.photos import PhotoCleaner
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.pace import TelegramPace
    from bot.channels.telegram.updates import Updates

    api = settings.telegram_api_url
    bot = Bot(settings.telegram_bot_token, base_url=f"{api}/bot", base_file_url=f"{api}/file/bot")
    await stack.enter_async_context(bot)
    updates = Updates(bot, core.new_uow, core.clock, core.texts, PhotoCleaner())
    return Telegram(bot, TelegramChannel(bot, core.new_uow, core.clock, core.texts), TelegramPace(), updates)
