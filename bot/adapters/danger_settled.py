"""What settles a danger that was heard before anything else is taken in: it is somebody else's, or there is none."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.adapters import asides
from bot.adapters.denials import DENIED_BELOW, beside_denials, denials, names, stays_plain, told_anew
from bot.adapters.doubt import asked_why
from bot.adapters.in_danger import denies_a_plan, says_safe, told_beside_a_no, told_beside_no_danger
from bot.adapters.moment import Asked, Moment, moment_of, typed
from bot.adapters.phrases import FEW_WORDS
from bot.adapters.rasa_reader import RasaReader
from bot.adapters.somebody_else import is_another
from bot.adapters.texts import GettextTexts
from bot.adapters.word_lists import mentions
from bot.domain.labels import Act, Crisis
from bot.domain.understanding import Understanding
from bot.nlu.example import CRISIS
from bot.nlu.reader import ALWAYS_NEEDED
from bot.service import danger, for_whom, talk
from bot.service.turn import Turn


class DangerSettled:
    """Finds what takes a danger back, or gives it to somebody else, and says so."""

    def __init__(self, reader: RasaReader, texts: GettextTexts) -> None:
        self._reader = reader
        self._texts = texts

    async def decided(self, turn: Turn, known: Understanding) -> tuple[str | None, Understanding]:
        """What a message decides of a danger that is spoken of: a payload where that is all, and what is known then."""
        moment, text = moment_of(turn), typed(turn)
        if (why := asked_why(moment, text)) is not None:
            return why, known
        if moment.asked == Asked.IF_SAFE and (told := await self._settled(turn, moment)) is not None:
            return told, known
        if (calm := await self._taken_back(turn, moment)) is not None:
            known = known.with_danger_of(calm)
        given = self._given_to_another(turn, moment_of(turn))
        return "/resume" if given and len(text.split()) <= FEW_WORDS else None, known

    async def _settled(self, turn: Turn, moment: Moment) -> str | None:
        """The payload for a danger that is somebody else's, that is none, or another; None of anything else."""
        text = typed(turn)
        if mentions(moment.language, "safe_words.no", text):
            return None
        if is_another(moment, text):
            return _danger_of_another(turn, text)
        if says_safe(moment.language, text):  # then there was one
            return None
        if moment.danger is Crisis.SUICIDE and denies_a_plan(moment.language, text):
            return await self._glad(turn, moment)
        none = await self._reader.without_danger(moment.language, text, asked=True)
        none = none or await self._without_it(moment, text)
        if none is None:
            return None
        learnt = told_beside_no_danger(moment.language, text) is None
        if learnt and none.danger is None and _was_told_plainly(turn):
            return f"/{Act.AFFIRM}"
        return self._misread_danger(turn, none)

    async def _glad(self, turn: Turn, moment: Moment) -> str | None:
        """The payload for who won't do it, once what else they tell is kept; None where that sounds like danger."""
        rest = told_beside_a_no(moment.language, typed(turn))
        told = await self._reader.told(rest, moment.language)
        if told.danger is not None:
            return None
        if rest and turn.conversation.relay is None:
            turn.understanding = told
            talk.hear_unasked(turn, rest)
        return f"/{Act.AFFIRM}"

    async def _taken_back(self, turn: Turn, moment: Moment) -> Understanding | None:
        """What a message tells beside that there is none of the danger that was heard; None if it does not say so.

        That is said once the talk has gone on from it, too, and the talk stays where it is.
        """
        open_now = moment.asked == Asked.IF_SAFE or moment.was_checked or moment.relays
        if moment.danger is None or open_now or _was_told_plainly(turn):
            return None
        none = await self._without_it(moment, typed(turn))
        if none is not None:
            self._deny(turn, none)
        return none

    def _given_to_another(self, turn: Turn, moment: Moment) -> bool:
        """Whether a message says that it is not the writer who is in danger; then the question is for that person."""
        given = moment.danger is not None and not moment.relays and is_another(moment, typed(turn))
        if given:
            for_whom.ask_for_someone_else(turn)
            asides.meet_another(turn, self._texts)
        return given

    async def _without_it(self, moment: Moment, text: str) -> Understanding | None:
        """What a message tells beside that there is none of the danger; None if it does not say so, or tells it anew.

        Another danger that is sure ("nobody hit anyone, he wants to die") is one that is told.
        """
        language, crisis = moment.language, moment.danger
        denied = denials(language, crisis, text) if crisis is not None else ()
        if crisis is None or not denied:
            return None
        read = await self._reader.read_each(denied, language)
        if any(each.crisis_score >= DENIED_BELOW for each in read):
            return None
        rest = beside_denials(language, crisis, text)
        told = await self._reader.told(rest, language)
        if told.danger is not None and told.danger is not crisis:
            return told
        if told_anew(language, crisis, rest) or stays_plain(told):
            return None
        return replace(told, crisis=None, crisis_sure=False)

    def _misread_danger(self, turn: Turn, heard: Understanding) -> str:
        """The danger was none: that is said, and the talk goes on where it was, or with the one that there is."""
        turn.understanding = heard
        question = turn.conversation.question
        if heard.danger is not None:
            self._deny(turn, heard)
            return f"/{CRISIS}"
        if turn.conversation.relay is None and set(heard.needs) - set(question.needs):
            talk.hear(turn, typed(turn))
        self._deny(turn, heard)
        return "/resume"

    def _deny(self, turn: Turn, heard: Understanding) -> None:
        """Takes the danger back, with the need that it brought, and says so."""
        question = turn.conversation.question
        brought = ALWAYS_NEEDED.get(question.crisis) if question.crisis else None
        if brought in question.needs and len(question.needs) > 1 and brought not in heard.needs:
            talk.drop_need(turn, brought)
        danger.deny(turn)
        asides.misread_danger(turn, self._texts)


def _was_told_plainly(turn: Turn) -> bool:
    """True where plain words told of the danger: then it is over rather than misread."""
    language, question = turn.conversation.language, turn.conversation.question
    return question.crisis is not None and any(
        names(language, question.crisis, each) for each in question.told_in_danger
    )


def _danger_of_another(turn: Turn, text: str) -> str:
    """Takes the danger for somebody else's, and gives the payload for that; of a child it is another danger."""
    for_whom.ask_for_someone_else(turn)
    if len(text.split()) > FEW_WORDS and turn.conversation.relay is None:
        talk.hear(turn, text)
    if mentions(turn.conversation.language, "child_words", text):
        return f"/{CRISIS}" + json.dumps({"value": Crisis.CHILD_DANGER})
    return "/resume" + json.dumps({"value": asides.OF_ANOTHER})
