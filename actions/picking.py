"""Choosing what is to go out of the question, where words do not tell: every piece of it is a button."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from actions.common import button
from bot.adapters.meant import Meant, meant_by_sentences
from bot.adapters.word_lists import told_parts
from bot.domain.labels import Need
from bot.domain.question import OWN_LINES
from bot.service.turn import Turn

ANY_PIECE = "any"
"""Value of the slot ``line`` while a piece is chosen, of whatever line."""
LETTERS_ON_A_BUTTON, PIECES_SHOWN = 40, 20
_SENTENCE, _NEED = "words", "needs"


def piece_buttons(turn: Turn) -> list[dict[str, Any]]:
    """A button for each sentence, each part of the other lines and each need, as far as there is room."""
    language, question = turn.conversation.language, turn.conversation.question
    pieces = [(f"{_SENTENCE}.{at}", told) for at, told in enumerate(question.told_sentences)]
    for line in OWN_LINES:
        parts = told_parts(language, getattr(question, line))
        pieces += [(f"{line}.{at}", part) for at, part in enumerate(parts) if part.strip()]
    buttons = [button({"text": shown(told)}, "choose", value=value) for value, told in pieces]
    needs = question.needs if len(question.needs) > 1 else ()
    return [*(button(f"need.{need}", "choose", value=f"{_NEED}.{need}") for need in needs), *buttons][:PIECES_SHOWN]


def piece_chosen(turn: Turn, value: object) -> Meant:
    """What a button means; nothing of any other value."""
    line, dot, which = value.partition(".") if isinstance(value, str) else ("", "", "")
    if not dot:
        return Meant()
    if line == _NEED:
        return Meant(needs=(Need(which),))
    if line == _SENTENCE:
        return meant_by_sentences(turn, (int(which),), ())
    parts = told_parts(turn.conversation.language, getattr(turn.conversation.question, line))
    return Meant(parts=(parts[int(which)].strip(),))


def shown(piece: str) -> str:
    """A piece on the button that takes it out."""
    return f"✕ {shorten(piece.strip(), LETTERS_ON_A_BUTTON, placeholder='…')}"
