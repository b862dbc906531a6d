"""Talks with the whole product in this process: inbox, Rasa, database, outbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.adapters.clock import utc_now
from bot.adapters.rasa_engine import RasaEngine
from bot.adapters.texts import GettextTexts
from bot.bootstrap import Core, open_core, put_in_sample_directory, turn_runner
from bot.bootstrap.delivery import timer_runner
from bot.channels.terminal.talk import TerminalTalk
from bot.config import Settings
from bot.domain.conversation import Conversation
from bot.domain.hours import REGION_TIME
from bot.domain.labels import LANGUAGES
from bot.domain.understanding import Understanding
from bot.service.ports import StoredMessage
from bot.service.timers import TimerRunner
from bot.service.turns import TurnRunner


def _bodies(messages: Iterable[StoredMessage]) -> list[Mapping[str, Any]]:
    """What came, but for the word that a partner is closed: that hangs on the hour (tests/channels holds it)."""
    return [message.body for message in messages if not _says_closed(message.body["text"])]


def _says_closed(text: str) -> bool:
    return text.endswith(_ends_of_closed())


@cache
def _ends_of_closed() -> tuple[str, ...]:
    words = GettextTexts()
    return tuple(str(words.template(language, "relay.away")).rpartition("}")[2] for language in LANGUAGES)


@dataclass
class Talk:
    """A resident who types and presses, and sees the answers."""

    terminal: TerminalTalk

    async def say(self, text: str) -> list[Mapping[str, Any]]:
        return _bodies(await self.terminal.say("text", text))

    async def press(self, label: str) -> list[Mapping[str, Any]]:
        """Presses the newest button with this label; fails if there is none."""
        choices = {choice.label: choice for choice in (await self.conversation()).choices}
        assert label in choices, f"no button {label!r} among {list(choices)}"
        choice = choices[label]
        return _bodies(await self.terminal.say("button", choice.id))

    async def send(self, kind: Any, content: str) -> list[Mapping[str, Any]]:
        return _bodies(await self.terminal.say(kind, content))

    async def read(self) -> list[Mapping[str, Any]]:
        """What came after something happened elsewhere."""
        await self.terminal.work()
        return _bodies(await self.terminal.read())

    async def conversation(self) -> Conversation:
        return await self.terminal.conversation()


@dataclass
class Calendar:
    """A clock that can be set ahead."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@dataclass
class Town:
    """A running product with the sample directory, in which talks can begin."""

    core: Core
    runner: TurnRunner
    calendar: Calendar
    timers: TimerRunner

    def later(self, span: timedelta) -> None:
        """Lets time pass."""
        self.calendar.ahead += span

    def await_monday(self) -> None:
        """Goes on to Monday at ten: which lines and partners are open must not hang on when a talk is played."""
        now = self.calendar().astimezone(REGION_TIME)
        monday = now.date() + timedelta(days=7 - now.weekday())
        self.later(datetime.combine(monday, time(10), REGION_TIME) - now)

    async def keep_time(self) -> None:
        """Does what is due by now."""
        while await self.timers.run_once():
            pass

    def talk(self, language: str | None = None) -> Talk:
        return Talk(TerminalTalk(self.core.new_uow, self.core.clock, self._work, language))

    async def _work(self) -> Understanding | None:
        heard = None
        while (turn := await self.runner.run_one()) is not None:
            heard = turn.understanding or heard
        return heard


@asynccontextmanager
async def town(folder: Path, engine: RasaEngine) -> AsyncIterator[Town]:
    """A town on a fresh SQLite database in ``folder``."""
    settings = Settings(data_dir=folder, database_url=f"sqlite+aiosqlite:///{folder}/dichtbij.sqlite3")
    calendar = Calendar()
    async with open_core(settings) as opened:
        core = replace(opened, clock=calendar)
        await put_in_sample_directory(core)
        yield Town(core, turn_runner(core, engine, "test"), calendar, timer_runner(core))


def texts(replies: list[Mapping[str, Any]]) -> str:
    return "\n".join(reply["text"] for reply in replies)


def labels(replies: list[Mapping[str, Any]]) -> list[str]:
    return [button["label"] for reply in replies for button in reply["buttons"]]
