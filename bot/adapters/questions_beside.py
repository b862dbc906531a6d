"""Questions that stand beside something else in a message: each is answered, and the rest is taken in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.adapters import asides
from bot.adapters.moment import LIKELY, Asked, Moment, typed
from bot.adapters.named_answers import names_an_answer
from bot.adapters.phrases import asks, questions_beside
from bot.adapters.rasa_reader import RasaReader
from bot.adapters.texts import GettextTexts
from bot.adapters.topics import ASKED_BESIDE, TOLD_IN_DANGER, asked_in, does_more, told_by
from bot.adapters.word_lists import told_parts
from bot.domain.labels import Act, Topic
from bot.domain.understanding import Understanding
from bot.nlu.example import OUT_OF_SCOPE, TELL
from bot.service.turn import Turn

MOST_QUESTIONS = 4
NOTHING_ELSE = (OUT_OF_SCOPE, TELL)
TAKE_A_STORY = (None, "story", "heard", "main_need")
"""Slots whose answer may be a story, in which a question is part of what is told."""
TAKE_ONE_WORD = ("place", "name", "phone")
WORDS_OF_A_REST = 2
"""Fewer words that are left beside a question ("ok") are only an answer if they name one ("mornings")."""
ASKED_IN_DANGER = ASKED_BESIDE | {Act.HESITATE_FEAR}


class QuestionsBeside:
    """Finds the questions in a message and answers those that have an answer of their own."""

    def __init__(self, reader: RasaReader, texts: GettextTexts) -> None:
        self._reader = reader
        self._texts = texts

    async def answered(self, turn: Turn, moment: Moment) -> str | None:
        """Answers what is asked in the same breath with an answer, and gives back the rest of the message.

        Of "mornings. and where does it go?" that is "mornings". None where nothing is asked, or nothing else is said.
        """
        heard, said = turn.understanding, typed(turn)
        calm = heard is not None and heard.crisis is None and not does_more(heard, moment.language, said)
        free = moment.asked is None and moment.slot not in TAKE_A_STORY and turn.conversation.relay is None
        asked = questions_beside(moment.language, said) if calm and free else []
        questions = [each for each in asked if not names_an_answer(moment, each)]
        if not questions or not _without(moment.language, said, asked):
            return None
        if not _may_answer(moment, _without(moment.language, said, questions)):
            return None
        read = await self._reader.read(questions[:MOST_QUESTIONS], moment.language)
        known = {part: asked_in(moment.language, [part], [each]) for part, each in zip(questions, read, strict=False)}
        self._answer(turn, (asked for each in known.values() for asked in each))
        settled = [part for part, asked in known.items() if asked]
        return _without(moment.language, said, settled) if settled else None

    async def beside(self, turn: Turn, moment: Moment, intent: str) -> str:
        """Answers what parts of a message ask beside its ``intent``; where it has none, what was asked first is it."""
        heard, language = turn.understanding, moment.language
        if heard is None or heard.danger is not None or turn.conversation.relay is not None:
            return intent
        if moment.asked == Asked.IF_SAFE:
            self._answer(turn, _asked_in_danger(language, typed(turn), heard, intent))
            return intent
        questions = questions_beside(language, typed(turn))[:MOST_QUESTIONS]
        asked = asked_in(language, questions, await self._reader.read(questions, language))
        if heard.needs:  # "he is gone, what now?" asks nothing of the bot
            asked = [each for each in asked if each in list(Act)]
        left = [each for each in asked if each != heard.topic and not told_by(each, intent)]
        if left and intent in NOTHING_ELSE and not heard.needs:
            intent = _as_intent(turn, heard, left.pop(0))
        self._answer(turn, left)
        return intent

    def _answer(self, turn: Turn, asked: Iterable[str]) -> None:
        for each in dict.fromkeys(asked):
            asides.answer(turn, each, self._texts)


def _asked_in_danger(language: str, said: str, heard: Understanding, intent: str) -> list[str]:
    """What is asked of the bot, or feared; what else is asked there is for the actions of the danger."""
    by_topic = heard.topic in TOLD_IN_DANGER and heard.topic_score >= heard.act_score
    plainly = heard.act in ASKED_IN_DANGER and heard.act_score >= LIKELY and asks(language, said) and not by_topic
    return [heard.act] if plainly and heard.act and not told_by(heard.act, intent) else []


def _as_intent(turn: Turn, heard: Understanding, asked: str) -> str:
    if asked in list(Act):
        return asked
    turn.understanding = replace(heard, topic=Topic(asked)) if asked in list(Topic) else heard
    return Act.ASK_INFO.value


def _without(language: str, said: str, parts: Collection[str]) -> str:
    """A text without some of its parts."""
    told = (part.strip() for part in told_parts(language, said))
    return ", ".join(part for part in told if part.strip(" ?؟") and part not in parts)


def _may_answer(moment: Moment, rest: str) -> bool:
    few = len(rest.split()) < (1 if moment.slot in TAKE_ONE_WORD else WORDS_OF_A_REST)
    return bool(rest) and (not few or names_an_answer(moment, rest))
