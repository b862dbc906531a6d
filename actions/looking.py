"""Looking for other helpers, with what is wished of them in mind."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Slots, intent_of, said, turn_of, value_of
from actions.contact import refused_ways
from actions.options import say_more
from actions.taking import QUESTIONS
from bot.adapters.corrections import needs_in_parts
from bot.adapters.languages_named import language_named
from bot.adapters.meant import fillers
from bot.adapters.moment import SURE
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.names import number_in
from bot.adapters.phrases import FEW_WORDS, asks, denies, fear_named, ordinals, unwished, wished
from bot.adapters.topics import ABOUT_HELPERS, HAS_AN_ANSWER, asks_about_helpers, topic_asked
from bot.adapters.wishes import ocmws, refuses_ocmw
from bot.adapters.word_lists import begins_with, clauses, mentions, told_parts, without_words
from bot.domain.labels import REFUSALS, Preference, Reach, Topic
from bot.domain.partners import Service
from bot.domain.question import lines_meant
from bot.domain.words import plain
from bot.service import proposals, talk
from bot.service.turn import Turn

LOOKS_FURTHER = "others"
"""Value of the slot ``service`` while somebody looks for another one than those shown."""
ASK_SERVICE: Slots = {"service": None, "preference": None}
ASKED_AFTER_A_CHOICE = ("name", "phone", "consent")
_CHOOSES = frozenset(["choose", "tell", "out_of_scope", "affirm"])
REACH_FILTERS = {"home": Reach.HOME_VISIT, "phone": Reach.PHONE}


def look_again(dispatcher: CollectingDispatcher, turn: Turn, wish: str) -> Slots:
    """Looks for other services, with what is wished of them in mind."""
    if wish == LOOKS_FURTHER:
        talk.look_further(turn)
        return ASK_SERVICE
    if wish == "woman":
        return _look_for_a_woman(dispatcher, turn)
    dispatcher.utter_message(response="filter_noted")
    if wish in REACH_FILTERS:
        talk.look_further(turn)
        talk.set_reach(turn, REACH_FILTERS[wish])
        return {**ASK_SERVICE, "preference": wish, "reach": str(REACH_FILTERS[wish]), "when": "any"}
    talk.look_anew(turn)
    if wish == "no_car":
        talk.set_no_car(turn)
    else:
        talk.ask_help_in(turn, language_named(turn.incoming.content) or turn.conversation.asks_in)
        talk.prefer(turn, Preference.OWN_LANGUAGE)
    return ASK_SERVICE


def look_for_need(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Looks again for who helps with a need that a few words name ("a lawyer, please"); None if they name none."""
    language, heard = turn.conversation.language, turn.understanding
    if heard is None or not (heard.topic is Topic.HELPER_NEED or _wishes_somebody(turn, words)):
        return None
    needs = needs_in_parts(language, words) or heard.needs
    if len(needs) != 1 or needs[0] in turn.conversation.question.needs[:1]:
        return None
    talk.add_need(turn, needs[0])
    talk.put_first(turn, needs[0])
    talk.look_anew(turn)
    dispatcher.utter_message(response="filter_noted")
    return {**ASK_SERVICE, "main_need": str(needs[0])}


