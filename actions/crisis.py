"""When somebody is in danger: short, warm, the right numbers, no lecture, no ending."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import need_texts
from actions.common import (
    Events,
    button,
    leave_form,
    partner_name,
    said,
    turn_of,
    value_of,
    way_on,
)
from actions.reading import TELLS_PLAINLY
from bot.adapters.asides import GROWN_UP_AT, answer_beside
from bot.adapters.helplines import load_helplines
from bot.adapters.in_danger import is_danger_of_another
from bot.adapters.moment import Asked, moment_of
from bot.adapters.phrases import FEW_WORDS, asks, denies
from bot.adapters.topic_answers import answer_to, lines_for
from bot.adapters.topics import TOLD_IN_DANGER, topic_asked
from bot.adapters.word_lists import begins_with, mentions
from bot.adapters.wordings import catalogues
from bot.domain.helplines import EVERY_MINUTE_COUNTS, Helpline, for_children, for_crisis, listeners
from bot.domain.labels import Crisis, Need
from bot.domain.question import FROM_OTHERS
from bot.domain.reasons import away_until
from bot.service import danger, for_whom, talk
from bot.service.turn import Turn
from bot.service.wording import helpline_lines

OF_A_CHILD = "crisis.child_danger.self"
POISON_LINE = "antigif"


class ActionCrisis(Action):
    """Gives the numbers for this danger and language at once, asks if the person is safe, and stays."""

    def name(self) -> str:
        return "action_crisis"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        named, relay = value_of(tracker), turn.conversation.relay
        if named or relay:
            heard = turn.understanding and turn.understanding.danger
            danger.name(turn, Crisis(named) if named else heard or Crisis.SUICIDE)
        else:
            talk.hear_unasked(turn, said(tracker))
            _note_whose_danger_it_is(turn, said(tracker))
        key = OF_A_CHILD if _is_the_child(turn) else f"crisis.{_kind(turn)}"
        dispatcher.utter_message(response=key, helplines=_all_lines(turn), voice="crisis")
        for asked in turn.asked_in_danger:
            answer, values = answer_beside(turn, asked)
            dispatcher.utter_message(response=answer, **values)
        if relay and not named:
            name = partner_name(turn, relay)
            service = next(iter(turn.directory.services_of([relay.service_id])), None)
            closed = service is not None and away_until(service, turn.now) is not None
            key = "crisis.partner_closed" if closed else "crisis.partner_reads"
            dispatcher.utter_message(response=key, organization=name, voice="crisis")
        _ask_if_safe(dispatcher, turn)
        place = turn.conversation.question.place
        known = [SlotSet("place", place.name)] if place else []
        return [*leave_form(), *known, SlotSet("story", True), SlotSet("asked", Asked.IF_SAFE.value)]


class ActionSafe(Action):
    """Glad of it; the talk goes on only if the person wants."""

    def name(self) -> str:
        return "action_safe"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if turn.conversation.relay is not None:
            name = partner_name(turn, turn.conversation.relay)
            dispatcher.utter_message(response="crisis.safe_relay", organization=name)
            return [SlotSet("asked", None)]
        danger.settle(turn, _kind(turn))
        choices = [_leave_button(), button("button.not_now", "not_now")]
        dispatcher.utter_message(response=_for_kind(turn, "crisis.safe"), choices=choices)
        return [SlotSet("asked", None)]


class ActionNotSafe(Action):
    """The first number again, and who may be near."""

    def name(self) -> str:
        return "action_not_safe"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        if turn.understanding is not None and turn.understanding.danger is not None:
            danger.name(turn, turn.understanding.danger)
        shown = helpline_lines(_lines_for(turn)[:2], turn.now)
        dispatcher.utter_message(
            response=_for_kind(turn, "crisis.not_safe"), helplines=shown, choices=[_safe_button(turn)], voice="crisis"
        )
        return []


class ActionStay(Action):
    """The person writes on: the bot stays, takes it in, and pushes nothing.

    A few words there tell how it is ("he is at work now"), unless a need is plain. Who gets to know of it is
    answered; another question ("where can I sleep?") is for those who can be called.
    """

    def name(self) -> str:
        return "action_stay"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn, language = turn_of(tracker), turn_of(tracker).conversation.language
        choices = [_safe_button(turn), _leave_button()]
        if (topic := topic_asked(language, said(tracker), turn.understanding)) in TOLD_IN_DANGER:
            key, values = answer_to(turn, str(topic))
            dispatcher.utter_message(response=key, choices=choices, voice="crisis", **values)
            return []
        is_asked = asks(language, said(tracker)) and not denies(language, said(tracker))
        gone = _has_gone(language, said(tracker))
        of_another = begins_with(language, "pronoun_words", said(tracker)) and len(said(tracker).split()) <= FEW_WORDS
        if not (gone or of_another):
            _hear_what_else_weighs(dispatcher, turn, said(tracker))
        if is_asked:
            shown = _all_lines(turn)
            dispatcher.utter_message(response="crisis.asked", helplines=shown, choices=choices, voice="crisis")
            return []
        _say_it_stays(dispatcher, turn, choices, gone=gone)
        return []


class ActionAskHuman(Action):
    """Who can be called now, and what the bot can do to bring a person."""

    def name(self) -> str:
        return "action_ask_human"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        shown = helpline_lines(to_talk(turn), turn.now)
        choices = [] if tracker.active_loop_name else [way_on(turn)]
        dispatcher.utter_message(response="ask_human", helplines=shown, choices=choices)
        return []


def say_why_danger(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    """Tells why there was talk of danger; what was asked about it stays open, with its buttons."""
    asked = [
        {"title": {"text": choice.label}, "payload": choice.payload, "standing": choice.standing}
        for choice in turn.conversation.choices_on_screen
    ]
    in_doubt, relay = moment_of(turn).was_checked, turn.conversation.relay
    values = {"organization": partner_name(turn, relay)} if relay else {}
    key = "crisis.why_relay" if relay else "crisis.why"
    dispatcher.utter_message(response=key, choices=asked if in_doubt else [], voice="crisis", **values)
    if not in_doubt:
        dispatcher.utter_message(response=_ask_safe_key(turn), choices=asked, voice="crisis")


def say_of_another(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    """To who says that it is somebody else: asks after that person. The numbers, which are for both, stand above."""
    dispatcher.utter_message(response="about_another", voice="crisis")
    _ask_if_safe(dispatcher, turn)


def _ask_if_safe(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    choices = [_safe_button(turn), button("button.not_safe", "deny"), _leave_button()]
    dispatcher.utter_message(response=_ask_safe_key(turn), choices=choices, voice="crisis")


def _listener(turn: Turn) -> Helpline:
    """Who listens for as long as it takes."""
    if _is_the_child(turn):
        return for_children(load_helplines(), turn.conversation.language, turn.now)[0]
    lines = (*_lines_for(turn), *to_talk(turn))
    return next((line for line in lines if not line.emergency and line.is_open(turn.now)), lines[0])


def _say_it_stays(dispatcher: CollectingDispatcher, turn: Turn, choices: list[dict[str, Any]], *, gone: bool) -> None:
    """Stays with who writes on, and names a listener; where every minute counts, the emergency number too."""
    first, listener = _lines_for(turn)[0].number, _listener(turn).number
    if gone:
        dispatcher.utter_message(response="crisis.gone", number=first, choices=choices, voice="crisis")
    elif _kind(turn) in EVERY_MINUTE_COUNTS:
        key = "crisis.stay.urgent"
        dispatcher.utter_message(response=key, number=first, listener=listener, choices=choices, voice="crisis")
    else:
        dispatcher.utter_message(response="crisis.stay", number=listener, choices=choices, voice="crisis")


def _hear_what_else_weighs(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> None:
    """Takes in a need that is told beside the danger, and names it: trouble in the family may be the danger itself."""
    heard, before = turn.understanding, turn.conversation.question.needs
    plainly = heard is not None and (len(words.split()) > FEW_WORDS or heard.tells >= TELLS_PLAINLY)
    if turn.conversation.relay is not None or heard is None or not (heard.needs and plainly):
        return
    talk.hear_unasked(turn, words)
    new = tuple(need for need in turn.conversation.question.needs if need not in (*before, Need.FAMILY))
    if new:
        dispatcher.utter_message(response="crisis.heard_too", needs=need_texts(new), voice="crisis")


def _note_whose_danger_it_is(turn: Turn, words: str) -> None:
    """Asks for somebody else where only that one is in danger; of violence the one who is named may be who does it."""
    of_another = _kind(turn) not in FROM_OTHERS and is_danger_of_another(turn.conversation.language, words)
    if of_another and not turn.conversation.question.for_someone_else:
        for_whom.ask_for_someone_else(turn)


def _has_gone(language: str, words: str) -> bool:
    """True for "he is gone": good to breathe, and no proof that it is over."""
    return len(words.split()) <= FEW_WORDS + 1 and mentions(language, "gone_words", words)


def _kind(turn: Turn) -> Crisis:
    return turn.conversation.question.crisis or Crisis.SUICIDE


def _is_the_child(turn: Turn) -> bool:
    """True if the child that is in danger writes itself."""
    question = turn.conversation.question
    young = question.age is not None and question.age < GROWN_UP_AT
    return young and _kind(turn) in FROM_OTHERS and not question.for_someone_else


def _for_kind(turn: Turn, key: str) -> str:
    """The text for this very danger, if there is one; what is said of a child is not said to it."""
    own = f"{key}.{_kind(turn)}"
    return own if catalogues().has(own) and not _is_the_child(turn) else key


def _ask_safe_key(turn: Turn) -> str:
    """Asks after the one who is in danger."""
    key = _for_kind(turn, "crisis.ask_safe")
    other = turn.conversation.question.for_someone_else and key == "crisis.ask_safe"
    return "crisis.ask_safe.other" if other else key


def _safe_button(turn: Turn) -> dict[str, Any]:
    own = _ask_safe_key(turn) == "crisis.ask_safe"
    return button("button.safe_now" if own else "button.yes", "affirm")


def _leave_button() -> dict[str, Any]:
    return button("button.resume", "resume", standing=True)


def to_talk(turn: Turn) -> tuple[Helpline, ...]:
    """Lines to talk to somebody about anything."""
    return listeners(load_helplines(), turn.conversation.language, turn.now)


def _all_lines(turn: Turn) -> dict[str, Any]:
    return lines_for(turn, _lines_for(turn))


def _lines_for(turn: Turn) -> tuple[Helpline, ...]:
    """The lines for this danger, that for poison only where it is spoken of.

    A child that writes itself also gets one that listens to children.
    """
    language = turn.conversation.language
    found = for_crisis(load_helplines(), _kind(turn), language, turn.now)
    if not mentions(language, "poison_words", f"{turn.conversation.question.words} {turn.incoming.content}"):
        found = tuple(line for line in found if line.id != POISON_LINE)
    if not _is_the_child(turn):
        return found
    listens = for_children(load_helplines(), language, turn.now)[0]
    return found if listens in found else (*found[:-1], listens)


CRISIS_ACTIONS: tuple[type[Action], ...] = (ActionCrisis, ActionSafe, ActionNotSafe, ActionStay, ActionAskHuman)
