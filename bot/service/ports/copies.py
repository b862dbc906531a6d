"""What stands in partners' chats, so that it can be changed or taken back there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

CopyKind = Literal["decide", "text", "file", "notice", "topic", "own"]
"""The one with the buttons, one without, a photo, one that holds nothing of the resident, the topic that was made for
the handover, or the partner's own message."""


@dataclass(frozen=True)
class Copy:
    """One message about a handover in a partner's chat.

    ``key`` says what was sent, so that it is not sent again; ``chat`` and ``reference`` are the channel's own names of
    place and message. A topic's reference is its thread, which its messages have as their ``thread``.
    """

    key: str
    handover_id: str
    channel: str
    chat: str
    reference: str
    kind: CopyKind
    at: datetime
    thread: str = ""


class Copies(Protocol):
    """Copies outlive an erased conversation until they are taken back."""

    async def add(self, copy: Copy) -> None:
        """Does nothing if one with its key is there."""

    async def get(self, key: str) -> Copy | None: ...

    async def find(self, channel: str, chat: str, reference: str) -> Copy | None: ...

    async def of_handover(self, handover_id: str, channel: str) -> Sequence[Copy]:
        """In the order in which they were added."""

    async def remove(self, key: str) -> None: ...
