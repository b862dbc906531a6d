"""What the bot says next: the catalogues, a text's wordings in turn, and buttons."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.adapters.texts import GettextTexts
from bot.domain.messages import Choice
from bot.service.turn import Turn

BUTTON_ID_BYTES = 8
"""Random bytes of a button's id; Telegram allows 64 bytes of callback data."""


@lru_cache(maxsize=1)
def catalogues() -> GettextTexts:
    return GettextTexts()


def next_wording(texts: GettextTexts, turn: Turn, key: str) -> str:
    """The key of the wording of ``key`` that comes next in this talk; from then on it counts as said."""
    number, turn.conversation = turn.conversation.wording(key, texts.variants(key))
    return key if number == 0 else f"{key}~{number + 1}"


def as_choice(button: Mapping[str, Any]) -> Choice:
    """A generated button as one that was offered, with an id that tells nothing."""
    return Choice(
        secrets.token_urlsafe(BUTTON_ID_BYTES), button["title"], button["payload"], bool(button.get("standing"))
    )
