"""The talk on a screen."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Sequence

from bot.channels.terminal.talk import AfterTurn, TerminalTalk
from bot.service.ports import StoredMessage

WIDTH = 88


async def chat(talk: TerminalTalk, after_turn: AfterTurn) -> None:
    """Talks until the end of input (Ctrl-D)."""
    _show(await talk.say("command", "start"))
    while True:
        try:
            line = await asyncio.to_thread(input, "> ")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip():
            _show(await talk.press(line.strip()))
            await after_turn(await talk.conversation())
            _show(await talk.read())


def _show(messages: Sequence[StoredMessage]) -> None:
    for message in messages:
        name = message.body["sender_name"]
        print()
        for paragraph in message.body["text"].split("\n"):
            print(textwrap.fill(f"{name}: {paragraph}" if name else paragraph, WIDTH))
        for number, button in enumerate(message.body["buttons"], 1):
            print(f"  [{number}] {button['label']}")
    print()
