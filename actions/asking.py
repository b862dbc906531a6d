"""The questions of the forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import SHOW_OTHERS, Events, button, intent_of, need_buttons, turn_of
from bot.adapters.rasa_nlg import catalogues
from bot.domain.consent import shared_fields
from bot.domain.labels import Need, Reach
from bot.domain.matching import Proposal
from bot.service import talk
from bot.service.turn import Turn
from bot.service.wording import lines, paragraphs, text

OPENERS = (Need.MONEY, Need.HOUSING, Need.WORK, Need.FAMILY, Need.MENTAL_HEALTH, Need.LONELINESS, Need.LANGUAGE)
"""The needs offered as a start to somebody who finds no words: what the region hears most."""

EDITABLE = ("words", "needs", "place", "reach")
ASKED_REACH = (Reach.HOME_VISIT, Reach.PHONE, Reach.CHAT, Reach.AT_LOCATION)


class ActionAskStory(Action):
    """Invites to tell, or to tell more; when something was half understood, offers the likeliest guesses."""

    def name(self) -> str:
        return "action_ask_story"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        heard = turn.understanding if intent_of(tracker) == "tell" else None
        if turn.conversation.question.needs:
            dispatcher.utter_message(
                response="ask_story_more", choices=[button("button.enough", "choose", value="enough")]
            )
        elif heard and heard.guesses() and turn.conversation.question.words:
            choices = [*need_buttons(heard.guesses()), button("button.something_else", "choose", value="enough")]
            dispatcher.utter_message(response="ask_story_guess", choices=choices)
        else:
            dispatcher.utter_message(response="ask_story", choices=need_buttons(OPENERS))
        return []


class ActionAskHeard(Action):
    """Gives back what was heard, and asks if that is right."""

    def name(self) -> str:
        return "action_ask_heard"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        reflection, rest = _reflection(turn_of(tracker).conversation.question.needs)
        dispatcher.utter_message(response=reflection)
        others = [text(f"need.{need}") for need in rest]
        choices = [
            button("button.right", "affirm"),
            button("button.not_quite", "deny"),
            button("button.more", "choose", value="more"),
        ]
        dispatcher.utter_message(response="ask_heard_also" if others else "ask_heard", needs=others, choices=choices)
        return []


class ActionAskMainNeed(Action):
    """Asks what weighs most."""

    def name(self) -> str:
        return "action_ask_main_need"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        needs = turn_of(tracker).conversation.question.needs
        choices = [*need_buttons(needs), button("button.all_the_same", "choose", value="all")]
        dispatcher.utter_message(response="ask_main_need", choices=choices)
        return []


class ActionAskPlace(Action):
    """Asks where somebody lives; if the name fits several places, which."""

    def name(self) -> str:
        return "action_ask_place"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        found = turn.understanding.places[:5] if turn.understanding else ()
        choices = [
            button({"text": f"{place.name} ({place.municipality})"}, "choose", value=asdict(place)) for place in found
        ]
        withheld = button("button.rather_not_say", "choose", value="withheld")
        key = "ask_which_place" if found else _key_for(turn, "ask_place")
        dispatcher.utter_message(response=key, choices=[*choices, withheld])
        return []


class ActionAskReach(Action):
    """Asks how somebody would like to be reached."""

    def name(self) -> str:
        return "action_ask_reach"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        choices = [button(f"button.reach.{reach}", "choose", value=str(reach)) for reach in ASKED_REACH]
        choices.append(button("button.no_preference", "choose", value="any"))
        dispatcher.utter_message(response=_key_for(turn_of(tracker), "ask_reach"), choices=choices)
        return []


class ActionAskSummary(Action):
    """Shows the question line by line; each can be changed."""

    def name(self) -> str:
        return "action_ask_summary"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        shown = question_lines(turn, show_open=True)
        choices = [button("button.summary_right", "affirm")]
        choices += [button(f"button.edit.{line}", "edit", line=line) for line in EDITABLE]
        choices.append(button("button.not_now", "not_now"))
        dispatcher.utter_message(response="ask_summary", lines=lines(shown), choices=choices)
        return []


class ActionAskService(Action):
    """Shows two or three who are near, with the reasons, and always: no one."""

    def name(self) -> str:
        return "action_ask_service"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        proposals = talk.propose(turn) if intent_of(tracker) in SHOW_OTHERS else talk.propose_again(turn)
        if not proposals:
            key = "no_more_options" if turn.conversation.proposed else "no_options"
            choices = [
                button("button.from_the_top", "resume"),
                button("button.change_question", "edit", line="summary"),
            ]
            dispatcher.utter_message(response=key, choices=[*choices, button("button.not_now", "not_now")])
            return []
        shown = paragraphs([_option(turn, number, proposal) for number, proposal in enumerate(proposals, 1)])
        choices = [
            button({"text": _name(turn, proposal)}, "choose", value=proposal.service.id) for proposal in proposals
        ]
        choices += [button("button.who_else", "more_options"), button("button.not_now", "not_now")]
        dispatcher.utter_message(response="ask_service", options=shown, choices=choices)
        return []


class ActionAskName(Action):
    """Asks which name the partner may use."""

    def name(self) -> str:
        return "action_ask_name"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="ask_name", choices=[button("button.no_name", "choose", value="none")])
        return []


class ActionAskPhone(Action):
    """Asks for a number, for those who want to be called."""

    def name(self) -> str:
        return "action_ask_phone"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="ask_phone", choices=[button("button.no_phone", "choose", value="none")])
        return []


class ActionAskConsent(Action):
    """Shows exactly what would be sent, to whom, and asks for a yes."""

    def name(self) -> str:
        return "action_ask_consent"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        service = turn.directory.service(tracker.get_slot("service"))
        choices = [
            button("button.send", "give_consent"),
            button("button.change_question", "edit", line="summary"),
            button("button.other_partner", "edit", line="service"),
            button("button.do_not_send", "refuse_consent"),
        ]
        dispatcher.utter_message(
            response="ask_consent",
            organization=turn.directory.organization(service.organization_id).name,
            service=service.name,
            lines=lines(question_lines(turn)),
            choices=choices,
        )
        return []


def question_lines(turn: Turn, *, show_open: bool = False) -> list[dict[str, Any]]:
    """The lines of the question as texts, the very ones that a partner would get."""
    fields = shared_fields(turn.conversation.question)
    shown = [text(f"line.{field}", value=field_value(field, value)) for field, value in fields.items()]
    if show_open:
        shown += [text(f"line.{field}", value=text("line.open")) for field in ("place", "reach") if field not in fields]
    return shown


def field_value(field: str, value: str) -> Any:
    """A shared field's value as a text in the reader's language; words, names and numbers stay as they are."""
    if field == "needs":
        return [text(f"need.{need}") for need in value.split()]
    if field in ("language", "reach"):
        return text(f"{field}.{value}")
    return text("line.yes") if field == "for_someone_else" else value


def _reflection(needs: tuple[Need, ...]) -> tuple[str, tuple[Need, ...]]:
    """The text that gives back the first need, or the first two in one, and the needs that it does not speak of."""
    first, second = needs[0], needs[min(1, len(needs) - 1)]
    for key in (f"heard.{first}+{second}", f"heard.{second}+{first}"):
        if catalogues().has(key):
            return key, needs[2:]
    return f"heard.{first}", needs[1:]


def _key_for(turn: Turn, key: str) -> str:
    """A question about the person who is to be helped."""
    return f"{key}_other" if turn.conversation.question.for_someone_else else key


def _name(turn: Turn, proposal: Proposal) -> str:
    return turn.directory.organization(proposal.service.organization_id).name


def _option(turn: Turn, number: int, proposal: Proposal) -> dict[str, Any]:
    description = proposal.service.descriptions.get(turn.conversation.language, "")
    reasons = [text(reason.key, **reason_values(reason.values)) for reason in proposal.reasons]
    return text(
        "option",
        number=number,
        organization=_name(turn, proposal),
        service=proposal.service.name,
        description=description,
        reasons=reasons,
    )


def reason_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """A reason's label values (a language, needs) as texts."""
    return {name: _reason_value(name, value) for name, value in values.items()}


def _reason_value(name: str, value: Any) -> Any:
    if name == "needs":
        return [text(f"need.{need}") for need in value]
    return text(f"language.{value}") if name == "language" else value


ASKING_ACTIONS: tuple[type[Action], ...] = (
    ActionAskStory,
    ActionAskHeard,
    ActionAskMainNeed,
    ActionAskPlace,
    ActionAskReach,
    ActionAskSummary,
    ActionAskService,
    ActionAskName,
    ActionAskPhone,
    ActionAskConsent,
)
