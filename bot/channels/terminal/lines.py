"""The talk as a line protocol: one JSON object in, one out."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from bot.channels.terminal.talk import AfterTurn, TerminalTalk, shown
from bot.domain.handover import Handover
from bot.domain.partners import Directory


async def chat_lines(
    talk: TerminalTalk, directory: Directory, understood_line: Callable[..., dict[str, Any]], after_turn: AfterTurn
) -> None:
    """Answers each line of standard input until its end. A line that can't be read gets {"error": ...}."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip():
            _write(sys.stdout, await _answer(talk, line, directory, understood_line, after_turn))


async def _answer(
    talk: TerminalTalk,
    line: str,
    directory: Directory,
    understood_line: Callable[..., dict[str, Any]],
    after_turn: AfterTurn,
) -> Mapping[str, Any]:
    try:
        request = json.loads(line)
        kind, content = next((kind, request[kind]) for kind in ("user", "button") if kind in request)
        content = str(content)
    except (ValueError, TypeError, StopIteration):
        return {"error": 'expected {"user": "..."} or {"button": "label or number"}'}
    messages = list(await (talk.say("text", content) if kind == "user" else talk.press(content)))
    understood = understood_line(talk.understood) if talk.understood else None
    await after_turn(await talk.conversation())
    messages += await talk.read()
    conversation = await talk.conversation()
    return {
        "language": conversation.language,
        "replies": [shown(message.body) for message in messages],
        "understood": understood,
        "handover": _handover(conversation.handovers[-1], directory) if conversation.handovers else None,
    }


def _handover(handover: Handover, directory: Directory) -> dict[str, str]:
    partner = directory.organization(handover.organization_id).name
    return {"id": handover.id, "status": str(handover.state), "partner": partner}


def _write(out: TextIO, answer: Mapping[str, Any]) -> None:
    out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
