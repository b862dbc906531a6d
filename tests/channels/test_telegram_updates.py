"""What is kept of a Telegram update: what somebody wrote, and nothing of who they are there."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Update

from bot.adapters.clock import utc_now
from bot.adapters.photos import PhotoCleaner
from bot.adapters.texts import GettextTexts
from bot.channels.telegram.updates import Updates
from tests.channels.telegram_emulator import TOKEN
from tests.support.site import Site

NOBODY_THERE = "http://127.0.0.1:9/bot"
"""Where the courtesies (typing sign) go: an update is stored without them."""
PROFILE = {"first_name": "Fatima-profiel", "last_name": "Achternaam-profiel", "username": "gebruikersnaam_profiel"}
PLACE = {"location": {"latitude": 50.85123, "longitude": 2.88567}}
CARD = {"contact": {"phone_number": "0470998877", "first_name": "Kaartje"}}


@pytest.mark.parametrize("content", [{"text": "Ik zit zonder werk"}, PLACE, CARD])
async def test_nothing_of_a_profile_a_place_or_a_contact_is_kept(site: Site, content: dict[str, Any]) -> None:
    sender = {"id": 4711, "is_bot": False, "language_code": "nl", **PROFILE}
    chat = {"id": 4711, "type": "private", **PROFILE}
    message = {"message_id": 1, "date": 1, "from": sender, "chat": chat, **content}
    bot = Bot(TOKEN, base_url=NOBODY_THERE)
    update = Update.de_json({"update_id": 1, "message": message}, bot)
    assert PROFILE["username"] in str(update)
    await Updates(bot, site.storage.new_uow, utc_now, GettextTexts(), PhotoCleaner()).take(update)
    claimed = await site.heard()
    async with site.storage.new_uow() as uow:
        conversation = await uow.conversations.load(claimed.conversation_id)
    kept = f"{claimed} {conversation}"
    assert content.get("text", next(iter(content))) == claimed.incoming.content
    told = [*PROFILE.values(), "50.85", "2.88", "0470998877", "Kaartje"]
    assert [word for word in told if word in kept] == []
