"""A talk as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.labels import direction
from bot.domain.messages import Incoming
from bot.service.access import hash_token
from bot.service.ports import StoredMessage, UnitOfWork

CHANNEL = "web"
PHOTOS = "/api/photos/"
HISTORY = 300
"""How many messages of either side a page that is opened shows."""
_BATCH = 500


@dataclass(frozen=True)
class Talk:
    """A whole talk. ``fingerprint`` changes when the talk was erased and begun anew; it tells nothing else."""

    fingerprint: str
    language: str
    messages: list[dict[str, Any]]


def fingerprint(conversation_id: str) -> str:
    return hash_token(conversation_id)[:16]


async def load_talk(uow: UnitOfWork, conversation_id: str) -> Talk:
    """Both sides of a talk in the order in which they were written."""
    conversation = await uow.conversations.load(conversation_id)
    replies = await _replies(uow, conversation_id)
    own = await uow.inbox.history(conversation_id, HISTORY)
    labels = {button["id"]: button["label"] for reply in replies for button in reply.body.get("buttons", ())}
    entries = [*_own(own, labels), *((reply.created_at, reply_json(reply)) for reply in replies[-HISTORY:])]
    entries.sort(key=lambda entry: entry[0])
    return Talk(fingerprint(conversation_id), conversation.language, [message for _, message in entries])


def reply_json(message: StoredMessage) -> dict[str, Any]:
    """An answer as the page gets it."""
    body = message.body
    # A partner writes in any language, so the letters themselves have to tell the direction.
    spoken = body.get("voice") != "partner"
    return {
        "id": message.id,
        "voice": body.get("voice", "bot"),
        "text": body.get("text", ""),
        "language": body["language"] if spoken else "",
        "direction": direction(body["language"]) if spoken else "auto",
        "buttons": body.get("buttons", []),
        "sender_name": body.get("sender_name", ""),
        "photos": _addresses(body.get("file_id", "").split()),
        "relay": body.get("relay", False),
        "at": message.created_at.isoformat(),
    }


def _addresses(file_ids: Sequence[str]) -> list[str]:
    return [PHOTOS + id for id in file_ids]


async def _replies(uow: UnitOfWork, conversation_id: str) -> list[StoredMessage]:
    replies: list[StoredMessage] = []
    while batch := await uow.outbox.read(conversation_id, CHANNEL, replies[-1].id if replies else 0, _BATCH):
        replies.extend(batch)
    return replies


def _own(
    history: Sequence[tuple[Incoming, datetime]], labels: Mapping[str, str]
) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for incoming, at in history:
        text = incoming.content if incoming.kind == "text" else labels.get(incoming.content, "")
        photos = _addresses(incoming.file_ids)
        if text or photos:
            key = incoming.update_id.rpartition(":")[2]
            yield at, {"voice": "own", "key": key, "text": text, "photos": photos, "at": at.isoformat()}
