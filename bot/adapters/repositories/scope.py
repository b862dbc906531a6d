"""What all repositories of one unit of work share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CursorResult, Executable, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.crypto import Cipher, Lookup
from bot.adapters.locks import lock_key
from bot.domain.partners import Directory

# The lock comes first: numbers of one lane become visible in their own order, so a claim never overlooks an older row.
_NEXT_ID_IN_LANE = """
    WITH lane AS MATERIALIZED (SELECT pg_advisory_xact_lock(:lock))
    SELECT nextval(:sequence) FROM lane
"""
_NEXT_ID = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = :table"


@dataclass
class DirectoryCache:
    """The directory that was loaded last, kept between units of work, and the numbers by which it is known."""

    state: tuple[int, int] = (0, 0)
    directory: Directory = field(default_factory=Directory)


@dataclass
class Scope:
    """One transaction, what seals and finds its rows, the topics to wake after its commit and what it erases."""

    connection: AsyncConnection
    cipher: Cipher
    lookup: Lookup
    cache: DirectoryCache
    topics: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)

    async def execute(self, statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        return await self.connection.execute(statement, values)

    async def insert_new(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Adds a row; False if one with the same unique key is there, and nothing changes."""
        return await insert_new(self.connection, table, values)

    async def lock(self, name: str) -> None:
        """Holds off others who ask for the same lock until the transaction ends; SQLite has one writer anyway."""
        if _is_postgresql(self.connection):
            await self.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock_key(name)})

    async def add_to(self, table: Table, key: Mapping[str, Any], column: str, number: int) -> None:
        """Adds ``number`` to ``column`` of the row with this primary key; makes the row if there is none."""
        insert = postgresql.insert if _is_postgresql(self.connection) else sqlite.insert
        added = insert(table).values({**key, column: number})
        await self.execute(added.on_conflict_do_update(index_elements=[*key], set_={column: table.c[column] + number}))

    async def next_id(self, table: Table, lane: str) -> int:
        """The id for the next row of ``lane``; holds off other writers to this lane until the transaction ends."""
        if _is_postgresql(self.connection):
            values: dict[str, Any] = {"lock": lock_key(f"{table.name}:{lane}"), "sequence": f"{table.name}_id_seq"}
            return int((await self.execute(text(_NEXT_ID_IN_LANE), values)).scalar_one())
        return int((await self.execute(text(_NEXT_ID), {"table": table.name})).scalar_one())


async def insert_new(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> bool:
    """Adds a row; False if one with the same unique key is there, and nothing changes."""
    insert = postgresql.insert if _is_postgresql(connection) else sqlite.insert
    result = await connection.execute(insert(table).values(**values).on_conflict_do_nothing())
    return result.rowcount == 1


def _is_postgresql(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "postgresql"
