"""For whom somebody asks, and whether that person knows of it, as a few words say."""

from __future__ import annotations

import re

from bot.adapters.moment import AFTER_THE_STORY, IN_OWN_WORDS, LATE, Moment
from bot.adapters.phrases import FEW_WORDS, WORDS_OF_A_STEP, asks, denies, named
from bot.adapters.word_lists import (
    BETWEEN_PARTS,
    begins_with,
    clauses,
    follows,
    mentions,
    says_alone,
    without_lead,
    without_words,
    words_of_list,
)
from bot.domain.labels import Act, Need, Topic
from bot.domain.question import HelpQuestion
from bot.domain.understanding import Understanding
from bot.domain.words import plain

FOR_OTHERS = (Act.FOR_SOMEONE_ELSE, Act.PROFESSIONAL_CONSULT)
CHILDREN = ("son", "daughter", "child")
WORDS_OF_AN_OPENING = 25
WORDS_OF_A_LEAD = 4
"""Among so many first words stands who a story is of ("so my old neighbour")."""
WORDS_BETWEEN = 2
"""How many words may stand between "it's about" and the person: "my little brother"."""
SOUNDS_SO = 0.4
"""From what score on a question may be about somebody else; told, it has to be surer."""
ONCE_A_STORY_IS_TOLD = frozenset([*AFTER_THE_STORY, *LATE]) - {"knows"}
"""Slots beside whose answer somebody may say that the other one knows; in a story such words tell what happened."""


def about_another(language: str, said: str) -> Act | None:
    """For whom somebody asks who says so in plain words ("it's about my son", "one of my patients"); None if nobody."""
    if mentions(language, "client_words", said):
        return Act.PROFESSIONAL_CONSULT
    if says_alone(language, "not_me_words", said):
        return Act.FOR_SOMEONE_ELSE
    is_about = follows(language, "about_words", "person_words", said, between=WORDS_BETWEEN)
    is_about = is_about or (len(said.split()) <= FEW_WORDS and mentions(language, "for_them_words", said))
    is_about = is_about or (len(said.split()) <= WORDS_OF_AN_OPENING and mentions(language, "not_for_me_words", said))
    worries = begins_with(language, "neighbour_words", said) and mentions(language, "worry_words", said)
    return Act.FOR_SOMEONE_ELSE if is_about or worries else None


def is_another(moment: Moment, said: str) -> bool:
    """True for "not me, my sister" and "it's my friend, not me", where the question is taken for one's own."""
    if moment.for_another:
        return False
    language = moment.language
    return says_alone(language, "not_me_words", said) or any(_says_not_me(language, each) for each in _parts(said))


def _parts(said: str) -> list[str]:
    return [plain(part) for part in re.split(BETWEEN_PARTS, said)]


def _says_not_me(language: str, part: str) -> bool:
    """True where a part begins or ends so; "I don't know" may end in the same words the other way round."""
    for key in ("begins_yes_words", "begins_no_words", "but_words"):
        part = without_lead(language, key, part)
    words = [each for each in words_of_list(language, "not_me_words") if begins_with(language, "negation_words", each)]
    return any(f"{part} ".startswith(f"{each} ") or f" {part}".endswith(f" {each}") for each in words)


def asks_for_another(moment: Moment, heard: Understanding, said: str) -> bool:
    """True for "can I ask this for somebody else?", before anybody is looked for; who is to help may be meant later."""
    if moment.slot in (*AFTER_THE_STORY, *LATE) or moment.ever_sent or heard.needs or not asks(moment.language, said):
        return False
    sounds_so = heard.act is Act.FOR_SOMEONE_ELSE and heard.act_score >= SOUNDS_SO
    others = heard.topic is Topic.ASK_OTHERS and mentions(moment.language, "person_words", said)
    for_them = follows(moment.language, "for_words", "person_words", said, between=WORDS_BETWEEN)
    return len(said.split()) <= WORDS_OF_AN_OPENING and (sounds_so or others or for_them)


def turns_out_for_another(moment: Moment, question: HelpQuestion, said: str) -> bool:
    """True for "he lives in Lo" and "he does not know that I ask this", after a story of another alone.

    Where there is trouble between them or danger, the one who is spoken of may be the trouble itself.
    """
    if moment.for_another or moment.slot not in ONCE_A_STORY_IS_TOLD or Need.FAMILY in moment.needs or moment.danger:
        return False
    of_them = any(begins_with(moment.language, key, said) for key in ("pronoun_words", "relative_words"))
    told_so = mentions(moment.language, "they_live_words", said) or tells_nothing_but_who_knows(moment.language, said)
    return of_them and told_so and is_of_another_alone(moment.language, question.words)


def is_of_another_alone(language: str, story: str) -> bool:
    """True for a story that begins with somebody close and has no word of who writes it ("dad stays in all day")."""
    lead = " ".join(story.split()[:WORDS_OF_A_LEAD])
    return mentions(language, "person_words", lead) and not mentions(language, "first_person_words", story)


def beside_oneself(moment: Moment, said: str) -> bool:
    """True for a parent who has told several worries and says that one is the child's ("the cough is my son's")."""
    told = moment.slot is not None and len(moment.needs) > 1 and not moment.for_another
    return told and any(mentions(moment.language, f"same_words.{child}", said) for child in CHILDREN)


def about_self(moment: Moment, said: str) -> bool:
    """True for "it is for myself", which as a wish ("something for me") is none."""
    may_be_a_wish = moment.slot in (None, "story", *IN_OWN_WORDS) and not moment.for_another
    short = len(said.split()) <= WORDS_OF_A_STEP
    rest = without_words(moment.language, "for_me_words", said)
    return short and not may_be_a_wish and rest is not None and not denies(moment.language, rest)


def who_knows(language: str, said: str) -> bool | None:
    """Whether the one who is asked for knows of it, where a part of a text says so; a bare yes does not."""
    told = [knows for part in clauses(language, said) if (knows := _knows(language, part)) is not None]
    return told[-1] if told else None


def only_tells_who_knows(moment: Moment, said: str) -> bool:
    """True for "she knows now", with nothing beside it."""
    asked_for = moment.for_another and moment.slot in ONCE_A_STORY_IS_TOLD
    return asked_for and tells_nothing_but_who_knows(moment.language, said)


def tells_nothing_but_who_knows(language: str, said: str) -> bool:
    """The same, for whoever the question is."""
    parts = clauses(language, said)
    return bool(parts) and all(_knows(language, part) is not None for part in parts)


def _knows(language: str, part: str) -> bool | None:
    rest = without_lead(language, "begins_yes_words", part)
    bare = any(plain(rest) in words_of_list(language, key) for key in ("begins_yes_words", "begins_no_words"))
    if bare or asks(language, part) or len(part.split()) > WORDS_OF_A_STEP:
        return None
    told = named(language, "knows_words", rest)
    return told == "yes" if told else None
