"""Ways, moments and numbers of contact that are told in passing."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.common import Slots, said, turn_of
from actions.reading import PHONE_NUMBER, number_in
from bot.adapters.intents import WORDS_OF_AN_ANSWER
from bot.adapters.phrases import FEW_WORDS, denies, unwished, wished
from bot.adapters.word_lists import clauses, mentions, without_lead, without_tail
from bot.domain.labels import DayPart, Preference, Reach
from bot.service import talk
from bot.service.turn import Turn

DIALLED_FIRST = ("+", "(", "0", "٠")
"""How a phone number begins; a number of the national register may begin otherwise, and is as long."""


def change_in_a_few_words(turn: Turn, words: str) -> Slots | None:
    """The new way or moment of contact, or number, that a few words name ("call me", "in the morning")."""
    language = turn.conversation.language
    if (told := number_told(turn, words)) is not None:
        return told
    if len(words.split()) > FEW_WORDS:
        other = another_way(turn, words)
        return {"reach": other} if other else None
    if Reach.HOME_VISIT in unwished(language, "reach_words", words):
        talk.prefer(turn, Preference.NOT_AT_HOME)
        talk.leave_open(turn, "reach")
        return {"reach": wished(language, "reach_words", words)}
    reach, when = wished(language, "reach_words", words), wished(language, "when_words", words)
    if reach:
        talk.set_reach(turn, Reach(reach))
    if when in list(DayPart):
        talk.set_when(turn, DayPart(when))
    changed = {"reach": reach, "when": when if when in list(DayPart) else None}
    return {slot: value for slot, value in changed.items() if value} or None


def name_told(turn: Turn, words: str) -> bool:
    """Takes the name that a few words tell unasked ("no, my name is Fatma"); False if they tell none."""
    language = turn.conversation.language
    if len(words.split()) > WORDS_OF_AN_ANSWER:
        return False
    leads = [(part, without_lead(language, "rename_words", part)) for part in clauses(language, words)]
    name = next((name for part, name in leads if name != part and len(name.split()) <= FEW_WORDS), None)
    if name is None or denies(language, name):
        return False
    talk.set_contact(turn, name=without_tail(language, "name_end_words", name))
    return True


def number_told(turn: Turn, words: str) -> Slots | None:
    """A bare number is one to be called on, whatever was asked."""
    number = PHONE_NUMBER.fullmatch(words)
    if number is None:
        return None
    talk.set_contact(turn, phone=number.group().strip())
    talk.set_reach(turn, Reach.PHONE)
    return {"phone": True, "reach": str(Reach.PHONE)}


def number_beside(turn: Turn, words: str) -> Slots:
    """The number that is told with an answer ("ring me, the number is 057 33 21 45")."""
    number = number_in(words)
    if number is None or not number.startswith(DIALLED_FIRST) or denies(turn.conversation.language, words):
        return {}
    talk.set_contact(turn, phone=number)
    return {"phone": True}


def names_a_day(turn: Turn, words: str) -> bool:
    """True for a day of the week, which the question has no line for."""
    return mentions(turn.conversation.language, "day_words", words)


def when_told(tracker: Tracker) -> Slots:
    """The answer to when, if it was said with the answer to how ("call me in the evening")."""
    turn = turn_of(tracker)
    value = wished(turn.conversation.language, "when_words", said(tracker))
    if value not in list(DayPart):
        return {}
    talk.set_when(turn, DayPart(value))
    return {"when": value}


def when_known(turn: Turn) -> Slots:
    """The answer to when, if it was given before."""
    when = turn.conversation.question.when
    return {"when": str(when)} if when else {}


def another_way(turn: Turn, words: str) -> str | None:
    """The way to be reached that is named after all, with a no to the one that was noted ("not by phone, write me")."""
    language, noted = turn.conversation.language, turn.conversation.question.reach
    named_now = wished(language, "reach_words", words)
    if named_now is None or noted not in unwished(language, "reach_words", words):
        return None
    talk.set_reach(turn, Reach(named_now))
    return named_now
