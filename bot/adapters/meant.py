"""What of the question an order means: its sentences, parts of its other lines, needs, whole lines, names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.adapters.moment import IN_OWN_WORDS, Moment, typed
from bot.adapters.names import PHONE_NUMBER, names_in
from bot.adapters.orders import WORDS_OF_AN_ORDER, is_named_in, leaves_out, names_to_hide, points_back, without_a_need
from bot.adapters.phrases import named, names_danger, needs_named
from bot.adapters.sureness import told_plainly
from bot.adapters.wishes import NOTED_BESIDE
from bot.adapters.word_lists import begins_with, holds, mentions, told_parts, words_of_list
from bot.adapters.wordings import catalogues
from bot.domain.labels import Need, Preference
from bot.domain.question import (
    FROM_OTHERS,
    OWN_LINES,
    HelpQuestion,
    lines_meant,
    lines_sharing,
    shared_words,
    telling_words,
)
from bot.domain.words import plain
from bot.nlu.reader import DOUBT_FROM
from bot.service.turn import Turn

WHOLE_LINES = (*OWN_LINES, "place", "reach", "when", "language", "preferences", "name", "phone")
"""Lines that an order can name as a whole ("without my number")."""
LEAVES_DANGER_OUT = "danger"
"""Value of the slot ``summary`` for the button that does that."""
PEOPLE = ("sister", "brother", "mother", "father", "husband", "wife", "son", "daughter", "child", "neighbour", "friend")
WORDS_OF_A_TOPIC = 8
"""In more words a need is only touched."""
WORDS_OF_A_NAMING = 3
"""So few words may name somebody of whom all is meant."""
MOST_AT_ONCE = 2
"""Of so many sentences that may be meant all go; of more it is asked which."""


@dataclass(frozen=True)
class Meant:
    """``sentences`` are numbers of HelpQuestion.told_sentences, ``parts`` stand in OWN_LINES."""

    sentences: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    wishes: tuple[Preference, ...] = ()

    def __bool__(self) -> bool:
        return self != Meant()


def all_meant(found: Sequence[Meant]) -> Meant:
    """What several things named mean together."""
    return Meant(
        tuple(sorted({at for each in found for at in each.sentences})),
        tuple(part for each in found for part in each.parts),
        tuple(dict.fromkeys(need for each in found for need in each.needs)),
        tuple(dict.fromkeys(line for each in found for line in each.lines)),
        tuple(dict.fromkeys(name for each in found for name in each.names)),
        tuple(dict.fromkeys(wish for each in found for wish in each.wishes)),
    )


def takes_something_out(turn: Turn, moment: Moment) -> bool:
    """True for an order about what was told, where any words may be an answer ("take that of the rent out")."""
    heard, question, said = turn.understanding, turn.conversation.question, typed(turn)
    calm = heard is not None and heard.danger is None
    any_words = moment.slot in ("story", *IN_OWN_WORDS) and len(said.split()) <= WORDS_OF_AN_ORDER
    if not (calm and any_words):
        return False
    if points_back(moment.language, said):
        return question.told
    if not leaves_out(moment.language, said) or without_a_need(moment.language, said):
        return False
    told = lines_sharing((*question.told_sentences, question.wish), said, fillers(turn))
    return bool(told) or named(moment.language, "line_words", said) == "name"


def meant(turn: Turn, said: str, denied: Sequence[Need] = ()) -> Meant:
    """What ``said`` names of the question; nothing where it names nothing of it, or too much to be sure.

    ``denied`` are needs of which the message says that they are not the matter.
    """
    language, question = turn.conversation.language, turn.conversation.question
    if names := tuple(name for name in names_to_hide(language, said) if is_named_in(name, told_in(question))):
        return Meant(names=names)
    if wishes := _wishes(turn, said):
        return Meant(wishes=wishes)
    if question.place is not None and f" {plain(question.place.name)} " in f" {plain(said)} ":
        return Meant(lines=("place",))
    if mentions(language, "danger_named_words", said) and (dangers := of_danger(turn)):
        return dangers
    needs = tuple(need for need in question.needs if need in (*_needs_meant(language, said), *denied))
    if needs or mentions(language, "all_words", said):
        return _topic(turn, said, needs)
    somebody = len(said.split()) <= WORDS_OF_A_NAMING and mentions(language, "relative_words", said)
    found = _nearest(turn, said) or _line(turn, named(language, "line_words", said))
    return found if found or not somebody else _topic(turn, said, ())  # "my husband" is all that is told of him


def _needs_meant(language: str, said: str) -> tuple[Need, ...]:
    """The needs that are named; "the boss" is a person and not all of the work."""
    found = needs_named(language, said, WORDS_OF_A_TOPIC)
    if not mentions(language, "relative_words", said):
        return found
    labels = {need: telling_words(catalogues().say(language, f"need.{need}")) for need in found}
    return tuple(need for need in found if need is Need.FAMILY or labels[need] & telling_words(said))


def _wishes(turn: Turn, said: str) -> tuple[Preference, ...]:
    """The wishes of a helper that are spoken of in more than one of their own words ("nobody at home may notice").

    Those that are noted beside the talk are named in one ("the woman"), where nothing else that was told has it.
    """
    language, wished = turn.conversation.language, turn.conversation.question.preferences
    beside = tuple(wish for wish in wished if wish in NOTED_BESIDE and mentions(language, f"{wish}_words", said))
    if beside and not _nearest(turn, said):
        return beside
    told = [catalogues().say(language, f"preference.{wish}") for wish in wished]
    several = [shared > 1 for shared in shared_words(told, said, fillers(turn))]
    return tuple(wished[at] for at in lines_meant(told, said, fillers(turn)) if several[at])


def of_danger(turn: Turn) -> Meant:
    """What sounds like a danger, among the sentences (see Turn.told) and elsewhere; else the sentences known to be."""
    language, question = turn.conversation.language, turn.conversation.question
    told = zip(question.told_sentences, turn.told)
    sound_so = tuple(at for at, (each, heard) in enumerate(told) if _alarms(language, each, heard.crisis_score))
    parts = tuple(part for part in own_parts(turn, question) if _alarms(language, part))
    return Meant(sound_so or question.of_danger, parts)


def _alarms(language: str, told: str, score: float = 0.0) -> bool:
    return names_danger(language, told) or score >= DOUBT_FROM


def meant_together(turn: Turn, said: str, found: Sequence[Meant]) -> Meant:
    """What several things named in an order mean together, with the needs that are told in nothing that stays."""
    out = all_meant(found)
    going = _going_with(turn, out.sentences, said) if out.sentences else ()
    return replace(out, needs=tuple(dict.fromkeys((*out.needs, *going))))


def told_in(question: HelpQuestion) -> str:
    """All that was told in own words."""
    return "\n".join([question.words, *(getattr(question, line) for line in OWN_LINES), question.offered])


def meant_by_sentences(turn: Turn, numbers: tuple[int, ...], parts: tuple[str, ...]) -> Meant:
    """These sentences, with the needs that are told in no other, and these parts of other lines."""
    return Meant(numbers, parts, _going_with(turn, numbers, ""))


def _line(turn: Turn, line: str | None) -> Meant:
    """A line as a whole; of a number also the sentences in which one stands; of a name that has no line, all names."""
    question = turn.conversation.question
    numbers = [at for at, each in enumerate(question.told_sentences) if line == "phone" and PHONE_NUMBER.search(each)]
    filled = line in WHOLE_LINES and bool(getattr(question, line))
    names = names_in(told_in(question)) if line == "name" and not filled else ()
    return Meant(tuple(numbers), lines=(line,) if line and filled else (), names=names)


def _topic(turn: Turn, said: str, needs: tuple[Need, ...]) -> Meant:
    """All that speaks of what is meant; of a need that is called as the bot calls it, what has that word."""
    called = [need for need in needs if _is_called_so(turn, need, said)]
    language, own = turn.conversation.language, own_parts(turn, turn.conversation.question)
    said = with_words_alike(language, _without_labels(language, said, needs))
    out = _about(turn, said, tuple(need for need in needs if need not in called))
    parts = tuple(own[at] for at in with_followers(language, own, lines_sharing(own, said, fillers(turn))))
    gone = tuple(need for need in needs if need in called or not _told_still(turn, need, out))
    return Meant(out, parts, gone if needs else _going_with(turn, out, said))


def _is_called_so(turn: Turn, need: Need, said: str) -> bool:
    """True if a need is meant by what the bot calls it: then it goes whatever still tells of it."""
    label = telling_words(catalogues().say(turn.conversation.language, f"need.{need}")) - fillers(turn)
    return bool(label & telling_words(said))


def _told_still(turn: Turn, need: Need, out: Collection[int]) -> bool:
    """True if a sentence that stays tells a need."""
    return any(need in heard.needs for at, heard in enumerate(turn.told) if at not in out)


def _without_labels(language: str, said: str, needs: tuple[Need, ...]) -> str:
    """``said`` without what the bot calls the needs in several words ("how things feel inside")."""
    labels = (plain(catalogues().say(language, f"need.{need}")) for need in needs)
    rest = f" {plain(said)} "
    for label in (label for label in labels if " " in label):
        rest = rest.replace(f" {label} ", " ")
    return rest


def _nearest(turn: Turn, said: str) -> Meant:
    """The sentences and parts that share most words with what is meant, or with words alike, unless these are many.

    In many words that share few with them something else is meant.
    """
    language = turn.conversation.language
    told, own = turn.conversation.question.told_sentences, own_parts(turn, turn.conversation.question)
    by_its_words = lines_meant((*told, *own), said, fillers(turn))
    found = by_its_words or lines_meant((*told, *own), with_words_alike(language, said), fillers(turn))
    only_that = len(found) == 1 and len(said.split()) <= WORDS_OF_A_TOPIC
    if len(found) > MOST_AT_ONCE or not (only_that or _speak_of_it(turn, (*told, *own), said)):
        return Meant()
    out = tuple(at for at in found if at < len(told))
    parts = with_followers(language, own, [at - len(told) for at in found if at >= len(told)])
    return Meant(out, tuple(own[at] for at in parts), _going_with(turn, out, said))


def _speak_of_it(turn: Turn, lines: Sequence[str], said: str) -> bool:
    """True if at least half of the words that tell what is meant stand in ``lines``, or words alike."""
    language, words = turn.conversation.language, telling_words(said) - fillers(turn)
    found = [word for word in words if lines_sharing(lines, with_words_alike(language, word), fillers(turn))]
    return 2 * len(found) >= len(words)


def with_words_alike(language: str, said: str) -> str:
    """A text with other words for the people whom it names ("sis" with "sister")."""
    groups = (words_of_list(language, f"same_words.{person}") for person in PEOPLE)
    alike = (word for group in groups if holds(said, group) for word in sorted(group))
    return " ".join((said, *alike))


def with_followers(language: str, own: Sequence[str], found: Collection[int]) -> list[int]:
    """The parts that were found, and those behind them that go on about the same ("but she has bad knees")."""
    out: list[int] = []
    for at, part in enumerate(own):
        if at in found or (at - 1 in out and mentions(language, "pronoun_words", part)):
            out.append(at)
    return out


def own_parts(turn: Turn, question: HelpQuestion) -> list[str]:
    """The parts of a question's lines that were told in own words, but for the story."""
    language = turn.conversation.language
    told = (part.strip() for line in OWN_LINES for part in told_parts(language, getattr(question, line)))
    return [part for part in told if part]


