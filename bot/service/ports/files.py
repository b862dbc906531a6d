"""Photos that go between resident and partner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.domain.errors import DichtbijError

Unfitness = Literal["type", "too_large", "broken"]
MAX_BYTES = 5_000_000
"""The largest photo that is taken in."""


class UnfitPhoto(DichtbijError):
    """What was sent can't be passed on: it is no photo, it is too large, or it can't be read."""

    def __init__(self, code: Unfitness) -> None:
        super().__init__(f"a photo that is {code}")
        self.code = code


class Cleaner(Protocol):
    async def __call__(self, content: bytes) -> bytes:
        """The picture alone, as a JPEG, without anything that the file told besides it. Raises UnfitPhoto."""


@dataclass(frozen=True)
class Photo:
    """A cleaned picture (JPEG) of one handover."""

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
