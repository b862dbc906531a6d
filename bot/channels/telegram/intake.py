"""Getting updates from Telegram, by asking (polling) or by being called (webhook)."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections import Counter
from json import JSONDecodeError

from aiohttp import web
from telegram import Bot, BotCommand, Update
from telegram.error import TelegramError

from bot.channels.telegram.updates import Updates
from bot.config import Settings
from bot.domain.labels import LANGUAGES
from bot.service.ports import Texts
from bot.service.presence import Presence

POLL_SECONDS = 25
AFTER_ERROR_SECONDS = 2.0
RETRY_SECONDS = 2
TRIES = 5
TOUCH_SECONDS = 10.0
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


async def connect(bot: Bot, updates: Updates, presence: Presence, texts: Texts, settings: Settings) -> None:
    """Takes updates in until it is cancelled: by webhook if a secret is set for it, else by polling."""
    while True:
        try:
            await announce(bot, texts)
            if settings.telegram_webhook_secret:
                url = settings.public_url + WEBHOOK_PATH
                await bot.set_webhook(
                    url, allowed_updates=ALLOWED_UPDATES, secret_token=settings.telegram_webhook_secret
                )
            else:
                await bot.delete_webhook()
            break
        except TelegramError as error:
            log.warning("telegram is away", extra={"error": type(error).__name__})
            await asyncio.sleep(AFTER_ERROR_SECONDS)
    await (stay_in_touch(presence) if settings.telegram_webhook_secret else poll(bot, updates, presence))


class Taking:
    """Takes updates in, and sets one aside that fails again and again though others could be stored."""

    def __init__(self, updates: Updates, presence: Presence) -> None:
        self._updates = updates
        self._presence = presence
        self._failures: Counter[int] = Counter()

    async def take(self, update: Update) -> None:
        """Raises what went wrong: the update is not to be acknowledged then."""
        try:
            await self._updates.take(update)
        except Exception as error:
            self._failures[update.update_id] += 1
            log.error("update failed", extra={"error": type(error).__name__})
            if self._failures[update.update_id] < TRIES or not await self._presence.can_store():
                raise
            log.critical("update set aside", extra={"error": type(error).__name__})
        self._failures.pop(update.update_id, None)


async def stay_in_touch(presence: Presence) -> None:
    """Until it is cancelled: the webhook can be called as long as this runs."""
    while True:
        try:
            await presence.in_touch()
        except Exception as error:  # the edge of a loop: a database that is away for a while must not end it
            log.error("presence not noted", extra={"error": type(error).__name__})
        await asyncio.sleep(TOUCH_SECONDS)


async def poll(bot: Bot, updates: Updates, presence: Presence) -> None:
    """Asks for updates until it is cancelled. An update is acknowledged by asking for the ones after it."""
    offset, taking = 0, Taking(updates, presence)
    while True:
        try:
            new = await bot.get_updates(offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES)
            for update in new:
                await taking.take(update)
                offset = update.update_id + 1
            # Nothing came: all is acknowledged. After a quiet week the next id is random and may be lower.
            offset = offset if new else 0
            await presence.in_touch()
        except TelegramError as error:
            log.warning("telegram is away", extra={"error": type(error).__name__})
            await asyncio.sleep(AFTER_ERROR_SECONDS)
        except Exception:  # the edge of an update: it is not acknowledged and comes again
            await asyncio.sleep(AFTER_ERROR_SECONDS)


def webhook_app(bot: Bot, updates: Updates, presence: Presence, secret: str) -> web.Application:
    """The route that Telegram calls: 200 once it is stored, 503 if it can't be, to be sent again; 401 without the
    secret, 400 for what is no update."""
    taking = Taking(updates, presence)

    async def receive(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = Update.de_json(await request.json(), bot)
        except (JSONDecodeError, KeyError, TypeError, ValueError):
            return web.Response(status=400)
        try:
            await taking.take(update)
        except Exception:  # the edge of an update: it is not acknowledged and comes again
            return web.Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
        return web.Response()

    app = web.Application()
    app.router.add_post("/webhook", receive)
    return app
