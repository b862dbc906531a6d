"""What the bot says beside the talk, which goes on as if it had not been said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.adapters.denials import stays_plain
from bot.adapters.helplines import load_helplines
from bot.adapters.homes import home_told, only_home
from bot.adapters.limits import limits_told
from bot.adapters.moment import IN_OWN_WORDS, TAKE_A_STORY, Asked, Moment
from bot.adapters.orders import leaves_out
from bot.adapters.other_words import is_feared_at_home
from bot.adapters.phrases import asks
from bot.adapters.somebody_else import ONCE_A_STORY_IS_TOLD, who_knows
from bot.adapters.texts import GettextTexts
from bot.adapters.times_told import free_at, times_told
from bot.adapters.topic_answers import ABOUT, MOST_NUMBERS, TEXT_WHY_DANGER, Answer, answer_to
from bot.adapters.until import needed_by, told_until
from bot.adapters.wishes import either_fits, language_told, ocmws, refusals_told, refuses_ocmw, wishes_told
from bot.adapters.word_lists import clauses, mentions, told_parts
from bot.adapters.wordings import as_choice, next_wording
from bot.domain.helplines import for_children, for_crisis, only_listeners
from bot.domain.hours import start_of
from bot.domain.labels import REFUSALS, Act, Crisis, Preference, Topic
from bot.domain.messages import Reply
from bot.domain.understanding import Understanding
from bot.service import danger, for_whom, proposals, talk
from bot.service.turn import Turn
from bot.service.wording import day_text, helpline_lines, place_text

NUMBERS_IN_DOUBT = 2
MENTION = "crisis.mention"
GROWN_UP_AT = 18
ASKED_WHERE = ("place", "summary")
"""Slots whose answers take another place themselves."""
ASKED_FOR_HOURS = ("reach", "when")
TELL_TIMES_BESIDE = ("knows", "summary", "service", "name", "phone", "consent")
"""Slots whose answers take no days and hours themselves."""
NO_DANGER = "no_danger"
"""Value of /resume where somebody says that there is no danger, and the text for it."""
UNSETTLED = "danger_unsettled"
"""The same where what they answer to the question about danger is neither a yes nor a no."""
TOLD_ON_TELEGRAM: Mapping[str, str] = {Act.ASK_PRIVACY: "telegram_reads", Topic.KEPT: "telegram_keeps"}
"""What is so only where another company carries the chat and keeps it, by what is asked."""
OF_ANOTHER = "danger_of_another"
"""The same where it is somebody else who is in danger."""
WHY_DANGER = "danger_why"
"""The same where they ask why there was talk of danger; nothing is settled by that."""


def meet_a_stranger(turn: Turn, heard: Understanding, texts: GettextTexts) -> None:
    """Says once that the bot can't speak this language, if nothing more pressing is to be said."""
    talk.meet_a_stranger(turn, heard.language)
    if heard.danger is None:
        _say(turn, texts, "unspoken_language", name={"key": f"language.{heard.language}"})


def welcome_back(turn: Turn, texts: GettextTexts) -> None:
    """To somebody who tells on after a while: nothing was lost."""
    _say(turn, texts, "back_again")


def meet_somebody_of(turn: Turn, age: int, texts: GettextTexts) -> None:
    """Tells somebody under 18, once, who listens to children."""
    if age < GROWN_UP_AT and "minor" not in turn.conversation.wordings:
        helplines = for_children(load_helplines(), turn.conversation.language, turn.now)
        _say(turn, texts, "minor", helplines=helpline_lines(helplines, turn.now))


def greet_by_name(turn: Turn, name: str, texts: GettextTexts) -> None:
    """To somebody who says their name: it stands with the question, and can go."""
    _say(turn, texts, "introduced", name=name)


def meet_shame(turn: Turn, texts: GettextTexts) -> None:
    """Takes up, once, the shame in a story: what was told is given back after it."""
    if "shame_heard" not in turn.conversation.wordings:
        _say(turn, texts, "shame_heard")


def meet_loss(turn: Turn, texts: GettextTexts) -> None:
    """Takes up, once, that somebody died."""
    if "loss_heard" not in turn.conversation.wordings:
        _say(turn, texts, "loss_heard")


