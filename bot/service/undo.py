"""Putting back what was left out of the question: the last cut can be undone until the question is sent."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.cut import Cut
from bot.domain.question import HelpQuestion
from bot.service import talk
from bot.service.turn import Turn


def remember(turn: Turn, before: HelpQuestion) -> None:
    """Keeps what was left out of the question, as it was ``before``; nothing where nothing was."""
    if turn.conversation.question != before:
        turn.conversation = replace(turn.conversation, cut=Cut(before, turn.conversation.question))


def forget(turn: Turn) -> None:
    """What was left out is gone for good."""
    turn.conversation = replace(turn.conversation, cut=None)


def can_put_back(conversation: Conversation) -> bool:
    """True if something was left out of the question on the sheet that it still lacks."""
    return made_whole(conversation) is not None


def made_whole(conversation: Conversation) -> HelpQuestion | None:
    """The question with what was left out of it; None if it lacks nothing, or is another one by now."""
    cut, question = conversation.cut, conversation.question
    if cut is None or cut.before.number != question.number or question.sent:
        return None
    whole = cut.undone(question)
    return whole if whole != question else None


def put_back(turn: Turn) -> bool:
    """Puts back what was left out last; False if there is nothing, and nothing changes."""
    whole = made_whole(turn.conversation)
    if whole is None:
        return False
    talk.change_question(turn, whole)
    forget(turn)
    return True
