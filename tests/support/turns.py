"""A turn of somebody whose question stands already."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.domain.partners import Directory
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.service.turn import Turn


def a_turn(
    question: HelpQuestion, told: tuple[Understanding, ...] = (), *, said: str = "", language: str = "en"
) -> Turn:
    """A turn in which ``said`` is written; ``told`` is how the sentences of the question were understood."""
    talked = Conversation("id", "terminal", "address", language=language, question=question)
    incoming = Incoming("terminal", "sender", "1", "text", said, None)
    return Turn(talked, incoming, Directory((), ()), datetime(2026, 11, 30, tzinfo=timezone.utc), told=told)
