"""Getting updates from Telegram, by asking (polling) or by being called (webhook)."""

from __future__ import annotations

import asyncio
import hmac
import logging
from json import JSONDecodeError

from aiohttp import web
from telegram import Bot, BotCommand, Update
from telegram.error import TelegramError

from bot.channels.telegram.updates import Updates
from bot.config import Settings
from bot.domain.labels import LANGUAGES
from bot.service.ports import Texts

POLL_SECONDS = 25
AFTER_ERROR_SECONDS = 2.0
ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
WEBHOOK_PATH = "/telegram/webhook"
COMMANDS = ("start", "help", "status", "language", "stop", "delete")

log = logging.getLogger(__name__)


async def announce(bot: Bot, texts: Texts) -> None:
    """Puts the menu of commands into every language of the bot."""
    for language in LANGUAGES:
        menu = [BotCommand(name, texts.say(language, f"telegram.command.{name}")) for name in COMMANDS]
        await bot.set_my_commands(menu, language_code=language)
        if language == LANGUAGES[0]:
            await bot.set_my_commands(menu)


async def connect(bot: Bot, updates: Updates, texts: Texts, settings: Settings) -> None:
    """Takes updates in until it is cancelled: by webhook if a secret is set for it, else by polling."""
    while True:
        try:
            await announce(bot, texts)
            if settings.telegram_webhook_secret:
                url = settings.public_url + WEBHOOK_PATH
                await bot.set_webhook(
                    url, allowed_updates=ALLOWED_UPDATES, secret_token=settings.telegram_webhook_secret
                )
                return
            await bot.delete_webhook()
            break
        except TelegramError as error:
            log.warning("telegram is away", extra={"error": type(error).__name__})
            await asyncio.sleep(AFTER_ERROR_SECONDS)
    await poll(bot, updates)


async def poll(bot: Bot, updates: Updates) -> None:
    """Asks for updates until it is cancelled. An update is acknowledged by asking for the ones after it."""
    offset = 0
    while True:
        try:
            for update in await bot.get_updates(offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES):
                await updates.take(update)
                offset = update.update_id + 1
        except TelegramError as error:
            log.warning("telegram is away", extra={"error": type(error).__name__})
            await asyncio.sleep(AFTER_ERROR_SECONDS)
        except Exception as error:  # the edge of an update: it is not acknowledged and comes again
            log.error("update failed", extra={"error": type(error).__name__})
            await asyncio.sleep(AFTER_ERROR_SECONDS)


def webhook_app(bot: Bot, updates: Updates, secret: str) -> web.Application:
    """The route that Telegram calls: 401 without the secret, 400 for what is no update, 200 once it is stored."""

    async def receive(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = Update.de_json(await request.json(), bot)
        except (JSONDecodeError, KeyError, TypeError, ValueError):
            return web.Response(status=400)
        await updates.take(update)
        return web.Response()

    app = web.Application()
    app.router.add_post("/webhook", receive)
    return app
