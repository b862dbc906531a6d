"""What is noted of a message beside what it answers, and that it is: wishes, hours, a day, a fear, a home."""

from __future__ import annotations

from bot.adapters.asides import say
from bot.adapters.homes import home_told, only_home
from bot.adapters.limits import limits_told, not_known_to
from bot.adapters.moment import IN_OWN_WORDS, TAKE_A_STORY, Asked, Moment
from bot.adapters.names import PHONE_NUMBER
from bot.adapters.orders import leaves_out
from bot.adapters.other_words import is_feared_at_home
from bot.adapters.phrases import asks, ordinals
from bot.adapters.somebody_else import ONCE_A_STORY_IS_TOLD, turns_out_for_another, who_knows
from bot.adapters.texts import GettextTexts
from bot.adapters.times_told import free_at, times_told
from bot.adapters.until import needed_by, told_until
from bot.adapters.wishes import either_fits, language_told, ocmws, refusals_told, refuses_ocmw, wishes_told
from bot.adapters.word_lists import clauses, told_parts
from bot.domain.hours import start_of
from bot.domain.labels import REFUSALS, Preference
from bot.domain.question import sentences
from bot.domain.words import plain
from bot.service import for_whom, proposals, talk
from bot.service.turn import Turn
from bot.service.wording import day_text, place_text

ASKED_WHERE = ("place", "summary")
"""Slots whose answers take another place themselves."""
ASKED_FOR_HOURS = ("reach", "when")
TELL_TIMES_BESIDE = ("knows", "summary", "service", "name", "phone", "consent")
"""Slots whose answers take no days and hours themselves."""


def note_wishes(turn: Turn, moment: Moment, texts: GettextTexts) -> bool:
    """Notes, and says so, what a message wishes or refuses of a helper; False if there is nothing to say of that."""
    said, before = turn.incoming.content, len(turn.replies)
    for reach in refusals_told(moment, turn.conversation.question, said):
        talk.refuse(turn, reach)
        say(turn, texts, str(REFUSALS[reach]))
    for wish in wishes_told(moment, turn.conversation.question, said):
        talk.prefer(turn, wish)
        say(turn, texts, f"{wish}_noted")
    if either_fits(moment.language, said) and _gives_up(turn, Preference.WOMAN, Preference.MAN):
        say(turn, texts, "either_noted")
    if refuses_ocmw(moment.language, said):
        proposals.refuse(turn, ocmws(turn.directory))
        talk.prefer(turn, Preference.NOT_OCMW)
        say(turn, texts, f"{Preference.NOT_OCMW}_noted")
    if (language := language_told(moment, turn.conversation.question, said)) is not None:
        talk.ask_help_in(turn, language)
        say(turn, texts, "language_noted", name={"key": f"language.{language}"})
    return len(turn.replies) > before


def _gives_up(turn: Turn, *wishes: Preference) -> bool:
    """Takes wishes back; False if none of them was noted."""
    before = turn.conversation.question
    for wish in wishes:
        talk.give_up_wish(turn, wish)
    return turn.conversation.question != before


def note_who_knows(turn: Turn, moment: Moment, texts: GettextTexts) -> None:
    """Notes, and says so, that the one who is asked for knows of it by now, or does not, told beside an answer."""
    if not moment.for_another or moment.slot not in ONCE_A_STORY_IS_TOLD:
        return
    parts = clauses(moment.language, turn.incoming.content)
    told = [part for part in parts if not leaves_out(moment.language, part)]  # "take out that she does not know"
    knows = who_knows(moment.language, ". ".join(told))
    if knows is not None and knows != turn.conversation.question.knows:
        say(turn, texts, for_whom.tell_who_knows(turn, knows))


def note_limits(turn: Turn, texts: GettextTexts) -> None:
    """Notes, and says so, what a helper is to mind in getting in touch."""
    before = turn.conversation.question.limits
    language, for_another = turn.conversation.language, turn.conversation.question.for_someone_else
    for limit in limits_told(language, turn.incoming.content):
        if not (for_another and not_known_to(language, limit)):  # whether that one knows has a line of its own
            talk.set_limit(turn, limit)
    if turn.conversation.question.limits != before:
        say(turn, texts, "limit_noted")


