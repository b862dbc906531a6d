"""The partner directory: checked, taken in as a whole, and given out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.domain.assurance import assured, outliving
from bot.domain.directory_changes import Difference, Edition, difference, keeping
from bot.domain.errors import DichtbijError
from bot.domain.partners import Directory
from bot.domain.unmet import UnmetNeed
from bot.service.ports import Clock, Conflict, UnitOfWork, UnitOfWorkFactory

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """What is wrong at one spot of a file. An error refuses the file, a warning leaves the value out.

    ``row`` is the row of a sheet as a spreadsheet counts it, or the path of a record inside a JSON file.
    """

    file: str
    row: str
    field: str
    expected: str
    severity: Severity = "error"

    def __str__(self) -> str:
        spot = ", ".join(part for part in (self.file, f"row {self.row}" if self.row else "", self.field) if part)
        return f"{self.severity}: {spot}: expected {self.expected}"


@dataclass(frozen=True)
class Reading:
    """What a directory file holds, with every problem in it."""

    directory: Directory
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")


@dataclass(frozen=True)
class Imported:
    """The directory's version after an import, and what was read; ``changed`` is false if it was there already.

    ``difference`` is what the import changed. ``kept`` are the ids of the services that the file left out and that
    stay, inactive, since somebody has an open handover there; ``outlived`` those of which the partner's own word is
    later than the file and counts.
    """

    version: int
    changed: bool
    reading: Reading
    difference: Difference
    kept: tuple[str, ...] = ()
    outlived: tuple[str, ...] = ()


Reader = Callable[[Path], Reading]
"""Reads a directory file or folder; collects problems instead of raising."""
Writer = Callable[[Directory, Path, str], None]
"""Writes a directory in a named format. Raises DichtbijError if it can't be written there."""


class BrokenDirectory(DichtbijError):
    """The file can't be taken in; the directory stays as it was."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        first, others = problems[0], len(problems) - 1
        super().__init__(f"{path} was not imported: {first}" + (f" (and {others} more)" if others else ""))
        self.problems = problems


def validate(path: Path, read: Reader) -> Reading:
    """What an import of ``path`` would take in, with every problem; changes nothing."""
    return read(path)


async def import_(new_uow: UnitOfWorkFactory, clock: Clock, path: Path, read: Reader) -> Imported:
    """Makes the file's content the directory, all or nothing; the same content again changes nothing.

    Raises:
        BrokenDirectory: the file has errors, and all of them are in it.
    """
    reading = await _whole(path, read)
    async with new_uow() as uow:
        imported = await _put_in(uow, clock, reading)
        await uow.commit()
    return imported


async def try_import(new_uow: UnitOfWorkFactory, clock: Clock, path: Path, read: Reader) -> Imported:
    """What `import_` would do now, with the version that it would make; changes nothing. Raises as `import_`."""
    reading = await _whole(path, read)
    async with new_uow() as uow:
        return await _put_in(uow, clock, reading)


async def _put_in(uow: UnitOfWork, clock: Clock, reading: Reading) -> Imported:
    await uow.directory.hold()
    before, said = await uow.directory.imported(), await uow.directory.assurances()
    after, kept = keeping(await uow.handovers.open_services(), before, reading.directory)
    changed = after != before
    version = await (uow.directory.replace(after, clock()) if changed else uow.directory.version())
    news = difference(assured(before, said), assured(after, said))
    return Imported(version, changed, reading, news, kept, outliving(after, said.values()))


async def history(new_uow: UnitOfWorkFactory) -> Sequence[Edition]:
    """Every directory that there was, the newest first."""
    async with new_uow() as uow:
        return await uow.directory.history()


async def unmet_needs(new_uow: UnitOfWorkFactory) -> Sequence[UnmetNeed]:
    """The needs for which there was no offer, counted by month and municipality."""
    async with new_uow() as uow:
        return await uow.unmet_needs.all()


async def import_first(new_uow: UnitOfWorkFactory, clock: Clock, path: Path, read: Reader) -> None:
    """Gives a new installation its first directory; several processes may start, and do this, at once.

    Raises:
        BrokenDirectory: as `import_`.
    """
    async with new_uow() as uow:
        if await uow.directory.version():
            return
    reading = await _whole(path, read)
    with suppress(Conflict):  # another process was first
        async with new_uow() as uow:
            await uow.directory.replace(reading.directory, clock(), after=0)
            await uow.commit()


async def export(new_uow: UnitOfWorkFactory, path: Path, format: str, write: Writer) -> Directory:
    """Writes the directory as it is now, and gives it back."""
    async with new_uow() as uow:
        directory = await uow.directory.load()
    await asyncio.to_thread(write, directory, path, format)
    return directory


async def _whole(path: Path, read: Reader) -> Reading:
    reading = await asyncio.to_thread(read, path)
    if reading.errors:
        raise BrokenDirectory(path, reading.errors)
    return reading
