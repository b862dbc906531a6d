"""Taking a directory in: as a whole or not at all, and once."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.adapters.directory import read_directory, write_directory
from bot.adapters.storage import Storage
from bot.domain.handover import Step
from bot.domain.partners import Directory
from bot.service.directory import BrokenDirectory, export, history, import_, import_first, try_import, validate
from tests.support.directories import a_directory, a_service
from tests.support.storage import NOW, a_handover, after, hand_over, hear, said

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


async def test_a_dry_run_tells_what_the_import_then_does(storage: Storage, tmp_path: Path) -> None:
    await import_(storage.new_uow, lambda: NOW, SAMPLE, read_directory)
    before = await stored(storage)
    changed = tmp_path / "directory.csv"
    write_directory(a_directory(a_service("s", organization_id="o")), changed, "sheet")
    told = await try_import(storage.new_uow, lambda: NOW, changed, read_directory)
    assert await stored(storage) == before
    assert told.difference.services.added == ("s",)
    assert len(told.difference.services.removed) == len(before[1].services)
    assert await import_(storage.new_uow, lambda: NOW, changed, read_directory) == told
    assert (await stored(storage))[0] == told.version == 2


async def test_what_an_open_handover_needs_stays_until_it_is_closed(storage: Storage, tmp_path: Path) -> None:
    both, one = tmp_path / "both.csv", tmp_path / "one.csv"
    gone, stays = a_service("gone", organization_id="p"), a_service("stays", organization_id="o")
    write_directory(a_directory(gone, stays), both, "sheet")
    write_directory(a_directory(stays), one, "sheet")
    await import_(storage.new_uow, lambda: NOW, both, read_directory)
    (conversation,) = await hear(storage, said("hello"))
    handover = a_handover("h", conversation, service="gone", partner="p")
    await hand_over(storage, handover)
    done = await import_(storage.new_uow, lambda: NOW, one, read_directory)
    assert (done.version, done.kept, done.difference.services.removed) == (2, ("gone",), ())
    assert done.difference.services.changed == {"gone": ("status",)}
    directory = (await stored(storage))[1]
    assert (directory.service("gone").status, directory.organization("p").id) == ("inactive", "p")
    again = await import_(storage.new_uow, lambda: NOW, one, read_directory)
    assert (again.version, again.changed, again.kept) == (2, False, ("gone",))
    async with storage.new_uow() as uow:
        await uow.handovers.save(handover.take(Step.WITHDRAW, after(1)))
        await uow.commit()
    closed = await import_(storage.new_uow, lambda: NOW, one, read_directory)
    assert (closed.kept, closed.difference.services.removed) == ((), ("gone",))
    assert await stored(storage) == (3, read_directory(one).directory)


async def test_every_directory_is_remembered(storage: Storage, tmp_path: Path) -> None:
    assert list(await history(storage.new_uow)) == []
    await import_(storage.new_uow, lambda: NOW, SAMPLE, read_directory)
    small = tmp_path / "small.csv"
    write_directory(a_directory(a_service("s")), small, "sheet")
    await import_(storage.new_uow, lambda: after(60), small, read_directory)
    sample = read_directory(SAMPLE).directory
    told = [
        (each.version, each.imported_at, each.organizations, each.services) for each in await history(storage.new_uow)
    ]
    assert told == [(2, after(60), 1, 1), (1, NOW, len(sample.organizations), len(sample.services))]
