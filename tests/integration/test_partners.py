"""The directory's versions, the console's links and sessions, and the local mailbox."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from bot.adapters.storage import Storage, open_storage
from bot.config import Settings
from bot.domain.errors import NotFound
from bot.domain.labels import Need, Reach, ServiceType
from bot.domain.partners import ClosedPeriod, Directory, HandoverAddress, Location, OpeningPeriod, Organization, Service
from bot.service.ports import Mail, Session
from tests.support.storage import NOW, after

FULL = Directory(
    (Organization("o", "Voorbeeld", "tekst", "fr", "https://x.example", (HandoverAddress("email", "o@x.example"),)),),
    (
        Service(
            id="s",
            organization_id="o",
            name="Dienst",
            types=frozenset({ServiceType.BUDDY, ServiceType.OUTREACH}),
            needs=frozenset({Need.MONEY, Need.WORK}),
            reach=frozenset({Reach.HOME_VISIT}),
            languages=frozenset({"nl", "ar"}),
            interpreter=True,
            women=True,
            descriptions={"nl": "wij komen", "ar": "نحن نأتي"},
            area=frozenset({"Veurne"}),
            area_postal_codes=frozenset({"8647"}),
            area_km=12.5,
            locations=(Location("l", "Huis", "Veurne", "8630", 51.07, 2.66, "Markt 1"),),
            hours=(OpeningPeriod(0, time(9), time(12, 30)),),
            closures=(ClosedPeriod(date(2026, 12, 24), date(2027, 1, 3)),),
            minimum_age=18,
            free=False,
            fees="€ 5",
            phone="058",
            assured_on=date(2026, 1, 2),
        ),
    ),
)


async def test_an_empty_directory_has_version_nought(storage: Storage) -> None:
    async with storage.new_uow() as uow:
        assert await uow.directory.version() == 0
        assert await uow.directory.load() == Directory()


async def test_the_latest_import_counts_and_survives_a_restart(settings: Settings) -> None:
    async with open_storage(settings) as storage, storage.new_uow() as uow:
        assert await uow.directory.replace(Directory(), NOW) == 1
        assert await uow.directory.replace(FULL, NOW) == 2
        await uow.commit()
    async with open_storage(settings) as storage, storage.new_uow() as uow:
        assert await uow.directory.version() == 2
        assert await uow.directory.load() == FULL


async def test_an_unchanged_directory_is_read_once(storage: Storage) -> None:
    async with storage.new_uow() as uow:
        await uow.directory.replace(FULL, NOW)
        await uow.commit()
    loaded = []
    for _ in range(2):
        async with storage.new_uow() as uow:
            loaded.append(await uow.directory.load())
    assert loaded[0] is loaded[1]
    async with storage.new_uow() as uow:
        await uow.directory.replace(Directory(), NOW)
        assert await uow.directory.load() == Directory()


async def test_an_import_that_is_undone_is_not_remembered(storage: Storage) -> None:
    async with storage.new_uow() as uow:
        await uow.directory.replace(FULL, NOW)
        assert await uow.directory.load() == FULL
    async with storage.new_uow() as uow:
        await uow.directory.replace(Directory(), NOW)
        assert await uow.directory.load() == Directory()


async def test_a_link_works_once_and_until_it_expires(storage: Storage) -> None:
    async with storage.new_uow() as uow:
        await uow.access.add_link("t1", "o", "/console/h", after(10))
        await uow.access.add_link("t2", "o", "/console", after(10))
        assert await uow.access.use_link("t1", after(9)) == ("o", "/console/h")
        with pytest.raises(NotFound):
            await uow.access.use_link("t1", after(9))
        with pytest.raises(NotFound):
            await uow.access.use_link("t2", after(10))


async def test_a_session_ends_by_time_or_by_hand(storage: Storage) -> None:
    session = Session("o", after(10))
    async with storage.new_uow() as uow:
        await uow.access.add_session("t1", session)
        await uow.access.add_session("t2", session)
        assert await uow.access.session("t1", after(9)) == session
        with pytest.raises(NotFound):
            await uow.access.session("t1", after(10))
        await uow.access.end_session("t2")
        with pytest.raises(NotFound):
            await uow.access.session("t2", NOW)
        assert await uow.access.session("t1", NOW) == session


async def test_mail_is_kept_once_and_read_newest_first(storage: Storage) -> None:
    mails = [Mail(f"m{n}", "o@x.example", "onderwerp", f"tekst {n}", after(n)) for n in range(3)]
    async with storage.new_uow() as uow:
        for mail in (*mails, mails[0]):
            await uow.mailbox.add(mail)
        assert await uow.mailbox.latest() == mails[::-1]
        assert await uow.mailbox.latest(1) == [mails[2]]


async def test_database_and_key_files_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    url = f"sqlite+aiosqlite:///{folder}/dichtbij.sqlite3"
    async with open_storage(Settings(data_dir=folder, database_url=url)):
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert {"keys", "dichtbij.sqlite3", "dichtbij.sqlite3-wal"} <= set(modes)
    assert set(modes.values()) == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
