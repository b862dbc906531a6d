"""Questions that the state of the talk answers, where their words alone tell too little ("do they still have it?")."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters.choosing import speaks_of_one_shown
from bot.adapters.languages_named import language_denied, language_named
from bot.adapters.moment import LIKELY, SURE, Moment, typed
from bot.adapters.phrases import asks, wants_all_deleted
from bot.adapters.taking_back import DELETES
from bot.adapters.word_lists import mentions, told_parts
from bot.domain.labels import Act, Topic
from bot.domain.question import sentences
from bot.domain.understanding import Understanding
from bot.service import proposals
from bot.service.turn import Turn

ASKED_IF_DONE = 0.7
"""From what score on "did you delete everything?" asks, which sounds like the order to do it."""
OF_ONES_OWN = (Topic.RECAP, Topic.KEPT, Topic.RECEIVERS, Topic.STATUS, Topic.ARRIVAL, Topic.TRACES)
"""Topics about what the bot itself knows and keeps, and who has it."""


def wants_deletion(turn: Turn, heard: Understanding) -> bool:
    """True for "delete everything", not for "did you delete everything?"."""
    language, said = turn.conversation.language, typed(turn)
    return wants_all_deleted(language, said) and not asks_if_deleted(turn, heard)


def asks_if_deleted(turn: Turn, heard: Understanding) -> bool:
    """True for "did you delete everything?"; where nothing is kept, for any such question."""
    if not asks(turn.conversation.language, typed(turn)):
        return False
    if heard.topic is Topic.KEPT and heard.topic_score >= ASKED_IF_DONE:
        return True
    conversation = turn.conversation
    keeps = conversation.question.told or conversation.handovers
    withdraws = heard.act is Act.WITHDRAW and heard.act_score >= LIKELY
    return not keeps and (withdraws or wants_all_deleted(conversation.language, typed(turn)))


def asked_of_the_state(turn: Turn, moment: Moment, heard: Understanding) -> Understanding:
    """The understanding of a message, with the topic that it has where the talk is."""
    language, said = moment.language, typed(turn)
    if heard.danger is not None:
        return heard
    if _asks_about_one_shown(turn, moment, heard):
        return _about(heard, Topic.TELL_MORE)
    if not any(asks(language, each) for each in sentences(said)):
        return may_take_back(moment, heard, said)
    if asks_if_deleted(turn, heard):
        return _about(heard, Topic.KEPT)
    if heard.topic is Topic.LANGUAGES and talks_with_others(language, said):
        return _about(heard, Topic.TASKS)
    if language == turn.before.language and asks_to_be_understood(language, heard, said):
        return _about(heard, Topic.LANGUAGES)
    if moment.needs and not moment.ever_sent and mentions(language, "sent_words", said):
        return _about(heard, Topic.STATUS)
    sure = heard.topic is not None and heard.topic_score >= SURE
    deciding = any(payload.startswith(DELETES) for payload in moment.offered)
    if not sure and (deciding or asks_to_delete_later(moment, said)):
        return _about(heard, Topic.KEPT)
    ended = moment.ever_sent and mentions(language, "chat_ended_words", said)
    if ended or (not sure and heard.topic not in OF_ONES_OWN and names_a_receiver(turn)):
        return _about(heard, Topic.STATUS)
    return may_take_back(moment, heard, said)


def asks_to_delete_later(moment: Moment, said: str) -> bool:
    """True for "can you delete my message after?", once something was sent: what can go, and what can't, is told.

    "Can I still delete it later?" asks that at any time.
    """
    asked = [each for each in sentences(said) if asks(moment.language, each)]
    deletes = [each for each in asked if mentions(moment.language, "delete_words", each)]
    may_i = any(mentions(moment.language, "may_i_words", each) for each in deletes)
    once_sent = moment.ever_sent and moment.slot is None and not wants_all_deleted(moment.language, said)
    return bool(deletes) and (may_i or once_sent)


def asks_to_be_understood(language: str, heard: Understanding, said: str) -> bool:
    """True for "do you understand my English?" in English, which wishes no other language."""
    sounds_so = heard.act is Act.CHANGE_LANGUAGE and heard.act_score >= LIKELY
    return sounds_so and language in (language_named(said), language_denied(said))


def talks_with_others(language: str, said: str) -> bool:
    """True for "do they talk to the bank?", which asks for no language."""
    return mentions(language, "talk_with_words", said) and language_named(said) is None


def names_a_receiver(turn: Turn) -> bool:
    """True for who names a partner that got a question of theirs ("and Taalplein, they keep my paper?")."""
    ids = [handover.service_id for handover in turn.conversation.handovers]
    return bool(ids) and bool(proposals.meant(turn, typed(turn), ids))


def _asks_about_one_shown(turn: Turn, moment: Moment, heard: Understanding) -> bool:
    """True for who asks something of one of the helpers who are shown, by name or place ("who is number two?")."""
    said, sure = typed(turn), heard.topic not in (None, Topic.LANGUAGES) and heard.topic_score >= SURE
    parts = (part.strip() for each in sentences(said) for part in (each, *told_parts(moment.language, each)))
    if sure or moment.slot != "service" or not any(asks(moment.language, part) for part in parts):
        return False
    return speaks_of_one_shown(turn, said)


def may_take_back(moment: Moment, heard: Understanding, said: str) -> Understanding:
    """The understanding of who only asks, before anything is sent, if it can be taken back ("and if I regret it?")."""
    regrets = heard.act is Act.WITHDRAW or mentions(moment.language, "regret_words", said)
    asks_it = regrets and heard.topic_score < SURE and asks(moment.language, said)
    if not asks_it or moment.can_take_back or wants_all_deleted(moment.language, said):
        return heard
    return _about(heard, Topic.CHANGES)


def _about(heard: Understanding, topic: Topic) -> Understanding:
    return replace(heard, act=None, act_score=0.0, needs=(), topic=topic, topic_score=SURE)
