"""Taking in who of the helpers is chosen, and how others are looked for."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.choosing_helper import take_helper, told_with_choice
from actions.common import SHOW_OTHERS, Slots, intent_of, partner_name, said, turn_of, value_of
from actions.contact import wants_no_name
from actions.leaving_out import CHANGE
from actions.line_answers import asks_for_a_change, changed_before_sending
from actions.looking import (
    ASK_SERVICE,
    LOOKS_FURTHER,
    REACH_FILTERS,
    helper_instead,
    helper_named,
    look_again,
    look_for_need,
    look_for_the_ocmw,
    look_without,
    note_no_acquaintance,
    wished_of_a_helper,
)
from actions.naming import send_no_name
from actions.taking import may_name_an_answer
from bot.adapters.choosing import speaks_of_one_shown
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.sending_told import wants_it_sent
from bot.adapters.wishes import refuses_ocmw
from bot.adapters.word_lists import mentions
from bot.domain.fitting import is_for
from bot.domain.labels import Topic
from bot.domain.partners import Service
from bot.service import proposals, talk
from bot.service.turn import Turn

_LEAVES = ("not_now", "goodbye", "ask_info", "just_information", "refuse_consent")


class HelperAnswers:
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def extract_service(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        chosen = _chosen_anew(dispatcher, tracker)
        return _answer_to_shown(dispatcher, tracker) if chosen is None else chosen

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


def _chosen_anew(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots | None:
    """Who is named, or another search where the one who was chosen is out of the question by now; None of others."""
    turn = turn_of(tracker)
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
    return None


def _answer_to_shown(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
    """Takes a button or words about those who are shown; an empty result means that they were none."""
    turn, value = turn_of(tracker), value_of(tracker)
    asked = tracker.get_slot("requested_slot") == "service" and value is None
    if asked and wants_no_name(turn, said(tracker)):
        return {"service": None, **send_no_name(dispatcher, turn)}
    if value is None and (others := _looks_for_others(dispatcher, tracker)) is not None:
        return others
    if asks_for_a_change(tracker, "service"):
        return changed_before_sending(dispatcher, tracker)
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
    return {"service": _meant_by_a_yes(turn)} if agrees else {}


def _meant_by_a_yes(turn: Turn) -> str | None:
    """The only one who is shown, or of whom more was told last; None, so that it is asked again, of several."""
    near, told_of = turn.conversation.near, turn.conversation.told_of
    return near[0] if len(near) == 1 else told_of if told_of in near else None


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
        if wish in REACH_FILTERS:  # nobody was passed over by that
            talk.look_anew(turn)
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