def note_times(turn: Turn, moment: Moment, texts: GettextTexts) -> None:
    """Notes, and says so, the days and hours of contact that are told where something else is asked."""
    said, before = turn.incoming.content, turn.conversation.question.limits
    if leaves_out(moment.language, said) or told_until(moment.language, said, turn.today):
        return
    if moment.slot in IN_OWN_WORDS:
        talk.set_limit(turn, free_at(moment.language, said, of_others=moment.slot == "support"))
    elif moment.slot in TELL_TIMES_BESIDE:
        told = [each for each in sentences(said) if ordinals(moment.language).position(plain(each)) is None]
        talk.set_limit(turn, times_told(moment.language, PHONE_NUMBER.sub(" ", " ".join(told))))
    if turn.conversation.question.limits != before:
        say(turn, texts, "limit_noted")


def note_for_the_search(turn: Turn, texts: GettextTexts) -> None:
    """To somebody who says of themselves what tells helpers apart."""
    say(turn, texts, "filter_noted")


def note_fear_at_home(turn: Turn, texts: GettextTexts) -> None:
    """Notes that somebody at home must not know of it; once the question was shown, says what is added to it."""
    if not is_feared_at_home(turn.conversation.language, turn.incoming.content):
        return
    talk.fear_home(turn)
    question = turn.conversation.question
    if question.shown and not question.sent and talk.ask_for_care(turn):
        say(turn, texts, "discreet_stands_other" if question.for_someone_else else "discreet_stands")


def note_for_another(turn: Turn, moment: Moment) -> None:
    """Takes the question for that of the one who is spoken of, once that turns out."""
    if turns_out_for_another(moment, turn.conversation.question, turn.incoming.content):
        for_whom.ask_for_someone_else(turn)


def note_home(turn: Turn, moment: Moment, texts: GettextTexts) -> None:
    """Notes where somebody lives, or that it is elsewhere than was noted, wherever in the talk that is told.

    Beside an answer that is said; not in a story, which is given back, nor in a danger.
    """
    heard, said, noted = turn.understanding, turn.incoming.content, turn.conversation.question.place
    if heard is None or turn.conversation.question.sent or turn.conversation.relay or moment.slot in ASKED_WHERE:
        return
    in_danger = moment.asked == Asked.IF_SAFE or heard.danger is not None
    in_story = moment.slot in TAKE_A_STORY
    home = home_told(moment.language, said, of_another=moment.for_another)
    if home is None and noted is None and (in_story or in_danger):
        home = only_home(moment.language, heard, said, of_another=moment.for_another)
    if home is not None and home != noted:
        talk.set_place(turn, home)
        if not (in_story or in_danger):
            say(turn, texts, "place_noted", place=place_text(home.name))


def note_until(turn: Turn, moment: Moment, texts: GettextTexts) -> None:
    """Says that it was heard until when an answer is needed; told beside an answer, it is kept too."""
    if moment.slot in (*ASKED_FOR_HOURS, "line_how"):  # "before 4" is an hour there, "the 4" a button
        return
    until = told_until(moment.language, turn.incoming.content, turn.today)
    question = turn.conversation.question
    if until is None or question.sent or turn.conversation.relay is not None or until == needed_by(turn):
        return
    if question.shown and asks(moment.language, turn.incoming.content):  # the answer tells it, and nothing is added
        return
    if moment.slot not in (*TAKE_A_STORY, *IN_OWN_WORDS) and not turn.orders:  # an order says what is to be added
        parts = told_parts(moment.language, turn.incoming.content)
        limits = [part.strip() for part in parts if told_until(moment.language, part, turn.today)]
        talk.keep_words(turn, ". ".join(limits))
    say(turn, texts, "until_noted", until=day_text(start_of(until)))
