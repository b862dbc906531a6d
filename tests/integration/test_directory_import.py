"""Taking a directory in: as a whole or not at all, and once."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.adapters.directory import read_directory, write_directory
from bot.adapters.storage import Storage
from bot.domain.partners import Directory
from bot.service.directory import BrokenDirectory, export, import_, import_first, validate
from tests.support.storage import NOW

SAMPLE = Path(__file__).parents[2] / "examples" / "directory.csv"


async def stored(storage: Storage) -> tuple[int, Directory]:
    async with storage.new_uow() as uow:
        return await uow.directory.version(), await uow.directory.load()


async def test_in_once_and_out_again(storage: Storage, tmp_path: Path) -> None:
    first = await import_(storage.new_uow, lambda: NOW, SAMPLE, read_directory)
    again = await import_(storage.new_uow, lambda: NOW, SAMPLE, read_directory)
    assert (first.version, first.changed, again.version, again.changed) == (1, True, 1, False)
    assert (await stored(storage))[1] == first.reading.directory
    await export(storage.new_uow, tmp_path / "hsds", "hsds-json", write_directory)
    assert read_directory(tmp_path / "hsds").directory == first.reading.directory


async def test_processes_that_start_at_once_share_the_first_directory(storage: Storage) -> None:
    await asyncio.gather(*[import_first(storage.new_uow, lambda: NOW, SAMPLE, read_directory) for _ in range(4)])
    await import_first(storage.new_uow, lambda: NOW, SAMPLE.parent / "not read", read_directory)
    assert await stored(storage) == (1, read_directory(SAMPLE).directory)


async def test_a_broken_file_leaves_the_old_directory(storage: Storage, tmp_path: Path) -> None:
    await import_(storage.new_uow, lambda: NOW, SAMPLE, read_directory)
    before = await stored(storage)
    broken = tmp_path / "directory.csv"
    shutil.copy(SAMPLE, broken)
    with broken.open("a", encoding="utf-8") as file:
        file.write("nieuw,Nieuw,,,,pigeon:x,,Zonder reden,fun,,fax\n")
    rows = len(validate(SAMPLE, read_directory).directory.services) + 2
    with pytest.raises(BrokenDirectory) as error:
        await import_(storage.new_uow, lambda: NOW, broken, read_directory)
    assert {problem.row for problem in error.value.problems} == {str(rows)}
    assert {problem.field for problem in error.value.problems} >= {"handover", "types", "reach", "needs"}
    assert f"row {rows}" in str(error.value)
    assert await stored(storage) == before


async def test_a_changed_file_is_a_new_version(storage: Storage, tmp_path: Path) -> None:
    await import_(storage.new_uow, lambda: NOW, SAMPLE, read_directory)
    changed = tmp_path / "directory.csv"
    changed.write_text(SAMPLE.read_text(encoding="utf-8").replace(",limited,", ",open,"), encoding="utf-8")
    done = await import_(storage.new_uow, lambda: NOW, changed, read_directory)
    assert (done.version, done.changed) == (2, True)
    assert not [service for service in (await stored(storage))[1].services if service.capacity == "limited"]
