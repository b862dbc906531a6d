"""`dichtbij chat` and `dichtbij understand`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from bot.config import Settings
from bot.domain.labels import LANGUAGES


def add_commands(commands: Any) -> None:
    """Registers the commands with an argparse sub-parsers object."""
    chat = commands.add_parser("chat", help="talk to the bot in the terminal")
    chat.add_argument("--language", choices=LANGUAGES, help="the language to begin in")
    chat.add_argument("--jsonl", action="store_true", help="one JSON object a line in and out, for scripts")
    chat.add_argument(
        "--partner-accepts", action="store_true", help="let the sample partner take the question and write back"
    )
    chat.set_defaults(run=_chat)
    understand = commands.add_parser("understand", help='what is heard in each {"text": ...} line of standard input')
    understand.set_defaults(run=_understand)


def _chat(arguments: argparse.Namespace, settings: Settings) -> None:
    from bot.bootstrap.chat import chat

    asyncio.run(chat(settings, arguments.language, lines=arguments.jsonl, partner_accepts=arguments.partner_accepts))


def _understand(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.bootstrap import load_engine
    from bot.nlu.parsed import understanding_line

    engine, failed = load_engine(settings), 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)["text"]
        except (ValueError, KeyError, TypeError):
            print(json.dumps({"error": f'line {number}: expected {{"text": "..."}}'}), flush=True)
            failed = 1
            continue
        heard = asyncio.run(engine.understand(str(text)))
        print(json.dumps(understanding_line(heard), ensure_ascii=False), flush=True)
    return failed
