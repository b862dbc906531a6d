"""In which language the talk goes on."""

from __future__ import annotations

from dataclasses import replace

from bot.adapters import asides
from bot.adapters.languages_named import greeted_in
from bot.adapters.moment import typed
from bot.adapters.texts import GettextTexts
from bot.domain.labels import LANGUAGES, NEAREST
from bot.domain.understanding import Understanding
from bot.service import proposals
from bot.service.turn import Turn

LANGUAGE_SURE = 0.8
LANGUAGE_SURE_SWITCH = 0.9
FOREIGN_SURE = 0.6
WORDS_FOR_SWITCH = 4
"""Once something was told, the language changes by itself only on a longer message that is plainly in another one."""


def in_a_known_language(turn: Turn, heard: Understanding) -> Understanding:
    """A language that nobody has written in so far is a mistake."""
    conversation = turn.conversation
    known = heard.language in LANGUAGES or heard.language == conversation.asks_in
    return heard if known else replace(heard, language=conversation.language)


def settle_language(turn: Turn, heard: Understanding, texts: GettextTexts) -> None:
    """Goes on in the language that a message is surely written in, or says that the bot does not speak it."""
    conversation, first = turn.conversation, not turn.conversation.dialogue
    if conversation.language_chosen:
        return
    if first and (greeted := greeted_in(typed(turn))):
        turn.conversation = conversation.speaking(greeted)
        return
    names_a_helper = bool(proposals.meant(turn, typed(turn), conversation.near))
    if names_a_helper or heard.language in (conversation.language, conversation.asks_in):
        return
    long_enough = not conversation.question.words or len(typed(turn).split()) >= WORDS_FOR_SWITCH
    known = heard.language in LANGUAGES
    sure = (LANGUAGE_SURE if known else FOREIGN_SURE) if first else LANGUAGE_SURE_SWITCH
    if not long_enough or heard.language_score < sure:
        return
    if known:
        turn.conversation = conversation.speaking(heard.language)
    elif heard.language in NEAREST:
        asides.meet_a_stranger(turn, heard, texts)
