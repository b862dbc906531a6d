"""What the bot hears while a partner holds the talk: danger, and what is said to itself."""

from __future__ import annotations

from collections.abc import Mapping

from bot.adapters import asides
from bot.adapters.choosing import choice_typed
from bot.adapters.doubt import answer_to_doubt, is_a_guess, with_doubt
from bot.adapters.moment import LIKELY, SURE, Asked, moment_of, typed
from bot.adapters.phrases import FEW_WORDS, intent_named, takes_back, wants_all_deleted
from bot.adapters.taking_back import ends_relay, taken_back
from bot.adapters.texts import GettextTexts
from bot.adapters.told_by_state import ASKED_IF_DONE, asks_to_delete_later
from bot.adapters.word_lists import mentions
from bot.domain.labels import Act, Topic
from bot.domain.understanding import Understanding
from bot.service.relay_events import ANSWERS_TO_THE_BOT
from bot.service.turn import Turn

TOLD_BY_THE_BOT: Mapping[Topic, float] = {Topic.RECAP: LIKELY, Topic.KEPT: ASKED_IF_DONE, Topic.RECEIVERS: SURE}
"""What only the bot can answer, and from what score on it does; "did you get my message?" is for the partner."""


def picks(turn: Turn) -> bool:
    """True for what is said to the bot and not to the partner (see DialogueEngine.picks)."""
    heard = turn.understanding
    return choice_typed(turn) is not None or (heard is not None and (_orders(turn, heard) or _answers(turn, heard)))


def watches(turn: Turn) -> bool:
    """True for danger beyond doubt, and for all that is said while somebody is asked if they are safe."""
    moment, heard = moment_of(turn), turn.understanding
    if moment.asked == Asked.IF_SAFE:
        return True
    return heard is not None and with_doubt(heard, moment, typed(turn)).danger is not None


def ask_in_doubt(turn: Turn, texts: GettextTexts) -> None:
    """Asks whether there is danger where a message may mean one; once a danger, as everywhere."""
    heard, said = turn.understanding, typed(turn)
    if heard is None:
        return
    moment = moment_of(turn)
    turn.understanding = with_doubt(heard, moment, said)
    likely = not is_a_guess(moment, turn.understanding, said)
    if turn.understanding.doubt is not None and likely and not heard.denies_danger:
        asides.ask_about_danger(turn, texts)


def _orders(turn: Turn, heard: Understanding) -> bool:
    """True for who takes back, deletes or ends, and who asks what the bot itself knows, keeps and passed on."""
    language, said = turn.conversation.language, turn.incoming.content
    withdraws = heard.act is Act.WITHDRAW and heard.act_score >= SURE
    takes_question_back = takes_back(language, said) and mentions(language, "question_words", said)
    asks_what = any(heard.topic is topic and heard.topic_score >= score for topic, score in TOLD_BY_THE_BOT.items())
    asks_what = asks_what or asks_to_delete_later(moment_of(turn), said)
    in_words = intent_named(language, said) in (Topic.STATUS, Topic.RECAP) or wants_all_deleted(language, said)
    return withdraws or takes_question_back or asks_what or in_words or ends_relay(language, said)


def _answers(turn: Turn, heard: Understanding) -> bool:
    """True for an answer in a few words to what the bot has asked: if there is danger, if it helped, what to delete."""
    buttons, moment = turn.conversation.choices_on_screen, moment_of(turn)
    if taken_back(turn, heard) is not None or answer_to_doubt(moment, heard, typed(turn)) is not None:
        return True
    answers = ANSWERS_TO_THE_BOT.get(moment.asked or "")
    asked = answers is not None and any(each.payload.startswith(answers) for each in buttons)
    few = len(turn.incoming.content.split()) <= FEW_WORDS
    return asked and few and heard.act in (Act.AFFIRM, Act.DENY)
