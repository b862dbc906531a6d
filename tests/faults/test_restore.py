"""R18: a backup comes back soon and whole, but for those who had everything erased."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from bot.adapters.storage import Storage, open_storage
from bot.adapters.tables import conversations, handovers, inbox, outbox
from bot.config import Settings
from tests.support.faults.figures import record, scale
from tests.support.postgres import Postgres
from tests.support.storage import a_handover, hand_over, hear, message, said, send

PEOPLE = 6


async def _fill(storage: Storage, people: int) -> list[str]:
    ids = []
    for number in range(people):
        (id,) = await hear(storage, said("hallo", f"u{number}", f"person {number}"))
        await hand_over(storage, a_handover(f"h{number}", id))
        await send(storage, message(f"k{number}", id, conversation_id=id))
        ids.append(id)
    return ids


async def _erase(storage: Storage, id: str) -> None:
    async with storage.new_uow() as uow:
        await uow.conversations.erase(id)
        await uow.commit()


async def _left(storage: Storage) -> list[int]:
    async with storage.database.connect() as connection:
        counts = [select(func.count()).select_from(table) for table in (conversations, inbox, handovers, outbox)]
        return [(await connection.execute(count)).scalar_one() for count in counts]


async def test_r18_sqlite(tmp_path: Path) -> None:
    people = scale(PEOPLE, 500)
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")
    file, backup = tmp_path / "dichtbij.sqlite3", tmp_path / "backup.sqlite3"
    async with open_storage(settings) as storage:
        ids = await _fill(storage, people)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(backup)) as target:
            source.backup(target)
        await _erase(storage, ids[0])
        assert await _left(storage) == [people - 1] * 4
    begun = time.monotonic()
    for name in ("dichtbij.sqlite3", "dichtbij.sqlite3-wal", "dichtbij.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(backup, file)
    async with open_storage(settings) as storage:
        record("R18", "restored and ready", time.monotonic() - begun, "s")
        assert await _left(storage) == [people - 1] * 4
        async with storage.new_uow() as uow:
            assert (await uow.conversations.load(ids[1])).handovers[0].shared["words"] == "words of h1"


async def test_r18_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    name = postgres.new_database()
    settings = Settings(data_dir=tmp_path, database_url=postgres.url(name))
    async with open_storage(settings) as storage:
        ids = await _fill(storage, PEOPLE)
        backup = postgres.dump(name)
        await _erase(storage, ids[0])
    restored = postgres.new_database()
    postgres.psql(restored, backup.replace("\\restrict", "--").replace("\\unrestrict", "--"))
    settings = Settings(data_dir=tmp_path, database_url=postgres.url(restored))
    async with open_storage(settings) as storage:
        assert await _left(storage) == [PEOPLE - 1] * 4


async def test_r18_an_erasure_that_is_not_committed_is_not_noted(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")
    async with open_storage(settings) as storage:
        ids = await _fill(storage, 2)
        async with storage.new_uow() as uow:
            await uow.conversations.erase(ids[0])
        assert await _left(storage) == [2] * 4, "taken back before it was committed: nothing happened"
        await _erase(storage, ids[1])
    assert (tmp_path / "erased").read_text(encoding="utf-8").split() == [ids[1]]
    assert (tmp_path / "erased").stat().st_mode & 0o077 == 0
