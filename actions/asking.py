"""The questions by which the help question is written down together."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Events, button, intent_of, need_buttons, turn_of, value_of
from actions.taking import QUESTIONS
from bot.adapters.homes import places_told
from bot.adapters.moment import moment_of
from bot.adapters.settling import WORDS_OF_A_STORY
from bot.adapters.somebody_else import FOR_OTHERS
from bot.adapters.wordings import catalogues
from bot.domain.consent import VIOLENCE, tells_of_violence
from bot.domain.labels import REFUSALS, Act, DayPart, Need, Reach
from bot.domain.places import Place
from bot.domain.question import HelpQuestion
from bot.service import undo
from bot.service.turn import Turn
from bot.service.wording import place_text, text

OPENERS = (Need.MONEY, Need.HOUSING, Need.MENTAL_HEALTH, Need.LONELINESS, Need.FAMILY)
"""The needs offered as a start to somebody who finds no words: what the region hears most."""

TELLS_ANEW = frozenset(["tell", "deny", "correct"])
"""Intents after which what was heard may be another thing than before."""

ASKED_ONLY = QUESTIONS | {Act.HESITATE_SHAME, Act.HESITATE_DISTRUST, Act.HESITATE_FEAR, Act.DENY, Act.THANK, "status"}
"""Intents after which who was offered a beginning is not offered it again: that would press."""

HARDLY_A_WORD = 3
"""Of so few words no more is given back than what they name."""
MUCH_TOLD = 18
"""Who told so many words about somebody else is not asked what it is about as if nothing had been said."""

MOST_PLACES = 5
ASKED_REACH = (Reach.HOME_VISIT, Reach.PHONE, Reach.CHAT, Reach.AT_LOCATION)


class ActionAskStory(Action):
    """Invites to tell, or to tell more; when something was half understood, offers the likeliest guesses."""

    def name(self) -> str:
        return "action_ask_story"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        question = turn_of(tracker).conversation.question
        guesses = _guesses(turn_of(tracker), intent_of(tracker))
        if question.needs and not question.words:
            back = [button("button.put_back", "put_back")] if undo.can_put_back(turn_of(tracker).conversation) else []
            dispatcher.utter_message(response="edit_words", choices=back)
        elif question.needs:
            dispatcher.utter_message(
                response="ask_story_more", choices=[button("button.enough", "choose", value="enough")]
            )
        elif guesses and question.words:
            choices = [*need_buttons(guesses), button("button.something_else", "choose", value="else")]
            key = "ask_story_which" if intent_of(tracker) == "affirm" else "ask_story_guess"
            dispatcher.utter_message(response=key, choices=choices)
        elif question.words and not (question.for_someone_else or question.consult):
            missed = value_of(tracker) in ("else", "change") or intent_of(tracker) in ("deny", "correct")
            key = "ask_story_else" if missed else "ask_story_more_words"
            choices = [*need_buttons(OPENERS), button("button.enough", "choose", value="enough")]
            dispatcher.utter_message(response=key, choices=choices)
        elif question.for_someone_else or question.consult:
            told = len(question.words.split()) >= MUCH_TOLD
            choices = [*need_buttons(OPENERS), *([button("button.enough", "choose", value="enough")] if told else [])]
            dispatcher.utter_message(response="ask_story_other_more" if told else "ask_story_other", choices=choices)
        elif intent_of(tracker) in ASKED_ONLY and "ask_story" in turn_of(tracker).conversation.wordings:
            dispatcher.utter_message(response="ask_story_asks", choices=[button("button.begin", "resume")])
        else:
            choices = [*need_buttons(OPENERS), button("button.just_talk", "just_talk")]
            dispatcher.utter_message(response="ask_story", choices=choices)
        return []


def _guesses(turn: Turn, intent: str) -> tuple[Need, ...]:
    """What may have been meant; a "yes" to guesses leaves open which, and after a question they are asked again."""
    if intent == "affirm" or intent in QUESTIONS:
        shown = tuple(choice.payload for choice in turn.conversation.choices_on_screen)
        guessed = intent == "affirm" or button("button.something_else", "choose", value="else")["payload"] in shown
        offered = (need for need in Need if need_buttons((need,))[0]["payload"] in shown)
        return (
            tuple(sorted(offered, key=lambda need: shown.index(need_buttons((need,))[0]["payload"]))) if guessed else ()
        )
    about_another = intent in FOR_OTHERS and len(turn.conversation.question.words.split()) >= WORDS_OF_A_STORY
    tells = intent == "tell" or about_another
    return turn.understanding.guesses() if turn.understanding and tells else ()


SAID_LAST = (Need.LANGUAGE, Need.MOBILITY)
"""Needs that stand in the way of others, and are given back after these."""


class ActionAskHeard(Action):
    """Gives back what was heard, and asks if that is right. After a digression it is only named: the rest was said."""

    def name(self) -> str:
        return "action_ask_heard"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        question, tells = turn.conversation.question, intent_of(tracker) in TELLS_ANEW
        reflection, told, rest = reflect(just_told(turn) if tells else question)
        if turn.conversation.wordings.get(reflection) and not tells:
            told, rest = question.needs, ()
            reflection = "heard_again"
        dispatcher.utter_message(response=reflection, needs=need_texts(told))
        choices = [
            button("button.right", "affirm"),
            button("button.not_quite", "deny"),
            button("button.more", "choose", value="more"),
        ]
        key = "ask_heard_also" if rest else "ask_heard"
        dispatcher.utter_message(response=key, needs=need_texts(rest), choices=choices)
        return []


class ActionAskMainNeed(Action):
    """Asks what weighs most."""

    def name(self) -> str:
        return "action_ask_main_need"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        question = turn_of(tracker).conversation.question
        first = [button(f"need.{VIOLENCE}", "choose", value=VIOLENCE)] if tells_of_violence(question) else []
        choices = [*first, *need_buttons(question.needs), button("button.all_the_same", "choose", value="all")]
        dispatcher.utter_message(response="ask_main_need", choices=choices)
        return []


class ActionAskWish(Action):
    """Asks what somebody would like to be different."""

    def name(self) -> str:
        return "action_ask_wish"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        key = _wish_key(turn_of(tracker))
        dispatcher.utter_message(response=key, choices=[button("button.skip", "choose", value="skip")])
        return []


def _wish_key(turn: Turn) -> str:
    """Who told of a danger is not asked to dream of next month."""
    question = turn.conversation.question
    if question.consult:
        return "ask_wish_consult"
    of_danger = question.crisis is not None and not question.for_someone_else
    return "ask_wish_danger" if of_danger else key_for(turn, "ask_wish")


class ActionAskSupport(Action):
    """Asks who or what helps already: the people around somebody belong to the question."""

    def name(self) -> str:
        return "action_ask_support"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        choices = [
            button("button.nobody", "choose", value="nobody"),
            button("button.skip", "choose", value="skip"),
        ]
        dispatcher.utter_message(response=key_for(turn_of(tracker), "ask_support"), choices=choices)
        return []


class ActionAskKnows(Action):
    """Asks if the person for whom somebody asks knows of it."""

    def name(self) -> str:
        return "action_ask_knows"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        choices = [button("button.knows.yes", "affirm"), button("button.knows.no", "deny")]
        dispatcher.utter_message(response="ask_knows", choices=choices)
        return []


class ActionAskPlace(Action):
    """Asks where somebody lives; if the name fits several places, which."""

    def name(self) -> str:
        return "action_ask_place"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = turn_of(tracker)
        of_others = moment_of(turn).slot == "support"  # "my aunt in Bruges helps me"
        found = turn.understanding.places[:MOST_PLACES] if turn.understanding and not of_others else ()
        told = () if found or turn.conversation.question.place else _places_told(turn)
        choices = [button({"text": _place_label(place)}, "choose", value=asdict(place)) for place in found or told]
        withheld = button("button.rather_not_say", "choose", value="withheld")
        key = "ask_which_place" if len(found) > 1 else key_for(turn, "ask_place")
        if len(told) == 1:
            name = place_text(told[0].name)
            dispatcher.utter_message(response="ask_place_in", place=name, choices=[*choices, withheld])
        else:
            dispatcher.utter_message(response=key, choices=[*choices, withheld])
        return []


def _places_told(turn: Turn) -> tuple[Place, ...]:
    """The places that were named in what was told, and may be where the person lives."""
    question = turn.conversation.question
    told = "\n".join(filter(None, (question.words, question.wish)))
    return places_told(turn.conversation.language, told, of_another=question.for_someone_else)[:MOST_PLACES]


def _place_label(place: Place) -> str:
    return place.name if place.name == place.municipality else f"{place.name} ({place.municipality})"


class ActionAskReach(Action):
    """Asks how somebody would like to be reached."""

    def name(self) -> str:
        return "action_ask_reach"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        label = key_for(turn_of(tracker), "button.reach")
        wishes = turn_of(tracker).conversation.question.preferences
        asked = [reach for reach in ASKED_REACH if REFUSALS.get(reach) not in wishes]
        choices = [button(f"{label}.{reach}", "choose", value=str(reach)) for reach in asked]
        choices.append(button("button.no_preference", "choose", value="any"))
        dispatcher.utter_message(response=key_for(turn_of(tracker), "ask_reach"), choices=choices)
        return []


class ActionAskWhen(Action):
    """Asks when a call or a visit suits."""

    def name(self) -> str:
        return "action_ask_when"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        choices = [button(f"when.{part}", "choose", value=str(part)) for part in DayPart]
        key = "ask_when_safe" if turn_of(tracker).conversation.question.unsafe_at_home else "ask_when"
        dispatcher.utter_message(response=key, choices=[*choices, button("when.any", "choose", value="any")])
        return []


def just_told(turn: Turn) -> HelpQuestion:
    """The question with the needs of this message alone, once others were given back: nobody is told those again."""
    question, heard = turn.conversation.question, turn.understanding
    given_back = any(key.startswith("heard.") for key in turn.conversation.wordings)
    new = tuple(need for need in heard.needs if need in question.needs) if heard and given_back else ()
    return replace(question, needs=new) if new else question


def reflect(question: HelpQuestion) -> tuple[str, tuple[Need, ...], tuple[Need, ...]]:
    """The text that gives back what was heard, the needs that it speaks of, and those that are left to be said.

    Of a danger that is over, that comes first. Of one's own needs the first, or the first two in one, and who was left
    is not told first that they speak no Dutch; of somebody else's all, without guessing at feelings. Of a word or two
    no more than that is given back: the rest would be put into somebody's mouth.
    """
    needs = question.needs
    if 0 < len(question.words.split()) <= HARDLY_A_WORD and not (question.for_someone_else or question.consult):
        return "heard_few", needs, ()
    if question.for_someone_else or question.consult:
        return ("heard_consult" if question.consult else "heard_other"), needs, ()
    if question.crisis is not None and catalogues().has(key := f"heard_danger.{question.crisis}"):
        return key, (), needs
    needs = tuple(sorted(needs, key=lambda need: need in SAID_LAST))
    first, second = needs[0], needs[min(1, len(needs) - 1)]
    for key in (f"heard.{first}+{second}", f"heard.{second}+{first}"):
        if catalogues().has(key):
            return key, needs[:2], needs[2:]
    return f"heard.{first}", needs[:1], needs[1:]


def need_texts(needs: tuple[Need, ...]) -> list[dict[str, Any]]:
    return [text(f"need.{need}") for need in needs]


def key_for(turn: Turn, key: str) -> str:
    """The key of a text about the person who is to be helped."""
    question = turn.conversation.question
    return f"{key}_other" if question.for_someone_else or question.consult else key


ASKING_ACTIONS: tuple[type[Action], ...] = (
    ActionAskStory,
    ActionAskHeard,
    ActionAskMainNeed,
    ActionAskWish,
    ActionAskSupport,
    ActionAskKnows,
    ActionAskPlace,
    ActionAskReach,
    ActionAskWhen,
)
