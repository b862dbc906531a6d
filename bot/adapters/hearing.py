"""What comes in, in the form in which Rasa hears messages: buttons, commands and events by what they mean."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.adapters import asides
from bot.adapters.ages import age_told
from bot.adapters.corrections import is_another, needs_denied, needs_in_parts, parts_of, told_beside_no
from bot.adapters.doubt import PLAIN_DANGER, answer_to_doubt, may_doubt, told_beside_no_danger, with_doubt
from bot.adapters.intents import ASKS_IF_RIGHT, beside_an_answer, intent_at
from bot.adapters.moment import LEFT_ALONE, LIKELY, Asked, Moment, last_slot, moment_of
from bot.adapters.phrases import asks, fear_named, greeted_in, needs_named, ordinals, parts_told, questions_beside
from bot.adapters.rasa_nlg import catalogues
from bot.adapters.sureness import told_plainly
from bot.adapters.topics import acts_left
from bot.adapters.wishes import language_told, wishes_told
from bot.adapters.word_lists import mentions
from bot.domain.choices import named_choice, told_choice, typed_choice
from bot.domain.labels import LANGUAGES, NEAREST, Act, Need
from bot.domain.messages import Choice
from bot.domain.passages import passages
from bot.domain.understanding import Understanding
from bot.nlu.example import CRISIS, OUT_OF_SCOPE, TELL
from bot.nlu.parsed import understanding_from
from bot.service import talk
from bot.service.turn import Turn

MAX_TEXT_FOR_NLU = 2000
"""Characters of a message that are read for meaning; the whole text is kept."""
LANGUAGE_SURE = 0.8
LANGUAGE_SURE_SWITCH = 0.9
FOREIGN_SURE = 0.6
WORDS_FOR_SWITCH = 4
"""Once something was told, the language changes by itself only on a longer message that is plainly in another one."""

MOST_NEEDS = 6
"""How many needs one story brings at most; what else weighs comes up on the way."""

LEFT_OPEN = 0.1
"""How likely a need has to be in the whole of a text for a part of it to settle it."""
TELLS = (None, "story", "heard", "main_need")
"""Slots whose answer tells what weighs; elsewhere ("when they are at school") a word of a need is none."""
SAYS_NO = (Act.DENY, Act.CORRECT)
MOST_QUESTIONS = 4
NOTHING_ELSE = (OUT_OF_SCOPE, TELL)
BEGINS_ANEW = (TELL, CRISIS, Act.FOR_SOMEONE_ELSE, Act.PROFESSIONAL_CONSULT)
"""Intents that begin a new question, once the last one was sent."""

COMMANDS = {
    "start": "/start",
    "help": "/ask_info",
    "status": "/status",
    "stop": "/not_now",
    "delete": "/withdraw",
    "language": "/change_language",
}


class Hearing:
    """Turns updates into what Rasa's rules can go on with, and says beside the talk what has to be said."""

    def __init__(self, processor: MessageProcessor) -> None:
        self._processor = processor
        self._texts = catalogues()

    async def take_in(self, turn: Turn) -> dict[str, Any]:
        incoming = turn.incoming
        if incoming.kind == "button":
            choice = turn.conversation.choice(incoming.content)
            return _pressed(choice.payload, choice.label) if choice else _pressed("/stale_button")
        if incoming.kind == "media":
            return _pressed("/send_media" + json.dumps({"kind": incoming.content}))
        if incoming.kind == "event":
            return _pressed(f"/{incoming.content}" + json.dumps({"handover_id": incoming.data["handover_id"]}))
        if incoming.kind == "command":
            if incoming.content == "start" and turn.conversation.question.told:
                return _pressed("/come_back")
            name, _, argument = incoming.content.partition(" ")
            if name == "language" and argument in LANGUAGES:
                talk.choose_language(turn, argument)  # before anything is said
            if name in COMMANDS:
                return _pressed(COMMANDS[name] + (json.dumps({"value": argument}) if argument else ""))
        return await self._take_in_text(turn)

    async def _take_in_text(self, turn: Turn) -> dict[str, Any]:
        text = turn.incoming.content
        if not text.strip():
            return _pressed("/say_nothing")
        choice = self.typed_choice(turn)
        if choice is not None:
            return _pressed(choice.payload, text)
        parse_data = await self.parse(text, turn.conversation.language)
        turn.understanding = await self._in_many_words(text, understanding_from(parse_data))
        self._settle_language(turn, turn.understanding)
        moment, known = moment_of(turn), self._in_a_known_language(turn, turn.understanding)
        if moment.asked == Asked.IF_SAFE and (none := await self._without_danger(moment.language, text)) is not None:
            return self._misread_danger(turn, none)
        named = beside_an_answer(moment, await self._in_few_words(turn, moment, known))
        turn.understanding = with_doubt(named, moment, text)
        if (settled := answer_to_doubt(moment, turn.understanding, text)) is not None:
            return _pressed(settled, text)
        heard = parse_data["intent"]["name"]
        intent = intent_at(moment, turn.understanding, text, heard)
        if intent in BEGINS_ANEW and moment.asked not in LEFT_ALONE and turn.conversation.relay is None:
            talk.open_sheet(turn)  # before anything is noted on the one that was sent
        wishes = turn.conversation.question.preferences
        self._say_beside(turn, moment, intent)
        intent = await self._answer_beside(turn, moment, intent)
        no_greeting = intent == Act.GREET and turn.understanding.act is None
        only_wishes = intent in SAYS_NO and turn.conversation.question.preferences != wishes
        unheard = no_greeting or only_wishes or intent == OUT_OF_SCOPE
        if turn.replies and unheard:  # "I don't get this" would take back what was just said
            intent = TELL
        return {**parse_data, "text": text.lstrip("/") or " "} if intent == heard else _pressed(f"/{intent}", text)

    async def _in_many_words(self, text: str, heard: Understanding) -> Understanding:
        """The understanding with what a passage of a long story tells plainly, which is lost in the whole.

        A danger in a passage is asked about: it may be past and over.
        """
        if heard.danger is not None:
            return heard
        if not (parts := passages(text)):
            return await self._in_parts(text, heard)
        told = await self._read(parts, heard.language)
        danger = next((each.danger for each in told if each.danger and each.crisis_score >= PLAIN_DANGER), None)
        needs = tuple(dict.fromkeys((*heard.needs, *chain.from_iterable(map(told_plainly, told)))))
        return replace(heard, needs=needs[:MOST_NEEDS], crisis=heard.crisis or danger)

    async def _in_parts(self, text: str, heard: Understanding) -> Understanding:
        """The understanding with those needs that the whole of a shorter text leaves open and a part of it settles.

        Of "the rent is high and I lost my job" the second half tells of work.
        """
        left_open = {need for need, score in heard.need_scores.items() if score >= LEFT_OPEN} - set(heard.needs)
        if not left_open:
            return heard
        told = await self._read(parts_told(heard.language, text), heard.language)
        settled = dict.fromkeys(need for each in told for need in told_plainly(each) if need in left_open)
        return replace(heard, needs=(*heard.needs, *settled)[:MOST_NEEDS])

    async def _read(self, parts: Sequence[str], language: str) -> list[Understanding]:
        return [understanding_from(await self.parse(part, language)) for part in parts]

    async def _without_danger(self, language: str, text: str) -> Understanding | None:
        """What a message tells that says there is no danger; None if it does not, or if more in it sounds like one."""
        rest = told_beside_no_danger(language, text)
        if not rest:
            return None if rest is None else Understanding(language)
        heard = understanding_from(await self.parse(rest, language))
        return heard if heard.crisis is None else None

    def _misread_danger(self, turn: Turn, heard: Understanding) -> dict[str, Any]:
        """The danger was none: that is said, and the talk goes on where it was."""
        turn.understanding = heard
        if turn.conversation.relay is None and heard.needs:
            talk.hear(turn, turn.incoming.content)
        talk.deny_danger(turn)
        asides.misread_danger(turn, self._texts)
        return _pressed("/resume", turn.incoming.content)

    async def _in_few_words(self, turn: Turn, moment: Moment, heard: Understanding) -> Understanding:
        """The understanding with what a few words name, and with what a part of them says is not the matter."""
        text, language = turn.incoming.content, turn.conversation.language
        heard = await self._corrected(moment, heard, text)
        if heard.needs or heard.denied:
            return heard
        sounds_like_an_act = heard.act is not None and heard.act_score >= LIKELY
        tells = not sounds_like_an_act and moment.slot in TELLS
        if not tells:
            return replace(heard, needs=needs_named(language, text))
        return replace(heard, needs=needs_in_parts(language, text, lacked=not moment.needs))

    async def _corrected(self, moment: Moment, heard: Understanding, text: str) -> Understanding:
        """The understanding with what parts of the message say is not the matter, or is after all."""
        parts = parts_of(moment.language, text)
        if any(fine for _, fine in parts):
            said = [(await self._needs_in(part, moment.language), fine) for part, fine in parts]
            corrected = heard.corrected_by(said)
            others = tuple(need for need in heard.needs if need not in corrected.denied)
            puts_right = moment.slot in ASKS_IF_RIGHT or set(corrected.denied) & set(moment.needs)
            heard = corrected if moment.needs and puts_right else replace(heard, needs=others)
        if heard.act not in SAYS_NO or moment.slot not in ASKS_IF_RIGHT or heard.needs or heard.denied:
            return heard
        if denied := [need for need in needs_denied(moment.language, text) if need in moment.needs]:
            return heard.without(denied)
        told = [await self._needs_in(part, moment.language) for part in told_beside_no(moment.language, text)]
        return replace(heard, needs=tuple(dict.fromkeys(need for needs in told for need in needs)))

    def _say_beside(self, turn: Turn, moment: Moment, intent: str) -> None:
        heard, text = turn.understanding, turn.incoming.content
        if heard is None:
            return
        age = None if turn.conversation.question.for_someone_else else age_told(moment.language, text)
        if age is not None:
            talk.set_age(turn, age)
        if heard.danger is not None:
            return
        if may_doubt(moment, heard, text):
            asides.ask_about_danger(turn, self._texts)
        if mentions(moment.language, "filter_words.no_car", text) and not turn.conversation.question.for_someone_else:
            talk.set_no_car(turn)
        self._note_wishes(turn, moment)
        if intent == Act.HESITATE_FEAR and fear_named(moment.language, text) == "partner":
            talk.fear_home(turn)
        if age is not None:
            asides.meet_somebody_of(turn, age, self._texts)
        if intent == TELL and heard.needs and mentions(moment.language, "shame_words", text):
            asides.meet_shame(turn, self._texts)
        if moment.away and intent == TELL:
            asides.welcome_back(turn, self._texts)

    def _note_wishes(self, turn: Turn, moment: Moment) -> None:
        text = turn.incoming.content
        for wish in wishes_told(moment, turn.conversation.question, text):
            talk.prefer(turn, wish)
            asides.note_wish(turn, wish, self._texts)
        if (language := language_told(moment, turn.conversation.question, text)) is not None:
            talk.ask_help_in(turn, language)
            asides.note_language(turn, language, self._texts)

    async def _answer_beside(self, turn: Turn, moment: Moment, intent: str) -> str:
        """Answers what parts of a message ask beside its ``intent``; where it has none, what was asked first is it."""
        heard, text = turn.understanding, turn.incoming.content
        in_danger = moment.asked == Asked.IF_SAFE and asks(moment.language, text)
        parts = [text] if in_danger else questions_beside(moment.language, text)
        if heard is None or heard.danger is not None or turn.conversation.relay is not None or not parts:
            return intent
        read = await self._read(parts[:MOST_QUESTIONS], moment.language)
        left = acts_left(read, intent, in_danger=in_danger)
        if left and intent in NOTHING_ELSE and not heard.needs and not in_danger:
            intent = left.pop(0).value
        for act in left:
            asides.answer(turn, act, self._texts)
        return intent

    async def _needs_in(self, part: str, language: str) -> tuple[Need, ...]:
        return needs_named(language, part) or understanding_from(await self.parse(part, language)).needs

    async def parse(self, text: str, language: str | None) -> dict[str, Any]:
        readable = text.encode("utf-8", "ignore").decode().strip().lstrip("/")[:MAX_TEXT_FOR_NLU] or " "
        message = UserMessage(text=readable, metadata={"language": language} if language else None)
        return dict(await self._processor.parse_message(message))

    def typed_choice(self, turn: Turn) -> Choice | None:
        order = ordinals(turn.conversation.language)
        said, choices = turn.incoming.content, turn.conversation.choices_on_screen
        answers = tuple(choice for choice in choices if choice.payload.startswith("/choose"))
        found = typed_choice(said, choices, order) or named_choice(said, answers)
        found = found or typed_choice(order.bare(said), answers)
        if found is None and last_slot(turn.conversation.dialogue, "requested_slot") == "service":
            found = told_choice(said, answers)
        return None if found and is_another(turn.conversation.language, said, found.label) else found

    def _in_a_known_language(self, turn: Turn, heard: Understanding) -> Understanding:
        """A language that nobody has written in so far is a mistake."""
        conversation = turn.conversation
        known = heard.language in LANGUAGES or heard.language == conversation.asks_in
        return heard if known else replace(heard, language=conversation.language)

    def _settle_language(self, turn: Turn, heard: Understanding) -> None:
        conversation, first = turn.conversation, not turn.conversation.dialogue
        if conversation.language_chosen:
            return
        if first and (greeted := greeted_in(turn.incoming.content)):
            turn.conversation = conversation.speaking(greeted)
            return
        if heard.language in (conversation.language, conversation.asks_in):
            return
        long_enough = not conversation.question.words or len(turn.incoming.content.split()) >= WORDS_FOR_SWITCH
        known = heard.language in LANGUAGES
        sure = (LANGUAGE_SURE if known else FOREIGN_SURE) if first else LANGUAGE_SURE_SWITCH
        if not long_enough or heard.language_score < sure:
            return
        if known:
            turn.conversation = conversation.speaking(heard.language)
        elif heard.language in NEAREST:
            asides.meet_a_stranger(turn, heard, self._texts)


def _pressed(payload: str, label: str = "") -> dict[str, Any]:
    """What a button means, in the form in which Rasa hears messages."""
    intent, brace, values = payload.lstrip("/").partition("{")
    entities: Mapping[str, Any] = json.loads(brace + values) if brace else {}
    return {
        "text": label or intent,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }
