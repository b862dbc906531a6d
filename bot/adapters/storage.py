"""The whole storage, ready to use."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass

import asyncpg
from alembic.util import CommandError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters.crypto import Cipher, Lookup
from bot.adapters.database import Database
from bot.adapters.erasures import Erasures
from bot.adapters.keys import Keys, load_keys
from bot.adapters.repositories.scope import insert_new
from bot.adapters.tables import conversations, key_fingerprints
from bot.adapters.unit_of_work import SqlUnitOfWorkFactory
from bot.adapters.wakeup import LocalWakeup, PostgresqlWakeup
from bot.config import Settings, SettingsError
from bot.service.ports import Wakeup

BATCH = 500
"""Ids in one query; SQLite takes a thousand values."""


@dataclass(frozen=True)
class Storage:
    """What `open_storage` gives: belongs to the event loop it was opened in, but for ``wakeup.wake``."""

    database: Database
    wakeup: Wakeup
    new_uow: SqlUnitOfWorkFactory


@asynccontextmanager
async def open_storage(settings: Settings, wakeup: Wakeup | None = None) -> AsyncIterator[Storage]:
    """Loads or makes the keys, brings the tables up to date, and closes everything at the end.

    Threads of one process share one ``wakeup``; without it one is made that belongs to this storage.

    Raises:
        SettingsError: if the database can't be reached, is newer than this program, or was made with other keys.
    """
    keys = load_keys(settings)
    database = _open_database(settings.database_url)
    try:
        await _prepare(database, keys)
        async with nullcontext(wakeup) if wakeup else _open_wakeup(database) as own:
            erasures = Erasures(settings.data_dir / "erased")
            factory = SqlUnitOfWorkFactory(database, Cipher(keys.content), Lookup(keys.lookup), own, erasures)
            await _erase_again(database, factory, erasures.known())
            yield Storage(database, own, factory)
    finally:
        await database.close()


def _open_database(url: str) -> Database:
    try:
        return Database(url)
    except (OSError, sqlite3.Error) as error:
        problem = f"DICHTBIJ_DATABASE_URL can't be used: the file can't be opened ({type(error).__name__})"
        raise SettingsError(problem) from error


async def _prepare(database: Database, keys: Keys) -> None:
    try:
        await database.ping()
    except (OSError, SQLAlchemyError, asyncpg.PostgresError) as error:
        problem = f"DICHTBIJ_DATABASE_URL can't be used: the database does not answer ({type(error).__name__})"
        raise SettingsError(problem) from error
    try:
        await database.upgrade()
    except CommandError as error:
        raise SettingsError("the database was made by a newer version of this program") from error
    await _check_keys(database, keys)


async def _check_keys(database: Database, keys: Keys) -> None:
    """Refuses to start with keys that can't read what is stored, or would find nobody again."""
    given = keys.fingerprints()
    if _fitting(await _known_keys(database), given):
        return
    async with database.connect() as connection:
        for id, fingerprint in given.items():
            await insert_new(connection, key_fingerprints, {"key_id": id, "fingerprint": fingerprint})
        await connection.commit()
    # Once more: another process with other keys may have come first.
    _fitting(await _known_keys(database), given)


async def _erase_again(database: Database, factory: SqlUnitOfWorkFactory, ids: Collection[str]) -> None:
    """Removes what a backup brought back of people who had everything erased."""
    known = list(ids)
    for batch in (known[start : start + BATCH] for start in range(0, len(known), BATCH)):
        async with database.connect() as connection:
            found = await connection.execute(select(conversations.c.id).where(conversations.c.id.in_(batch)))
            back = found.scalars().all()
        if not back:
            continue
        async with factory() as uow:
            for id in back:
                await uow.conversations.erase(id)
            await uow.commit()


def _fitting(known: Mapping[str, str], given: Mapping[str, str]) -> bool:
    """True if all given keys are known already. Raises SettingsError."""
    wrong = sorted(id for id, fingerprint in known.items() if given.get(id) != fingerprint)
    if wrong:
        raise SettingsError(f"keys that the database was made with are missing or changed: {', '.join(wrong)}")
    return len(known) == len(given)


async def _known_keys(database: Database) -> Mapping[str, str]:
    async with database.connect() as connection:
        rows = await connection.execute(select(key_fingerprints))
        return {row.key_id: row.fingerprint for row in rows}


@asynccontextmanager
async def _open_wakeup(database: Database) -> AsyncIterator[Wakeup]:
    if not database.is_postgresql:
        yield LocalWakeup()
        return
    wakeup = PostgresqlWakeup(database.postgresql_dsn)
    try:
        await wakeup.start()
        yield wakeup
    finally:
        await wakeup.close()
