"""The resident's own help question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.labels import Crisis, Need, Reach
from bot.domain.places import Place

MAX_WORDS_LENGTH = 4000
"""Characters of the resident's own words that are kept; what a handover can carry and a helper will read."""


@dataclass(frozen=True)
class HelpQuestion:
    """What somebody asks, in their own words and order. Every line may stay open.

    ``dangers_asked`` are those that the bot has asked about, because a message may have meant them.
    """

    words: str = ""
    needs: tuple[Need, ...] = ()
    crisis: Crisis | None = None
    place: Place | None = None
    place_withheld: bool = False
    reach: Reach | None = None
    language: str = "nl"
    name: str = ""
    phone: str = ""
    for_someone_else: bool = False
    dangers_asked: tuple[Crisis, ...] = ()

    def tell(self, words: str, needs: tuple[Need, ...]) -> HelpQuestion:
        """Adds what was said; needs that were heard before keep their place in the order."""
        told = f"{self.words}\n{words}".strip()[:MAX_WORDS_LENGTH]
        new = tuple(need for need in needs if need not in self.needs)
        return replace(self, words=told, needs=self.needs + new)

    def put_first(self, need: Need) -> HelpQuestion:
        """Makes ``need`` the one that weighs most and keeps the others."""
        return replace(self, needs=(need, *(other for other in self.needs if other != need)))

    def drop(self, need: Need) -> HelpQuestion:
        """Takes back a need that was heard wrongly."""
        return replace(self, needs=tuple(other for other in self.needs if other != need))
