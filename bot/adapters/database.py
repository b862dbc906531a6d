"""The connection to SQLite or PostgreSQL, and the tables' versions."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.adapters.locks import MIGRATIONS, lock_key

BUSY_SECONDS = 10
"""How long a write waits for another one before it fails."""
POOL_SIZE = 10

MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"


class Database:
    """One database, to be used from the event loop that first used it."""

    def __init__(self, url: str) -> None:
        """``url`` is sqlite+aiosqlite:///FILE or postgresql+asyncpg://..."""
        self.url = make_url(url)
        self.is_postgresql = self.url.get_backend_name() == "postgresql"
        self._engine = _postgresql(url) if self.is_postgresql else _sqlite(url)

    @property
    def postgresql_dsn(self) -> str:
        """The address as PostgreSQL's own tools and drivers take it."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def connect(self) -> AsyncConnection:
        """A connection for one transaction; closing it undoes what was not committed."""
        return self._engine.connect()

    async def upgrade(self, revision: str = "head") -> None:
        """Brings the tables to ``revision``; does nothing if they are there. Safe from several processes at once."""
        await self._migrate(command.upgrade, revision)

    async def downgrade(self, revision: str = "base") -> None:
        """Takes the tables back to ``revision``; what has no place there is lost."""
        await self._migrate(command.downgrade, revision)

    async def ping(self) -> None:
        """Raises if the database does not answer."""
        async with self.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self._engine.dispose()

    async def _migrate(self, step: Any, revision: str) -> None:
        async with self._engine.begin() as connection:
            if self.is_postgresql:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock_key(MIGRATIONS)})
            await connection.run_sync(_run_alembic, step, revision)


def _run_alembic(connection: Connection, step: Any, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    step(config, revision)


def _postgresql(url: str) -> AsyncEngine:
    server_settings = {
        "application_name": "dichtbij",
        "timezone": "UTC",
        "lock_timeout": f"{BUSY_SECONDS}s",
        # A plan kept from when a queue was empty reads the whole table once it is full: claims 20 times slower.
        "plan_cache_mode": "force_custom_plan",
    }
    return create_async_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"server_settings": server_settings},
    )


def _sqlite(url: str) -> AsyncEngine:
    _make_file(Path(make_url(url).database or ""))
    # One connection: SQLite has one writer, and waiting in our own queue is fair where its busy handler is not.
    engine = create_async_engine(
        url, pool_size=1, max_overflow=0, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _make_file(path: Path) -> None:
    """The file is its owner's alone; SQLite gives its -wal and -shm files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone_in(path.parent):
        # Never open a file that is there: closing it again would drop the locks of every connection in this process.
        if not path.exists():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        # SQLite does not wait for others when it changes the mode, so it is done once, with nobody beside.
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes late and deferred; _begin_immediate takes its place.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
