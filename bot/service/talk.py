"""What a resident does in the talk: each function changes the turn's working copy, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.gazetteer import OUTSIDE
from bot.domain.labels import LANGUAGES, NEAREST, REFUSALS, DayPart, Need, Preference, Reach
from bot.domain.places import Place
from bot.domain.question import MAX_WORDS_LENGTH, OWN_LINES, HelpQuestion, sentences
from bot.service.turn import Turn

WORDS_OF_A_DENIAL = 7
WORDS_ABOUT_ONESELF = 20
"""In a longer story, a town far away is where others live as often as where the person does."""


def change_question(turn: Turn, question: HelpQuestion) -> None:
    turn.conversation = replace(turn.conversation, question=question)


def hear(turn: Turn, words: str) -> None:
    """Adds what was said to the help question, with the needs, the danger and the place that were heard in it."""
    heard, words = turn.understanding, turn.story(words)
    open_sheet(turn)
    needs, denied = (heard.needs, heard.denied) if heard else ((), ())
    question = turn.conversation.question.tell(words, needs, denied)
    if heard and len(heard.places) == 1 and question.place is None and not _is_of_others(heard.places[0], words):
        question = replace(question, place=heard.places[0])
    if heard and heard.danger:
        question = question.endangered(heard.danger, heard.alarming or sentences(words))
    change_question(turn, question)


def hear_unasked(turn: Turn, words: str) -> None:
    """The same for what answers no question: once the help question was shown, only a danger is noted."""
    heard, question = turn.understanding, turn.conversation.question
    if not question.shown or question.sent:
        hear(turn, words)
    elif heard and heard.danger:
        change_question(turn, question.endangered(heard.danger))


def show(turn: Turn) -> None:
    """The help question is seen line by line; what is told from now on is only added where that is wished."""
    change_question(turn, replace(turn.conversation.question, shown=True))


def offer_to_write(turn: Turn, words: str) -> None:
    """Keeps what was told beside the question, until somebody wants it in."""
    change_question(turn, replace(turn.conversation.question, offered=turn.story(words)[:MAX_WORDS_LENGTH]))


def write_offered(turn: Turn) -> None:
    """Adds what was kept beside the question."""
    question = turn.conversation.question
    change_question(turn, replace(question.tell(question.offered, ()), offered=""))


def leave_unwritten(turn: Turn) -> None:
    """What was told in this turn and is not to be written down stands nowhere in the question."""
    question, unkept = turn.conversation.question, sentences(turn.unkept)
    numbers = (at for at, told in enumerate(question.told_sentences) if told in unkept)
    left = question.without_told(*numbers)
    for line in OWN_LINES:
        left = left.saying(line, "") if getattr(left, line) == turn.unkept else left
    change_question(turn, replace(left, offered=""))


def _is_of_others(place: Place, words: str) -> bool:
    """True for a town outside the region in a long story: there a mother lives, or somebody was born."""
    return place.kind == OUTSIDE and len(words.split()) > WORDS_ABOUT_ONESELF


def keep_words(turn: Turn, words: str) -> None:
    """Adds what was said to the help question, as words alone."""
    change_question(turn, turn.conversation.question.tell(turn.story(words), ()))


def ask_too(turn: Turn, words: str) -> None:
    """Adds what only a helper can answer, until the question is shown."""
    question = turn.conversation.question
    if not (question.shown or question.sent or turn.conversation.relay):
        keep_words(turn, words)


def open_sheet(turn: Turn) -> None:
    """Begins a new question if the last one was sent; where somebody lives and how to reach them stay known."""
    old = turn.conversation.question
    if old.sent:
        kept = HelpQuestion(place=old.place, reach=old.reach, when=old.when, name=old.name, phone=old.phone)
        _begin(turn, replace(kept, no_car=old.no_car and not old.for_someone_else))


def take_up_again(turn: Turn, handover_id: str, first: Need | None = None) -> None:
    """A question that was sent is looked at again, with others in mind; of its needs, ``first`` if that is given.

    What is being written meanwhile is put aside (see bring_back).
    """
    conversation = turn.conversation
    written = conversation.question
    question = replace(conversation.asked.get(handover_id, written), sent=False)
    if written.told and not written.sent and written != question:
        turn.conversation = replace(conversation, aside=written)
    change_question(turn, question.put_first(first) if first else question)
    look_anew(turn)


def bring_back(turn: Turn) -> bool:
    """The question that was put aside is on the sheet again; False if there is none."""
    aside = turn.conversation.aside
    if aside is None:
        return False
    turn.conversation = replace(turn.conversation, aside=None)
    change_question(turn, aside)
    look_anew(turn)
    return True


def forget_question(turn: Turn) -> None:
    """Begins with an empty sheet; questions that were sent are not touched."""
    turn.conversation = replace(turn.conversation, aside=None)
    _begin(turn, HelpQuestion())


def _begin(turn: Turn, sheet: HelpQuestion) -> None:
    conversation = turn.conversation
    known = [conversation.question, *conversation.asked.values(), *([conversation.aside] if conversation.aside else [])]
    number = max(question.number for question in known) + 1
    turn.conversation = replace(conversation, cut=None)
    change_question(turn, replace(sheet, language=conversation.asks_in, number=number))
    look_anew(turn)


def add_need(turn: Turn, need: Need) -> None:
    open_sheet(turn)
    change_question(turn, turn.conversation.question.choose(need))


def is_about_after_all(turn: Turn, needs: Iterable[Need]) -> None:
    """Needs that were said not to be the matter are named again, so they may be heard."""
    question, named = turn.conversation.question, frozenset(needs)
    change_question(turn, replace(question, not_about=tuple(need for need in question.not_about if need not in named)))


def put_first(turn: Turn, need: Need) -> None:
    change_question(turn, turn.conversation.question.put_first(need))


def correct_needs(turn: Turn, words: str) -> bool:
    """Puts right what was heard wrongly (see HelpQuestion.correct); False if nothing is named, and nothing changes.

    ``words`` are those that do more than correct: they belong to what was told.
    """
    heard = turn.understanding
    if heard is None or not (heard.needs or heard.denied):
        return False
    told = turn.conversation.question.tell(turn.story(words), ())
    change_question(turn, told.correct(heard.needs, heard.denied))
    return True


def deny_needs(turn: Turn, words: str) -> None:
    """Nothing that was heard is the matter. Words that say more than that belong to what was told."""
    leave_open(turn, "needs")
    if len(words.split()) > WORDS_OF_A_DENIAL:
        keep_words(turn, words)


def set_no_car(turn: Turn) -> None:
    """Who has no car is shown first who comes to them, can be called, or is near."""
    change_question(turn, replace(turn.conversation.question, no_car=True))


def fear_home(turn: Turn) -> None:
    """Somebody at home must not know of it: a visit there speaks for nobody."""
    change_question(turn, replace(turn.conversation.question, afraid_at_home=True))


def ask_for_care(turn: Turn) -> bool:
    """Who has somebody to fear at home asks for careful contact; False if they do already, or need not."""
    question = turn.conversation.question
    asks = question.unsafe_at_home and Preference.DISCREET not in question.preferences and not question.consult
    if asks:
        prefer(turn, Preference.DISCREET)
    return asks


def say_line(turn: Turn, line: str, words: str) -> None:
    """What one of OWN_LINES says from now on. Raises KeyError for any other."""
    change_question(turn, turn.conversation.question.saying(line, turn.written(words)))


def set_limit(turn: Turn, words: str) -> None:
    """Adds to what a helper is to mind in getting in touch, each thing once."""
    known, told = turn.conversation.question.limits, turn.written(words)
    new = [each for each in sentences(told) if each not in sentences(known)]
    say_line(turn, "limits", "\n".join([*filter(None, [known]), *new]))


def choose_language(turn: Turn, language: str) -> None:
    """The person's own choice of language, which no detection overrules."""
    turn.conversation = replace(turn.conversation.speaking(language), language_chosen=True)


