"""Plays the scripted talks that have a persona and writes down what was said, in docs/talks/.

Run with ``python -m scripts.transcripts`` (``make talks``). The talks are invented; so are the partners in them.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.adapters.texts import GettextTexts
from bot.bootstrap import load_engine
from bot.config import Settings
from tests.support.scripted import Player, Script, scripts, without_marks
from tests.support.talks import town

FOLDER = Path(__file__).parents[1] / "docs" / "talks"


def write_all(folder: Path = FOLDER) -> None:
    """One file for each persona and language."""
    folder.mkdir(exist_ok=True)
    for player in asyncio.run(_play()):
        path = folder / f"{player.script.persona}-{player.script.language}.md"
        path.write_text(_page(player.script, player.played), encoding="utf-8")


async def _play() -> list[Player]:
    engine, words = load_engine(Settings()), GettextTexts()
    players = []
    for script in scripts():
        if script.persona:
            with tempfile.TemporaryDirectory() as place:
                async with town(Path(place), engine) as here:
                    here.await_monday()
                    players.append(Player(here, words, script))
                    await players[-1].play()
    return players


def _page(script: Script, played: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> str:
    turns = "\n\n".join(_turn(said, answers) for said, answers in played)
    return f"# {script.title}\n\nAn invented talk, played by `make talks`.\n\n{turns}\n"


def _turn(said: str, answers: Sequence[Mapping[str, Any]]) -> str:
    return "\n\n".join([f"> {without_marks(said)}", *[_bubble(answer) for answer in answers]])


def _bubble(answer: Mapping[str, Any]) -> str:
    name = answer["sender_name"] or "Dichtbij"
    buttons = " ".join(f"[{button['label']}]" for button in answer["buttons"])
    text = without_marks(answer["text"]).replace("\n", "  \n")
    return f"**{name}:** {text}" + (f"  \n`{without_marks(buttons)}`" if buttons else "")


if __name__ == "__main__":
    write_all()
