"""What is told beside an answer: kept, or answered at once."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import WRITE_IT, button, intent_of, said, turn_of, value_of
from actions.contact import details
from actions.taking import SET_PHRASES
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.names import number_in
from bot.adapters.other_words import AT_HOME, fears
from bot.adapters.phrases import FEW_WORDS, denies, fear_named, intent_named, wished
from bot.adapters.times_told import in_whole, names_a_time
from bot.adapters.wishes import ways_refused
from bot.adapters.word_lists import begins_with, mentions, without_such
from bot.domain.labels import Act
from bot.service import talk
from bot.service.turn import Turn


def hear_beside(tracker: Tracker, kind: str, value: str) -> bool:
    """Keeps what is told beside a ``value`` of a ``kind`` ("reach_words"): a day, a limit ("not when he is there").

    A need ("I have no car") belongs to the story, unless it only gives a reason. False if it tells nothing beside.
    """
    turn, words = turn_of(tracker), said(tracker)
    language = turn.conversation.language
    reasons = mentions(language, "because_words", words)
    if turn.understanding is not None and turn.understanding.needs and len(words.split()) > FEW_WORDS and not reasons:
        talk.hear(turn, words)
        return True

    def answers(part: str) -> bool:
        few = len(part.split()) <= FEW_WORDS and not names_a_time(language, part)
        return few and wished(language, kind, part) == value

    told = details(turn, words)
    told = without_such(language, told, lambda part: _says_no_more(language, part))
    beside = without_such(language, told, lambda part: answers(part) or number_in(part) is not None)
    another_way = kind == "reach_words" and wished(language, kind, beside) is not None
    timed = names_a_time(language, beside)
    limits = another_way or timed or reasons or denies(language, beside) or mentions(language, "but_words", words)
    if limits and beside:
        talk.set_limit(turn, in_whole(language, words, beside))
    return bool(limits and beside)


def _says_no_more(language: str, part: str) -> bool:
    """True for a few words that refuse a way, which is noted by now, and for "I don't know"."""
    few = len(part.split()) <= FEW_WORDS and not mentions(language, "if_words", part)
    timed = names_a_time(language, part) or mentions(language, "not_when_words", part)
    return few and not timed and (bool(ways_refused(language, part)) or intent_named(language, part) == Act.DONT_KNOW)


def meet_beside(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Answers what the way to be reached says beside: an app that the bot is not in, a fear ("he reads my phone")."""
    language, words = turn_of(tracker).conversation.language, said(tracker)
    if value_of(tracker) is None and mentions(language, "other_app_words", words):
        dispatcher.utter_message(response="not_by_app")
    fear = fear_named(language, words) if fears(language, words) else None
    if fear:
        dispatcher.utter_message(response=f"hesitate_fear.{fear}")
    if fear == AT_HOME:
        talk.fear_home(turn_of(tracker))


def told_already(dispatcher: CollectingDispatcher, tracker: Tracker, slot: str) -> bool:
    """True for "I said that already": asking once more would tell that nobody listens."""
    words, language = said(tracker), turn_of(tracker).conversation.language
    short = tracker.get_slot("requested_slot") == slot and len(words.split()) <= WORDS_OF_AN_ANSWER
    told = short and mentions(language, "told_words", words) and intent_of(tracker) not in SET_PHRASES
    if told:
        dispatcher.utter_message(response="told_already")
    return told


def wishes(turn: Turn, words: str) -> bool:
    """True for "I want a room where it is quiet", in which no other need is heard."""
    language, question = turn.conversation.language, turn.conversation.question
    new = turn.understanding is None or not set(turn.understanding.needs) <= set(question.needs)
    return not (new or question.wish or denies(language, words)) and begins_with(language, "wish_words", words)


def offer_to_write(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> None:
    """Keeps what was told once the question was shown beside it, with a button that adds it."""
    talk.offer_to_write(turn, words)
    dispatcher.utter_message(response="not_written", choices=[button("button.write_it", "choose", value=WRITE_IT)])
