"""Several changes to the question that one message asks for, each made in its turn."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Slots, said, turn_of, value_of
from actions.contact import name_told, number_beside, refused_ways, ways_told
from actions.leaving_out import ASKED_AGAIN, taken_out
from bot.adapters.changes import CHANGED_AT, Changes, Kind, added_apart, changes_in, place_in, told_beside
from bot.adapters.limits import is_a_limit
from bot.adapters.phrases import FEW_WORDS, denies, needs_named
from bot.adapters.word_lists import begins_with, without_lead, words_of_list
from bot.domain.labels import Need
from bot.domain.words import plain
from bot.service import talk
from bot.service.turn import Turn


def several_changed(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots | None:
    """Makes the changes that a message asks for, and keeps what more it tells; None where it asks for one at most."""
    turn, words = turn_of(tracker), said(tracker)
    language, heard = turn.conversation.language, turn.understanding
    asked = tracker.get_slot("requested_slot") in CHANGED_AT and value_of(tracker) is None
    changes = changes_in(language, words, heard) if asked and heard else Changes()
    if not changes:
        return None
    goes = ". ".join(changes.of(Kind.OUT))
    out = taken_out(dispatcher, turn, goes) if goes else None
    made: Slots = {}
    for make in (_needs, _added, _place, _contact, _name):
        made |= make(turn, changes)
    if wish := ", ".join(changes.of(Kind.WISH)):
        talk.say_line(turn, "wish", without_lead(language, "wish_is_words", wish))
    if made or any(changes.of(kind) for kind in (Kind.NEEDS, Kind.ADDED, Kind.WISH)):
        dispatcher.utter_message(response="line_changed")
    more = told_beside(language, words, changes)
    if begins_with(language, "this_words", more):  # why something goes out ("that is nothing for an office")
        more = ""
    if changes.of(Kind.NEEDS) or len(more.split()) > FEW_WORDS:
        talk.keep_words(turn, more)
    return {**ASKED_AGAIN, **made, **(out or {})}


def _added(turn: Turn, changes: Changes) -> Slots:
    """Writes down what is added; a bare need ("put housing with it") is what it is about too.

    What a helper is to mind stands in its own line by now.
    """
    language = turn.conversation.language
    told = [_without_order(language, part) for part in changes.of(Kind.ADDED) if not is_a_limit(language, part)]
    bare = [part for part in told if needs_named(language, part)]
    for need in (need for part in bare for need in needs_named(language, part)):
        talk.add_need(turn, need)
    if words := ", ".join(part for part in told if part and part not in bare):
        talk.keep_words(turn, words)
    return {"main_need": str(turn.conversation.question.needs[0])} if bare else {}


def _without_order(language: str, part: str) -> str:
    """What an order adds, without the words that order it; empty where these are all."""
    if plain(part) in words_of_list(language, "add_words"):
        return ""
    return added_apart(language, part) or without_lead(language, "add_words", part)


def _needs(turn: Turn, changes: Changes) -> Slots:
    """What it is about, instead of what it is said not to be about."""
    parts, before = changes.of(Kind.NEEDS), turn.conversation.question
    if not parts:
        return {}
    talk.change_question(turn, before.correct(_named(turn, parts, denied=False), _named(turn, parts, denied=True)))
    left = turn.conversation.question.needs
    if not left:
        return {"story": None, "heard": None}
    return {} if left[:1] == before.needs[:1] else {"main_need": None}


def _named(turn: Turn, parts: list[str], *, denied: bool) -> tuple[Need, ...]:
    language = turn.conversation.language
    fitting = [part for part in parts if denies(language, part) is denied]
    return tuple(dict.fromkeys(need for part in fitting for need in needs_named(language, part, len(part.split()))))


def _place(turn: Turn, changes: Changes) -> Slots:
    """The last place that is told."""
    places = [place_in(turn.conversation.language, part) for part in changes.of(Kind.PLACE)]
    if not places or places[-1] is None:
        return {}
    talk.set_place(turn, places[-1])
    return {"place": places[-1].name}


def _contact(turn: Turn, changes: Changes) -> Slots:
    """How and when; the last of several ways counts."""
    parts = changes.of(Kind.CONTACT)
    told = ways_told(turn, ". ".join(parts))
    refused = [way for part in parts for way in refused_ways(turn, part)] if "reach" not in told else []
    return {"reach": None, **told} if refused else told


def _name(turn: Turn, changes: Changes) -> Slots:
    """How somebody is called, and the number to call."""
    told: Slots = {"name": True} if any(name_told(turn, part) for part in changes.of(Kind.NAME)) else {}
    for part in changes.of(Kind.NUMBER):
        told.update(number_beside(turn, part))
    return told
