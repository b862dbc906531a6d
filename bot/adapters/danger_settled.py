"""What settles a danger that was heard before anything else is taken in: it is somebody else's, or there is none."""

from __future__ import annotations

import json

from bot.adapters import asides
from bot.adapters.in_danger import says_safe, told_beside_no_danger
from bot.adapters.moment import Moment, typed
from bot.adapters.phrases import FEW_WORDS, names_danger
from bot.adapters.rasa_reader import RasaReader
from bot.adapters.texts import GettextTexts
from bot.adapters.word_lists import mentions, says_alone
from bot.domain.labels import Act, Crisis
from bot.domain.understanding import Understanding
from bot.nlu.reader import ALWAYS_NEEDED
from bot.service import danger, for_whom, talk
from bot.service.turn import Turn


class DangerSettled:
    """Finds what takes a danger back, or gives it to somebody else, and says so."""

    def __init__(self, reader: RasaReader, texts: GettextTexts) -> None:
        self._reader = reader
        self._texts = texts

    async def settled(self, turn: Turn, moment: Moment) -> str | None:
        """The payload for a danger that is somebody else's, or that is none; None of anything else."""
        text = typed(turn)
        if mentions(moment.language, "safe_words.no", text):
            return None
        if says_alone(moment.language, "not_me_words", text):
            return "/crisis" + json.dumps({"value": _danger_of_another(turn, text)})
        if says_safe(moment.language, text):  # then there was one
            return None
        none = await self._reader.without_danger(moment.language, text, asked=True)
        if none is None:
            return None
        learnt = told_beside_no_danger(moment.language, text) is None
        told_plainly = any(names_danger(moment.language, each) for each in turn.conversation.question.told_in_danger)
        return f"/{Act.AFFIRM}" if learnt and told_plainly else self._misread_danger(turn, none)

    def _misread_danger(self, turn: Turn, heard: Understanding) -> str:
        """The danger was none: that is said, and the talk goes on where it was."""
        turn.understanding = heard
        question = turn.conversation.question
        if turn.conversation.relay is None and set(heard.needs) - set(question.needs):
            talk.hear(turn, typed(turn))
        brought = ALWAYS_NEEDED.get(question.crisis) if question.crisis else None
        if brought in question.needs and len(question.needs) > 1 and brought not in heard.needs:
            talk.drop_need(turn, brought)
        danger.deny(turn)
        asides.misread_danger(turn, self._texts)
        return "/resume"


def _danger_of_another(turn: Turn, text: str) -> str:
    """Takes the danger for somebody else's, and gives its kind."""
    for_whom.ask_for_someone_else(turn)
    if len(text.split()) > FEW_WORDS and turn.conversation.relay is None:
        talk.hear(turn, text)
    is_a_child = mentions(turn.conversation.language, "child_words", text)
    return str(Crisis.CHILD_DANGER if is_a_child else turn.conversation.question.crisis or Crisis.SUICIDE)
