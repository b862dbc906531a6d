"""Texts in the sizes that Telegram takes."""

from __future__ import annotations

MAX_LENGTH = 4096
"""Characters of one message, counted in UTF-16 code units as Telegram does."""


def split_text(text: str, limit: int = MAX_LENGTH) -> list[str]:
    """``text`` in pieces of at most ``limit`` UTF-16 units that joined give it back, cut after a line or a word."""
    pieces: list[str] = []
    while units(text) > limit:
        cut = _cut(text, limit)
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text] if text else pieces


def units(text: str) -> int:
    """Length in UTF-16 code units: characters beyond the basic plane (emoji) count twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str, limit: int) -> int:
    most = _prefix_length(text, limit)
    for separator in ("\n", " "):
        found = text.rfind(separator, most // 2, most)
        # A piece of nothing but blanks would be refused.
        if found != -1 and text[: found + 1].strip():
            return found + 1
    return most


def _prefix_length(text: str, limit: int) -> int:
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)
