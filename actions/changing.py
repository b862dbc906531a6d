"""Several changes to the question that one message asks for, each made in its turn."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Slots, said, turn_of, value_of
from actions.contact import name_told, number_beside, refused_ways, ways_told
from actions.leaving_out import ASKED_AGAIN, CHANGE, obey, put_back
from actions.reading import say_what_is_left
from bot.adapters.change_parts import Kind, added_apart
from bot.adapters.changes import Changes, changes_at, place_in, told_beside
from bot.adapters.intents import refuses_all
from bot.adapters.limits import is_a_limit
from bot.adapters.meant import fillers, told_in
from bot.adapters.moment import moment_of
from bot.adapters.orders import order_of, quoted_in, wording
from bot.adapters.phrases import denies, needs_named
from bot.adapters.sureness import told_plainly
from bot.adapters.word_lists import joined_by_commas, without_lead, without_words, words_of_list
from bot.domain.labels import Need
from bot.domain.question import lines_sharing, telling_words
from bot.domain.words import plain
from bot.service import talk
from bot.service.turn import Turn

WORDS_BESIDE_A_NEED = 1
"""An order in words that no list has leaves one ("zid khdma")."""


def several_changed(dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots | None:
    """Makes the changes that a message orders or tells; None where it does not.

    What else it tells is no part of the question unasked: a reason, as a rule ("that is nothing for an office").
    """
    turn, words = turn_of(tracker), said(tracker)
    language, heard = turn.conversation.language, turn.understanding
    changes_nothing = value_of(tracker) is not None or refuses_all(moment_of(turn), words)
    slot = None if changes_nothing else tracker.get_slot("requested_slot")
    changes = changes_at(slot, language, words, heard, turn.orders) if heard else Changes()
    if not changes:
        return None
    back = words if not changes.of(Kind.OUT) and changes.of(Kind.BACK) else ". ".join(changes.of(Kind.BACK))
    if back and not put_back(dispatcher, turn, back):
        dispatcher.utter_message(response="put_back_nothing")
    out = _taken_out(dispatcher, turn, words, changes)
    made: Slots = {}
    for make in (_needs, _added, _place, _contact, _limit, _name):
        made |= make(turn, changes)
    if wish := joined_by_commas(changes.of(Kind.WISH)):
        talk.say_line(turn, "wish", without_lead(language, "wish_is_words", wish))
    if made.get("main_need", made) is None:  # that is asked before all is shown again
        say_what_is_left(dispatcher, turn)
    if changes.of(Kind.NEEDS) and not (back or out):  # beside these, more is said to the bot
        talk.keep_words(turn, told_beside(language, words, changes))
    if changes.of(Kind.KEPT) and not (made or out or back):
        dispatcher.utter_message(response="stays_as_it_is")
    if out is None and turn.conversation.question == turn.before.question and not (dispatcher.messages or turn.replies):
        dispatcher.utter_message(response="changes_none")
        return CHANGE
    return {**ASKED_AGAIN, **made, **(out or {})}


def _taken_out(dispatcher: CollectingDispatcher, turn: Turn, words: str, changes: Changes) -> Slots | None:
    """Takes out what is to go, but for what is put back in the same breath ("you took out work! put work back")."""
    back, goes = changes.of(Kind.BACK), changes.of(Kind.OUT)
    goes = [part for part in goes if not lines_sharing(back, part, fillers(turn))]
    return obey(dispatcher, turn, words, order_of(turn.conversation.language, goes)) if goes else None


def _added(turn: Turn, changes: Changes) -> Slots:
    """Writes down what is added, with the needs that it names; of a bare need ("put housing with it") that is all.

    What a helper is to mind stands in its own line by now.
    """
    language = turn.conversation.language
    added = [part for part in changes.of(Kind.ADDED) if not is_a_limit(language, part)]
    told = [_without_order(language, part) for part in added]
    needs = [need for part in told for need in needs_named(language, part)]
    heard = turn.understanding
    if told and heard and not needs and len(changes.parts) == 1:  # "put money with it, it is not only my health"
        needs = list(told_plainly(heard))
    for need in needs:
        talk.add_need(turn, need)
    bare = [not quoted_in(order) and _is_a_bare_need(turn, part) for order, part in zip(added, told, strict=True)]
    kept = (_unquoted(part) for part, need_alone in zip(told, bare, strict=True) if part and not need_alone)
    if words := joined_by_commas(kept):
        talk.keep_words(turn, words)
    return {"main_need": str(turn.conversation.question.needs[0])} if needs else {}


def _unquoted(part: str) -> str:
    """A part without the quotation marks around it."""
    quotes = quoted_in(part)
    return quotes[0] if [plain(quote) for quote in quotes] == [plain(part)] else part


def _is_a_bare_need(turn: Turn, part: str) -> bool:
    """True if a part names a need and hardly anything else ("the rent too")."""
    language, needs = turn.conversation.language, needs_named(turn.conversation.language, part)
    rest = part
    for need in needs:
        rest = without_words(language, f"need_words.{need}", rest) or ""
    beside = words_of_list(language, "beside_words") | words_of_list(language, "put_words")
    more = telling_words(rest) - fillers(turn) - {each for word in beside for each in word.split()}
    return bool(needs) and len(more) <= WORDS_BESIDE_A_NEED


def _without_order(language: str, part: str) -> str:
    """What an order adds, without the words that order it; empty where these are all."""
    if plain(part) in words_of_list(language, "add_words"):
        return ""
    return added_apart(language, part) or wording(language, part)


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
    known = plain(told_in(turn.conversation.question))
    parts = [part for part in changes.of(Kind.CONTACT) if plain(part) not in known]  # of a sentence that is named
    told = ways_told(turn, ". ".join(parts))
    refused = [way for part in parts for way in refused_ways(turn, part)] if "reach" not in told else []
    return {"reach": None, **told} if refused else told


def _limit(turn: Turn, changes: Changes) -> Slots:
    """What a helper is to mind, where only what stands before it tells that ("ring me after seven, never at work")."""
    for part in (part for part in changes.of(Kind.LIMIT) if not is_a_limit(turn.conversation.language, part)):
        talk.set_limit(turn, part)
    return {}


def _name(turn: Turn, changes: Changes) -> Slots:
    """How somebody is called, and the number to call."""
    told: Slots = {"name": True} if any(name_told(turn, part) for part in changes.of(Kind.NAME)) else {}
    for part in changes.of(Kind.NUMBER):
        told.update(number_beside(turn, part))
    return told
