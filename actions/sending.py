"""Who is near, told in more words or to be called oneself; and sending."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import need_texts
from actions.common import (
    Events,
    afresh,
    answer_by,
    button,
    further_buttons,
    leave_form,
    partner_name,
    said,
    says_urgent,
    told_slot,
    turn_of,
)
from actions.crisis import to_talk
from bot.adapters.phrases import ordinals
from bot.domain.freshness import is_stale
from bot.domain.hours import REGION_TIME
from bot.domain.partners import Service
from bot.domain.reasons import away_until, cost_of
from bot.service import own_handovers, proposals, talk
from bot.service.turn import Turn
from bot.service.wording import helpline_lines, lines, opening_lines, paragraphs, text


class ActionTellMore(Action):
    """More about those who were shown, or the one that is named; then the form asks on."""

    def name(self) -> str:
        return "action_tell_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        near = turn.directory.services_of(turn.conversation.near)
        place = ordinals(turn.conversation.language).mentioned(said(tracker))
        counted = [] if place is None else near[place : place + 1]
        services = proposals.meant(turn, said(tracker), turn.conversation.near) or counted or near
        if services:
            shown = paragraphs([_card(turn, service) for service in services])
            dispatcher.utter_message(response="service_more", services=shown)
        else:
            dispatcher.utter_message(response="utter_choose")
        return []


class ActionInformation(Action):
    """No one, just the numbers: how to reach those who are near oneself. Nothing is sent."""

    def name(self) -> str:
        return "action_information"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if not turn.conversation.near and turn.conversation.question.needs:
            proposals.propose(turn)
        services = turn.directory.services_of(turn.conversation.near)
        choices = [button("button.resume", "resume", standing=True), button("button.not_now", "not_now")]
        if services:
            shown = paragraphs([_card(turn, service) for service in services])
            dispatcher.utter_message(response="information", lines=shown, choices=choices)
        else:
            helplines = helpline_lines(to_talk(turn), turn.now)
            dispatcher.utter_message(response="information_none", helplines=helplines, choices=choices)
        return leave_form()


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


_AS_A_LINE = {"reason.free": "info.free", "reason.cost_unknown": "info.cost_unknown"}


def _card(turn: Turn, service: Service) -> dict[str, Any]:
    """What is known of a service, line by line."""
    organization = turn.directory.organization(service.organization_id)
    address = next((place.address for place in service.locations if place.address), "")
    known = {"phone": service.phone, "address": address, "url": organization.website}
    shown = [text(f"info.{name}", value=value) for name, value in known.items() if value]
    if service.hours:
        shown.append(text("info.hours", value=opening_lines(service.hours)))
    if away := away_until(service, turn.now):
        shown.append(text("info.now", value=text(away.key, **away.values)))
    cost = cost_of(service)
    shown.append(text(_AS_A_LINE.get(cost.key, cost.key), **cost.values))
    if is_stale(service, turn.now.astimezone(REGION_TIME).date(), turn.weights.fresh_days):
        checked = {"month": service.assured_on} if service.assured_on else None
        shown.append(text("info.checked", value=checked) if checked else text("info.not_checked"))
    return text(
        "service_card",
        organization=organization.name,
        service=service.name,
        description=service.descriptions.get(turn.conversation.language, ""),
        lines=lines(shown),
    )


SENDING_ACTIONS: tuple[type[Action], ...] = (ActionTellMore, ActionInformation, ActionSend)
