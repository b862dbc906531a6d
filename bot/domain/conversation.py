"""A resident's conversation: everything that one turn may read and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.aftercare import Rhythm
from bot.domain.cut import Cut
from bot.domain.handover import OPEN, Handover, Step
from bot.domain.messages import Choice
from bot.domain.question import HelpQuestion

MAX_CHOICES = 60
"""How many offered buttons are remembered: several turns' worth, so that standing ones survive a while."""


@dataclass(frozen=True)
class Conversation:
    """One resident on one channel.

    ``proposed`` are the services that were shown for this question, ``near`` those of them that are being chosen from,
    ``told_of`` the one of which more was told last.
    ``asked`` are the questions as they were sent, by their handovers, so that each can be taken up again; ``aside`` is
    one that was begun and waits meanwhile; ``cut`` is what was last left out of the one on the sheet. ``rhythm`` is how
    often to ask whether it helped. ``holder`` is the handover whose partner gets what is typed, of several.
    ``choices`` are the buttons that still work, ``on_screen`` the ids of those under the latest answer (they can be
    typed by label or number). ``wordings`` counts, for texts with several wordings, how often one was said.
    ``dialogue`` belongs to the dialogue engine. ``version`` counts the saves, ``seen_at`` is the time of the last one.
    """

    id: str
    channel: str
    address: str
    language: str = "nl"
    language_chosen: bool = False
    question: HelpQuestion = HelpQuestion()
    handovers: tuple[Handover, ...] = ()
    asked: Mapping[str, HelpQuestion] = field(default_factory=dict)
    aside: HelpQuestion | None = None
    cut: Cut | None = None
    rhythm: Rhythm = Rhythm.DEFAULT
    holder: str = ""
    proposed: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    told_of: str = ""
    choices: tuple[Choice, ...] = ()
    on_screen: tuple[str, ...] = ()
    wordings: Mapping[str, int] = field(default_factory=dict)
    dialogue: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0
    seen_at: datetime | None = field(default=None, compare=False)

    def handover(self, id: str) -> Handover | None:
        return next((handover for handover in self.handovers if handover.id == id), None)

    @property
    def open_handovers(self) -> tuple[Handover, ...]:
        return tuple(handover for handover in self.handovers if handover.state in OPEN)

    @property
    def to_take_back(self) -> tuple[Handover, ...]:
        """Those that a partner has, or may still have a copy of: open ones first."""
        ended = (each for each in self.handovers if each.state not in OPEN and each.can(Step.WITHDRAW))
        return (*self.open_handovers, *ended)

    @property
    def talks(self) -> tuple[Handover, ...]:
        """Those whose partner and resident can write to each other, oldest first."""
        return tuple(handover for handover in self.handovers if handover.relay_open)

    @property
    def relay(self) -> Handover | None:
        """The handover whose partner holds the talk, if any: the one that was chosen, else the first that was taken.

        Of several that are taken, a new one does not take the talk from the one before: what is typed would go astray.
        For the same reason nobody has it once the chosen one has ended, until the resident hears whose it is now.
        """
        chosen = self.handover(self.holder)
        if chosen is not None:
            return chosen if chosen.relay_open else None
        return next(iter(self.talks), None)

    def written_to(self, handover_id: str) -> Conversation:
        """What is typed goes to this partner from now on, as long as the handover is taken."""
        return replace(self, holder=handover_id)

    def speaking(self, language: str) -> Conversation:
        """Goes on in ``language``, which the question asks for too."""
        return replace(self, language=language, question=replace(self.question, language=language))

    def asking_in(self, language: str) -> Conversation:
        """Asks for help in ``language``, which the bot need not speak."""
        return replace(self, question=replace(self.question, language=language))

    @property
    def asks_in(self) -> str:
        """The language to be helped in, which may be another than that of the talk."""
        return self.question.language or self.language

    def with_handover(self, handover: Handover) -> Conversation:
        """Puts in a new handover or the changed one in its place."""
        if self.handover(handover.id) is None:
            return replace(self, handovers=(*self.handovers, handover))
        changed = (handover if each.id == handover.id else each for each in self.handovers)
        return replace(self, handovers=tuple(changed))

    def wording(self, key: str, variants: int) -> tuple[int, Conversation]:
        """Which wording of a text comes next, from 0 on; none comes again before all were said."""
        said = self.wordings.get(key, 0)
        return said % variants, replace(self, wordings={**self.wordings, key: said + 1})

    def offering(self, choices: tuple[Choice, ...]) -> Conversation:
        """Puts new buttons on the screen: earlier ones go stale, but for the standing ones."""
        standing = tuple(choice for choice in self.choices if choice.standing)
        kept = (*standing, *choices)[-MAX_CHOICES:]
        return replace(self, choices=kept, on_screen=tuple(choice.id for choice in choices))

    def off_screen(self, *payloads: str) -> Conversation:
        """Buttons whose payload begins so can only be pressed from now on: typed words are not for them."""
        rest = (choice.id for choice in self.choices_on_screen if not choice.payload.startswith(payloads))
        return replace(self, on_screen=tuple(rest))

    def choice(self, id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == id), None)

    @property
    def choices_on_screen(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.id in self.on_screen)
