"""Taking in what is told in own words: what weighs, what should be different, who helps already."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.beside import told_already, wishes
from actions.common import (
    PATIENCE,
    Slots,
    intent_of,
    said,
    say_heard,
    tells_nothing_yet,
    times_asked,
    times_lost,
    turn_of,
    value_of,
)
from actions.contact import (
    number_and_ways,
)
from actions.leaving_out import left_out
from actions.reading import hear_beside_yes, passes, put_right
from actions.taking import answers, in_doubt, may_name_an_answer, own_words
from actions.weighing import names_all, put_violence_first, weighs_most, wish_beside
from bot.adapters.corrections import need_chosen, says_plain_no
from bot.adapters.denials import names_known_violence
from bot.adapters.moment import SURE, moment_of
from bot.adapters.phrases import FEW_WORDS, asks, denies, named
from bot.adapters.word_lists import mentions
from bot.domain.consent import VIOLENCE
from bot.domain.labels import Act, Need
from bot.nlu.example import OUT_OF_SCOPE
from bot.service import talk

SKIPS = ("deny", "dont_know")


class StoryAnswers:
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def extract_story(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not answers(tracker, "story"):
            return {}
        turn, intent, value = turn_of(tracker), intent_of(tracker), value_of(tracker)
        had_words = turn.conversation.question.told
        if value in list(Need):
            talk.add_need(turn, Need(value))
            return {"story": True}
        if value == "else" or (intent == "affirm" and had_words):
            return {"story": None}
        if value == "enough" or (intent in SKIPS and had_words):
            if intent == "dont_know":
                dispatcher.utter_message(response="utter_dont_know")
            return {"story": True, "heard": True}
        if tells_nothing_yet(turn, said(tracker)):
            return {"story": None}
        if intent != "tell" and not (had_words and own_words(tracker, "story")):
            return {}
        talk.hear(turn, said(tracker))
        if had_words and not turn.conversation.question.needs:
            say_heard(dispatcher, turn)
        return {"story": bool(turn.conversation.question.needs) or had_words or None}

    def extract_heard(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        """Who tells on without another need, and without a no, has been heard: asking again would press.

        Who goes on to what should be different is not asked that any more. Who says no to one thing only ("no, he does
        not hit me") is asked again; the rest stays.
        """
        if not answers(tracker, "heard"):
            return {}
        turn, intent = turn_of(tracker), intent_of(tracker)
        if value_of(tracker) == "more":
            return {"heard": None, "story": None}
        if intent == "affirm":
            hear_beside_yes(dispatcher, tracker)
            return {"heard": True}
        if intent == "tell":
            if wishes(turn, said(tracker)):
                talk.say_line(turn, "wish", said(tracker))
                dispatcher.utter_message(response="noted")
                return {"heard": True, "wish": True}
            before = turn.conversation.question.needs
            talk.hear(turn, said(tracker))
            if most := weighs_most(tracker):
                return most
            new = turn.conversation.question.needs != before
            if new and times_asked(tracker, "heard") < PATIENCE:
                return {"heard": None}
            say_heard(dispatcher, turn)
            return {"heard": True}
        return _heard_wrongly(dispatcher, tracker) if intent in ("deny", "correct") else {}

    def extract_main_need(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        turn, value = turn_of(tracker), value_of(tracker)
        tells = tracker.get_slot("requested_slot") == "main_need" and intent_of(tracker) in ("tell", OUT_OF_SCOPE)
        if not (answers(tracker, "main_need") or tells or names_all(tracker)):
            return {}
        heard = turn.understanding.needs if turn.understanding else ()
        wish = wish_beside(tracker)
        told = said(tracker) if len(said(tracker).split()) > FEW_WORDS and not wish else ""
        chosen = value or need_chosen(turn.conversation.language, said(tracker), turn.conversation.question.needs)
        if value == VIOLENCE or names_known_violence(moment_of(turn), said(tracker)):
            put_violence_first(turn)
        elif chosen in list(Need):
            if value is None and len(said(tracker).split()) > FEW_WORDS:
                talk.hear(turn, told)
                chosen = chosen if not heard or chosen in heard else heard[0]  # "a quarrel about money, always money"
            talk.put_first(turn, Need(chosen))
        elif value == "all" or intent_of(tracker) in ("affirm", *SKIPS) or names_all(tracker):
            pass
        elif wish:
            dispatcher.utter_message(response="noted")
        elif heard and not asks(turn.conversation.language, said(tracker)):
            talk.hear(turn, told)
            talk.put_first(turn, heard[0])
        elif tells and len(said(tracker).split()) > 1 and not asks(turn.conversation.language, said(tracker)):
            talk.keep_words(turn, said(tracker))  # who tells on instead of choosing is not asked to choose again
            say_heard(dispatcher, turn)
        elif mentions(turn.conversation.language, "first_words", said(tracker)):  # "my son first", who is no need
            talk.keep_words(turn, said(tracker))
            dispatcher.utter_message(response="hear_more")
        elif times_lost(tracker) < PATIENCE:
            return {}
        return {"main_need": str(turn.conversation.question.needs[0]), **wish}

    def extract_wish(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        """Who would rather skip this is not asked who helps either."""
        if _skips(tracker, "wish"):
            return {"wish": False, "support": False}
        if told_already(dispatcher, tracker, "wish"):
            return {"wish": False}
        if _kept_in_doubt(dispatcher, tracker, "wish"):
            return {"wish": False}
        words = own_words(tracker, "wish")
        if not words:
            return {}
        if told := number_and_ways(turn_of(tracker), words):
            dispatcher.utter_message(response="noted")
            return {"wish": None, **told}
        talk.say_line(turn_of(tracker), "wish", words)
        dispatcher.utter_message(response="noted")
        return {"wish": True}

    def extract_support(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        """ "Nobody" is an answer that says a lot; it is kept as it was said."""
        if told_already(dispatcher, tracker, "support"):
            return {"support": False}
        if _kept_in_doubt(dispatcher, tracker, "support"):
            return {"support": False}
        nobody = _names_nobody(tracker)
        words = said(tracker) if nobody else own_words(tracker, "support")
        if not words:
            return {"support": False} if _skips(tracker, "support") else {}
        if told := number_and_ways(turn_of(tracker), words):
            dispatcher.utter_message(response="noted")
            return {"support": None, **told}
        talk.say_line(turn_of(tracker), "support", words)
        dispatcher.utter_message(response="noted_nobody" if nobody and len(words.split()) <= FEW_WORDS else "noted")
        return {"support": True}


def _heard_wrongly(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
    """What a no to what was heard leaves: what weighs most, what is left, or the story to be told anew."""
    turn = turn_of(tracker)
    if not denies(turn.conversation.language, said(tracker)) and (most := weighs_most(tracker)):
        return most
    if (left := left_out(dispatcher, turn, said(tracker))) is not None:
        return {"heard": None, **left}
    if put_right(turn, said(tracker)):
        return {"heard": None} if turn.conversation.question.needs else {"heard": None, "story": None}
    if not says_plain_no(turn.conversation.language, said(tracker)):
        talk.hear(turn, said(tracker))
        say_heard(dispatcher, turn)
        return {"heard": None}
    talk.deny_needs(turn, said(tracker))
    return {"heard": None, "story": None}


def _names_nobody(tracker: Tracker) -> bool:
    if not may_name_an_answer(tracker, "support"):
        return False
    language = turn_of(tracker).conversation.language
    named_so = named(language, "nobody_words", said(tracker)) is not None and not asks(language, said(tracker))
    return value_of(tracker) == "nobody" or named_so


def _skips(tracker: Tracker, slot: str) -> bool:
    """True for the button, and for a plain "no" or "I don't know"."""
    heard, orders = turn_of(tracker).understanding, intent_of(tracker) == Act.CORRECT
    plainly = heard is not None and heard.act in SKIPS and heard.act_score >= SURE and not orders
    if tracker.get_slot("requested_slot") == slot and passes(tracker):
        return True
    return answers(tracker, slot) and (value_of(tracker) == "skip" or plainly)


def _kept_in_doubt(dispatcher: CollectingDispatcher, tracker: Tracker, slot: str) -> bool:
    """Keeps an answer that may mean danger with the story, where a yes to that finds it; it is not asked for again."""
    turn, words = turn_of(tracker), in_doubt(tracker, slot)
    if words:
        talk.hear(turn, words)
        say_heard(dispatcher, turn)
    return bool(words)
