"""Reading an answer: what it refuses, puts right, or tells beside."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.asking import need_texts
from actions.common import Slots, intent_of, said, turn_of
from bot.adapters.corrections import tells_more, told_instead
from bot.adapters.enough import wants_nothing
from bot.adapters.gazetteer import load_gazetteer
from bot.adapters.moment import SURE, typed
from bot.adapters.named_answers import WORDS_OF_AN_ANSWER
from bot.adapters.other_words import fears
from bot.adapters.phrases import FEW_WORDS, asks, denies, intent_named, says_stop
from bot.adapters.rewording import reworded
from bot.adapters.settling import WORDS_OF_A_STORY
from bot.adapters.topics import topic_asked
from bot.adapters.word_lists import WORDS_OF_A_PART, clauses, joined_by_commas, mentions, told_parts
from bot.domain.gazetteer import OUTSIDE
from bot.domain.labels import Act
from bot.domain.places import Place
from bot.domain.words import plain
from bot.service import talk
from bot.service.turn import Turn

FEARS = (Act.HESITATE_FEAR, Act.HESITATE_DISTRUST)
TELLS_PLAINLY = 0.5
"""From when on a message tells of a life, whatever it fears."""
WORDS_OF_A_REFUSAL, WORDS_OF_A_PLACE = 8, 3


def refuses(tracker: Tracker) -> bool:
    """True for a no in a few words ("I'd rather not give my number"), which no danger is heard in."""
    heard, words = turn_of(tracker).understanding, said(tracker)
    has_number = any(word.isdigit() for word in words.split())  # "7ed" is a word of Arabic in Latin letters
    if heard is None or heard.danger is not None or has_number or _stops(tracker):
        return False
    short = len(words.split()) <= WORDS_OF_A_REFUSAL
    plainly = heard.act in (Act.DENY, Act.DONT_KNOW) and heard.act_score >= SURE
    return plainly or (short and denies(turn_of(tracker).conversation.language, words))


def _stops(tracker: Tracker) -> bool:
    """True for a no to going on at all, in set words."""
    language, words = turn_of(tracker).conversation.language, said(tracker)
    return says_stop(language, words) or intent_named(language, words) == Act.NOT_NOW


def passes(tracker: Tracker) -> bool:
    """True for "skip", "nothing, thanks"; not for a wish for another language, in which such a word may be another."""
    words, language = said(tracker), turn_of(tracker).conversation.language
    if intent_of(tracker) == Act.CHANGE_LANGUAGE:
        return False
    return (len(words.split()) <= FEW_WORDS and mentions(language, "skip_words", words)) or wants_nothing(
        language, words
    )


def tells_too(turn: Turn, intent: str, words: str) -> bool:
    """True if a need is told beside an act.

    What is feared in a few words ("you send the police") is none, nor what is asked about ("what is a living wage?").
    """
    if turn.conversation.relay or not (turn.understanding and turn.understanding.needs):
        return False
    if topic_asked(turn.conversation.language, words, turn.understanding) is not None:
        return False
    return not (intent in FEARS and turn.conversation.question.needs and len(words.split()) < WORDS_OF_A_STORY)


def told_beside_a_fear(turn: Turn, words: str) -> str:
    """What happened, told with what is feared ("they refused me, and now I fear they take my kids"); else empty."""
    heard, language = turn.understanding, turn.conversation.language
    tells = heard is not None and heard.tells >= TELLS_PLAINLY and not turn.conversation.question.told
    if turn.conversation.relay or not tells or len(words.split()) < WORDS_OF_A_STORY:
        return ""
    parts = [part.strip() for part in told_parts(language, words)]
    told = [part for part in parts if not (fears(language, part) or asks(language, part))]
    return joined_by_commas(told) if any(len(part.split()) >= WORDS_OF_A_PART for part in told) else ""


def put_right(turn: Turn, words: str) -> bool:
    """Puts right what was heard wrongly, or adds to it ("not only the house"); False if no need is named."""
    heard = turn.understanding
    if heard and heard.needs and not heard.denied and mentions(turn.conversation.language, "also_words", words):
        talk.hear(turn, words)
        return True
    language = turn.conversation.language
    return talk.correct_needs(turn, told_instead(language, words) if tells_more(language, words) else "")


def reword(turn: Turn, words: str) -> bool:
    """Puts one piece of what was told in place of another ("it's not Fatou but Fatima"); False if none is named."""
    question = turn.conversation.question
    found = reworded(turn.conversation.language, words, f"{question.words}\n{question.wish}\n{question.support}")
    if found is not None:
        talk.change_question(turn, question.reworded(*found))
    return turn.conversation.question != question


def say_what_is_left(dispatcher: CollectingDispatcher, turn: Turn) -> Slots:
    """Names the needs that are left after a correction; where none is, what it is about is asked again."""
    needs = turn.conversation.question.needs
    if not needs:
        return {"story": None, "heard": None}
    dispatcher.utter_message(response="corrected", needs=need_texts(needs))
    return {}


def hear_beside_yes(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Adds the needs that a yes brings along ("yes, and work too")."""
    turn = turn_of(tracker)
    before, heard = turn.conversation.question.needs, turn.understanding
    new = tuple(need for need in heard.needs if need not in before) if heard else ()
    if new:
        talk.hear(turn, said(tracker))
        dispatcher.utter_message(response="hear_more_needs", needs=need_texts(new))


def place_told(turn: Turn, words: str) -> Place | None:
    """Another place than the one that was noted, which is all that a message tells ("no, I live in Poperinge")."""
    heard, noted = turn.understanding, turn.conversation.question.place
    if heard is None or heard.needs or len(words.split()) > WORDS_OF_AN_ANSWER:
        return None
    others = [place for place in heard.places if place != noted and place.kind != OUTSIDE]
    return others[0] if len(others) == 1 else None


def places_named(turn: Turn) -> tuple[Place, ...]:
    """The places that a message names; a far town beside one of the region is where somebody works or came from."""
    places = turn.understanding.places if turn.understanding else ()
    places = places or _in_a_part(turn)
    near = tuple(place for place in places if place.kind != OUTSIDE)
    return near if len(near) == 1 else places


def _in_a_part(turn: Turn) -> tuple[Place, ...]:
    """The places that are all that a part of a message says ("Loker. Any afternoon"), where the whole names none."""
    parts = clauses(turn.conversation.language, typed(turn))
    short = [part for part in parts if len(part.split()) <= WORDS_OF_A_PLACE] if len(parts) > 1 else []
    found = (each.place for part in short for each in load_gazetteer().find(part, forgiving=False))
    return tuple(dict.fromkeys(found))


def names_place(part: str, place: Place) -> bool:
    """True if a part of a text has the very name of a place."""
    return f" {plain(place.name)} " in f" {plain(part)} "
