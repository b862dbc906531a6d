"""Taking in the answers from the summary to the yes."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.changing import several_changed
from actions.choosing_helper import take_helper, told_with_choice
from actions.common import SHOW_OTHERS, WRITE_IT, Slots, intent_of, partner_name, said, turn_of, value_of
from actions.contact import name_told, number_and_ways, number_told
from actions.leaving_out import ASKED_AGAIN, CHANGE, leave_danger_out, taken_out
from actions.line_answers import (
    LineAnswers,
    asks_for_a_change,
    corrected,
    is_changed_by_now,
    line_named,
    line_told,
    told_anew,
    wants_it_written,
)
from actions.looking import (
    ASK_SERVICE,
    LOOKS_FURTHER,
    helper_instead,
    helper_named,
    look_again,
    look_for_need,
    look_for_the_ocmw,
    look_without,
    note_no_acquaintance,
    wished_of_a_helper,
)
from actions.naming import MAY_BE_A_NAME, may_be_a_name, name_said_plainly, name_with_more, take_name_with_more
from actions.reading import refuses
from actions.taking import may_name_an_answer
from bot.adapters.choosing import speaks_of_one_shown
from bot.adapters.languages_named import language_spoken
from bot.adapters.meant import LEAVES_DANGER_OUT
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.names import name_in, number_in, told_beside_number
from bot.adapters.phrases import FEW_WORDS, asks, denies
from bot.adapters.sending_told import wants_it_sent
from bot.adapters.wishes import refuses_ocmw
from bot.adapters.word_lists import mentions
from bot.domain.fitting import is_for
from bot.domain.labels import Reach, Topic
from bot.domain.partners import Service
from bot.domain.question import sentences
from bot.service import proposals, talk
from bot.service.turn import Turn

SHOWN_AFTER = ("name", "consent")
"""Slots that are asked once the question was shown, and take orders to change it too."""
_LEAVES = ("not_now", "goodbye", "ask_info", "just_information", "refuse_consent")


class HandoverAnswers(LineAnswers):
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def extract_summary(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        changes = asks_for_a_change(tracker, "summary")
        if value_of(tracker) == WRITE_IT or wants_it_written(tracker):
            talk.write_offered(turn_of(tracker))
            dispatcher.utter_message(response="hear_more")
            return {"summary": None}
        if (anew := line_told(tracker)) is not None:
            return {**ASKED_AGAIN, **anew}
        if (changed := several_changed(dispatcher, tracker)) is not None:
            return changed
        named_now = name_said_plainly(tracker) is not None
        if not named_now and any(asks_for_a_change(tracker, slot) for slot in SHOWN_AFTER):
            return _change(dispatcher, tracker)
        if not (changes or may_name_an_answer(tracker, "summary")):
            return {}
        intent, turn = intent_of(tracker), turn_of(tracker)
        language = turn.conversation.language
        line = line_named(tracker)
        denied = turn.understanding is not None and bool(turn.understanding.denied)
        if value_of(tracker) is None and name_told(turn, said(tracker)):
            return {"summary": None, "name": True}
        noted_by_now = refuses_ocmw(language, said(tracker)) or language_spoken(language, said(tracker)) is not None
        if value_of(tracker) is None and noted_by_now:
            return {"summary": None}
        if value_of(tracker) == LEAVES_DANGER_OUT:
            return leave_danger_out(dispatcher, turn)
        if changes and (out := taken_out(dispatcher, turn, said(tracker))) is not None:
            return out
        if changes and not denied:
            return {**CHANGE, "line": line}
        if (changed := told_anew(turn, said(tracker))) is not None:
            return {**changed, "summary": None}
        says_no = intent in ("deny", "correct") or denies(language, said(tracker))
        if line and says_no and not denied:
            return {**CHANGE, "line": line}
        if intent == "affirm" or _finds_it_good(turn, said(tracker)):
            return {"summary": True}
        if intent in ("deny", "correct"):
            return corrected(dispatcher, turn, said(tracker))
        return {**CHANGE, "line": line} if line else {}

    def extract_service(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        turn, value = turn_of(tracker), value_of(tracker)
        if _is_gone(tracker):
            dispatcher.utter_message(response="service_gone")
            talk.look_anew(turn)
            return ASK_SERVICE
        if (other := _is_for_others(tracker)) is not None:
            dispatcher.utter_message(response="helper_not_for", organization=partner_name(turn, other))
            talk.look_anew(turn)
            return {**ASK_SERVICE, "consent": None}
        if (instead := helper_instead(tracker)) is not None:
            service = turn.directory.service(instead)
            dispatcher.utter_message(response="helper_changed", organization=partner_name(turn, service))
            return {**take_helper(turn, instead), "consent": None}
        if (chosen := helper_named(tracker, "service")) is not None:
            return take_helper(turn, chosen, said(tracker))
        if _looks_without(tracker) or _is_refused(tracker):
            talk.look_anew(turn)
            return ASK_SERVICE
        if value is None and (others := _looks_for_others(dispatcher, tracker)) is not None:
            return others
        if asks_for_a_change(tracker, "service"):
            return _change(dispatcher, tracker)
        if not may_name_an_answer(tracker, "service"):
            return {}
        if value in (LOOKS_FURTHER, "change"):
            return {"service": LOOKS_FURTHER} if value == LOOKS_FURTHER else CHANGE
        if value == "no_car":
            return look_again(dispatcher, turn, value)
        if isinstance(value, str) and proposals.takes_questions(turn, value):
            return {**take_helper(turn, value), **told_with_choice(turn, value, said(tracker))}
        if intent_of(tracker) in SHOW_OTHERS:
            return look_again(dispatcher, turn, LOOKS_FURTHER)
        agrees = intent_of(tracker) == "affirm" or wants_it_sent(turn.conversation.language, said(tracker))
        return {"service": turn.conversation.near[0]} if agrees and len(turn.conversation.near) == 1 else {}

    def extract_preference(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if wished_of_a_helper(tracker) is None and (chosen := helper_named(tracker, "preference")) is not None:
            return take_helper(turn_of(tracker), chosen, said(tracker))
        if not may_name_an_answer(tracker, "preference"):
            return {}
        turn = turn_of(tracker)
        wish = value_of(tracker) or wished_of_a_helper(tracker)
        if wish is None and intent_of(tracker) not in ("affirm", "deny", "dont_know"):
            return {}
        return look_again(dispatcher, turn, wish or LOOKS_FURTHER)

    def extract_name(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        language = turn_of(tracker).conversation.language
        if tracker.get_slot("requested_slot") != "name" or value_of(tracker) == WRITE_IT:
            return {}
        if (name := name_said_plainly(tracker)) is not None:
            talk.set_contact(turn_of(tracker), name=name)
            return {"name": True}
        if asks_for_a_change(tracker, "name") or helper_instead(tracker) is not None:
            return {}
        if refuses_ocmw(language, said(tracker)):
            return {}
        if mentions(language, "not_chosen_words", said(tracker)):
            return {**ASK_SERVICE, "name": None}
        if proposals.is_named(turn_of(tracker), said(tracker)):  # who was chosen, or helper_instead
            return {"name": None}
        if (name_and_rest := name_with_more(tracker)) is not None:
            return take_name_with_more(dispatcher, turn_of(tracker), *name_and_rest)
        if value_of(tracker) == "none" or refuses(tracker):
            talk.set_contact(turn_of(tracker), name="")
            return {"name": True}
        if not may_be_a_name(tracker):
            return {}
        turn = turn_of(tracker)
        talk.set_contact(turn, name=name_in(turn.conversation.language, said(tracker)))
        if (number := number_in(said(tracker))) is None:
            return {"name": True}
        talk.set_contact(turn, phone=number)
        return {"name": True, "phone": True}

    def extract_phone(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        language = turn_of(tracker).conversation.language
        if tracker.get_slot("requested_slot") != "phone" or value_of(tracker) == WRITE_IT:
            return {}
        if value_of(tracker) == "none" or refuses(tracker):
            talk.set_contact(turn_of(tracker), phone="")
            talk.set_reach(turn_of(tracker), Reach.CHAT)
            dispatcher.utter_message(response="not_sent_number")
            return {"phone": True, "reach": str(Reach.CHAT)}
        if (number := number_in(said(tracker))) is not None:
            talk.set_contact(turn_of(tracker), phone=number)
            if beside := told_beside_number(language, said(tracker)):  # "leave no message, my husband listens"
                talk.set_limit(turn_of(tracker), beside)
            return {"phone": True}
        if intent_of(tracker) not in MAY_BE_A_NAME:
            return {}
        typed_digits = any(map(str.isdecimal, said(tracker)))
        dispatcher.utter_message(response="phone_unreadable" if typed_digits else "about.phone")
        return {"phone": None}

    def extract_consent(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        """Only the button, or its very words, is a yes: a "yes" may have been meant for the question before."""
        if not may_name_an_answer(tracker, "consent") or not tracker.get_slot("service"):  # who was chosen is gone
            return {}
        turn, intent, value = turn_of(tracker), intent_of(tracker), value_of(tracker)
        if value is None and name_told(turn, said(tracker)):
            dispatcher.utter_message(response="line_changed")
            return {"name": True, "consent": None}
        if is_changed_by_now(tracker):
            return {"consent": None}
        if value is None and (changed := number_told(turn, said(tracker)) or number_and_ways(turn, said(tracker))):
            dispatcher.utter_message(response="hear_more")
            return {**changed, "consent": None}
        if value == "change" or intent == "correct":
            return {**CHANGE, "line": line_named(tracker)}
        if value == LOOKS_FURTHER:
            return {"service": LOOKS_FURTHER}
        if intent in ("give_consent", "refuse_consent", "deny"):
            return {"consent": intent == "give_consent"}
        if intent == "affirm":
            dispatcher.utter_message(response="consent_press")
            return {"consent": None}
        line = line_named(tracker) if len(said(tracker).split()) <= FEW_WORDS else None
        return {**CHANGE, "line": line} if line else {}


def _finds_it_good(turn: Turn, words: str) -> bool:
    """True where a sentence is a plain yes and what stands beside it is noted or answered by now ("good. a woman?")."""
    language, told = turn.conversation.language, sentences(words)
    good = (each for each in told if len(each.split()) <= FEW_WORDS and not asks(language, each))
    plainly = any(mentions(language, "right_words", each) and not denies(language, each) for each in good)
    return bool(turn.replies) and len(told) > 1 and plainly


def _change(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
    """Does what somebody wants changed before it is sent ("that last sentence has to go first")."""
    out = taken_out(dispatcher, turn_of(tracker), said(tracker))
    return out or {**CHANGE, "line": line_named(tracker)}


def _looks_for_others(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots | None:
    """Looks again for who does not do what is refused, does what is wished, or helps with what is named."""
    turn, words = turn_of(tracker), said(tracker)
    asked = tracker.get_slot("requested_slot") == "service" and turn.understanding is not None
    if not asked or intent_of(tracker) in _LEAVES or _asks_of_one(tracker):
        return None
    noted = note_no_acquaintance(dispatcher, turn, words)
    if (without := look_without(dispatcher, turn, words)) is not None:
        return without
    if len(words.split()) > WORDS_OF_AN_ANSWER:
        return None
    if mentions(turn.conversation.language, "man_words", words):  # it is noted by now, and nobody says who works where
        return ASK_SERVICE
    if wish := wished_of_a_helper(tracker):
        return look_again(dispatcher, turn, wish)
    found = look_for_the_ocmw(dispatcher, turn, words) or look_for_need(dispatcher, turn, words)
    return found or (ASK_SERVICE if noted else None)


def _asks_of_one(tracker: Tracker) -> bool:
    """True for what is asked of the one who is named or counted ("the second, do they speak French?")."""
    return intent_of(tracker) == Topic.TELL_MORE and speaks_of_one_shown(turn_of(tracker), said(tracker))


def _looks_without(tracker: Tracker) -> bool:
    """True where a refusal ("not the OCMW"), which is noted by now, answers who is chosen from."""
    asked = tracker.get_slot("requested_slot") in ("service", "preference")
    return asked and refuses_ocmw(turn_of(tracker).conversation.language, said(tracker))


def _is_refused(tracker: Tracker) -> bool:
    """True if the one who was chosen is refused after all."""
    refused = turn_of(tracker).conversation.question.refused
    return any(service.organization_id in refused for service in _services_chosen(tracker))


def _is_for_others(tracker: Tracker) -> Service | None:
    """The one who was chosen, if they are there for people of another age or group, as is known by now."""
    question = turn_of(tracker).conversation.question
    return next((service for service in _services_chosen(tracker) if not is_for(service, question)), None)


def _services_chosen(tracker: Tracker) -> tuple[Service, ...]:
    """The one service that was chosen; none where none was."""
    return turn_of(tracker).directory.services_of([str(tracker.get_slot("service"))])


def _is_gone(tracker: Tracker) -> bool:
    """True if the one who was chosen is in the directory no more."""
    chosen = tracker.get_slot("service")
    return chosen not in (None, True, LOOKS_FURTHER) and not proposals.takes_questions(turn_of(tracker), str(chosen))