def _about(turn: Turn, said: str, needs: tuple[Need, ...]) -> tuple[int, ...]:
    """The sentences that share a word with what is meant, tell of ``needs`` alone, or go on about the one before."""
    language, told = turn.conversation.language, turn.conversation.question.told_sentences
    sharing = lines_sharing(told, said, fillers(turn))
    about_somebody = bool(sharing) and mentions(language, "relative_words", said)
    out: list[int] = []
    for at, heard in enumerate(turn.told):
        only_that = bool(heard.needs) and set(told_plainly(heard)) == set(heard.needs) <= set(needs)
        goes_on = at - 1 in out and begins_with(language, "pronoun_words", told[at])
        hurts = about_somebody and heard.crisis in FROM_OTHERS
        if at in sharing or only_that or goes_on or hurts:
            out.append(at)
    return tuple(out)


def _going_with(turn: Turn, out: tuple[int, ...], said: str) -> tuple[Need, ...]:
    """The needs that go with the sentences that are taken out: told in them, and in none that stays; not the last one.

    Of a relative who is left out, trouble in the family goes too, however little the sentences sounded like it.
    """
    going = tuple(need for need in turn.conversation.question.needs if _goes_with(turn, need, out, said))
    told_still = any(heard.needs for at, heard in enumerate(turn.told) if at not in out)
    return going if told_still or len(going) < len(turn.conversation.question.needs) else ()


def _goes_with(turn: Turn, need: Need, out: tuple[int, ...], said: str) -> bool:
    language, question = turn.conversation.language, turn.conversation.question
    if any(need in needs_named(language, told, len(told.split())) for told in (question.wish, question.support)):
        return False
    tells = [at for at, heard in enumerate(turn.told) if need in heard.needs]
    relative = need is Need.FAMILY and mentions(language, "relative_words", said)
    return bool(out) and (bool(tells) or relative) and set(tells) <= set(out)


def fillers(turn: Turn) -> frozenset[str]:
    """Words that tell nothing of what is meant."""
    return words_of_list(turn.conversation.language, "filler_words")
