"""A resident on the web who goes on when the product was away, as the chat page does."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from typing import Any

import aiohttp

from bot.adapters.texts import GettextTexts
from tests.support.visitor import Visitor

PATIENCE_SECONDS = 60.0
STORY = "Ik kan mijn huur niet meer betalen en de facturen stapelen zich op"
_SAY = GettextTexts().say
PARTNER = "Voorbeeld"
"""What the names of all sample partners begin with."""
STEPS: Sequence[tuple[str, str]] = (
    ("command", "start"),
    ("text", STORY),
    ("button", _SAY("nl", "button.right")),
    ("button", _SAY("nl", "need.money")),
    ("button", _SAY("nl", "button.skip")),
    ("text", "Lo-Reninge"),
    ("button", _SAY("nl", "button.reach.home_visit")),
    ("button", _SAY("nl", "when.any")),
    ("button", _SAY("nl", "button.summary_right")),
    ("button", PARTNER),
    ("button", _SAY("nl", "button.no_name")),
    ("button", _SAY("nl", "button.send")),
)
"""A talk from the first word to the handover: what is written, or the beginning of a button's label."""


class Resident:
    """One talk; every step waits until the product is there and has answered."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    async def take(self, step: tuple[str, str]) -> None:
        """Sends one step, again and again under the same id until it is taken in."""
        kind, content = step
        content = await self._button(content) if kind == "button" else content
        language = {"language": "nl"} if kind == "command" else {}
        id = uuid.uuid4().hex
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                answer = await self._visitor.say(content, kind, id, **language)
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
                continue
            assert answer.status == 202
            return
        raise AssertionError("the product did not come back")

    async def heard(self, count: int) -> list[dict[str, Any]]:
        """What was said to the resident, once it is ``count`` messages or more."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                said = [each for each in (await self._visitor.talk())["messages"] if each["voice"] != "own"]
            except aiohttp.ClientError:
                said = []
            if len(said) >= count:
                return said
            await asyncio.sleep(0.05)
        raise AssertionError(f"fewer than {count} answers")

    async def own(self) -> list[str]:
        """What the resident wrote and pressed, as the product shows it."""
        return [each["text"] for each in (await self._visitor.talk())["messages"] if each["voice"] == "own"]

    async def _button(self, label: str) -> str:
        newest_first = reversed(await self.heard(1))
        buttons = (button for message in newest_first for button in message["buttons"])
        return next(str(button["id"]) for button in buttons if button["label"].startswith(label))
