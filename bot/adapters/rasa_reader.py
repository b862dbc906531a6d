"""Reads messages and their parts for meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.adapters.corrections import needs_denied, parts_of, told_beside_no
from bot.adapters.in_danger import told_beside_no_danger
from bot.adapters.moment import ASKS_IF_RIGHT, Moment
from bot.adapters.phrases import QUESTION_MARKS, WORDS_OF_A_STEP, denies, names_danger, needs_named
from bot.adapters.sureness import told_plainly
from bot.adapters.warning_signs import load_warning_signs
from bot.adapters.word_lists import clauses, mentions, parts_told
from bot.domain.labels import Act, Need, Topic
from bot.domain.passages import passages
from bot.domain.question import sentences
from bot.domain.understanding import LIKELY_THERE, PLAIN_DANGER, Understanding
from bot.nlu.parsed import understanding_from

MAX_TEXT_FOR_NLU = 2000
"""Characters of a message that are read for meaning; the whole text is kept."""
MOST_SENTENCES = 60
"""How many sentences are read one by one; each takes some 20 ms."""
MOST_NEEDS = 6
"""How many needs one story brings at most; what else weighs comes up on the way."""
LEFT_OPEN = 0.1
"""How likely a need has to be in the whole of a text for a part of it to settle it."""
PLAINLY_NONE = 0.2
"""How unlikely a danger has to be in what is left of a message that says there is none."""
RATHER_LIKELY, HEARD_IN_A_CLAUSE, GUESSED = 0.6, 0.25, 0.3
"""Below what score a danger has to be heard in a clause too, from what score there, and what it counts for else."""
WORDS_OF_A_LABEL = 2
"""In so few words a need is an answer ("the rent"), and stands with what the question is about."""
SAYS_NO = (Act.DENY, Act.CORRECT)


def _names_it_plainly(language: str, part: str) -> bool:
    """True for words of danger with no "not" beside them."""
    return load_warning_signs().find(part) is not None and not denies(language, part)


def _tells_none(language: str, part: str, heard: Understanding) -> bool:
    only_asks = part.endswith(QUESTION_MARKS) and heard.topic is not Topic.RIGHTS
    return heard.carries_on or heard.about_the_talk or (only_asks and heard.crisis is None and not told_plainly(heard))


def _is_bare(language: str, part: str) -> bool:
    """True for an answer that only names a need."""
    return len(part.split()) <= WORDS_OF_A_LABEL and bool(needs_named(language, part))


class RasaReader:
    """Asks the model what a text means, where that is needed part by part."""

    def __init__(self, processor: MessageProcessor) -> None:
        self._processor = processor
        self._parsed: dict[tuple[str, str | None], dict[str, Any]] = {}

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While one message is read no part of it is read twice; after it nothing of it is kept."""
        try:
            yield
        finally:
            self._parsed.clear()

    async def in_many_words(self, text: str, heard: Understanding) -> Understanding:
        """The understanding with what a passage of a long story tells plainly, which is lost in the whole.

        A danger in a passage is asked about: it may be past and over. In a sentence of a short message it is sure.
        """
        if heard.danger is not None:
            return heard
        if not (parts := passages(text)):
            return await self._in_sentences(text, await self._in_parts(text, heard))
        told = await self.read(parts, heard.language)
        danger = next((each.danger for each in told if each.danger and each.crisis_score >= PLAIN_DANGER), None)
        needs = tuple(dict.fromkeys((*heard.needs, *chain.from_iterable(map(told_plainly, told)))))
        return replace(heard, needs=needs[:MOST_NEEDS], crisis=heard.crisis or danger)

    async def _in_sentences(self, text: str, heard: Understanding) -> Understanding:
        """The understanding with a danger that is plain in one sentence and lost among the others.

        Of "no, not lonely. He hits me" the first half hides the second.
        """
        parts = [part for part in sentences(text) if len(part.split()) > 1]
        told = await self.read(parts, heard.language) if len(parts) > 1 else []
        plain = next((each for each in told if each.danger and each.crisis_score >= PLAIN_DANGER), None)
        if plain is None:
            return heard
        needs = tuple(dict.fromkeys((*heard.needs, *plain.needs)))
        return replace(heard, needs=needs, crisis=plain.crisis, crisis_score=plain.crisis_score, crisis_sure=True)

    async def with_alarming(self, text: str, heard: Understanding) -> Understanding:
        """The understanding of a message that tells of danger, with those of its sentences that do by themselves.

        What weighs besides is lost beside a danger, so a need that a sentence tells plainly is heard too.
        """
        parts = sentences(text)
        if heard.danger is None or len(parts) < 2:
            return heard
        told = await self.read_each(parts, heard.language)
        alarming = (part for part, each in zip(parts, told, strict=True) if each.crisis is not None)
        needs = dict.fromkeys((*heard.needs, *chain.from_iterable(map(told_plainly, told))))
        return replace(heard, alarming=tuple(alarming), needs=tuple(needs)[:MOST_NEEDS])

    async def in_its_clauses(self, text: str, heard: Understanding) -> Understanding:
        """The understanding with a danger as a guess, where the whole of a message sounds like one and no clause of it.

        Run together, a calm story ("the oil is finished, no money left, I don't like to ask") may sound like anything.
        """
        likely = LIKELY_THERE <= heard.crisis_score < RATHER_LIKELY
        if heard.doubt is None or not likely or names_danger(heard.language, text):
            return heard
        told = await self.read_each(clauses(heard.language, text), heard.language)
        calm = len(told) > 1 and all(each.crisis_score < HEARD_IN_A_CLAUSE for each in told)
        return replace(heard, crisis_score=GUESSED) if calm else heard

    async def _in_parts(self, text: str, heard: Understanding) -> Understanding:
        """The understanding with those needs that the whole of a shorter text leaves open and a part of it settles.

        Of "the rent is high and I lost my job" the second half tells of work. Where a no hides all that is told
        ("no, that is not it. I want work"), each part tells for itself.
        """
        hidden = not heard.needs and denies(heard.language, text)
        scores = heard.need_scores.items()
        left_open = {need for need, score in scores if hidden or score >= LEFT_OPEN} - set(heard.needs)
        if not left_open:
            return heard
        parts = parts_told(heard.language, text)
        told = await self.read(
            [part for part in parts if not (hidden and denies(heard.language, part))], heard.language
        )
        settled = dict.fromkeys(need for each in told for need in told_plainly(each) if need in left_open)
        return replace(heard, needs=(*heard.needs, *settled)[:MOST_NEEDS])

    async def told(self, text: str, language: str) -> Understanding:
        """How a part of a message is understood; what tells nothing means nothing."""
        return understanding_from(await self.parse(text, language)) if text.strip() else Understanding(language)

    async def read(self, parts: Sequence[str], language: str) -> list[Understanding]:
        return [understanding_from(await self.parse(part, language)) for part in parts]

    async def read_each(self, parts: Sequence[str], language: str) -> tuple[Understanding, ...]:
        """How each of ``parts`` is understood; of those after ``MOST_SENTENCES`` nothing is heard."""
        told = await self.read(parts[:MOST_SENTENCES], language)
        return (*told, *(Understanding(language) for _ in parts[MOST_SENTENCES:]))

    async def said_to_the_bot(self, text: str, language: str) -> frozenset[str]:
        """The sentences of a text that are said to the bot and tell nothing; none where it is a single one."""
        parts = sentences(text)
        told = await self.read_each(parts, language) if len(parts) > 1 else ()
        return frozenset(part for part, each in zip(parts, told) if each.to_the_bot)

    async def no_story(self, text: str, language: str, *, begun: bool) -> frozenset[str]:
        """The sentences of a message that tell none of the story: a yes, a question, what is said about the talk.

        Once the story has ``begun``, nor does a bare need. What rules and rights are asked about is a question for the
        helper.
        """
        parts = sentences(text)
        told = await self.read_each(parts, language)
        return frozenset(
            part
            for part, each in zip(parts, told)
            if _tells_none(language, part, each) or (begun and _is_bare(language, part))
        )

    async def without_danger(self, language: str, text: str, *, asked: bool) -> Understanding | None:
        """What a message tells that says there is no danger; None if it does not, or if more in it sounds like one.

        Where no danger was ``asked`` about, "I don't sleep, I think of ending it" denies none, however it is read.
        """
        rest = told_beside_no_danger(language, text)
        if rest is None:
            named = not asked and any(_names_it_plainly(language, part) for part in clauses(language, text))
            return None if named else await self._beside_a_denial(language, text)
        if not rest:
            return Understanding(language)
        heard = understanding_from(await self.parse(rest, language))
        return heard if heard.crisis_score < PLAINLY_NONE else None

    async def _beside_a_denial(self, language: str, text: str) -> Understanding | None:
        """The same where no words in a list say it, but a sentence that is understood so."""
        parts = sentences(text)
        told = dict(zip(parts, await self.read_each(parts, language), strict=True))
        denials = [
            part for part, heard in told.items() if heard.denies_danger and not mentions(language, "doubt_words", part)
        ]
        rest = " ".join(part for part in parts if part not in denials)
        if not denials:
            return None
        if not rest:
            needs = dict.fromkeys(chain.from_iterable(told_plainly(told[part]) for part in denials))
            return Understanding(language, needs=tuple(needs))
        heard = understanding_from(await self.parse(rest, language))
        return heard if heard.crisis_score < PLAINLY_NONE else None

    async def corrected(self, moment: Moment, heard: Understanding, text: str) -> Understanding:
        """The understanding with what parts of the message say is not the matter, or is after all."""
        parts = parts_of(moment.language, text)
        if any(fine for _, fine in parts):
            said = [(await self._needs_in(part, moment.language, fine=fine), fine) for part, fine in parts]
            corrected = heard.corrected_by(said)
            others = tuple(need for need in heard.needs if need not in corrected.denied)
            puts_right = moment.slot in ASKS_IF_RIGHT or set(corrected.denied) & set(moment.needs)
            heard = corrected if moment.needs and puts_right else replace(heard, needs=others)
        if heard.act not in SAYS_NO or moment.slot not in ASKS_IF_RIGHT or heard.denied:
            return heard
        if heard.needs:
            named = (
                needs_named(moment.language, part, WORDS_OF_A_STEP) for part in told_beside_no(moment.language, text)
            )
            return replace(heard, needs=tuple(dict.fromkeys((*chain.from_iterable(named), *heard.needs))))
        if denied := [need for need in needs_denied(moment.language, text) if need in moment.needs]:
            return heard.without(denied)
        told = [await self._needs_in(part, moment.language) for part in told_beside_no(moment.language, text)]
        return replace(heard, needs=tuple(dict.fromkeys(need for needs in told for need in needs)))

    async def _needs_in(self, part: str, language: str, *, fine: bool = False) -> tuple[Need, ...]:
        """The needs that a part names, or sounds like; family, of somebody close with whom all is ``fine``."""
        if fine and mentions(language, "relative_words", part):
            return (Need.FAMILY,)
        named = needs_named(language, part, len(part.split())) if fine else needs_named(language, part)
        return named or understanding_from(await self.parse(part, language)).needs

    async def parse(self, text: str, language: str | None) -> dict[str, Any]:
        readable = text.encode("utf-8", "ignore").decode().strip().lstrip("/")[:MAX_TEXT_FOR_NLU] or " "
        if (readable, language) not in self._parsed:
            message = UserMessage(text=readable, metadata={"language": language} if language else None)
            self._parsed[readable, language] = await self._processor.parse_message(message)
        return dict(self._parsed[readable, language])
