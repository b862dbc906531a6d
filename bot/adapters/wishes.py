"""What somebody wishes of a helper, said while something else was asked."""

from __future__ import annotations

from bot.adapters.hours_told import names_a_weekday
from bot.adapters.languages_named import language_named, language_spoken
from bot.adapters.moment import LATE, TAKE_A_STORY, Moment
from bot.adapters.phrases import QUESTION_MARKS, asks, denies, unwished
from bot.adapters.word_lists import begins_with, clauses, follows, holds, mentions, told_parts, words_of_list
from bot.domain.groups import INSTEAD
from bot.domain.labels import LANGUAGES, REFUSALS, Preference, Reach
from bot.domain.partners import Directory
from bot.domain.question import HelpQuestion

NOTED_BESIDE = (Preference.WOMAN, Preference.MAN, Preference.NO_ACQUAINTANCE)
ASKED_FOR_A_WAY = ("reach", "when", "summary", "service", "phone")
"""Slots whose answer refuses a way to be reached."""
WORDS_OF_A_REFUSAL = 6
TAKE_WISHES = ("service", "preference")
"""Slots whose answer may be a wish."""
ASKED_AMONG_HELPERS = (Preference.WOMAN, Preference.NO_ACQUAINTANCE)
"""The wishes that are no aside there."""


def wishes_told(moment: Moment, question: HelpQuestion, said: str) -> tuple[Preference, ...]:
    """The new wishes that a message holds, of those that are noted beside the talk."""
    if question.for_someone_else or question.consult or either_fits(moment.language, said):
        return ()
    if moment.slot == "support":  # "a woman from church gives us food"
        return ()
    taken = ASKED_AMONG_HELPERS if moment.slot in TAKE_WISHES else ()
    new = (wish for wish in NOTED_BESIDE if wish not in (*question.preferences, *taken))
    told = _wished_parts(moment.language, said)
    return tuple(wish for wish in new if any(_wishes_for(moment.language, wish, part) for part in told))


def _wishes_for(language: str, wish: Preference, part: str) -> bool:
    """True if a part wishes for that; beside a "not" only words count that have one too ("not a man please")."""
    words = words_of_list(language, f"{wish}_words")
    return holds(part, (word for word in words if not denies(language, part) or denies(language, word)))


def either_fits(language: str, said: str) -> bool:
    """True for "a man or a woman is the same to me"."""
    return mentions(language, "either_words", said) and not asks(language, said)


def _wished_parts(language: str, said: str) -> list[str]:
    """The parts of a text without its questions, and without "I am a woman, not a man"."""
    kept: list[str] = []
    of_self = False
    for part in told_parts(language, said):
        still_of_self = of_self and denies(language, part)
        of_self = any(mentions(language, f"group_words.{group}", part) for group in INSTEAD)
        if not (of_self or still_of_self or asks(language, part)):
            kept.append(part)
    return kept


def tells_a_wish(moment: Moment, said: str) -> bool:
    """True for what begins like a wish where one was asked, and is no question."""
    return (
        moment.slot == "wish" and begins_with(moment.language, "wish_words", said) and not said.endswith(QUESTION_MARKS)
    )


def plainly_refused(language: str, said: str) -> tuple[Reach, ...]:
    """The ways to be reached that plain words refuse ("nobody may come in"); not where they ask, or name a day."""
    parts = [part for part in clauses(language, said) if not (asks(language, part) or names_a_weekday(language, part))]
    return tuple(r for r in REFUSALS if any(mentions(language, f"refuse_words.{r}", part) for part in parts))


def without_conditions(language: str, said: str) -> str:
    """A text without what it says only for some case ("don't call when he is at home", "a woman, if there is one")."""
    parts = clauses(language, said)
    after = [*parts[1:], ""][: len(parts)]
    kept = (
        part
        for part, next_one in zip(parts, after, strict=True)
        if not (mentions(language, "if_words", part) or begins_with(language, "if_words", next_one))
    )
    return ". ".join(kept)


def refusals_told(moment: Moment, question: HelpQuestion, said: str) -> tuple[Reach, ...]:
    """The ways to be reached that a message refuses for good, where these are not asked about anyway."""
    said = without_conditions(moment.language, said)
    if moment.slot in ASKED_FOR_A_WAY or question.for_someone_else or question.consult:
        return ()
    tells = moment.slot in TAKE_A_STORY  # "it is not at home that it hurts"
    refused = plainly_refused(moment.language, said) if tells else ways_refused(moment.language, said)
    return tuple(reach for reach in refused if REFUSALS[reach] not in question.preferences)


def ways_refused(language: str, said: str) -> tuple[Reach, ...]:
    """The ways to be reached that plain words refuse, or a short part of a longer text ("..., but no calls").

    "He does not call me any more" is no refusal, nor is "no men in my house", nor a question.
    """
    parts = [part for part in clauses(language, said) if len(part.split()) <= WORDS_OF_A_REFUSAL]
    own = [part for part in parts if not begins_with(language, "pronoun_words", part)]
    own = [part for part in own if not (mentions(language, "woman_words", part) or asks(language, part))]
    short = frozenset[str]().union(*(unwished(language, "reach_words", part) for part in own))
    plain = plainly_refused(language, said)
    return tuple(reach for reach in REFUSALS if reach in short or reach in plain)


def language_told(moment: Moment, question: HelpQuestion, said: str) -> str | None:
    """The new language to be helped in that a message names: a helper's, or one that the bot does not speak."""
    wished_for = language_named(said) if mentions(moment.language, "helper_speaks_words", said) else None
    spoken = wished_for or language_spoken(moment.language, said, only_named=moment.slot in LATE)
    return spoken if spoken != question.language else None


def refuses_ocmw(language: str, said: str) -> bool:
    """True for "not the OCMW, please"; not for "I can't go to the OCMW, I have no car", which is no refusal."""
    return any(_refuses_ocmw(language, part) for part in clauses(language, said) if not asks(language, part))


def _refuses_ocmw(language: str, part: str) -> bool:
    before = follows(language, "refuse_office_words", "ocmw_words", part, between=1)
    after = follows(language, "ocmw_words", "refuse_office_words.after", part)
    return (before or after) and not mentions(language, "unable_words", part)


def ocmws(directory: Directory) -> tuple[str, ...]:
    """The ids of the organisations whose name says that they are the welfare office of a municipality."""
    words = frozenset[str]().union(*(words_of_list(language, "office_name_words") for language in LANGUAGES))
    return tuple(organization.id for organization in directory.organizations if holds(organization.name, words))
