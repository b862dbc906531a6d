"""What the bot says beside the talk, which goes on as if it had not been said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.adapters.denials import stays_plain
from bot.adapters.helplines import load_helplines
from bot.adapters.texts import GettextTexts
from bot.adapters.topic_answers import ABOUT, MOST_NUMBERS, TEXT_WHY_DANGER, Answer, answer_to
from bot.adapters.word_lists import mentions
from bot.adapters.wordings import as_choice, next_wording
from bot.domain.helplines import for_children, for_crisis, in_doubt, only_listeners
from bot.domain.labels import Act, Crisis, Topic
from bot.domain.messages import Reply
from bot.domain.understanding import Understanding
from bot.service import danger, for_whom, talk
from bot.service.turn import Turn
from bot.service.wording import helpline_lines

MENTION = "crisis.mention"
GROWN_UP_AT = 18
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
        say(turn, texts, "unspoken_language", name={"key": f"language.{heard.language}"})


def welcome_back(turn: Turn, texts: GettextTexts) -> None:
    """To somebody who tells on after a while: nothing was lost."""
    say(turn, texts, "back_again")


def meet_somebody_of(turn: Turn, age: int, texts: GettextTexts) -> None:
    """Tells somebody under 18, once, who listens to children."""
    if age < GROWN_UP_AT and "minor" not in turn.conversation.wordings:
        helplines = for_children(load_helplines(), turn.conversation.language, turn.now)
        say(turn, texts, "minor", helplines=helpline_lines(helplines, turn.now))


def greet_by_name(turn: Turn, name: str, texts: GettextTexts) -> None:
    """To somebody who says their name: it stands with the question, and can go."""
    say(turn, texts, "introduced", name=name)


def meet_shame(turn: Turn, texts: GettextTexts) -> None:
    """Takes up, once, the shame in a story: what was told is given back after it."""
    if "shame_heard" not in turn.conversation.wordings:
        say(turn, texts, "shame_heard")


def meet_loss(turn: Turn, texts: GettextTexts) -> None:
    """Takes up, once, that somebody died."""
    if "loss_heard" not in turn.conversation.wordings:
        say(turn, texts, "loss_heard")


def misread_danger(turn: Turn, texts: GettextTexts) -> None:
    """To somebody who says that there is none of the danger that was heard."""
    say(turn, texts, "danger_misread")


def meet_another(turn: Turn, texts: GettextTexts) -> None:
    """To somebody who says that it is another who is in danger."""
    say(turn, texts, "about_another")


def answer(turn: Turn, asked: str, texts: GettextTexts) -> None:
    """Answers a question that is asked beside something else: an act, a fear, or a topic (see topics.asked_in)."""
    if asked == Act.FOR_SOMEONE_ELSE:
        for_whom.ask_for_someone_else(turn)
    key, values = answer_beside(turn, asked)
    say(turn, texts, key, **values)
    if turn.conversation.channel == "telegram" and asked in TOLD_ON_TELEGRAM:
        say(turn, texts, TOLD_ON_TELEGRAM[asked])


def answer_beside(turn: Turn, asked: str) -> Answer:
    """What is said about a question that stands beside something else: an act, a fear, or a topic."""
    if asked.startswith((f"{Act.HESITATE_FEAR}.", ABOUT)) or asked == TEXT_WHY_DANGER:
        return asked, {}
    if asked == Act.FOR_SOMEONE_ELSE:
        return "for_another_too", {}
    return (f"utter_{asked}", {}) if asked in list(Act) else answer_to(turn, asked)


def say_unknown(turn: Turn, texts: GettextTexts) -> None:
    """Says that what was asked beside an answer has none here."""
    say(turn, texts, "question_unknown")


def say_nothing_is_sent(turn: Turn, texts: GettextTexts) -> None:
    """To who wants nothing sent: all stays here."""
    say(turn, texts, "nothing_is_sent")


def say_who_listens(turn: Turn, texts: GettextTexts) -> None:
    """To who told of violence and goes: whom they can still call, without police."""
    lines = for_crisis(load_helplines(), Crisis.VIOLENCE, turn.conversation.language, turn.now)
    listening = tuple(line for line in lines if not line.emergency)
    say(turn, texts, "numbers_stay", helplines=helpline_lines(listening[:MOST_NUMBERS], turn.now))


def say_unkept(turn: Turn, texts: GettextTexts) -> None:
    """Says that what is told now is not written down."""
    say(turn, texts, "unkept")


def say(turn: Turn, texts: GettextTexts, key: str, **values: Any) -> None:
    """Puts a text on the turn, in its next wording."""
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
    numbers = in_doubt(load_helplines(), crisis, language, turn.now)
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
    say(turn, texts, MENTION, number=urgent.number, listener=listener.number)


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
