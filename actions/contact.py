"""Ways, moments and numbers of contact that are told in passing."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.common import Slots, said, turn_of
from actions.reading import names_place
from bot.adapters.corrections import needs_in_parts
from bot.adapters.homes import home_told
from bot.adapters.in_danger import denies_danger
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.names import PHONE_NUMBER, name_in, number_in
from bot.adapters.phrases import FEW_WORDS, asks, denies, unwished, wished
from bot.adapters.times_told import in_whole, names_a_time, names_an_hour, times_told
from bot.adapters.wishes import ways_refused, without_conditions
from bot.adapters.word_lists import begins_with, clauses, mentions, told_parts, without_lead, without_such
from bot.domain.labels import REFUSALS, DayPart, Reach
from bot.domain.places import Place
from bot.domain.question import sentences
from bot.service import talk
from bot.service.turn import Turn

DIALLED_FIRST = ("+", "(", "0", "٠")
"""How a phone number begins; a number of the national register may begin otherwise, and is as long."""
WORDS_OF_A_WAY = 8
NO_CONTACT = ("pronoun_words", "home_words")
"""What parts begin with that tell of others, or where somebody lives, and not how to be reached."""


def change_in_a_few_words(turn: Turn, words: str) -> Slots | None:
    """The new way or moment of contact, or number, that a few words name ("call me", "in the morning")."""
    if told := number_and_ways(turn, words):
        return told
    if (other_time := when_refused(turn, words)) is not None:
        return other_time
    if len(words.split()) > FEW_WORDS:
        if (other := another_way(turn, words)) is not None:
            return {"reach": other}
        if not refused_ways(turn, words, plainly=True):
            return None
        left = turn.conversation.question.reach
        return {"reach": str(left) if left else None}
    refused, told = refused_ways(turn, words), ways_told(turn, words)
    return {"reach": None} if refused and "reach" not in told else told or None


def number_and_ways(turn: Turn, words: str) -> Slots:
    """Takes the number that a short text tells, whatever was asked, with the way and the moment beside it."""
    if number_in(words) is None or len(words.split()) > WORDS_OF_AN_ANSWER:
        return {}
    told = number_told(turn, words) or number_beside(turn, words)
    return {**told, **ways_told(turn, words)} if told else {}


def ways_told(turn: Turn, words: str) -> Slots:
    """Takes the way and the moment of contact that a text wishes for, as far as it does, and keeps days and hours."""
    language = turn.conversation.language
    reach, when = wished(language, "reach_words", words), wished(language, "when_words", words)
    if reach:
        talk.set_reach(turn, Reach(reach))
    if when is not None:
        talk.set_when(turn, DayPart(when) if when in list(DayPart) else None)
    told = {"reach": reach, "when": when}
    for part in sentences(words) if any(told.values()) else ():
        if names_a_time(language, part) and (detail := details(turn, part)):
            talk.set_limit(turn, in_whole(language, part, detail))
    return {slot: value for slot, value in told.items() if value}


def ways_beside(turn: Turn, words: str, place: Place | None = None) -> Slots:
    """The way, the moment and the number that are told with an answer ("Poperinge, write here, after five").

    Longer parts, and those about others ("she calls me"), tell of something else.
    """
    language = turn.conversation.language
    number = number_in(words)
    parts = [part.strip() for part in clauses(language, words.replace(number, "") if number else words)]
    others = [part for part in parts if place is None or not names_place(part, place)]
    beside = [part for part in others if len(part.split()) <= WORDS_OF_A_WAY]
    own = [part for part in beside if not (asks(language, part) or _tells_of_no_contact(language, part))]
    only_number = number is not None and not own and len(words.split()) <= WORDS_OF_AN_ANSWER
    told = number_told(turn, number) if number and only_number else None
    ways = told or {**ways_told(turn, ". ".join(own)), **number_beside(turn, words)}
    talk.set_limit(turn, times_told(language, ". ".join(own)))
    return ways


def _tells_of_no_contact(language: str, part: str) -> bool:
    """True for "she works in Ieper" and "I live in Gent myself"."""
    return any(begins_with(language, key, without_lead(language, "but_words", part)) for key in NO_CONTACT)


def hours_noted(turn: Turn, words: str) -> Slots | None:
    """Keeps days and hours that are no part of a day ("only 9 to 15, not Thursday"); None of other texts."""
    if len(words.split()) > WORDS_OF_AN_ANSWER or not names_a_time(turn.conversation.language, words):
        return None
    talk.set_when(turn, None)
    talk.set_limit(turn, words)
    return {"when": "any"}


def refused_ways(turn: Turn, words: str, *, plainly: bool = False) -> list[Reach]:
    """Notes the ways to be reached that are refused for good ("don't call", "not at home"), and gives them back.

    In many words only plain refusals count: "he does not call me any more" is none.
    """
    language = turn.conversation.language
    words = without_conditions(language, words)  # "don't call when he is at home": the words say it, not a line
    named = frozenset[str]() if plainly else unwished(language, "reach_words", words)
    short = ways_refused(language, words)
    refused = [reach for reach in REFUSALS if reach in named or reach in short]
    for reach in refused:
        talk.refuse(turn, reach)
    return refused


def name_told(turn: Turn, words: str) -> bool:
    """Takes the name that a few words tell unasked ("no, my name is Fatma"); False if they tell none."""
    language = turn.conversation.language
    if len(words.split()) > WORDS_OF_AN_ANSWER:
        return False
    leads = [(part, without_lead(language, "rename_words", part)) for part in clauses(language, words)]
    name = next((name_in(language, name) for part, name in leads if name != part), None)
    if not name or len(name.split()) > FEW_WORDS or denies(language, name):
        return False
    talk.set_contact(turn, name=name, phone=number_in(words))
    return True


def wants_no_name(turn: Turn, words: str) -> bool:
    """True for "no name, please", where no name was asked for yet; False of a question, and of a longer text."""
    language = turn.conversation.language
    few = len(words.split()) <= FEW_WORDS and not asks(language, words)
    return few and mentions(language, "nameless_words", words)


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
    number, language = number_in(words), turn.conversation.language
    beside = next((part for part in told_parts(language, words) if number and number in part), words)
    if number is None or not number.startswith(DIALLED_FIRST) or denies(language, beside):
        return {}
    talk.set_contact(turn, phone=number)
    return {"phone": True}


def when_refused(turn: Turn, words: str) -> Slots | None:
    """Another moment than the one that was noted, for who refuses that ("not in the evening, he is there then").

    The words go along: whoever calls at the wrong moment may bring somebody in danger.
    """
    language, noted = turn.conversation.language, turn.conversation.question.when
    if noted is None or noted not in unwished(language, "when_words", words):
        return None
    other = wished(language, "when_words", words)
    talk.set_when(turn, DayPart(other) if other in list(DayPart) else None)
    talk.set_limit(turn, words)
    return {"when": other or "any"}


def keep_details_of_when(turn: Turn, words: str) -> None:
    """Keeps hours and reasons ("between 2 and 3, then he sleeps"), which the line itself has no room for."""
    told, language = details(turn, words), turn.conversation.language
    if len(told.split()) > FEW_WORDS or names_an_hour(language, told):
        talk.set_limit(turn, in_whole(language, words, told))


def details(turn: Turn, words: str) -> str:
    """What an answer to how or when tells beside what has a line of its own: hours, reasons, what a visitor meets.

    No joke either, nor what was said before ("any moment, as I said, I'm home all day haha").
    """
    language = turn.conversation.language

    def is_none(part: str) -> bool:
        few = len(part.split()) <= FEW_WORDS
        way = few and (wished(language, "reach_words", part) or wished(language, "when_words", part))
        plainly = way and not names_a_time(language, part)
        noted = any(mentions(language, key, part) for key in ("laugh_words", "told_words", "woman_words", "man_words"))
        return bool(plainly) or noted or said_to_the_bot(language, part) or home_told(language, part) is not None

    return without_such(language, words, is_none)


def said_to_the_bot(language: str, part: str) -> bool:
    """True for a part of an answer that asks something, or says that there is no danger."""
    return denies_danger(language, part) or asks(language, part)


def when_told(tracker: Tracker) -> Slots:
    """The answer to when, if it was said with the answer to how ("call me in the evening", "call whenever")."""
    turn = turn_of(tracker)
    language = turn.conversation.language
    in_parts = {wished(language, "when_words", part) for part in clauses(language, said(tracker))} - {None}
    value = wished(language, "when_words", said(tracker)) or (in_parts.pop() if len(in_parts) == 1 else None)
    if value not in (*DayPart, "any"):
        return {}
    talk.set_when(turn, DayPart(value) if value in list(DayPart) else None)
    return {"when": value}


def when_known(turn: Turn) -> Slots:
    """The answer to when, if it was given before."""
    when = turn.conversation.question.when
    return {"when": str(when)} if when else {}


def another_way(turn: Turn, words: str) -> str | None:
    """The way to be reached that is named after all, with a no to the one that was noted ("not by phone, write me")."""
    language, noted = turn.conversation.language, turn.conversation.question.reach
    named_now = wished(language, "reach_words", words)
    corrects_a_need = bool(needs_in_parts(language, words, lacked=True))  # "not write that I need Dutch"
    if named_now is None or corrects_a_need or noted not in unwished(language, "reach_words", words):
        return None
    talk.set_reach(turn, Reach(named_now))
    return named_now
