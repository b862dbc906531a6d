"""A danger in the talk: whether it is asked about, and what the person says of it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.labels import Crisis
from bot.service import talk
from bot.service.turn import Turn


def to_ask_about(turn: Turn, *, again: bool = False) -> Crisis | None:
    """The danger that may be meant, each once a question, or ``again`` once more; from now on it counts as asked."""
    heard, question = turn.understanding, turn.conversation.question
    if heard is None or heard.doubt is None or question.dangers_asked.count(heard.doubt) > again:
        return None
    talk.change_question(turn, replace(question, dangers_asked=(*question.dangers_asked, heard.doubt)))
    return heard.doubt


def name(turn: Turn, crisis: Crisis) -> None:
    """The person says that there is this danger; what they told last speaks of it.

    Of several sentences (see Turn.told) those do that sound like a danger; all of them where none does.
    """
    question = turn.conversation.question
    last = question.told_last
    heard = turn.told[-len(last) :] if turn.told else ()
    alarming = tuple(each for each, reading in zip(last, heard) if reading.crisis is not None)
    talk.change_question(turn, question.endangered(crisis, alarming or last))


def deny(turn: Turn) -> None:
    """The person says that there is none of the danger that was heard; a doubt about it is asked about no more."""
    question = turn.conversation.question
    asked = (*question.dangers_asked, *([question.crisis] if question.crisis else []))
    talk.change_question(turn, replace(question, crisis=None, told_in_danger=(), dangers_asked=asked))
