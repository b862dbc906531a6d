"""What is shown before anything is sent: the question line by line, who is near, and the very message."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import key_for, need_texts
from actions.common import Events, button, intent_of, partner_name, said, turn_of, value_of
from actions.looking import REACH_FILTERS
from actions.options import look, option, say_nobody, say_one_for_all, service_buttons
from actions.picking import ANY_PIECE, piece_buttons, shown
from actions.taking import QUESTIONS
from actions.telling_changes import tell_changes
from bot.adapters.in_time import comes_before, due_from, may_be_late
from bot.adapters.meant import LEAVES_DANGER_OUT
from bot.adapters.until import needed_by
from bot.domain.consent import SHARED_FIELDS, shared_fields
from bot.domain.hours import WEEKDAY_IS_CLEAR, is_open, next_opening
from bot.domain.labels import LANGUAGES
from bot.domain.partners import Service
from bot.domain.question import LINES
from bot.service import talk, undo
from bot.service.turn import Turn
from bot.service.wording import day_text, lines, paragraphs, shared_line, text

SHOWN_OPEN = ("place", "reach")
"""Lines that the summary shows also when they are open."""
SENTENCES_SHOWN = 16
ONLY_TO_DROP = ("limits", "preferences", "for_someone_else", "consult")
"""Lines that nothing is asked about again: they are there or not."""
CHANGES_NOTHING = frozenset(["affirm", "thank", "greet", "dont_know", *QUESTIONS])


class ActionAskSummary(Action):
    """Shows the question line by line."""

    def name(self) -> str:
        return "action_ask_summary"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        talk.look_anew(turn)
        tell_changes(dispatcher, turn)
        talk.show(turn)
        choices = [
            button("button.summary_right", "affirm"),
            button("button.change_something", "deny"),
            button("button.not_now", "not_now"),
        ]
        if turn.conversation.question.consult:
            dispatcher.utter_message(response="consult_check")
        if undo.can_put_back(turn.conversation):
            choices.insert(2, button("button.put_back", "put_back"))
        if turn.conversation.question.of_danger:
            choices.insert(1, button("button.leave_danger_out", "choose", value=LEAVES_DANGER_OUT))
            if "danger_stands" not in turn.conversation.wordings:
                dispatcher.utter_message(response="danger_stands")
        care = key_for(turn, "discreet_stands")
        if care not in turn.conversation.wordings and talk.ask_for_care(turn):
            dispatcher.utter_message(response=care)
        shown = lines(question_lines(turn, show_open=True))
        dispatcher.utter_message(response="ask_summary", lines=shown, choices=choices)
        return []


class ActionAskLine(Action):
    """Asks which line of the question is to be changed."""

    def name(self) -> str:
        return "action_ask_line"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        fields = shared_fields(turn_of(tracker).conversation.question)
        open_to_change = [line for line in LINES if line in fields or line in SHOWN_OPEN]
        choices = [button(f"button.line.{line}", "choose", value=line) for line in open_to_change]
        choices.append(button("button.keep_line", "choose", value="keep"))
        dispatcher.utter_message(response="ask_line", choices=choices)
        return []


class ActionAskLineHow(Action):
    """Asks whether a line is to be said anew or left out; of the needs, which one was heard wrongly.

    Where words did not tell what is to go, every piece of the question is offered.
    """

    def name(self) -> str:
        return "action_ask_line_how"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn, line = turn_of(tracker), str(tracker.get_slot("line"))
        keep = button("button.keep_line", "choose", value="keep")
        if line == ANY_PIECE:
            about = said(tracker) if value_of(tracker) is None else ""
            dispatcher.utter_message(response="ask_which_goes", choices=[*piece_buttons(turn, about), keep])
            return []
        needs = turn.conversation.question.needs
        if line == "needs" and len(needs) > 1:
            choices = [button(f"need.{need}", "choose", value=str(need)) for need in needs]
            choices += [button("button.another_first", "choose", value="change"), keep]
            dispatcher.utter_message(response="ask_needs_how", needs=need_texts(needs), choices=choices)
            return []
        told = turn.conversation.question.told_sentences
        if line == "words" and len(told) > 1:
            choices = [
                button({"text": shown(sentence)}, "choose", value=at)
                for at, sentence in enumerate(told[:SENTENCES_SHOWN])
            ]
            drop = button("button.drop_all", "choose", value="drop")
            choices += [button("button.write_anew", "choose", value="change"), drop, keep]
            dispatcher.utter_message(response="ask_words_how", choices=choices)
            return []
        choices = [button("button.drop_line", "choose", value="drop")]
        if line not in ONLY_TO_DROP:
            choices.insert(0, button("button.change_line", "choose", value="change"))
        dispatcher.utter_message(response="ask_line_how", line=_line(turn, line), choices=[*choices, keep])
        return []


class ActionAskService(Action):
    """Shows two or three who are near, with the reasons, and always: no one. Shown once, they are named in short."""

    def name(self) -> str:
        return "action_ask_service"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if turn.conversation.near:
            dispatcher.utter_message(response="ask_service_again", choices=service_buttons(turn))
            return []
        first_look = not turn.conversation.proposed
        found = look(dispatcher, turn, tracker.get_slot("preference"))
        if found and first_look:
            say_one_for_all(dispatcher, turn, found[0])
        if found:
            shown = paragraphs([option(turn, number, proposal) for number, proposal in enumerate(found, 1)])
            dispatcher.utter_message(response="ask_service", options=shown, choices=service_buttons(turn))
        else:
            say_nobody(dispatcher, turn, first_look)
        return [SlotSet("preference", None)]  # what is wished of a helper holds for one look


class ActionAskPreference(Action):
    """Asks what somebody wishes of a helper, before others are shown."""

    def name(self) -> str:
        return "action_ask_preference"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        in_dutch = turn_of(tracker).conversation.asks_in == LANGUAGES[0]
        question = turn_of(tracker).conversation.question
        ways = [wish for wish, reach in REACH_FILTERS.items() if reach not in question.unwished_reach]
        wishes = [*ways, *([] if in_dutch else ["language"]), "woman", *([] if question.no_car else ["no_car"])]
        choices = [button("button.show_others", "choose", value="others")]
        choices += [button(f"button.filter.{wish}", "choose", value=wish) for wish in wishes]
        dispatcher.utter_message(response="ask_filter", choices=choices)
        return []


class ActionAskName(Action):
    """Asks which name the partner may use."""

    def name(self) -> str:
        return "action_ask_name"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        key = key_for(turn_of(tracker), "ask_name")
        dispatcher.utter_message(response=key, choices=[button("button.no_name", "choose", value="none")])
        return []


class ActionAskPhone(Action):
    """Asks for a number, for those who want to be called."""

    def name(self) -> str:
        return "action_ask_phone"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="ask_phone", choices=[button("button.no_phone", "choose", value="none")])
        return []


class ActionAskConsent(Action):
    """Shows exactly what would be sent, to whom, what stays out, and asks for a yes."""

    def name(self) -> str:
        return "action_ask_consent"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        service = turn.directory.service(tracker.get_slot("service"))
        choices = [
            button("button.send", "give_consent"),
            button("button.change_something", "choose", value="change"),
            button("button.other_partner", "choose", value="others"),
            button("button.do_not_send", "refuse_consent"),
        ]
        if _stands_above(turn, tracker):
            dispatcher.utter_message(response="consent_above", choices=choices)
            return []
        if tell_changes(dispatcher, turn) and undo.can_put_back(turn.conversation):
            choices.insert(2, button("button.put_back", "put_back"))
        dispatcher.utter_message(
            response="ask_consent",
            organization=partner_name(turn, service),
            service=service.name,
            lines=paragraphs([lines(question_lines(turn)), _stays_out(turn), *_expected(turn, service)]),
            choices=choices,
        )
        return []


def _stands_above(turn: Turn, tracker: Tracker) -> bool:
    """True if the very message was shown just now, and what came since can't have changed it."""
    shown = any(choice.payload.startswith("/give_consent") for choice in turn.conversation.choices_on_screen)
    unchanged = turn.conversation.question == turn.before.question
    return shown and unchanged and intent_of(tracker) in CHANGES_NOTHING


