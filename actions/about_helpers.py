"""What is asked about the helpers who are shown, or the one who is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Events, partner_name, said, turn_of
from actions.looking import LOOKS_FURTHER, look_for_the_ocmw
from actions.options import say_more
from bot.adapters.phrases import ordinals
from bot.domain.labels import Topic
from bot.domain.partners import Service
from bot.service import proposals
from bot.service.turn import Turn

IS_WISHED = {Topic.HELPER_HOME: "home", Topic.HELPER_WOMAN: "woman"}
"""What is asked of helpers that the directory knows, by the wish that it would fulfil (see proposals.FULFILS)."""


class ActionTellMore(Action):
    """Answers what is asked about those who were shown, or the one that is named; then the form asks on."""

    def name(self) -> str:
        return "action_tell_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        services, topic = _meant(turn, tracker), turn.understanding.topic if turn.understanding else None
        if topic not in IS_WISHED and look_for_the_ocmw(dispatcher, turn, said(tracker)) is not None:
            return []
        if not services:
            dispatcher.utter_message(response="utter_choose")
        elif topic in IS_WISHED:
            _say_who(dispatcher, turn, topic, services)
        else:
            if topic in (Topic.HELPER_FIT, Topic.HELPER_NEED):
                dispatcher.utter_message(response=str(topic))
            say_more(dispatcher, turn, services)
        return []


def _meant(turn: Turn, tracker: Tracker) -> Sequence[Service]:
    """The helpers that are counted or named; else the one who is chosen, else all who are shown."""
    near = turn.directory.services_of(turn.conversation.near)
    place = ordinals(turn.conversation.language).mentioned(said(tracker))
    counted = [] if place is None else near[place : place + 1]
    chosen = tracker.get_slot("service")
    own = turn.directory.services_of([str(chosen)]) if chosen not in (None, LOOKS_FURTHER) else []
    return counted or proposals.meant(turn, said(tracker), turn.conversation.near) or own or near


def _say_who(dispatcher: CollectingDispatcher, turn: Turn, topic: Topic, services: Sequence[Service]) -> None:
    """Says of which helpers it is known that they do what is asked, and of which it is not."""
    does = proposals.FULFILS[IS_WISHED[topic]]
    yes, no = ([partner_name(turn, each) for each in services if does(each) is known] for known in (True, False))
    which = "some" if yes and no else "all" if yes else "none"
    dispatcher.utter_message(response=f"{topic}.{which}", organizations=yes, others=no)


ABOUT_HELPERS_ACTIONS: tuple[type[Action], ...] = (ActionTellMore,)
