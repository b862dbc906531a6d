"""Choosing what is to go out of the question, where words do not tell: the pieces nearest in meaning are buttons."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from actions.common import button
from bot.adapters.alike import most_alike
from bot.adapters.meant import Meant, meant_by_sentences
from bot.adapters.word_lists import told_parts
from bot.adapters.wordings import catalogues
from bot.domain.labels import Need
from bot.domain.question import OWN_LINES
from bot.service.turn import Turn

ANY_PIECE = "any"
"""Value of the slot ``line`` while a piece is chosen, of whatever line."""
OTHERS = "else"
"""Value of the button that offers all pieces, where only some are."""
LETTERS_ON_A_BUTTON, PIECES_SHOWN, PIECES_NEAR = 40, 20, 4
_SENTENCE, _NEED = "words", "needs"


def piece_buttons(turn: Turn, about: str = "") -> list[dict[str, Any]]:
    """A button for each sentence, each part of the other lines and each need, as far as there is room.

    Of many only those that come nearest to what somebody speaks ``about``, and one for the others.
    """
    pieces = _pieces(turn)
    few = bool(about) and len(pieces) > PIECES_NEAR + 1
    if few:
        pieces = [pieces[at] for at in most_alike(about, [told for _, told in pieces])[:PIECES_NEAR]]
    buttons = [_piece_button(value, told) for value, told in pieces[:PIECES_SHOWN]]
    return [*buttons, *([button("button.something_else", "choose", value=OTHERS)] if few else [])]


def _pieces(turn: Turn) -> list[tuple[str, str]]:
    """The pieces of the question, each with the value of its button."""
    language, question = turn.conversation.language, turn.conversation.question
    needs = question.needs if len(question.needs) > 1 else ()
    pieces = [(f"{_NEED}.{need}", catalogues().say(language, f"need.{need}")) for need in needs]
    pieces += [(f"{_SENTENCE}.{at}", told) for at, told in enumerate(question.told_sentences)]
    for line in OWN_LINES:
        parts = told_parts(language, getattr(question, line))
        pieces += [(f"{line}.{at}", part) for at, part in enumerate(parts) if part.strip()]
    return pieces


def _piece_button(value: str, told: str) -> dict[str, Any]:
    line, _, need = value.partition(".")
    title: str | dict[str, str] = f"need.{need}" if line == _NEED else {"text": shown(told)}
    return button(title, "choose", value=value)


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
