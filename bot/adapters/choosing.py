"""Which of the choices on the screen somebody means who types."""

from __future__ import annotations

from bot.adapters.corrections import is_another
from bot.adapters.moment import Moment, last_slot, typed
from bot.adapters.phrases import asks, denies, ordinals
from bot.adapters.word_lists import after_second_thoughts, clauses, mentions
from bot.domain.choices import named_choice, place_typed, told_choice, typed_choice
from bot.domain.messages import Choice
from bot.domain.question import sentences
from bot.service import proposals
from bot.service.turn import Turn

WORDS_OF_A_CHOICE = 7


def choice_typed(turn: Turn) -> Choice | None:
    """The choice on the screen that is typed."""
    return _choice_in(turn, typed(turn))


def helper_chosen(turn: Turn, moment: Moment, said: str) -> Choice | None:
    """The one helper that a sentence chooses by its place or name ("not drugs. I take the second. when is that?")."""
    heard, language = turn.understanding, moment.language
    if moment.slot != "service" or heard is None or heard.danger is not None:
        return None
    plain = (part for each in sentences(said) if not asks(language, each) for part in clauses(language, each))
    parts = [part for part in plain if not denies(language, part)]
    order, shown = ordinals(language), turn.conversation.choices_on_screen
    named = [typed_choice(order.bare(part), shown, order) or _by_name(turn, part) for part in parts]
    chosen = set(after_second_thoughts(language, parts, named))
    return chosen.pop() if len(chosen) == 1 else None


def speaks_of_one_shown(turn: Turn, said: str) -> bool:
    """True for who counts or names one of the helpers who are shown ("who is number two?", "and the Bridge?")."""
    counted = ordinals(turn.conversation.language).mentioned(said) is not None
    return counted or bool(proposals.meant(turn, said, turn.conversation.near))


def _by_name(turn: Turn, part: str) -> Choice | None:
    """The helper whose name is nearly all that a part of a text says ("the Bridge one, I think")."""
    if len(part.split()) > WORDS_OF_A_CHOICE:
        return None
    meant = proposals.meant(turn, part, turn.conversation.near)
    payload = f'/choose{{"value": "{meant[0].id}"}}' if len(meant) == 1 else None
    return next((choice for choice in turn.conversation.choices_on_screen if choice.payload == payload), None)


def _choice_in(turn: Turn, said: str) -> Choice | None:
    language = turn.conversation.language
    order, choices = ordinals(language), turn.conversation.choices_on_screen
    answers = tuple(choice for choice in choices if choice.payload.startswith("/choose"))
    _, *more = sentences(said) or (said,)
    asks_too = any(asks(language, each) for each in more)  # "good like this. and what happens now?"
    found = typed_choice(said, choices, order) or (None if asks_too else named_choice(said, answers))
    found = found or typed_choice(order.bare(said), answers)
    among_helpers = last_slot(turn.conversation.dialogue, "requested_slot") == "service"
    wonders = asks(language, said) or mentions(language, "ocmw_words", said)  # "that house is the OCMW, no?"
    if found is None and among_helpers and not wonders:
        found = told_choice(said, answers)
    by_place = place_typed(said, order) is not None
    if found and (is_another(language, said, found.label) or (by_place and _sends(found))):
        return None
    return found


def _sends(choice: Choice) -> bool:
    """True for the yes that sends: "from the top" and "the first one" may mean anything there."""
    return choice.payload.startswith("/give_consent")
