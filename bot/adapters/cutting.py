"""How much of what was told goes: the last thing, or of a sentence only the part that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.adapters.meant import Meant, fillers, meant_by_sentences, with_followers, with_words_alike
from bot.adapters.moment import IN_OWN_WORDS, last_slot
from bot.adapters.phrases import denies, needs_named
from bot.adapters.sureness import told_plainly
from bot.adapters.word_lists import WORDS_OF_A_PART, mentions, told_parts, without_parts
from bot.domain.labels import Need
from bot.domain.question import lines_sharing
from bot.service.turn import Turn

SENTENCE_ENDS = ".!?؟"
SHARE_THAT_STANDS = 0.4
"""Of how many of its words at least a sentence has to keep: less is a rag of it."""


def last_said(turn: Turn) -> Meant:
    """What was told last: the line before the one that is asked for now, or else the last sentence of the story."""
    question, asked = turn.conversation.question, last_slot(turn.conversation.dialogue, "requested_slot")
    asked_before = IN_OWN_WORDS[: IN_OWN_WORDS.index(asked)] if asked in IN_OWN_WORDS else IN_OWN_WORDS
    told = next((line for line in reversed(asked_before) if getattr(question, line)), None)
    if told is not None:
        return Meant(lines=(told,))
    last = len(question.told_sentences) - 1
    return meant_by_sentences(turn, (last,), ()) if last >= 0 else Meant()


def shortened(turn: Turn, out: Meant, goes: Sequence[str]) -> tuple[str, Meant]:
    """The story with sentences that lose only a part, and what else is to go; no words where none is shortened.

    The parts go that share a word with what ``goes``, and those behind them that go on about it, with the needs that
    are named in them alone. A sentence goes as a whole if it tells nothing but a need that goes, or if hardly anything
    of it would stay.
    """
    question, language = turn.conversation.question, turn.conversation.language
    cut = {at: parts for at in out.sentences if (parts := _parts_meant(turn, at, out, goes))}
    if not cut:
        return "", out
    words = question.words
    for at, parts in cut.items():
        told = question.told_sentences[at]
        words = words.replace(told, _ended(without_parts(language, told, parts), told), 1)
    gone = {need for parts in cut.values() for part in parts for need in _needs_in(language, part)}
    stays = [without_parts(language, question.told_sentences[at], parts) for at, parts in cut.items()]
    told_still = {need for left in stays for need in _needs_in(language, left)}
    left = tuple(at for at in out.sentences if at not in cut)
    spoken_of = {*meant_by_sentences(turn, left, ()).needs, *_needs_ordered(turn, goes)}
    going = {*(need for need in out.needs if need in spoken_of), *gone}
    needs = tuple(need for need in question.needs if need in going - told_still)
    return words, replace(out, sentences=left, needs=needs if len(needs) < len(question.needs) else ())


def _parts_meant(turn: Turn, at: int, out: Meant, goes: Sequence[str]) -> list[str]:
    """The parts of a sentence that go; none where it goes as a whole, as all does that is said about somebody."""
    if any(mentions(turn.conversation.language, "all_words", each) for each in goes):
        return []
    language, told = turn.conversation.language, turn.conversation.question.told_sentences[at]
    plainly = set(told_plainly(turn.told[at])) if at < len(turn.told) else set()
    if plainly and plainly == set(turn.told[at].needs) <= _needs_ordered(turn, goes) & set(out.needs):
        return []
    parts = [part.strip() for part in told_parts(language, told)]
    sharing = {part for each in goes for part in lines_sharing(parts, with_words_alike(language, each), fillers(turn))}
    meant = [parts[part] for part in with_followers(language, parts, sharing)]
    if any(len(part.split()) < WORDS_OF_A_PART and denies(language, part) for part in meant):
        return []  # "I am not" cut off a sentence turns it round
    left = len(without_parts(language, told, meant).split())
    return meant if left >= max(WORDS_OF_A_PART, SHARE_THAT_STANDS * len(told.split())) else []


def _needs_ordered(turn: Turn, goes: Sequence[str]) -> set[Need]:
    """The needs that an order speaks of, by its words or by how it is understood."""
    named = {need for each in goes for need in _needs_in(turn.conversation.language, each)}
    return named | set(turn.understanding.needs if turn.understanding else ())


def _ended(left: str, told: str) -> str:
    """What is left of a sentence, with the mark that it ended with."""
    return left + told[-1] if told[-1] in SENTENCE_ENDS and left[-1] not in SENTENCE_ENDS else left


def _needs_in(language: str, words: str) -> tuple[Need, ...]:
    """The needs that are named in words, with trouble in the family where a relative is."""
    of_relative = (Need.FAMILY,) if mentions(language, "relative_words", words) else ()
    return (*needs_named(language, words, len(words.split())), *of_relative)