def question_lines(turn: Turn, *, show_open: bool = False) -> list[dict[str, Any]]:
    """The lines of the question as texts, the very ones that a partner would get."""
    told = shared_fields(turn.conversation.question)
    return [_line(turn, line) for line in SHARED_FIELDS if line in told or (show_open and line in SHOWN_OPEN)]


def _line(turn: Turn, line: str) -> dict[str, Any]:
    value = shared_fields(turn.conversation.question).get(line)
    return shared_line(line, value) if value else text(f"line.{line}", value=text("line.open"))


def _stays_out(turn: Turn) -> dict[str, Any]:
    fields = shared_fields(turn.conversation.question)
    may = {"name": "left_out.name", "phone": "left_out.phone", "place": key_for(turn, "left_out.place")}
    kept = [key for line, key in may.items() if line not in fields]
    return text("stays_out", value=[text(key) for key in (*kept, "left_out.account", "left_out.chat")])


def _expected(turn: Turn, service: Service) -> list[dict[str, Any]]:
    """Until when an answer comes, counted in its own opening days, when it opens next, and if that is late."""
    due = due_from(turn, service)
    by, late = day_text(due), _late(turn, service, due)
    opens = (
        None
        if is_open(service.hours, turn.now, service.closures)
        else next_opening(service.hours, turn.now, service.closures)
    )
    if opens is not None and opens - turn.now < WEEKDAY_IS_CLEAR:
        return [text("expected_opens", opens=opens, by=by), *late]
    return [text("expected", by=by), *late]


def _late(turn: Turn, service: Service, due: datetime) -> list[dict[str, Any]]:
    """That an answer may come after the day that was told as the last one."""
    until = needed_by(turn)
    if until is None or comes_before(until, due):
        return []
    key, values = may_be_late(until, service.phone)
    return [text(key, **values)]


SHOWING_ACTIONS: tuple[type[Action], ...] = (
    ActionAskSummary,
    ActionAskLine,
    ActionAskLineHow,
    ActionAskService,
    ActionAskPreference,
    ActionAskName,
    ActionAskPhone,
    ActionAskConsent,
)
