"""The tables go up and down with data in them, and are the same as those that the program uses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.adapters.database import Database
from bot.adapters.storage import open_storage
from bot.adapters.tables import metadata
from bot.config import Settings, SettingsError
from tests.integration.test_at_rest import write_canaries
from tests.support.postgres import Postgres
from tests.support.storage import claim


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> Settings:
    """Settings with a database that has no tables."""
    if request.param == "sqlite":
        return Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")
    return Settings(data_dir=tmp_path, database_url=postgres.url(postgres.new_database()))


@pytest.fixture
async def database(empty: Settings) -> AsyncIterator[Database]:
    database = Database(empty.database_url)
    yield database
    await database.close()


async def tables(database: Database) -> set[str]:
    async with database.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_down_with_data_and_up_again(empty: Settings, database: Database) -> None:
    async with open_storage(empty) as storage:
        await write_canaries(storage)
    await database.downgrade()
    assert await tables(database) == {"alembic_version"}
    async with open_storage(empty) as storage:
        await write_canaries(storage)


async def test_a_second_upgrade_keeps_the_data(empty: Settings, database: Database) -> None:
    async with open_storage(empty) as storage:
        await write_canaries(storage)
    await database.upgrade()
    async with open_storage(empty) as storage:
        assert await claim(storage) is not None


async def test_several_processes_may_upgrade_at_once(empty: Settings) -> None:
    databases = [Database(empty.database_url) for _ in range(4)]
    await asyncio.gather(*(database.upgrade() for database in databases))
    assert await tables(databases[0]) == {*metadata.tables, "alembic_version"}
    for database in databases:
        await database.close()


async def test_several_processes_may_start_at_once(empty: Settings) -> None:
    async def start() -> None:
        async with open_storage(empty):
            pass

    await asyncio.gather(*(start() for _ in range(4)))


def _differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _columns(connection: Connection) -> set[tuple[str, str, bool]]:
    found = inspect(connection)
    return {
        (table, column["name"], column["nullable"]) for table in metadata.tables for column in found.get_columns(table)
    }


async def test_the_migrations_make_the_tables_that_the_program_uses(database: Database) -> None:
    await database.upgrade()
    async with database.connect() as connection:
        assert await connection.run_sync(_differences) == []
        found = await connection.run_sync(_columns)
    wanted = {
        (table.name, column.name, bool(column.nullable)) for table in metadata.tables.values() for column in table.c
    }
    assert found == wanted


async def test_a_database_of_a_newer_program_is_refused(empty: Settings, database: Database) -> None:
    await database.upgrade()
    async with database.connect() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
        await connection.commit()
    with pytest.raises(SettingsError, match="newer version"):
        async with open_storage(empty):
            pass
