"""Partners confirm their services; imports, exports and the counts of unmet needs beside that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.directory import read_directory, write_directory
from bot.adapters.storage import Storage, open_storage
from bot.config import Settings
from bot.domain.assurance import confirmed, full
from bot.domain.errors import NotFound
from bot.domain.freshness import Concern
from bot.domain.partners import Directory, HandoverAddress, Organization, Service
from bot.domain.unmet import UnmetNeed
from bot.service import assurances
from bot.service.directory import export, import_, try_import, unmet_needs
from tests.support.directories import a_service
from tests.support.storage import NOW, claim_out

TODAY = NOW.date()
MAIL = HandoverAddress("email", "team@x.example")
OLD = date(2026, 1, 5)


def a_town(*services: Service) -> Directory:
    return Directory((Organization("o", "O", handover_addresses=(MAIL,)), Organization("p", "P")), services)


async def take_in(storage: Storage, directory: Directory, at: datetime = NOW) -> None:
    async with storage.new_uow() as uow:
        await uow.directory.replace(directory, at)
        await uow.commit()


async def load(storage: Storage) -> Directory:
    async with storage.new_uow() as uow:
        return await uow.directory.load()


async def say(storage: Storage, word: assurances.Word, *ids: str, whose: str = "o", at: datetime = NOW) -> None:
    await assurances.say(storage.new_uow, lambda: at, whose, ids, word)


@pytest.fixture
async def another(settings: Settings, storage: Storage) -> AsyncIterator[Storage]:
    """The same database, opened by another process."""
    async with open_storage(settings) as opened:
        yield opened


async def test_a_word_counts_at_once_for_everybody(storage: Storage, another: Storage) -> None:
    await take_in(storage, a_town(a_service("s", assured_on=OLD), a_service("t", assured_on=OLD)))
    before = await load(another)
    await say(storage, lambda said: full(said, date(2026, 12, 6)), "s")
    for each in (storage, another):
        service = (await load(each)).service("s")
        assert (service.capacity, service.full_until) == ("full", date(2026, 12, 6))
        assert (service.assured_on, service.assured_by) == (TODAY, MAIL.address)
        assert (await load(each)).service("t") == before.service("t")
    assert await load(another) is await load(another)


async def test_the_same_word_again_changes_nothing(storage: Storage) -> None:
    await take_in(storage, a_town(a_service("s", assured_on=OLD)))
    await say(storage, confirmed, "s")
    once = await load(storage)
    await say(storage, confirmed, "s")
    assert await load(storage) is once


async def test_nobody_speaks_for_somebody_else(storage: Storage) -> None:
    await take_in(storage, a_town(a_service("s", assured_on=OLD), a_service("gone", status="defunct")))
    for whose, id in (("p", "s"), ("o", "unknown"), ("o", "gone")):
        with pytest.raises(NotFound):
            await say(storage, confirmed, id, whose=whose)
    assert (await load(storage)).service("s").assured_on == OLD


async def test_an_older_file_does_not_undo_a_later_word(storage: Storage, tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    service = a_service("s", assured_on=OLD)
    write_directory(a_town(service), file, "sheet")
    await import_(storage.new_uow, lambda: NOW, file, read_directory)
    await say(storage, lambda said: full(said, None), "s")
    done = await import_(storage.new_uow, lambda: NOW, file, read_directory)
    assert (done.changed, done.outlived, done.difference.services.changed) == (False, ("s",), {})
    write_directory(a_town(replace(service, fees="5 euro", assured_on=OLD + timedelta(days=1))), file, "sheet")
    tried = await try_import(storage.new_uow, lambda: NOW, file, read_directory)
    done = await import_(storage.new_uow, lambda: NOW, file, read_directory)
    assert tried == done
    assert done.difference.services.changed == {"s": ("fees",)}
    now = (await load(storage)).service("s")
    assert (now.fees, now.capacity, now.assured_on) == ("5 euro", "full", TODAY)
    write_directory(a_town(replace(service, assured_on=TODAY + timedelta(days=1))), file, "sheet")
    done = await import_(storage.new_uow, lambda: NOW, file, read_directory)
    assert (done.outlived, (await load(storage)).service("s").capacity) == ((), "open")


@pytest.mark.parametrize("known", [None, OLD])
async def test_a_no_for_want_of_room_confirms_nothing(storage: Storage, known: date | None) -> None:
    await take_in(storage, a_town(a_service("s", assured_on=known, assured_by="x@x.example")))
    async with storage.new_uow() as uow:
        await assurances.note_full(uow, "s", NOW)
        await uow.commit()
    service = (await load(storage)).service("s")
    assert (service.capacity_on(TODAY), service.full_until) == ("full", TODAY + assurances.FULL_FOR)
    assert (service.assured_on, service.assured_by) == (known, "x@x.example")
    (check,) = await assurances.checks(storage.new_uow, lambda: NOW, 90)
    assert check.concerns == (Concern.STALE, Concern.FULL)
    await take_in(storage, a_town(a_service("s", assured_on=TODAY)))
    assert (await load(storage)).service("s").capacity == "open", "a file that is confirmed since counts"


async def test_who_confirms_after_a_no_stays_full(storage: Storage) -> None:
    await take_in(storage, a_town(a_service("s")))
    async with storage.new_uow() as uow:
        await assurances.note_full(uow, "s", NOW)
        await uow.commit()
    await say(storage, confirmed, "s")
    service = (await load(storage)).service("s")
    assert (service.capacity, service.assured_on) == ("full", TODAY)


@pytest.mark.parametrize("format", ["sheet", "xlsx", "hsds-json", "hsds-csv", "hsds-csv-1.1"])
async def test_a_word_is_in_the_export_and_comes_back(storage: Storage, tmp_path: Path, format: str) -> None:
    await take_in(storage, a_town(a_service("s", assured_on=OLD)))
    await say(storage, lambda said: full(said, date(2026, 12, 6)), "s")
    path = tmp_path / {"sheet": "out.csv", "xlsx": "out.xlsx"}.get(format, "out")
    written = await export(storage.new_uow, path, format, write_directory)
    read = read_directory(path).directory.service("s")
    assert read == written.service("s")
    assert (read.capacity, read.full_until, read.assured_by) == ("full", date(2026, 12, 6), MAIL.address)


async def test_partners_are_asked_once_a_month(storage: Storage) -> None:
    await take_in(
        storage,
        a_town(a_service("s"), a_service("t", assured_on=OLD), a_service("u", organization_id="p", assured_on=OLD)),
    )
    first = await assurances.ask_partners(storage.new_uow, lambda: NOW, 183)
    again = await assurances.ask_partners(storage.new_uow, lambda: NOW + timedelta(hours=1), 183)
    assert [[each.id for each in group] for group in (first.now, first.before, first.unreachable)] == [["o"], [], ["p"]]
    assert [[each.id for each in group] for group in (again.now, again.before, again.unreachable)] == [[], ["o"], ["p"]]
    (mail,) = await claim_out(storage, channels=("email",))
    assert mail.outgoing.address == MAIL.address
    assert mail.outgoing.body["target"] == "/console/services"
    await say(storage, confirmed, "s", "t")
    later = await assurances.ask_partners(storage.new_uow, lambda: NOW + timedelta(days=40), 183)
    assert (later.now, later.before) == ((), ())
    assert {each.service.id for each in await assurances.checks(storage.new_uow, lambda: NOW, 183)} == {"u"}


async def test_unmet_needs_are_counted(storage: Storage) -> None:
    once = UnmetNeed("2026-11", "Mesen", "childcare")

    async def count(*needs: UnmetNeed) -> None:
        async with storage.new_uow() as uow:
            for each in needs:
                await uow.unmet_needs.add(each)
            await uow.commit()

    other, unknown = replace(once, need="legal"), replace(once, month="2026-12", municipality="")
    await asyncio.gather(*[count(once, other) for _ in range(5)], count(once), count(unknown))
    assert list(await unmet_needs(storage.new_uow)) == [unknown, replace(once, times=6), replace(other, times=5)]
