"""Filling the lines of the help question."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.common import Slots, answers, intent_of, may_name_an_answer, said, turn_of, value_of
from bot.adapters.phrases import reach_named
from bot.domain.labels import Need, Reach
from bot.domain.places import Place
from bot.service import talk


class ValidateQuestionForm(FormValidationAction):
    """Each ``extract_`` method takes the answer to one question; an empty result means that it was none."""

    def name(self) -> str:
        return "validate_question_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """Asks only what applies: if it was heard right where something was heard, what comes first of several."""
        needs = turn_of(tracker).conversation.question.needs
        skipped = {"heard"} if not needs else set()
        if len(needs) < 2:
            skipped.add("main_need")
        return [slot for slot in domain_slots if slot not in skipped]

    def extract_story(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not answers(tracker, "story"):
            return {}
        turn, intent, value = turn_of(tracker), intent_of(tracker), value_of(tracker)
        had_words = bool(turn.conversation.question.words)
        if value in list(Need):
            talk.add_need(turn, Need(value))
            return {"story": True}
        if value == "enough" or (intent in ("deny", "dont_know") and had_words):
            return {"story": True, "heard": True}
        if intent != "tell":
            return {}
        talk.hear(turn, said(tracker))
        return {"story": bool(turn.conversation.question.needs) or had_words or None}

    def extract_heard(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not answers(tracker, "heard"):
            return {}
        turn, intent = turn_of(tracker), intent_of(tracker)
        if value_of(tracker) == "more":
            return {"heard": None, "story": None}
        if intent == "affirm":
            return {"heard": True}
        if intent == "tell":
            talk.hear(turn, said(tracker))
            return {"heard": None}
        if intent in ("deny", "correct"):
            heard_anew = talk.correct_needs(turn, said(tracker))
            return {"heard": None} if heard_anew else {"heard": None, "story": None}
        return {}

    def extract_main_need(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not answers(tracker, "main_need"):
            return {}
        turn, value = turn_of(tracker), value_of(tracker)
        named = turn.understanding.needs if turn.understanding else ()
        needs = turn.conversation.question.needs
        if value in list(Need):
            talk.put_first(turn, Need(value))
        elif value == "all" or intent_of(tracker) in ("dont_know", "affirm"):
            pass
        elif named and named[0] in needs:
            talk.put_first(turn, named[0])
        else:
            return {}
        return {"main_need": str(turn.conversation.question.needs[0])}

    def extract_place(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        turn, value = turn_of(tracker), value_of(tracker)
        if not answers(tracker, "place"):
            return {}
        if value == "withheld" or intent_of(tracker) in ("deny", "dont_know"):
            talk.set_place(turn, None)
            return {"place": "withheld"}
        places = (
            (Place(**value),) if isinstance(value, dict) else turn.understanding.places if turn.understanding else ()
        )
        if len(places) == 1:
            return _place(dispatcher, turn_of(tracker), places[0])
        if not places and intent_of(tracker) == "tell":
            return {}
        if not places:
            dispatcher.utter_message(response="place_unknown")
        return {"place": None}

    def extract_reach(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Slots:
        if not may_name_an_answer(tracker, "reach"):
            return {}
        turn = turn_of(tracker)
        value = value_of(tracker) or reach_named(turn.conversation.language, said(tracker))
        if value in list(Reach):
            talk.set_reach(turn, Reach(value))
            return {"reach": value}
        if value == "any" or intent_of(tracker) in ("dont_know", "affirm", "deny"):
            talk.set_reach(turn, None)
            return {"reach": "any"}
        return {}


def _place(dispatcher: CollectingDispatcher, turn: Any, place: Place) -> Slots:
    if place.kind == "outside":
        dispatcher.utter_message(response="place_outside", place=place.name)
    talk.set_place(turn, place)
    return {"place": place.name}
