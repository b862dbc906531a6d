"""A danger in the talk: whether it is asked about, and what the person says of it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.labels import Crisis, Preference
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


def settle(turn: Turn, crisis: Crisis) -> None:
    """The person says that this danger is not there, or is over: it takes plain words to speak of it again."""
    question = turn.conversation.question
    settled = tuple(dict.fromkeys((*question.dangers_settled, crisis)))
    talk.change_question(turn, replace(question, dangers_settled=settled))


def settle_asked(turn: Turn) -> None:
    """The same of the danger that was asked about last."""
    if asked := turn.conversation.question.dangers_asked:
        settle(turn, asked[-1])


def deny(turn: Turn) -> None:
    """The person says that there is none of the danger that was heard: what came with it by itself goes too."""
    question = turn.conversation.question
    if question.crisis is None:
        return
    settle(turn, question.crisis)
    if not replace(question, crisis=None).unsafe_at_home:
        talk.give_up_wish(turn, Preference.DISCREET)
    left = turn.conversation.question
    asked = (*question.dangers_asked, question.crisis)
    talk.change_question(turn, replace(left, crisis=None, told_in_danger=(), dangers_asked=asked))
