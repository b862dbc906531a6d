"""Nobody but the numbers, or sending."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import OPENERS, need_texts
from actions.common import (
    Events,
    afresh,
    button,
    further_buttons,
    leave_form,
    partner_name,
    said,
    told_slot,
    turn_of,
    value_of,
)
from actions.crisis import to_talk
from actions.options import card
from bot.adapters.in_time import says_urgent
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.phrases import denies, needs_named
from bot.adapters.whereabouts import answer_by
from bot.domain.labels import Need
from bot.domain.places import Place
from bot.domain.reasons import away_until
from bot.service import own_handovers, proposals, talk
from bot.service.turn import Turn
from bot.service.wording import helpline_lines, paragraphs, text


class ActionInformation(Action):
    """No one, just the numbers: how to reach those who are near oneself. Nothing is sent, and nothing written down.

    Who has told nothing yet is asked what it is about, unless the message says it ("who is there for housing?").
    """

    def name(self) -> str:
        return "action_information"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        about = _asked_about(turn, tracker)
        if not (about or turn.conversation.near or turn.conversation.question.told):
            choices = [button(f"need.{need}", "just_information", value=str(need)) for need in OPENERS]
            dispatcher.utter_message(response="information_about", choices=choices)
            return leave_form()
        if not turn.conversation.near and turn.conversation.question.needs:
            proposals.propose(turn)
        near = turn.directory.services_of(turn.conversation.near)
        services = proposals.look_around(turn, about, _place_asked(turn)) if about else near
        choices = [button("button.resume", "resume", standing=True), button("button.not_now", "not_now")]
        if services:
            shown = paragraphs([card(turn, service) for service in services])
            dispatcher.utter_message(response="information", lines=shown, choices=choices)
        else:
            helplines = helpline_lines(to_talk(turn), turn.now)
            dispatcher.utter_message(response="information_none", helplines=helplines, choices=choices)
        return leave_form()


def _asked_about(turn: Turn, tracker: Tracker) -> tuple[Need, ...]:
    """What somebody wants to know of, by the button or by the needs that the message names."""
    if (value := value_of(tracker)) in list(Need):
        return (Need(value),)
    words, language = said(tracker), turn.conversation.language
    if denies(language, words):  # "I have no problem, I just want to see who there is"
        return ()
    heard = turn.understanding.needs if turn.understanding else ()
    return needs_named(language, words, WORDS_OF_AN_ANSWER) or heard


def _place_asked(turn: Turn) -> Place | None:
    places = turn.understanding.places if turn.understanding else ()
    return places[0] if len(places) == 1 else None


class ActionSend(Action):
    """Sends the question if the person said yes, and says what happens next."""

    def name(self) -> str:
        return "action_send"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn, service_id = turn_of(tracker), tracker.get_slot("service")
        if tracker.get_slot("consent") and service_id:
            handover = own_handovers.send_handover(turn, service_id, says_urgent=says_urgent(turn))
            name = partner_name(turn, handover)
            choices = [
                button("button.status", "status", standing=True),
                button("button.take_back", "take_back", standing=True, handover_id=handover.id),
                *further_buttons(turn, handover),
            ]
            told = {"organization": name, "by": answer_by(handover)}
            if away := away_until(turn.directory.service(service_id), turn.now):
                values = {"sent": text("sent", **told), "opening": text(away.key, **away.values)}
                dispatcher.utter_message(response="sent_away", organization=name, choices=choices, **values)
            else:
                dispatcher.utter_message(response="sent", choices=choices, **told)
            return [*afresh(), *_back_to_the_other(dispatcher, turn)]
        dispatcher.utter_message(response="not_sent", choices=[button("button.resume", "resume", standing=True)])
        return [SlotSet("service", None), SlotSet("consent", None), *_back_to_the_other(dispatcher, turn)]


def _back_to_the_other(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    """The question that was being written when another one came between."""
    if not talk.bring_back(turn):
        return []
    needs = need_texts(turn.conversation.question.needs)
    choices = [button("button.resume", "resume", standing=True)]
    dispatcher.utter_message(response="aside_back" if needs else "aside_back_plain", needs=needs, choices=choices)
    return [*afresh(), told_slot(turn)]


SENDING_ACTIONS: tuple[type[Action], ...] = (ActionInformation, ActionSend)
