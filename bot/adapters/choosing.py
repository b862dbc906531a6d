"""Which of the choices on the screen somebody means who types."""

from __future__ import annotations

from bot.adapters.corrections import is_another
from bot.adapters.moment import Moment, last_slot, typed
from bot.adapters.names import WORDS_OF_A_FIRST_NAME
from bot.adapters.phrases import asks, denies, ordinals
from bot.adapters.word_lists import after_second_thoughts, clauses, mentions, words_of_list
from bot.domain.choices import named_choice, names_meant, place_typed, told_choice, typed_choice
from bot.domain.messages import Choice
from bot.domain.partners import Service
from bot.domain.question import sentences
from bot.domain.words import plain
from bot.service import proposals
from bot.service.turn import Turn

WORDS_OF_A_CHOICE = 7
AFTER_A_CHOICE = ("name", "phone")
"""Slots asked once a helper is chosen, whose one button is no first of several."""
LETTERS_THAT_TELL = 5
"""Shorter words ("with") stand in any text about a helper."""


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
    """The helper whose name, or what it does, is nearly all that a part of a text says ("the Bridge one, I think")."""
    if len(part.split()) > WORDS_OF_A_CHOICE:
        return None
    meant = proposals.meant(turn, part, turn.conversation.near) or _by_what_it_does(turn, part)
    payload = _payload(meant[0].id) if len(meant) == 1 else None
    return next((choice for choice in turn.conversation.choices_on_screen if choice.payload == payload), None)


def _by_what_it_does(turn: Turn, part: str) -> list[Service]:
    """Those who are shown whose text alone has words of a part of what is said ("the one with the letters")."""
    language = turn.conversation.language
    if not mentions(language, "ordinal.one_who", part):
        return []
    shown = turn.directory.services_of(turn.conversation.near)
    said = " ".join(word for word in part.split() if len(word) >= LETTERS_THAT_TELL)
    return [shown[at] for at in names_meant(said, [each.descriptions.get(language, "") for each in shown])]


def points_at_a_helper(language: str, said: str) -> bool:
    """True for "that one" and "the one with the letters", which are no name."""
    says_which = len(said.split()) > WORDS_OF_A_FIRST_NAME and mentions(language, "ordinal.one_who", said)
    return says_which or plain(said) in words_of_list(language, "ordinal.that_one")


def _the_only_one(turn: Turn, said: str, answers: tuple[Choice, ...]) -> Choice | None:
    """The one helper that can be chosen, or of which more was told last, for "that one" and a bare yes."""
    conversation = turn.conversation
    helpers = [choice for choice in answers if choice.payload in map(_payload, conversation.near)]
    told_of = [choice for choice in helpers if choice.payload == _payload(conversation.told_of)]
    takes_it = plain(said) in words_of_list(conversation.language, "ordinal.that_one")
    one = helpers if len(helpers) == 1 else told_of
    return one[0] if one and takes_it else None


def _payload(service_id: str) -> str:
    return f'/choose{{"value": "{service_id}"}}'


def _choice_in(turn: Turn, said: str) -> Choice | None:
    language = turn.conversation.language
    order, choices = ordinals(language), turn.conversation.choices_on_screen
    answers = tuple(choice for choice in choices if choice.payload.startswith("/choose"))
    _, *more = sentences(said) or (said,)
    asks_too = any(asks(language, each) for each in more)  # "good like this. and what happens now?"
    found = typed_choice(said, choices, order) or (None if asks_too else named_choice(said, answers))
    found = found or typed_choice(order.bare(said), answers)
    slot = last_slot(turn.conversation.dialogue, "requested_slot")
    among_helpers = slot == "service"
    wonders = asks(language, said) or mentions(language, "ocmw_words", said)  # "that house is the OCMW, no?"
    if found is None and among_helpers and not wonders:
        found = told_choice(said, answers) or _the_only_one(turn, said, answers)
    by_place = place_typed(said, order) is not None
    of_helpers = slot in AFTER_A_CHOICE and len(said.split()) > 1  # "take the first after all"
    if found and (is_another(language, said, found.label) or (by_place and (_sends(found) or of_helpers))):
        return None
    return found


def _sends(choice: Choice) -> bool:
    """True for the yes that sends: "from the top" and "the first one" may mean anything there."""
    return choice.payload.startswith("/give_consent")