def note_wishes(turn: Turn, moment: Moment, texts: GettextTexts) -> bool:
    """Notes, and says so, what a message wishes or refuses of a helper; False if there is nothing to say of that."""
    said, before = turn.incoming.content, len(turn.replies)
    for reach in refusals_told(moment, turn.conversation.question, said):
        talk.refuse(turn, reach)
        _say(turn, texts, str(REFUSALS[reach]))
    for wish in wishes_told(moment, turn.conversation.question, said):
        talk.prefer(turn, wish)
        _say(turn, texts, f"{wish}_noted")
    if either_fits(moment.language, said) and _gives_up(turn, Preference.WOMAN, Preference.MAN):
        _say(turn, texts, "either_noted")
    if refuses_ocmw(moment.language, said):
        proposals.refuse(turn, ocmws(turn.directory))
        talk.prefer(turn, Preference.NOT_OCMW)
        _say(turn, texts, f"{Preference.NOT_OCMW}_noted")
    if (language := language_told(moment, turn.conversation.question, said)) is not None:
        talk.ask_help_in(turn, language)
        _say(turn, texts, "language_noted", name={"key": f"language.{language}"})
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
        _say(turn, texts, for_whom.tell_who_knows(turn, knows))


def note_limits(turn: Turn, texts: GettextTexts) -> None:
    """Notes, and says so, what a helper is to mind in getting in touch."""
    before = turn.conversation.question.limits
    for limit in limits_told(turn.conversation.language, turn.incoming.content):
        talk.set_limit(turn, limit)
    if turn.conversation.question.limits != before:
        _say(turn, texts, "limit_noted")


def note_times(turn: Turn, moment: Moment, texts: GettextTexts) -> None:
    """Notes, and says so, the days and hours of contact that are told where something else is asked."""
    said, before = turn.incoming.content, turn.conversation.question.limits
    if leaves_out(moment.language, said) or told_until(moment.language, said, turn.today):
        return
    if moment.slot in IN_OWN_WORDS:
        talk.set_limit(turn, free_at(moment.language, said))
    elif moment.slot in TELL_TIMES_BESIDE:
        talk.set_limit(turn, times_told(moment.language, said))
    if turn.conversation.question.limits != before:
        _say(turn, texts, "limit_noted")


def note_for_the_search(turn: Turn, texts: GettextTexts) -> None:
    """To somebody who says of themselves what tells helpers apart."""
    _say(turn, texts, "filter_noted")


def note_fear_at_home(turn: Turn, texts: GettextTexts) -> None:
    """Notes that somebody at home must not know of it; once the question was shown, says what is added to it."""
    if not is_feared_at_home(turn.conversation.language, turn.incoming.content):
        return
    talk.fear_home(turn)
    question = turn.conversation.question
    if question.shown and not question.sent and talk.ask_for_care(turn):
        _say(turn, texts, "discreet_stands_other" if question.for_someone_else else "discreet_stands")


def note_home(turn: Turn, moment: Moment, texts: GettextTexts) -> None:
    """Notes where somebody lives, or that it is elsewhere than was noted, wherever in the talk that is told.

    Beside an answer that is said; not in a story, which is given back, nor in a danger.
    """
    heard, said, noted = turn.understanding, turn.incoming.content, turn.conversation.question.place
    if heard is None or turn.conversation.question.sent or turn.conversation.relay or moment.slot in ASKED_WHERE:
        return
    in_danger = moment.asked == Asked.IF_SAFE or heard.danger is not None
    in_story = moment.slot in TAKE_A_STORY
    home = None if moment.for_another else home_told(moment.language, said)
    if home is None and noted is None and (in_story or in_danger):
        home = only_home(moment.language, heard, said, of_another=moment.for_another)
    if home is not None and home != noted:
        talk.set_place(turn, home)
        if not (in_story or in_danger):
            _say(turn, texts, "place_noted", place=place_text(home.name))


def note_until(turn: Turn, moment: Moment, texts: GettextTexts) -> None:
    """Says that it was heard until when an answer is needed; told beside an answer, it is kept too."""
    if moment.slot in ASKED_FOR_HOURS:  # "before 4" is an hour there
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
    _say(turn, texts, "until_noted", until=day_text(start_of(until)))


def misread_danger(turn: Turn, texts: GettextTexts) -> None:
    """To somebody who says that there is none of the danger that was heard."""
    _say(turn, texts, "danger_misread")


def meet_another(turn: Turn, texts: GettextTexts) -> None:
    """To somebody who says that it is another who is in danger."""
    _say(turn, texts, "about_another")


