"""Whether a message may be the answer to the question that is open."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.common import SAYS_NOTHING, intent_of, said, turn_of
from bot.adapters.asides import asks_about_danger
from bot.adapters.intents import FOR_ONESELF, TELL_WHO_KNOWS
from bot.adapters.limits import limiting_parts
from bot.adapters.meant import takes_something_out
from bot.adapters.moment import SURE, moment_of
from bot.adapters.phrases import FEW_WORDS, PHRASES, QUESTION_MARKS, asks
from bot.adapters.sureness import PLAINLY_TOLD
from bot.adapters.word_lists import without_parts
from bot.domain.labels import Act, Topic
from bot.domain.question import sentences
from bot.domain.understanding import Understanding
from bot.nlu.example import OUT_OF_SCOPE, TELL
from bot.service.turn import Turn

NO_ANSWERS = frozenset(
    [
        OUT_OF_SCOPE,
        "greet",
        "goodbye",
        "thank",
        "hesitate_shame",
        "hesitate_distrust",
        "hesitate_fear",
        "not_bad_enough",
        "ask_cost",
        "ask_privacy",
        "ask_bot",
        "ask_human",
        "ask_info",
        "for_someone_else",
        FOR_ONESELF,
        TELL_WHO_KNOWS,
        "professional_consult",
        "change_language",
        "not_now",
        "withdraw",
        "start",
        "resume",
        "come_back",
        "status",
        "recap",
        "just_talk",
        "tell_more",
        "put_back",
        "just_information",
        "restart_talk",
        "restart_now",
        "take_back",
        "delete_all",
        "keep_all",
        "end_relay",
        "stale_button",
        "send_media",
        SAYS_NOTHING,
        "handover_accepted",
        "handover_declined",
        "handover_closed",
        "handover_acknowledged",
        "partner_message",
        "write_to",
        "handover_expired",
        "aftercare",
        "aftercare_rhythm",
        "helped",
        "tell_helped",
        "ask_others",
        "reopen",
    ]
)
"""Intents that are never the answer to a form's question: the rules take them, then the form asks again."""

SET_PHRASES = frozenset([*PHRASES, "come_back", FOR_ONESELF, TELL_WHO_KNOWS])
INTERRUPTIONS = frozenset(Act) - {Act.GREET, Act.CHOOSE, Act.FOR_SOMEONE_ELSE, Act.THANK}
"""Acts that are no answer to an open question, if they are sure."""
QUESTIONS = frozenset([Act.ASK_COST, Act.ASK_PRIVACY, Act.ASK_BOT, Act.ASK_INFO])
SOUNDS_LIKE_ANYTHING = frozenset([OUT_OF_SCOPE, *Act])
MEANT_OTHERWISE = NO_ANSWERS - SOUNDS_LIKE_ANYTHING
"""Intents that no words only sound like: what was asked has been answered by them, or something else has."""


def own_words(tracker: Tracker, slot: str) -> str:
    """What was said, if ``slot`` was asked for and it may be the answer in somebody's own words; else empty.

    A few words of an answer ("my sister", "peace") sound like many acts, so only a sure one is taken for it.
    """
    turn, words, intent = turn_of(tracker), said(tracker), intent_of(tracker)
    heard = turn.understanding
    if tracker.get_slot("requested_slot") != slot or heard is None or _only_asks(turn, heard, words):
        return ""
    if any(reply.voice == "crisis" for reply in turn.replies):  # whether it means danger is asked first
        return ""
    sure = heard.act_score >= SURE or intent == Act.HESITATE_FEAR
    takes_out = intent == Act.CORRECT and (heard.leaves_out or takes_something_out(turn, moment_of(turn)))
    orders = takes_out or intent == Topic.PUT_BACK
    interrupts = (
        heard.danger
        or (heard.to_the_bot and not heard.leaves_out)
        or orders
        or intent in (*SET_PHRASES, *MEANT_OTHERWISE)
        or (sure and intent in INTERRUPTIONS and not _tells_beside(heard, intent, words))
    )
    told = "" if interrupts else _without_asides(turn, words)
    return told if turn.written(told) else ""


def in_doubt(tracker: Tracker, slot: str) -> str:
    """The same where a danger may be meant by it, which is asked about: what was told then belongs to the story."""
    turn, words = turn_of(tracker), said(tracker)
    asked = tracker.get_slot("requested_slot") == slot and intent_of(tracker) == TELL
    doubted = asked and asks_about_danger(turn) and not words.endswith(QUESTION_MARKS)
    return words if doubted and turn.written(words) else ""


def _without_asides(turn: Turn, words: str) -> str:
    """An answer without the questions beside it, and without what a helper is to mind, which has its own line."""
    language = turn.conversation.language
    told = " ".join(each for each in sentences(words) if not each.endswith(QUESTION_MARKS)) or words
    limits = limiting_parts(language, told)
    return without_parts(language, told, limits) if limits else told


def _only_asks(turn: Turn, heard: Understanding, words: str) -> bool:
    """True for a question: by its mark, or by how it begins where it also sounds like one ("who reads that then")."""
    sounds_so = heard.topic_score >= SURE or (heard.act in QUESTIONS and heard.act_score >= SURE)
    return words.endswith(QUESTION_MARKS) or (sounds_so and asks(turn.conversation.language, words))


def _tells_beside(heard: Understanding, intent: str, words: str) -> bool:
    """True where a need is told plainly beside a question, which drowned it."""
    asks = intent in QUESTIONS and len(words.split()) > FEW_WORDS
    return asks and max(heard.need_scores.values(), default=0.0) >= PLAINLY_TOLD


def answers(tracker: Tracker, slot: str) -> bool:
    """True if ``slot`` was asked for and the message may be its answer."""
    return tracker.get_slot("requested_slot") == slot and intent_of(tracker) not in NO_ANSWERS


def may_name_an_answer(tracker: Tracker, slot: str) -> bool:
    """True if ``slot`` was asked for and a word of the message may name its answer.

    A few words alone ("at home", "call me") sound like anything, so for them the question that was asked decides.
    """
    if answers(tracker, slot):
        return True
    words, heard = said(tracker), turn_of(tracker).understanding
    if tracker.get_slot("requested_slot") != slot or heard is None or len(words.split()) > FEW_WORDS:
        return False
    asks = words.endswith(QUESTION_MARKS) or (heard.act in QUESTIONS and heard.act_score >= SURE)
    return not asks and intent_of(tracker) in SOUNDS_LIKE_ANYTHING
