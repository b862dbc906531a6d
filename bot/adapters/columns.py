"""What the tables are made of: names of constraints, aware times, and the columns of every queue."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Dialect, ForeignKey, Index, Integer, MetaData, String, text
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware times, in and out; stored in UTC, also where the database knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(timezone.utc)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(timezone.utc) if value.tzinfo else value.replace(tzinfo=timezone.utc)


Number = BigInteger().with_variant(Integer, "sqlite")
UNFINISHED = text("finished_at IS NULL")


def belongs_to(target: str) -> ForeignKey:
    return ForeignKey(target, ondelete="CASCADE")


def number() -> Column[int]:
    return Column("id", Number, primary_key=True, autoincrement=True)


def queue_columns() -> list[Column[Any]]:
    """``available_at`` is when a row can be claimed: at once, after a pause, or when its holder's lease ends."""
    return [
        Column("available_at", UtcDateTime, nullable=False),
        Column("holder", String),
        Column("attempts", Integer, nullable=False, default=0),
        Column("finished_at", UtcDateTime),
        Column("outcome", String),
    ]


def unfinished(table: str, *columns: str) -> Index:
    name = f"ix_{table}_unfinished_{'_'.join(columns)}"
    return Index(name, *columns, postgresql_where=UNFINISHED, sqlite_where=UNFINISHED)
