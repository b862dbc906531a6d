"""Each test runs on SQLite and on a real PostgreSQL, on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.database import Database
from bot.adapters.storage import Storage, open_storage
from bot.config import Settings
from tests.support.postgres import Postgres


@pytest.fixture(scope="session")
async def upgraded(postgres: Postgres) -> str:
    """The name of a PostgreSQL database with all tables, to be copied."""
    name = postgres.new_database()
    database = Database(postgres.url(name))
    await database.upgrade()
    await database.close()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres, upgraded: str) -> Settings:
    """Settings with an empty database; on PostgreSQL its tables are there already."""
    if request.param == "sqlite":
        return Settings(data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/dichtbij.sqlite3")
    return Settings(data_dir=tmp_path, database_url=postgres.url(postgres.new_database(upgraded)))


@pytest.fixture
async def storage(settings: Settings) -> AsyncIterator[Storage]:
    async with open_storage(settings) as opened:
        yield opened
