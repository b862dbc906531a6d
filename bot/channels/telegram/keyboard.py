"""Buttons under messages."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

Buttons = Sequence[tuple[str, str]]
"""(label, callback data) pairs, one a row: rows can't be marked right-to-left (tdlib/telegram-bot-api 882)."""


def keyboard_of(buttons: Buttons) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons]
    return InlineKeyboardMarkup(rows) if rows else None
