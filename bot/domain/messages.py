"""What comes in from people and goes out to them, free of any channel's own form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

IncomingKind = Literal["text", "edit", "button", "command", "media", "event"]


@dataclass(frozen=True)
class Incoming:
    """One update of a resident's conversation.

    ``sender`` is the channel's own address of the person; ``update_id`` is unique within the channel.
    ``content`` is the text, the button's id, the command's name, the kind of media or the event's name.
    ``edit`` is a text that its sender changed afterwards. ``event`` updates come from partners (service.handovers),
    with their details in ``data``. ``file_ids`` names the photos, or the pages in their order, that came with it.
    """

    channel: str
    sender: str
    update_id: str
    kind: IncomingKind
    content: str = ""
    language_hint: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file_ids(self) -> tuple[str, ...]:
        return tuple(self.data.get("file_id", "").split())


@dataclass(frozen=True)
class Choice:
    """A button that was offered: ``id`` is opaque and at most 64 bytes, ``payload`` is the engine's own."""

    id: str
    label: str
    payload: str
    standing: bool = False


@dataclass(frozen=True)
class Reply:
    """One message to a resident. ``voice`` tells who speaks: the bot, a partner, or the bot in a crisis.

    ``handover_id`` is that of the partner who speaks; ``file_id`` names a photo that goes with it.
    """

    text: str
    language: str
    buttons: tuple[Choice, ...] = ()
    voice: Literal["bot", "partner", "crisis"] = "bot"
    sender_name: str = ""
    handover_id: str = ""
    file_id: str = ""


@dataclass(frozen=True)
class Outgoing:
    """One row of the outbox: sent once, in order within its lane, only after it was committed.

    ``key`` makes it unique, so that adding it twice sends it once. ``body`` is JSON with a ``kind``.
    """

    key: str
    lane: str
    channel: str
    address: str
    body: Mapping[str, Any]
    conversation_id: str | None = None