def look_for_the_ocmw(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Shows the welfare office that is asked for ("is there nobody from the OCMW?"); None of anything else."""
    language = turn.conversation.language
    if not mentions(language, "ocmw_words", words) or refuses_ocmw(language, words):
        return None
    wished_for = asks(language, words) or _wishes_somebody(turn, words)
    found = proposals.show_services_of(turn, ocmws(turn.directory)) if wished_for else ()
    if not found:
        return None
    say_more(dispatcher, turn, found)
    return ASK_SERVICE


def _wishes_somebody(turn: Turn, words: str) -> bool:
    language, heard = turn.conversation.language, turn.understanding
    questions = heard is not None and heard.act in QUESTIONS and heard.act_score >= SURE
    wished_for = len(words.split()) <= FEW_WORDS or begins_with(language, "wish_words", words)
    return wished_for and not (questions or asks(language, words) or denies(language, words))


def _look_for_a_woman(dispatcher: CollectingDispatcher, turn: Turn) -> Slots:
    """Shows where a woman can be asked for; where nobody says so, the wish goes with the question."""
    talk.prefer(turn, Preference.WOMAN)
    talk.look_anew(turn)
    if proposals.has_women(turn):
        dispatcher.utter_message(response="filter_woman")
        return {**ASK_SERVICE, "preference": "woman"}
    dispatcher.utter_message(response="filter_woman_unknown")
    return ASK_SERVICE


def wished_of_a_helper(tracker: Tracker) -> str | None:
    """The kind of helper that a message wishes, one of those that can be looked for ("filter_words").

    A question about something else ("is it safe if she sees my phone?") is no wish.
    """
    language, words = turn_of(tracker).conversation.language, said(tracker)
    heard = turn_of(tracker).understanding
    topic = topic_asked(language, words, heard)
    if topic == Topic.LANGUAGES:
        return "language"
    asked = topic in HAS_AN_ANSWER and topic not in ABOUT_HELPERS
    if asked or (heard and asks_about_helpers(heard, language, words)) or fear_named(language, words):
        return None
    parts = (wished(language, "filter_words", part) for part in told_parts(language, words))
    return wished(language, "filter_words", words) or next(filter(None, parts), None)


def note_no_acquaintance(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> bool:
    """Notes that nobody whom somebody knows shall help them, where a message wishes that; False if it does not."""
    wish, language = Preference.NO_ACQUAINTANCE, turn.conversation.language
    wishes = mentions(language, f"{wish}_words", words) and not asks(language, words)
    if not wishes or wish in turn.conversation.question.preferences:
        return False
    talk.prefer(turn, wish)
    dispatcher.utter_message(response=f"{wish}_noted")
    return True


def look_without(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Looks again without what is refused ("no calls", "no woman", "not the OCMW"); None if nothing is."""
    many = len(words.split()) > WORDS_OF_AN_ANSWER
    refused, unwanted = (
        refused_ways(turn, words, plainly=many),
        unwished(turn.conversation.language, "filter_words", words),
    )
    no_woman = "woman" in unwanted and Preference.WOMAN in turn.conversation.question.preferences
    if not (refused or no_woman):
        return _look_past(dispatcher, turn, words)
    if no_woman:
        talk.give_up_wish(turn, Preference.WOMAN)
    talk.look_anew(turn)
    dispatcher.utter_message(response=str(REFUSALS[refused[0]]) if refused else "filter_noted")
    return {**ASK_SERVICE, **({"reach": None} if turn.conversation.question.reach is None else {})}


def _look_past(dispatcher: CollectingDispatcher, turn: Turn, words: str) -> Slots | None:
    """Looks again without those who are refused among those shown, by name or by their place ("not the first one")."""
    language = turn.conversation.language
    refused = " ".join(part for part in clauses(language, words) if denies(language, part) and not asks(language, part))
    if not refused:
        return None
    bare = without_words(language, "not_words", refused) or ""
    place, near = ordinals(language).position(bare), turn.conversation.near
    at_place = [near[place]] if place is not None and place < len(near) else []
    named = proposals.meant(turn, refused, near) or turn.directory.services_of(at_place) or _described(turn, refused)
    if not named:
        return None
    proposals.refuse(turn, [service.organization_id for service in named])
    talk.look_anew(turn)
    dispatcher.utter_message(response="filter_noted")
    return ASK_SERVICE


def _described(turn: Turn, words: str) -> list[Service]:
    """The one helper who is shown whose description speaks of what ``words`` name ("not for me, the crèche")."""
    near = turn.directory.services_of(turn.conversation.near)
    told = [service.descriptions.get(turn.conversation.language, "") for service in near]
    found = lines_meant(told, words, fillers(turn))
    return [near[at] for at in found] if len(found) == 1 else []


def helper_instead(tracker: Tracker) -> str | None:
    """The helper who is named instead of the chosen one, once that is asked no more ("no, I want Open Door")."""
    turn, words = turn_of(tracker), said(tracker)
    language = turn.conversation.language
    asked = tracker.get_slot("requested_slot") in ASKED_AFTER_A_CHOICE and value_of(tracker) is None
    if asked and (counted := _counted(turn, words)) not in (None, tracker.get_slot("service")):
        return counted
    named_alone = len(words.split()) > 2 or proposals.is_named(turn, words)
    if not asked or not named_alone or len(words.split()) > WORDS_OF_AN_ANSWER or asks(language, words):
        return None
    wanted = " ".join(part for part in clauses(language, words) if not denies(language, part))
    found = proposals.meant(turn, wanted, turn.conversation.proposed)
    return found[0].id if len(found) == 1 and found[0].id != tracker.get_slot("service") else None


def _counted(turn: Turn, words: str) -> str | None:
    """The one of those shown that a whole text counts ("ok take the second"), where more is said than a number."""
    place, near = ordinals(turn.conversation.language).position(plain(words)), turn.conversation.near
    more = len(words.split()) > 1 and number_in(words) is None
    return near[place] if more and place is not None and place < len(near) else None


def helper_named(tracker: Tracker, slot: str) -> str | None:
    """The one helper among those shown now, or else before, whose name a few words say, if ``slot`` was asked for."""
    turn, words = turn_of(tracker), said(tracker)
    asked = asks(turn.conversation.language, words) or len(words.split()) > WORDS_OF_AN_ANSWER
    chooses = intent_of(tracker) in _CHOOSES and value_of(tracker) is None
    if tracker.get_slot("requested_slot") != slot or asked or not chooses:
        return None
    language = turn.conversation.language
    wanted = " ".join(part for part in clauses(language, words) if not denies(language, part))
    shown = (proposals.meant(turn, wanted, ids) for ids in (turn.conversation.near, turn.conversation.proposed))
    found = next(filter(None, shown), [])
    return found[0].id if len(found) == 1 else None
