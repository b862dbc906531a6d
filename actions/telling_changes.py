"""What a turn has changed in the question that was on the screen, told from the question itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.adapters.moment import last_slot
from bot.adapters.word_lists import told_parts, without_such
from bot.domain.consent import SHARED_FIELDS, shared_fields
from bot.domain.question import HIDDEN, OWN_LINES, HelpQuestion
from bot.service import undo
from bot.service.turn import Turn
from bot.service.wording import lines, shared_line, text

NO_CHANGES = ("words", "language")
"""Of these, the story is compared sentence by sentence; the language is that of the talk."""
TOLD_BESIDE = ("limits", "preferences")
"""Lines of which what is new was told already when it was noted; what goes from them is told here."""


def tell_changes(dispatcher: CollectingDispatcher, turn: Turn) -> bool:
    """Says what is different now, and keeps how it was; False if nothing is, or nothing was shown yet.

    What was asked for and is told by now needs no telling.
    """
    before, after = turn.before.question, turn.conversation.question
    asked = last_slot(turn.before.dialogue, "requested_slot")
    if not before.shown or before.number != after.number:
        return False
    language = turn.conversation.language
    changes = [
        *(
            text("change.gone", sentence=each)
            for each in words_gone(language, before.told_sentences, after.told_sentences)
        ),
        *(
            text("change.new", sentence=each)
            for each in words_new(language, before.told_sentences, after.told_sentences)
        ),
        *_lines_changed(before, after, asked),
    ]
    if changes:
        dispatcher.utter_message(response="changes", changes=lines(changes))
        if not (_was_put_back(turn) or _hides_a_name(before, after)):
            undo.remember(turn, replace(before, language=after.language))  # that is no part of a change
    return bool(changes)


def words_gone(language: str, told: Sequence[str], kept: Sequence[str]) -> list[str]:
    """What stands in ``told`` and not in ``kept``: whole sentences, or the part of one that is shorter now.

    A sentence in which a name is hidden now has not gone.
    """
    stays = {part.strip() for each in kept for part in told_parts(language, each)} - {""}
    gone: list[str] = []
    for each in (each for each in told if each not in kept and not any(_is_hidden_in(each, now) for now in kept)):
        in_part = any(part.strip() in stays for part in told_parts(language, each))
        gone.append(without_such(language, each, lambda part: part in stays) if in_part else each)
    return [each for each in gone if each]


def words_new(language: str, before: Sequence[str], told: Sequence[str]) -> list[str]:
    """What stands in ``told`` and not in ``before``; not what is left of a sentence that is shorter now."""
    known = {part.strip() for each in before for part in told_parts(language, each)}
    new = (each for each in told if each not in before and HIDDEN not in each)
    return [each for each in new if not all(part.strip() in known for part in told_parts(language, each))]


def _lines_changed(before: HelpQuestion, after: HelpQuestion, asked: str | None) -> list[dict[str, Any]]:
    """The lines but for the story, and the one that was ``asked`` for, that say something else now."""
    were, are = shared_fields(before), shared_fields(after)
    others = [line for line in SHARED_FIELDS if line not in (*NO_CHANGES, asked) and were.get(line) != are.get(line)]
    told = [line for line in others if line not in TOLD_BESIDE or were.get(line, "") not in are.get(line, "")]
    return [shared_line(line, are[line]) if line in are else _left_open(line, were[line]) for line in told]


def _left_open(line: str, said: str) -> dict[str, Any]:
    in_own_words = line in OWN_LINES
    return text("change.gone", sentence=said) if in_own_words else text(f"line.{line}", value=text("line.open"))


def _is_hidden_in(told: str, now: str) -> bool:
    """True if ``now`` is a sentence with a name hidden in it."""
    pattern = re.escape(now).replace(re.escape(HIDDEN), r".+")
    return HIDDEN in now and re.fullmatch(pattern, told, re.IGNORECASE) is not None


def _was_put_back(turn: Turn) -> bool:
    return turn.before.cut is not None and turn.conversation.cut is None


def _hides_a_name(before: HelpQuestion, after: HelpQuestion) -> bool:
    return any(HIDDEN in each and each not in before.told_sentences for each in after.told_sentences)
