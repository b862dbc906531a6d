"""Photos, and pages of documents, that go between resident and partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.domain.errors import DichtbijError

Unfitness = Literal["type", "too_large", "broken", "locked", "too_many_pages"]
MAX_BYTES = 5_000_000
"""The largest file that is taken in."""
MAX_PAGES = 10
"""The most pages of a PDF."""


class UnfitPhoto(DichtbijError):
    """What was sent can't be passed on: it is no photo and no PDF, too large or too long, closed, or can't be read."""

    def __init__(self, code: Unfitness) -> None:
        super().__init__(f"a file that is unfit: {code}")
        self.code = code


class Cleaner(Protocol):
    async def __call__(self, content: bytes) -> Sequence[bytes]:
        """What can be seen, as JPEGs, without anything that the file told besides it. Raises UnfitPhoto.

        A photo gives one, a PDF one for each page.
        """


@dataclass(frozen=True)
class Photo:
    """A cleaned picture (JPEG) of one handover: a photo, or a page."""

    id: str
    conversation_id: str
    handover_id: str
    content: bytes
    created_at: datetime


class Photos(Protocol):
    async def add(self, photo: Photo) -> None: ...

    async def get(self, id: str) -> Photo:
        """Raises NotFound, also for one that is not kept any more."""

    async def forget_ended(self, before: datetime) -> None:
        """Deletes those whose handover ended before a moment."""
