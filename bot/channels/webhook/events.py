"""What a partner's system gets: one JSON object for each thing that happens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels.webhook.signing import MAX_BODY
from bot.domain.consent import YES_OR_NO
from bot.domain.handover import OPEN
from bot.service.handovers import HandoverView

TYPES = {"handover": "handover.created", "relay": "message.created"}
"""Types of events whose name is not ``handover.`` and the kind of the message."""
_MARKS = {"corrected": "corrected", "danger": "danger", "photo": "file_id"}
"""What is marked in a message, and what of its content tells that."""
_LISTS = ("needs", "preferences")


def event(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    """The JSON of one event; content that makes it too long is left out, and what is left says so."""
    whole = _json(kind, at, data)
    if len(whole.encode()) < MAX_BODY:
        return whole
    return _json(kind, at, {**_without_content(data), "omitted": "too_long"})


def handover_data(view: HandoverView) -> dict[str, Any]:
    """The question with exactly the fields that the resident agreed to; none when it is no longer the partner's."""
    handover = view.handover
    data = {
        "service": {"id": handover.service_id, "name": view.service.name if view.service else ""},
        "language": handover.language,
        "created_at": handover.created_at.isoformat(),
        "state": str(handover.state),
    }
    if handover.state not in OPEN:
        return {**data, "omitted": "ended"}
    return {**data, "shared": {field: _value(field, value) for field, value in handover.shared.items()}}


def message_data(view: HandoverView, body: Mapping[str, Any]) -> dict[str, Any]:
    """What the resident wrote, with a machine's translation if there is one; nothing once the handover has ended.

    A photo, and each page of a document, is looked at behind the link.
    """
    handover = view.handover
    data = {"language": body.get("written_in") or handover.language, "state": str(handover.state)}
    if handover.state not in OPEN:
        return {**data, "omitted": "ended"}
    marks = {name: True for name, key in _MARKS.items() if body.get(key)}
    translation = {"translation": body["translation"]} if body.get("translation") else {}
    return {**data, "text": body["text"], **translation, **marks}


def _json(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    content = {"type": TYPES.get(kind, f"handover.{kind}"), "timestamp": at.isoformat(), "data": data}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _without_content(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ("shared", "text", "translation")}


def _value(field: str, value: str) -> str | list[str] | bool:
    if field in _LISTS:
        return value.split()
    return value == "yes" if field in YES_OR_NO else value
