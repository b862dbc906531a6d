"""Questions that stand beside something else in a message: each is answered, and the rest is taken in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.adapters import asides, noted
from bot.adapters.choosing import helper_chosen
from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.moment import ASKS_IF_RIGHT, IN_OWN_WORDS, LIKELY, SURE, TAKE_A_STORY, Asked, Moment, typed
from bot.adapters.named_answers import NAMED_ANSWERS, names_an_answer
from bot.adapters.other_words import fears_a_link
from bot.adapters.phrases import QUESTION_MARKS, asks, denies, fear_named, questions_beside
from bot.adapters.rasa_reader import RasaReader
from bot.adapters.sending_told import beside_a_refusal, wants_nothing_sent
from bot.adapters.texts import GettextTexts
from bot.adapters.topics import ASKED_BESIDE, TOLD_IN_DANGER, asked_in, no_question_of_cost, told_by, topic_asked
from bot.adapters.word_lists import begins_with, mentions, told_parts, without_lead, without_parts
from bot.domain.labels import Act, Crisis, Topic
from bot.domain.question import sentences
from bot.domain.understanding import LIKELY_THERE, Understanding
from bot.nlu.example import OUT_OF_SCOPE, TELL
from bot.service import talk
from bot.service.turn import Turn

MOST_QUESTIONS = 4
NOTHING_ELSE = (OUT_OF_SCOPE, TELL)
SENDS_NOTHING = (Act.NOT_NOW, "refuse_consent")
"""Intents of who wants nothing sent."""
HALF_SURE = 0.5
"""From what score on numbers are given to who wants nothing sent: there is nothing else to lead them off."""
WORDS_OF_A_REST = {"place": 1, "name": 1, "phone": 1, "wish": 2, "support": 2}
WORDS_OF_AN_END, WORDS_OF_A_YES = 3, 9
WORDS_OF_A_PLACE = 3
WORDS_OF_A_STORY_BESIDE = 5
"""How many words that are left beside a question are an answer; "ok" is none, nor is "yes, go on"."""
ASKED_IN_DANGER = ASKED_BESIDE | {Act.HESITATE_FEAR}
ANSWERED_WITH_NUMBERS = (ASKED_IN_DANGER | frozenset(TOLD_IN_DANGER)) - {Topic.CALLING}
"""What is answered also where the numbers for a danger are given, which tell by themselves whom to call."""


class QuestionsBeside:
    """Finds the questions in a message and answers those that have an answer of their own."""

    def __init__(self, reader: RasaReader, texts: GettextTexts) -> None:
        self._reader = reader
        self._texts = texts

    async def answered(self, turn: Turn, moment: Moment) -> str | None:
        """Answers what is asked in the same breath with something else, and gives back the rest of the message.

        Of "mornings. and where does it go?" that is "mornings". None where nothing is asked, or nothing else is said.
        Of what has no answer that is said, where the rest is an answer by its words.
        """
        questions = _questions_of(turn, moment)
        if not questions or not _may_stand_alone(turn, moment, _rest(turn, moment, questions)):
            return None
        read = await self._reader.read(questions[:MOST_QUESTIONS], moment.language)
        yes = _says_yes(moment, _rest(turn, moment, questions))
        counted = [(part, each) for part, each in zip(questions, read) if yes or _counts(moment, each)]
        seen = replace(moment, slot=None) if moment.slot == "service" else moment  # who is chosen is shown no more
        known = {part: asked_in(seen, [part], [each]) for part, each in counted}
        settled = [part for part, asked in known.items() if asked]
        asks_plainly = moment.slot in IN_OWN_WORDS and typed(turn).endswith(QUESTION_MARKS)
        named = asks_plainly or _answers(moment, _rest(turn, moment, questions))
        if not settled and not named:
            return None
        noted.note_wishes(turn, moment, self._texts)
        self._answer(turn, (asked for each in known.values() for asked in each))
        for part in (part for part, asked in known.items() if Topic.RIGHTS in asked):
            talk.ask_too(turn, part)
        shown_next = moment.slot == "summary" and _says_yes(moment, _rest(turn, moment, questions))
        if not (settled or turn.replies or shown_next):  # "who is it, some social worker?" is one question
            asides.say_unknown(turn, self._texts)
        return _rest(turn, moment, settled or questions)

    async def beside(self, turn: Turn, moment: Moment, intent: str) -> str:
        """Answers what parts of a message ask beside its ``intent``; where it has none, what was asked first is it."""
        heard, language = turn.understanding, moment.language
        if heard is None or heard.goes_on or turn.conversation.relay is not None:
            return intent
        if heard.danger is not None:
            turn.asked_in_danger = await self._asked_with_danger(turn, moment)
            return intent
        if moment.asked == Asked.IF_SAFE:
            self._answer(turn, _asked_in_danger(language, typed(turn), heard, intent))
            return intent
        if intent in SENDS_NOTHING and wants_nothing_sent(language, typed(turn)):
            return await self._beside_a_refusal(turn, moment, intent)
        fears = await self._fears(turn) if intent == TELL else []
        questions = list(dict.fromkeys((*questions_beside(language, typed(turn)), *fears)))[:MOST_QUESTIONS]
        read = await self._reader.read(questions, language)
        asked = asked_in(moment, questions, read)
        if moment.slot in IN_OWN_WORDS:  # what is asked there is no wish
            turn.to_the_bot |= {part for part, each in zip(questions, read) if asked_in(moment, [part], [each])}
        if heard.needs:  # "he is gone, what now?" asks nothing of the bot
            asked = [each for each in asked if each in list(Act) or each.startswith(Act.HESITATE_FEAR)]
        by_topic = heard.topic if intent in (Act.ASK_INFO, heard.topic) else None
        left = [each for each in asked if each != by_topic and not told_by(each, intent)]
        if by_topic is not None:
            left = [each for each in left if not told_by(each, by_topic)]
        if left and left[0] in list(Act) and intent in NOTHING_ELSE and not heard.needs:
            intent = left.pop(0)
        self._answer(turn, left)
        return intent

    async def _beside_a_refusal(self, turn: Turn, moment: Moment, intent: str) -> str:
        """Says that nothing is sent, and gives what is asked for in the same breath: numbers, or an answer."""
        rest = beside_a_refusal(moment.language, typed(turn)) or []
        parts = [typed(turn), *rest][:MOST_QUESTIONS]
        read = await self._reader.read(parts, moment.language)
        if intent == Act.NOT_NOW:
            asides.say_nothing_is_sent(turn, self._texts)
        if turn.conversation.question.crisis is Crisis.VIOLENCE:
            asides.say_who_listens(turn, self._texts)
        if any(each.topic is Topic.JUST_INFORMATION and each.topic_score >= HALF_SURE for each in read):
            return Topic.JUST_INFORMATION.value
        seen = replace(moment, slot=None)
        self._answer(turn, (each for each in asked_in(seen, parts[1:], read[1:]) if each != Act.FOR_SOMEONE_ELSE))
        return intent

    async def _asked_with_danger(self, turn: Turn, moment: Moment) -> tuple[str, ...]:
        """The one thing that is asked or feared where danger is told ("is it secret? he hits me")."""
        fears = await self._fears(turn)
        parts = list(dict.fromkeys((*questions_beside(moment.language, typed(turn)), *fears)))[:MOST_QUESTIONS]
        asked = asked_in(replace(moment, slot=None), parts, await self._reader.read(parts, moment.language))
        return tuple(each for each in asked if each.partition(".")[0] in ANSWERED_WITH_NUMBERS)[:1]

    async def _fears(self, turn: Turn) -> list[str]:
        """The sentences of a message that tell what somebody is afraid of, rather than what weighs."""
        parts, language = sentences(typed(turn))[:MOST_QUESTIONS], turn.conversation.language
        read = await self._reader.read(parts, language) if len(parts) > 1 else []
        return [
            part for part, heard in zip(parts, read) if heard.act is Act.HESITATE_FEAR or fears_a_link(language, part)
        ]

    def _answer(self, turn: Turn, asked: Iterable[str]) -> None:
        for each in dict.fromkeys(asked):
            asides.answer(turn, each, self._texts)


def only_asks(turn: Turn) -> bool:
    """True for a question that tells nothing, where the story was begun."""
    return typed(turn).endswith(QUESTION_MARKS) and set(sentences(typed(turn))) <= turn.no_story


def _asked_in_danger(language: str, said: str, heard: Understanding, intent: str) -> list[str]:
    """What is asked of the bot, or feared; what else is asked there is for the actions of the danger."""
    by_topic = topic_asked(language, said, heard) in TOLD_IN_DANGER
    asks_it = any(asks(language, each) for each in sentences(said)) or heard.act is Act.HESITATE_FEAR
    if not by_topic and (fear := _feared_to_be_told(language, said)) is not None:
        return [f"{Act.HESITATE_FEAR}.{fear}"]
    plainly = heard.act in ASKED_IN_DANGER and heard.act_score >= LIKELY and asks_it and not by_topic
    plainly = plainly and not no_question_of_cost(heard, language, said)
    return [heard.act] if plainly and heard.act and not told_by(heard.act, intent) else []


def _feared_to_be_told(language: str, said: str) -> str | None:
    """Who is not to be told of it ("but you won't tell the police, right?"); None where nobody is."""
    parts = (part.strip() for part in told_parts(language, said))
    return next((fear_named(language, part) for part in parts if fears_a_link(language, part)), None)


def _questions_of(turn: Turn, moment: Moment) -> list[str]:
    """The parts of a message that ask something, where they can be answered by themselves."""
    heard, said = turn.understanding, typed(turn)
    fears = heard is not None and heard.act is Act.HESITATE_FEAR and heard.act_score >= LIKELY
    fears = fears and moment.slot not in (*IN_OWN_WORDS, *NAMED_ANSWERS, "place")
    calm = heard is not None and heard.danger is None and (heard.crisis is None or heard.crisis_score < LIKELY_THERE)
    calm = calm and not fears and turn.conversation.relay is None
    if not calm or moment.asked is not None:
        return []
    if moment.before_a_story:
        return [each for each in sentences(said) if asks(moment.language, each)]
    asked = questions_beside(moment.language, said)
    only_asks = not without_parts(moment.language, said, asked)
    return [] if only_asks else [each for each in asked if not (names_an_answer(moment, each) or _is_a_place(each))]


def _is_a_place(part: str) -> bool:
    """True for "Comines?", of one who is not sure of the name."""
    return len(part.split()) <= WORDS_OF_A_PLACE and bool(load_gazetteer().find(part, forgiving=False))


def _rest(turn: Turn, moment: Moment, parts: Collection[str]) -> str:
    """A message without some of its parts; a story is parted at its sentences only."""
    if moment.before_a_story:
        return " ".join(each for each in sentences(typed(turn)) if each not in parts)
    asked = [part.strip() for each in sentences(typed(turn)) for part in _if_it_asks(moment.language, each)]
    named = [_asked_about(moment.language, each) for each in sentences(typed(turn))] if moment.slot == "service" else []
    rest = without_parts(moment.language, typed(turn), [*parts, *asked, *named])
    ends = [part.strip() for part in told_parts(moment.language, rest) if _is_of_a_question(moment.language, part)]
    return without_parts(moment.language, rest, ends)


def _asked_about(language: str, sentence: str) -> str:
    """What a question names first: "number one, is it the commune?" chooses nothing, "and is it" would."""
    head, *tail = re.split("[,،]", sentence, maxsplit=1)
    joined = any(begins_with(language, key, rest.strip()) for key in ("and_words", "but_words") for rest in tail)
    return head.strip() if tail and not joined and sentence.endswith(QUESTION_MARKS) else ""


def _if_it_asks(language: str, sentence: str) -> list[str]:
    """The parts of a sentence that asks from its beginning to its end ("how, they have no street and no number?")."""
    begins = without_lead(language, "but_words", without_lead(language, "and_words", sentence))
    whole = sentence.endswith(QUESTION_MARKS) and begins_with(language, "asking_words", begins)
    return told_parts(language, sentence) if whole else []


def _is_of_a_question(language: str, part: str) -> bool:
    """True for what was parted from a question ("who sees that, my neighbours?", "if i tell this, will they call?")."""
    ends_one = part.strip().endswith(QUESTION_MARKS) and len(part.split()) <= WORDS_OF_AN_END
    return ends_one or begins_with(language, "if_words", part.strip())


def _counts(moment: Moment, heard: Understanding) -> bool:
    """True for what surely asks; in a story a question may be part of what is told."""
    in_story = moment.slot in TAKE_A_STORY
    of_rights = heard.topic is Topic.RIGHTS and heard.topic_score >= LIKELY
    return not in_story or of_rights or max(heard.topic_score, heard.act_score) >= SURE


def _answers(moment: Moment, rest: str) -> bool:
    """True if what is left beside the questions names the answer to what is open, or the place that was asked for."""
    if moment.slot == "place":
        return bool(load_gazetteer().find(rest))
    return names_an_answer(moment, rest) or _says_yes(moment, rest)


def _says_yes(moment: Moment, rest: str) -> bool:
    """True for a short yes to what was given back, or stands there ("yes that is it. but do you tell my landlord?")."""
    short = moment.slot in ASKS_IF_RIGHT and len(rest.split()) <= WORDS_OF_A_YES
    plainly = begins_with(moment.language, "begins_yes_words", rest) or mentions(moment.language, "right_words", rest)
    return short and plainly and not denies(moment.language, rest)


def _may_stand_alone(turn: Turn, moment: Moment, rest: str) -> bool:
    """True if what is left beside the questions can be an answer to what is open, or a story."""
    if moment.slot == "service":
        return helper_chosen(turn, moment, rest) is not None
    if _says_yes(moment, rest):
        return True
    if moment.slot in NAMED_ANSWERS:
        return names_an_answer(moment, rest)
    return len(rest.split()) >= WORDS_OF_A_REST.get(moment.slot or "", WORDS_OF_A_STORY_BESIDE)
