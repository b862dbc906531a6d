"""The resident's own help question."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.groups import INSTEAD, Group
from bot.domain.labels import LANGUAGES, REFUSALS, Crisis, DayPart, Need, Preference, Reach
from bot.domain.places import Place
from bot.domain.words import JOINED_AND, words_of

MAX_WORDS_LENGTH = 4000
"""Characters of the resident's own words that are kept; what a handover can carry and a helper will read."""

LEFT_OPEN: Mapping[str, Mapping[str, Any]] = {
    "words": {"words": "", "told_in_danger": ()},
    "needs": {"needs": ()},
    "wish": {"wish": ""},
    "support": {"support": ""},
    "place": {"place": None},
    "language": {"language": ""},
    "reach": {"reach": None, "when": None},
    "when": {"when": None},
    "limits": {"limits": ""},
    "preferences": {"preferences": (), "refused": ()},
    "name": {"name": ""},
    "phone": {"phone": ""},
    "for_someone_else": {"for_someone_else": False, "knows": None},
    "consult": {"consult": False},
}
FROM_OTHERS = frozenset([Crisis.VIOLENCE, Crisis.CHILD_DANGER])
"""Dangers that come from somebody close."""
LINES = tuple(LEFT_OPEN)
"""The lines that can be changed or left open, in the order in which they are shown."""
OWN_LINES = ("wish", "support", "limits")
"""The lines besides the story that stand there as they were said."""


_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟])\s+|\n+")
HIDDEN = "…"
"""What stands for a name that is to stay out."""
LETTERS_OF_A_STEM, LETTERS_OF_AN_ENDING = 4, 2
PLURAL_ENDINGS = ("s", "es", "e", "n", "en", "x", "ة", "ات", "ي", "ين")
LETTERS_OF_A_WORD = 3
"""Shorter words ("of", "it") say nothing about what is meant."""


def lines_meant(lines: Sequence[str], said: str, fillers: frozenset[str]) -> tuple[int, ...]:
    """Which of ``lines`` somebody speaks of ("what I said about the belt"): those that share most words with it.

    ``fillers`` are words that tell nothing ("about"); they are in the form in which words are compared.
    """
    shared = shared_words(lines, said, fillers)
    best = max(shared, default=0)
    return tuple(at for at, count in enumerate(shared) if count == best) if best else ()


def lines_sharing(lines: Sequence[str], said: str, fillers: frozenset[str]) -> tuple[int, ...]:
    """All of ``lines`` that share a word with what somebody speaks of ("everything about my husband")."""
    return tuple(at for at, shared in enumerate(shared_words(lines, said, fillers)) if shared)


def shared_words(lines: Sequence[str], said: str, fillers: frozenset[str]) -> list[int]:
    """How many words each of ``lines`` shares with what somebody speaks of."""
    words = telling_words(said) - fillers
    return [sum(any(_alike(word, other) for other in telling_words(line)) for word in words) for line in lines]


def telling_words(text: str) -> frozenset[str]:
    """The words that are long enough to tell something, and numbers."""
    words = (word.removeprefix(JOINED_AND) if len(word) > LETTERS_OF_A_STEM else word for word in words_of(text))
    return frozenset(word for word in words if len(word) >= LETTERS_OF_A_WORD or word.isdigit())


def _alike(word: str, other: str) -> bool:
    """True for the same word, also in the plural or with a letter forgotten at its end.

    Behind few letters only the endings of a plural count: "thin" is not "things".
    """
    short, long = sorted((word, other), key=len)
    near = len(short) >= LETTERS_OF_A_STEM and len(long) - len(short) <= LETTERS_OF_AN_ENDING
    ending = long[len(short) :]
    return word == other or (
        near and long.startswith(short) and (len(short) > LETTERS_OF_A_STEM or ending in PLURAL_ENDINGS)
    )


def sentences(words: str) -> tuple[str, ...]:
    """The sentences of a text, each as it was written."""
    return tuple(words[start:end] for start, end in _spans(words))


def without_sentences(words: str, unwanted: Collection[int]) -> str:
    """A text without some of its ``sentences``, counted from 0; what stands between the others stays."""
    for start, end in reversed([span for at, span in enumerate(_spans(words)) if at in unwanted]):
        words = words[:start] + words[end:].lstrip()
    return words.strip()


