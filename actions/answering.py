"""Answering what is asked or felt on the way, without leading anybody off it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.common import QUESTION_FORM, Events, button, intent_of, said, say_on_telegram, told_slot, turn_of
from actions.reading import FEARS, tells_too, told_beside_a_fear
from bot.adapters.asides import TOLD_ON_TELEGRAM
from bot.adapters.moment import Asked
from bot.adapters.other_words import asks_why_danger, names_a_fear
from bot.adapters.phrases import asks_back, fear_named
from bot.adapters.topic_answers import ABOUT, TEXT_WHY_DANGER, Answer, answer_to, who_reads
from bot.adapters.topics import HAS_AN_ANSWER, topic_asked
from bot.adapters.wordings import catalogues
from bot.domain.labels import Act, Topic
from bot.service import talk
from bot.service.turn import Turn


class ActionAnswer(Action):
    """Answers what people ask or feel on the way; who has not begun yet is then invited to."""

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn, intent = turn_of(tracker), intent_of(tracker)
        if tells_too(turn, intent, said(tracker)):
            talk.hear_unasked(turn, said(tracker))
        elif intent in FEARS and (beside := told_beside_a_fear(turn, said(tracker))):
            talk.hear_unasked(turn, beside)
        topic = _topic(turn, intent, said(tracker))
        for key, values in [answer_to(turn, topic)] if topic else _answers(tracker, intent):
            dispatcher.utter_message(response=key, choices=_still_asked(tracker), **values)
        before = turn.conversation.question
        if topic == Topic.RIGHTS and before.told:
            talk.ask_too(turn, said(tracker))
        if turn.conversation.question != before:
            dispatcher.utter_message(response="rights_kept")
        if (told := TOLD_ON_TELEGRAM.get(topic or intent)) is not None:
            say_on_telegram(dispatcher, turn, told)
        idle = tracker.active_loop_name is None and tracker.get_slot("asked") is None
        if not idle or turn.conversation.relay or turn.conversation.question.sent:
            return []
        return [told_slot(turn), FollowupAction(QUESTION_FORM)]


def _still_asked(tracker: Tracker) -> list[dict[str, Any]]:
    """The buttons that delete everything or not, for who asks something first."""
    if tracker.get_slot("asked") != Asked.DELETE:
        return []
    return [button("button.delete_all", "delete_all"), button("button.keep_all", "keep_all")]


def _topic(turn: Turn, intent: str, words: str) -> str | None:
    """What is asked; who reads along, once something was sent, are those who received it."""
    heard = turn.understanding
    if intent == Act.ASK_PRIVACY and turn.conversation.handovers and heard and heard.topic is Topic.RECEIVERS:
        return heard.topic
    topic = topic_asked(turn.conversation.language, words, heard) if intent == Act.ASK_INFO else None
    return topic if topic in HAS_AN_ANSWER else None


def _answers(tracker: Tracker, intent: str) -> list[Answer]:
    """The texts for an act; each fear that is named, and each question that is asked back about, has its own."""
    turn, words = turn_of(tracker), said(tracker)
    language = turn.conversation.language
    asks_who_reads = turn.understanding is not None and turn.understanding.act is Act.ASK_PRIVACY
    feared = intent == Act.HESITATE_FEAR and (asks_who_reads or names_a_fear(language, words))
    fear = fear_named(language, words) if feared else None
    if fear == "children" and turn.understanding and turn.understanding.topic is Topic.RELATIVES:
        return [answer_to(turn, Topic.RELATIVES)]  # "you tell my son nothing?"
    about = f"{ABOUT}{tracker.get_slot('requested_slot')}"
    asks_why = asks_back(language, words) or (turn.understanding and turn.understanding.topic is Topic.WHY)
    told: list[Answer] = [(about, {})] if asks_why and catalogues().has(about) else []
    if told and asks_why_danger(language, words):
        return [(TEXT_WHY_DANGER, {})]
    if told and intent == Act.ASK_INFO:
        return told
    if intent == Act.ASK_PRIVACY and (once_sent := who_reads(turn)) is not None:
        return [*told, once_sent]
    return [*told, (f"hesitate_fear.{fear}" if fear else f"utter_{intent}", {})]


ANSWERING_ACTIONS: tuple[type[Action], ...] = (ActionAnswer,)
