"""For whom a question is asked: oneself, somebody else, or a professional's client; and whether that person knows."""

from __future__ import annotations

from dataclasses import replace

from bot.service import talk
from bot.service.turn import Turn


def ask_for_someone_else(turn: Turn) -> None:
    """Asks for another person; what was told of oneself is not told of them."""
    talk.open_sheet(turn)
    talk.change_question(turn, replace(turn.conversation.question, for_someone_else=True, age=None, groups=()))


def ask_consult(turn: Turn) -> None:
    """A professional asks for advice about somebody."""
    talk.open_sheet(turn)
    talk.change_question(turn, replace(turn.conversation.question, consult=True))


def ask_for_oneself(turn: Turn) -> None:
    """The question is the person's own after all."""
    talk.change_question(turn, replace(turn.conversation.question, for_someone_else=False, knows=None, consult=False))


def tell_who_knows(turn: Turn, knows: bool) -> str:
    """Whether the person for whom somebody asks knows of it; gives the key of what is said to that.

    What a professional wanted to talk over becomes, with a yes of the person it is about, a question for them.
    """
    question = turn.conversation.question
    if question.consult and not knows:
        return "knows_not"
    talk.change_question(turn, replace(question, for_someone_else=True, consult=False, knows=knows))
    if question.consult:
        return "consult_agreed"
    return "knows_noted" if knows else "knows_not"