def ask_help_in(turn: Turn, language: str) -> None:
    """The language to be helped in, also while the talk goes on in another."""
    turn.conversation = turn.conversation.asking_in(language)


def meet_a_stranger(turn: Turn, language: str) -> None:
    """Asks for help in a language that the bot does not speak; answers in the nearest, or the page's if not Dutch."""
    spoken = turn.conversation.language
    answered_in = NEAREST[language] if spoken == LANGUAGES[0] else spoken
    turn.conversation = turn.conversation.speaking(answered_in).asking_in(language)


def set_contact(turn: Turn, *, name: str | None = None, phone: str | None = None) -> None:
    """The name and number that a partner may use; an empty text means none.

    A number is kept in the digits that are dialled here, however it was typed.
    """
    question = turn.conversation.question
    change_question(
        turn,
        replace(
            question,
            name=question.name if name is None else name,
            phone=question.phone if phone is None else _dialled(phone),
        ),
    )


def _dialled(phone: str) -> str:
    return "".join(str(int(each)) if each.isdecimal() else each for each in phone)


def take_out(turn: Turn, *numbers: int) -> None:
    """Takes sentences out of what was told (see HelpQuestion.told_sentences)."""
    change_question(turn, turn.conversation.question.without_told(*numbers))


def leave_open(turn: Turn, line: str) -> None:
    """Takes one line out of the question. Raises KeyError if it is none of LINES."""
    change_question(turn, turn.conversation.question.without(line))


def drop_need(turn: Turn, need: Need) -> None:
    change_question(turn, turn.conversation.question.correct((), (need,)))


def set_place(turn: Turn, place: Place) -> None:
    """Where somebody lives; for another place others are near."""
    if place != turn.conversation.question.place:
        look_anew(turn)
    change_question(turn, replace(turn.conversation.question, place=place))


def set_reach(turn: Turn, reach: Reach | None) -> None:
    """How to be reached; what was refused before is taken back by that."""
    question = turn.conversation.question
    preferences = tuple(each for each in question.preferences if reach is None or each is not REFUSALS.get(reach))
    change_question(turn, replace(question, reach=reach, preferences=preferences))


def refuse(turn: Turn, reach: Reach) -> None:
    """Somebody does not want to be reached in this way, neither now nor as another way out."""
    if turn.conversation.question.reach is reach:
        leave_open(turn, "reach")
    prefer(turn, REFUSALS[reach])


def set_when(turn: Turn, when: DayPart | None) -> None:
    change_question(turn, replace(turn.conversation.question, when=when))


def prefer(turn: Turn, preference: Preference) -> None:
    """Adds what somebody wishes of a helper."""
    question = turn.conversation.question
    if preference not in question.preferences:
        change_question(turn, replace(question, preferences=(*question.preferences, preference)))


def give_up_wish(turn: Turn, preference: Preference) -> None:
    """Takes back what somebody wished of a helper."""
    question = turn.conversation.question
    kept = tuple(each for each in question.preferences if each is not preference)
    change_question(turn, replace(question, preferences=kept))


def look_further(turn: Turn) -> None:
    """None of those who were shown: others are proposed next."""
    turn.conversation = replace(turn.conversation, near=())


def look_anew(turn: Turn) -> None:
    """The best are proposed next, whether they were shown before or not."""
    turn.conversation = replace(turn.conversation, proposed=(), near=())