def _spans(words: str) -> list[tuple[int, int]]:
    ends = [(match.start(), match.end()) for match in _SENTENCE_ENDS.finditer(words)]
    starts = [0, *(end for _, end in ends)]
    return [(at, to) for at, to in zip(starts, [*(start for start, _ in ends), len(words)]) if to > at]


@dataclass(frozen=True)
class HelpQuestion:
    """What somebody asks, in their own words and order. Every line may stay open.

    ``wish`` is what should be different, ``support`` who or what helps already, ``limits`` what a helper is to mind
    ("not before noon", "my boss may not know"), all as it was said. ``knows`` tells, of a question for somebody else,
    whether that person knows of it. In a ``consult`` a professional asks for advice.
    ``age`` is that of the person who is to be helped, in whole years, or the first at which they would be too old for
    those who were shown, if they say so; ``groups`` are those to which they say that they belong; with ``no_car`` the
    way to a helper weighs more.
    With ``afraid_at_home`` somebody there must not know of it.
    ``told_in_danger`` are the sentences that tell of a danger, or were written in it.
    ``dangers_asked`` are those that the bot has asked about, because a message may have meant them; of
    ``dangers_settled`` the person has said that they are not there, or are over.
    ``refused`` are the ids of organisations that somebody does not want to be helped by.
    ``not_about`` are needs that somebody said are not the matter: they are not heard again.
    Once it was ``shown``, nothing is added unasked; ``offered`` is what was told since.
    ``unmet`` are the needs that were counted as such. Once it is ``sent``, what is told next begins a new question;
    ``number`` tells one from another in a talk.
    """

    words: str = ""
    needs: tuple[Need, ...] = ()
    wish: str = ""
    support: str = ""
    crisis: Crisis | None = None
    place: Place | None = None
    reach: Reach | None = None
    when: DayPart | None = None
    limits: str = ""
    preferences: tuple[Preference, ...] = ()
    language: str = "nl"
    age: int | None = None
    groups: tuple[Group, ...] = ()
    no_car: bool = False
    afraid_at_home: bool = False
    name: str = ""
    phone: str = ""
    for_someone_else: bool = False
    knows: bool | None = None
    consult: bool = False
    told_in_danger: tuple[str, ...] = ()
    dangers_asked: tuple[Crisis, ...] = ()
    dangers_settled: tuple[Crisis, ...] = ()
    refused: tuple[str, ...] = ()
    not_about: tuple[Need, ...] = ()
    shown: bool = False
    offered: str = ""
    unmet: tuple[Need, ...] = ()
    sent: bool = False
    number: int = 0

    @property
    def told(self) -> bool:
        """True once there is anything to go on with."""
        return bool(self.words or self.needs)

    @property
    def told_sentences(self) -> tuple[str, ...]:
        """The words sentence by sentence, as they were told one after the other."""
        return sentences(self.words)

    @property
    def told_last(self) -> tuple[str, ...]:
        """The sentences of the message that was told last."""
        return sentences(self.words.rpartition("\n")[2])

    @property
    def of_danger(self) -> tuple[int, ...]:
        """Which of ``told_sentences`` tell of a danger, counted from 0."""
        return tuple(at for at, told in enumerate(self.told_sentences) if told in self.told_in_danger)

    @property
    def unsafe_at_home(self) -> bool:
        """True where somebody at home is to be feared."""
        return self.afraid_at_home or self.crisis is Crisis.VIOLENCE

    @property
    def avoids_home(self) -> bool:
        """True where a visit is unwished, or may be seen by the wrong one."""
        unwished = self.unsafe_at_home or Preference.NOT_AT_HOME in self.preferences
        return self.reach is not Reach.HOME_VISIT and unwished

    @property
    def unwished_reach(self) -> frozenset[Reach]:
        """The ways of meeting that are out of the question."""
        refused = {reach for reach, wish in REFUSALS.items() if wish in self.preferences}
        return frozenset(refused | ({Reach.HOME_VISIT} if self.avoids_home else set()))

    @property
    def other_groups(self) -> frozenset[Group]:
        """Those to which the person does not belong, as they say."""
        return frozenset(INSTEAD[group] for group in self.groups if group in INSTEAD)

    @property
    def may_be_new(self) -> bool:
        """False where nothing speaks for somebody who came from abroad: Dutch is no worry, and it is asked in Dutch."""
        return self.language != LANGUAGES[0] or Need.LANGUAGE in self.needs or Group.NEWCOMERS in self.groups

    def tell(self, words: str, needs: tuple[Need, ...], denied: tuple[Need, ...] = ()) -> HelpQuestion:
        """Adds what was said; needs that were heard before keep their place in the order, but for the ``denied``."""
        wrong = tuple(need for need in self.needs if need in denied)
        known = self.correct((), wrong) if wrong else self
        told = f"{self.words}\n{words}".strip()[:MAX_WORDS_LENGTH]
        new = tuple(need for need in needs if need not in (*known.needs, *known.not_about))
        return replace(known, words=told, needs=known.needs + new)

    def choose(self, need: Need) -> HelpQuestion:
        """Adds a need that somebody names themselves, also one that was not the matter before."""
        return replace(self, not_about=tuple(each for each in self.not_about if each is not need)).tell("", (need,))

    def endangered(self, crisis: Crisis, told: Sequence[str] = ()) -> HelpQuestion:
        """Notes a danger in place of the one before, and the sentences that tell of it.

        Who wants to die and is out on the street still wants to die.
        """
        on_the_street = self.crisis is Crisis.SUICIDE and crisis is Crisis.NO_SHELTER
        noted = tuple(dict.fromkeys((*self.told_in_danger, *told)))
        settled = tuple(each for each in self.dangers_settled if each is not crisis)
        kind = self.crisis if on_the_street else crisis
        return replace(self, crisis=kind, told_in_danger=noted, dangers_settled=settled)

    def put_first(self, need: Need) -> HelpQuestion:
        """Makes ``need`` the one that weighs most and keeps the others."""
        return replace(self, needs=(need, *(other for other in self.needs if other != need)))

    def correct(self, named: tuple[Need, ...], denied: tuple[Need, ...]) -> HelpQuestion:
        """Takes back what was heard wrongly: the needs that are denied, or all but ``named`` if none is.

        Who is hit by a partner may not call that a family; where the help for it is found, it stays.
        """
        denied = tuple(need for need in denied if not (need is Need.FAMILY and self.crisis is Crisis.VIOLENCE))
        kept = tuple(need for need in self.needs if need not in (*denied, *named)) if denied else ()
        not_about = dict.fromkeys(need for need in (*self.not_about, *denied) if need not in named)
        return replace(self, needs=named + kept, not_about=tuple(not_about))

    def without_told(self, *numbers: int) -> HelpQuestion:
        """Leaves some of ``told_sentences`` out, counted from 0; what there is no sentence of changes nothing."""
        return self.rewritten(without_sentences(self.words, numbers))

    def rewritten(self, words: str) -> HelpQuestion:
        """With other words for the same story; sentences that are gone tell of no danger any more."""
        new = replace(self, words=words)
        return replace(new, told_in_danger=tuple(each for each in self.told_in_danger if each in new.told_sentences))

    def reworded(self, wrong: str, right: str) -> HelpQuestion:
        """With ``right`` for ``wrong`` wherever the resident wrote it, in any case of its letters."""
        piece = re.compile(rf"(?<!\w){re.escape(wrong)}(?!\w)", re.IGNORECASE)

        def put(told: str) -> str:
            return piece.sub(lambda _: right, told)

        new = replace(self, words=put(self.words), wish=put(self.wish), support=put(self.support))
        return replace(new, told_in_danger=tuple(put(each) for each in self.told_in_danger))

    def without_name(self, name: str) -> HelpQuestion:
        """With ``HIDDEN`` for a person's name wherever the resident wrote it, in any case of its letters."""
        word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        return replace(
            self,
            words=word.sub(HIDDEN, self.words),
            wish=word.sub(HIDDEN, self.wish),
            support=word.sub(HIDDEN, self.support),
            limits=word.sub(HIDDEN, self.limits),
            offered=word.sub(HIDDEN, self.offered),
            told_in_danger=tuple(word.sub(HIDDEN, told) for told in self.told_in_danger),
        )

    def saying(self, line: str, words: str) -> HelpQuestion:
        """With other words in one of OWN_LINES. Raises KeyError for any other line."""
        if line not in OWN_LINES:
            raise KeyError(line)
        anew: dict[str, Any] = {line: words[:MAX_WORDS_LENGTH]}
        return replace(self, **anew)

    def without(self, line: str) -> HelpQuestion:
        """Leaves one of LINES open. Raises KeyError for any other."""
        return replace(self, **LEFT_OPEN[line])
