"""Putting back what was left out of the question: the last cut can be undone until the question is sent."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.question import HelpQuestion
from bot.service import talk
from bot.service.turn import Turn


def remember(turn: Turn) -> None:
    """Keeps the question as it is now, before something is left out of it."""
    turn.conversation = replace(turn.conversation, before_cut=turn.conversation.question)


def can_put_back(conversation: Conversation) -> bool:
    """True if something was left out of the question on the sheet that it still lacks."""
    return _made_whole(conversation) is not None


def put_back(turn: Turn) -> bool:
    """Puts back what was left out last; False if there is nothing, and nothing changes."""
    whole = _made_whole(turn.conversation)
    if whole is None:
        return False
    talk.change_question(turn, whole)
    turn.conversation = replace(turn.conversation, before_cut=None)
    return True


def _made_whole(conversation: Conversation) -> HelpQuestion | None:
    """The question with what was left out of it; None if it lacks nothing, or is another one by now."""
    before, question = conversation.before_cut, conversation.question
    if before is None or before.number != question.number or question.sent:
        return None
    whole = question.with_back(before)
    return whole if whole != question else None