def answer(turn: Turn, asked: str, texts: GettextTexts) -> None:
    """Answers a question that is asked beside something else: an act, a fear, or a topic (see topics.asked_in)."""
    if asked == Act.FOR_SOMEONE_ELSE:
        for_whom.ask_for_someone_else(turn)
    key, values = _answer_to(turn, asked)
    _say(turn, texts, key, **values)
    if turn.conversation.channel == "telegram" and asked in TOLD_ON_TELEGRAM:
        _say(turn, texts, TOLD_ON_TELEGRAM[asked])


def _answer_to(turn: Turn, asked: str) -> Answer:
    if asked.startswith((f"{Act.HESITATE_FEAR}.", ABOUT)) or asked == TEXT_WHY_DANGER:
        return asked, {}
    if asked == Act.FOR_SOMEONE_ELSE:
        return "for_another_too", {}
    return (f"utter_{asked}", {}) if asked in list(Act) else answer_to(turn, asked)


def say_unknown(turn: Turn, texts: GettextTexts) -> None:
    """Says that what was asked beside an answer has none here."""
    _say(turn, texts, "question_unknown")


def say_nothing_is_sent(turn: Turn, texts: GettextTexts) -> None:
    """To who wants nothing sent: all stays here."""
    _say(turn, texts, "nothing_is_sent")


def say_who_listens(turn: Turn, texts: GettextTexts) -> None:
    """To who told of violence and goes: whom they can still call, without police."""
    lines = for_crisis(load_helplines(), Crisis.VIOLENCE, turn.conversation.language, turn.now)
    listening = tuple(line for line in lines if not line.emergency)
    _say(turn, texts, "numbers_stay", helplines=helpline_lines(listening[:MOST_NUMBERS], turn.now))


def say_unkept(turn: Turn, texts: GettextTexts) -> None:
    """Says that what is told now is not written down."""
    _say(turn, texts, "unkept")


def _say(turn: Turn, texts: GettextTexts, key: str, **values: Any) -> None:
    language = turn.conversation.language
    said = texts.say(language, next_wording(texts, turn, key), **values)
    turn.replies.append(Reply(said, language))


def ask_about_danger(turn: Turn, texts: GettextTexts) -> None:
    """Where a message may have meant danger, asks so and says whom to call.

    After veiled words of it, and where a wish to die is plain for all that was said, it asks once more.
    """
    language, heard = turn.conversation.language, turn.understanding
    settled = turn.conversation.question.dangers_settled
    plain = heard is not None and heard.doubt in settled and stays_plain(heard)
    crisis = danger.to_ask_about(turn, again=plain or mentions(language, "doubt_words", turn.incoming.content))
    if crisis is None:
        return
    numbers = for_crisis(load_helplines(), crisis, language, turn.now)[:NUMBERS_IN_DOUBT]
    said = texts.say(language, "crisis.check", helplines=helpline_lines(numbers, turn.now))
    yes = {
        "title": texts.say(language, "button.in_danger"),
        "payload": "/crisis" + json.dumps({"value": crisis}),
        "standing": True,
    }
    no = {"title": texts.say(language, "button.no_danger"), "payload": "/resume" + json.dumps({"value": NO_DANGER})}
    turn.replies.append(Reply(said, language, (as_choice(yes), as_choice(no)), "crisis"))


def mention_numbers(turn: Turn, texts: GettextTexts) -> None:
    """Where danger is hardly more than a guess, says once whom to call in danger, and asks nothing.

    Somebody who spoke of bread, or of a good husband, and is asked about danger thinks that nobody listened.
    """
    heard = turn.understanding
    if heard is None or heard.doubt is None or MENTION in turn.conversation.wordings:
        return
    language, lines = turn.conversation.language, load_helplines()
    urgent = for_crisis(lines, Crisis.MEDICAL_EMERGENCY, language, turn.now)[0]
    listener = only_listeners(lines, language, turn.now)[0]
    _say(turn, texts, MENTION, number=urgent.number, listener=listener.number)


def ask_about_danger_alone(turn: Turn, *, form_asks: bool) -> None:
    """Puts the question whether there is danger last and alone: of two questions at once one "yes" answers neither.

    What the form asks comes again once this is settled.
    """
    doubt = next(filter(_asks_about_danger, turn.replies), None)
    if doubt is None:
        return
    others = [each for each in turn.replies if each is not doubt and not (form_asks and each.buttons)]
    turn.replies[:] = [*(replace(each, buttons=()) for each in others), doubt]


def asks_about_danger(turn: Turn) -> bool:
    """True if this turn asks whether there is danger."""
    return any(map(_asks_about_danger, turn.replies))


def _asks_about_danger(reply: Reply) -> bool:
    return any(choice.payload.startswith("/crisis") for choice in reply.buttons)
