"""What comes in, in the form in which Rasa hears messages: buttons, commands and events by what they mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.adapters import asides, noted, selves
from bot.adapters.change_parts import Kind
from bot.adapters.changes import changes_at
from bot.adapters.choosing import choice_typed, helper_chosen
from bot.adapters.corrections import needs_in_parts, needs_listed
from bot.adapters.danger_settled import DangerSettled
from bot.adapters.doubt import answer_to_doubt, is_a_guess, may_doubt, with_doubt, without_what_goes
from bot.adapters.homes import at_home
from bot.adapters.in_danger import with_family
from bot.adapters.intents import TELL_WHO_KNOWS, intent_at, refuses_all
from bot.adapters.languages_settled import in_a_known_language, settle_language
from bot.adapters.meant import LEAVES_DANGER_OUT, takes_something_out
from bot.adapters.moment import (
    CHANGED_AT,
    LEFT_ALONE,
    LIKELY,
    TAKE_A_STORY,
    Asked,
    Moment,
    moment_of,
    typed,
)
from bot.adapters.orders import leaves_out, puts_back
from bot.adapters.orders_read import beside_an_order, danger_beside, orders_read
from bot.adapters.other_words import AT_HOME
from bot.adapters.phrases import denies, fear_named, needs_named
from bot.adapters.questions_beside import QuestionsBeside, only_asks
from bot.adapters.rasa_reader import SAYS_NO, RasaReader
from bot.adapters.somebody_else import about_another
from bot.adapters.sureness import beside_an_answer
from bot.adapters.taking_back import ends_relay, taken_back
from bot.adapters.told_apart import told_beside
from bot.adapters.told_by_state import asked_of_the_state, wants_deletion
from bot.adapters.wishes import tells_a_wish
from bot.adapters.word_lists import begins_with, mentions
from bot.adapters.wordings import catalogues
from bot.domain.labels import LANGUAGES, Act, Topic
from bot.domain.messages import Choice
from bot.domain.question import sentences
from bot.domain.understanding import Understanding
from bot.nlu.example import CRISIS, OUT_OF_SCOPE, TELL
from bot.nlu.parsed import understanding_from
from bot.service import talk, undo
from bot.service.turn import Turn

TELLS_ANYHOW = (TELL, OUT_OF_SCOPE, *SAYS_NO)
ASKS_OF_THE_BOT = (Act.ASK_PRIVACY, Act.ASK_COST, Act.ASK_BOT)
BEGINS_ANEW = (TELL, CRISIS, Act.FOR_SOMEONE_ELSE, Act.PROFESSIONAL_CONSULT)
"""Intents that begin a new question, once the last one was sent."""

_LEAVES_DANGER_OUT = "/choose" + json.dumps({"value": LEAVES_DANGER_OUT})
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

    def __init__(self, reader: RasaReader) -> None:
        self.reader = reader
        self._texts = catalogues()
        self._questions = QuestionsBeside(reader, self._texts)
        self._danger = DangerSettled(reader, self._texts)

    async def take_in(self, turn: Turn) -> dict[str, Any]:
        incoming = turn.incoming
        if incoming.kind == "button":
            choice = turn.conversation.choice(incoming.content)
            return await self._chosen(turn, choice.payload, choice.label) if choice else _pressed("/stale_button")
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
        text = typed(turn)
        if not text:
            return _pressed("/say_nothing")
        if (choice := choice_typed(turn)) is not None:
            return await self._chosen(turn, choice.payload, text)
        beside = told_beside(turn, self._texts)
        if beside is not None and len(beside) < len(text):
            turn.incoming = replace(turn.incoming, content=beside)
            return await self._take_in_text(turn) if beside else _pressed(f"/{Act.GREET}", text)
        parse_data = await self.reader.parse(text, turn.conversation.language)
        if (back := taken_back(turn, understanding_from(parse_data))) is not None:
            return await self._chosen(turn, back.payload, text)
        if turn.conversation.relay is not None and ends_relay(turn.conversation.language, text):
            return _pressed("/end_relay", text)
        if wants_deletion(turn, understanding_from(parse_data)):
            says_yes = begins_with(turn.conversation.language, "begins_yes_words", text)  # "yes, delete everything"
            confirms = says_yes and moment_of(turn).asked == Asked.DELETE
            return _pressed("/delete_all" if confirms else f"/{Act.WITHDRAW}", text)
        return await self._take_in_own_words(turn, parse_data)

    async def _take_in_own_words(self, turn: Turn, parse_data: dict[str, Any]) -> dict[str, Any]:
        text = typed(turn)
        heard = await self.reader.in_many_words(text, understanding_from(parse_data))
        settle_language(turn, heard, self._texts)
        turn.understanding = at_home(turn.conversation.language, heard, text, of_another=_of_another(turn, heard))
        noted.note_for_another(turn, moment_of(turn))
        noted.note_home(turn, moment_of(turn), self._texts)
        turn.no_story = await self._no_story(turn, moment_of(turn))
        payload, known = await self._danger.decided(turn, in_a_known_language(turn, turn.understanding))
        if payload is not None:
            return _pressed(payload, text)
        moment = moment_of(turn)
        await self._understand(turn, moment, known)
        if (settled := answer_to_doubt(moment, turn.understanding, text)) is not None:
            answer = await self._chosen(turn, settled, text)
            await self._questions.beside(turn, moment, answer["intent"]["name"])
            return answer
        rest = await self._questions.answered(turn, moment)
        rest = beside_an_order(turn, moment) if rest is None else rest
        if rest is not None and len(rest) < len(text):  # else it would be taken in for ever
            turn.incoming = replace(turn.incoming, content=rest)
            turn.understanding, turn.orders = None, {}  # they were of the whole
            return await self._take_in_text(turn)
        if (chosen := helper_chosen(turn, moment, text)) is not None:
            return await self._chosen_among_more(turn, moment, chosen)
        known_as = parse_data["intent"]["name"]
        intent = await self._intent(turn, moment, known_as)
        return {**parse_data, "text": text.lstrip("/") or " "} if intent == known_as else _pressed(f"/{intent}", text)

    async def _chosen(self, turn: Turn, payload: str, label: str) -> dict[str, Any]:
        """What a choice means; to name a danger, or leave it out, is about the sentences that sound like one."""
        if payload.startswith(f"/{CRISIS}") or payload == _LEAVES_DANGER_OUT:
            told = turn.conversation.question.told_sentences
            turn.told = await self.reader.read_each(told, turn.conversation.language)
        return _pressed(payload, label)

    async def _chosen_among_more(self, turn: Turn, moment: Moment, chosen: Choice) -> dict[str, Any]:
        """A choice with more around it, which is answered or kept ("the second. but don't call me")."""
        noted.note_wishes(turn, replace(moment, slot=None), self._texts)
        await self._questions.beside(turn, moment, Act.CHOOSE)
        told = (each for each in sentences(typed(turn)) if denies(moment.language, each))
        limits = [each for each in told if not mentions(moment.language, "nameless_words", each)]
        if limits:
            talk.set_limit(turn, " ".join(limits))
        return _pressed(chosen.payload, typed(turn))

    async def _understand(self, turn: Turn, moment: Moment, known: Understanding) -> None:
        """Puts on the turn what the message means in the light of what waits for an answer."""
        text = typed(turn)
        if known.crisis is not None:  # "I don't want to die, I miss my brother"
            known = await self.reader.without_danger(moment.language, text, asked=bool(moment.dangers_asked)) or known
        named = beside_an_answer(moment, await self._in_few_words(turn, moment, known), text)
        turn.orders = await orders_read(self.reader, moment, text)
        settled = without_what_goes(moment, with_doubt(named, moment, text), text)
        settled = await danger_beside(self.reader, moment, turn.orders, settled, text)
        heard = await self.reader.with_alarming(text, with_family(await self.reader.in_its_clauses(text, settled)))
        turn.understanding = asked_of_the_state(turn, moment, heard)
        if tells_a_wish(moment, text):  # "I want to know why they stopped it" asks nothing of the bot
            turn.understanding = replace(turn.understanding, topic=None, topic_score=0.0)
        else:
            turn.to_the_bot = await self.reader.said_to_the_bot(text, moment.language)
        if moment.slot is not None and (turn.orders or settled.leaves_out or leaves_out(moment.language, text)):
            turn.told = await self.reader.read_each(turn.conversation.question.told_sentences, moment.language)

    async def _no_story(self, turn: Turn, moment: Moment) -> frozenset[str]:
        """The sentences that tell none of the story, where one is told or shown; never all that is told so far."""
        if moment.slot not in (*TAKE_A_STORY, *CHANGED_AT):
            return frozenset()
        begun = turn.conversation.question.told
        none = await self.reader.no_story(typed(turn), moment.language, begun=begun)
        return none if begun or none < set(sentences(typed(turn))) else frozenset()

    async def _intent(self, turn: Turn, moment: Moment, heard: str) -> str:
        """What the message is for the rules, where the model heard ``heard``; what is to be said beside is said."""
        understanding, text = turn.understanding or Understanding(moment.language), typed(turn)
        several = changes_at(moment.slot, moment.language, text, understanding, turn.orders)
        orders = not refuses_all(moment, text) and (several or takes_something_out(turn, moment))
        intent = Act.CORRECT.value if orders else intent_at(moment, understanding, text, heard)
        if moment.slot == "story" and puts_back(moment.language, text) and undo.can_put_back(turn.conversation):
            intent = Topic.PUT_BACK.value
        puts = intent == Topic.PUT_BACK or bool(several.of(Kind.BACK))
        if puts and (whole := undo.made_whole(turn.conversation)) is not None:
            turn.told = await self.reader.read_each(whole.told_sentences, moment.language)
        if intent in BEGINS_ANEW and moment.asked not in LEFT_ALONE and turn.conversation.relay is None:
            talk.open_sheet(turn)  # before anything is noted on the one that was sent
        wishes_told = self._say_beside(turn, moment, intent)
        if understanding.danger is None and selves.looks_past_others(turn, moment):
            return TELL
        intent = await self._questions.beside(turn, moment, intent)
        no_greeting = intent == Act.GREET and understanding.act is None
        only_wishes = intent in (*SAYS_NO, Act.CHOOSE) and wishes_told
        unheard = no_greeting or only_wishes or intent == OUT_OF_SCOPE
        if intent == TELL and moment.asked is None and only_asks(turn):
            return OUT_OF_SCOPE
        # "I don't get this" would take back what was just said
        return TELL if turn.replies and unheard else intent

    async def _in_few_words(self, turn: Turn, moment: Moment, heard: Understanding) -> Understanding:
        """The understanding with what a few words name, and with what a part of them says is not the matter."""
        text, language = typed(turn), turn.conversation.language
        heard = await self.reader.corrected(moment, heard, text)
        named_now = needs_in_parts(language, text)
        talk.is_about_after_all(turn, set(named_now) - set(heard.denied))
        if (listed := needs_listed(language, text)) and moment.slot in TAKE_A_STORY:
            heard = replace(heard, needs=tuple(dict.fromkeys((*heard.needs, *listed))))
        if begins_with(language, "add_words", text):
            heard = replace(heard, needs=tuple(dict.fromkeys((*heard.needs, *named_now))))
        if heard.needs or heard.denied:
            return heard
        sounds_like_an_act = heard.act is not None and heard.act_score >= LIKELY
        if sounds_like_an_act and heard.act in ASKS_OF_THE_BOT:  # "is it secret from school?"
            return heard
        tells = not sounds_like_an_act and moment.slot in TAKE_A_STORY
        if not tells:
            return replace(heard, needs=needs_named(language, text))
        return replace(heard, needs=needs_in_parts(language, text, lacked=not moment.needs))

    def _say_beside(self, turn: Turn, moment: Moment, intent: str) -> bool:
        """Says what goes with the answer to a message; True if that notes what is wished or refused of a helper."""
        heard, text = turn.understanding, typed(turn)
        if heard is None:
            return False
        known, age = turn.conversation.question, selves.note_age(turn, moment, text)
        selves.note_groups(turn, moment, text)
        told_of_self = turn.conversation.question != known
        if heard.danger is not None:
            return False
        if may_doubt(moment, heard, text):
            guesses = is_a_guess(moment, heard, text)
            (asides.mention_numbers if guesses else asides.ask_about_danger)(turn, self._texts)
        if mentions(moment.language, "filter_words.no_car", text) and not turn.conversation.question.for_someone_else:
            talk.set_no_car(turn)
        wants_numbers = heard.topic is Topic.JUST_INFORMATION and refuses_all(moment, text)
        wishes_told = not wants_numbers and noted.note_wishes(turn, moment, self._texts)
        if told_of_self and moment.slot in selves.AMONG_HELPERS:
            noted.note_for_the_search(turn, self._texts)
        if intent != TELL_WHO_KNOWS:
            noted.note_who_knows(turn, moment, self._texts)
        noted.note_until(turn, moment, self._texts)
        noted.note_limits(turn, self._texts)
        if intent != Act.CORRECT:  # what is changed is noted there
            noted.note_times(turn, moment, self._texts)
        if intent == Act.HESITATE_FEAR and fear_named(moment.language, text) == AT_HOME:
            noted.note_fear_at_home(turn, self._texts)
        if age is not None:
            asides.meet_somebody_of(turn, age, self._texts)
        self._meet(turn, heard, moment, intent)
        return wishes_told

    def _meet(self, turn: Turn, heard: Understanding, moment: Moment, intent: str) -> None:
        """Says a word to shame, to a loss, and to who comes back."""
        text = typed(turn)
        if intent == TELL and heard.needs and mentions(moment.language, "shame_words", text):
            asides.meet_shame(turn, self._texts)
        if intent in TELLS_ANYHOW and moment.slot not in CHANGED_AT and mentions(moment.language, "loss_words", text):
            asides.meet_loss(turn, self._texts)
        if moment.away and intent == TELL:
            asides.welcome_back(turn, self._texts)


def _of_another(turn: Turn, heard: Understanding) -> bool:
    """True if somebody else is to be helped, as is known by now or told in the message."""
    told = heard.act is Act.FOR_SOMEONE_ELSE or about_another(turn.conversation.language, typed(turn)) is not None
    return told or moment_of(turn).for_another


def _pressed(payload: str, label: str = "") -> dict[str, Any]:
    """What a button means, in the form in which Rasa hears messages."""
    intent, brace, values = payload.lstrip("/").partition("{")
    entities: Mapping[str, Any] = json.loads(brace + values) if brace else {}
    return {
        "text": label or intent,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }
