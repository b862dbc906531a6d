"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)
UNFINISHED = sa.text("finished_at IS NULL")


def upgrade() -> None:
    _conversations()
    _inbox()
    _outbox()
    _handovers()
    _handover_details()
    _consents()
    _partners()
    _keys_and_mails()


def downgrade() -> None:
    for table in (
        "key_fingerprints",
        "mails",
        "sessions",
        "links",
        "directories",
        "consents",
        "relay_messages",
        "handover_events",
        "handovers",
        "outbox",
        "inbox",
        "conversations",
    ):
        op.drop_table(table)


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable)


def _sealed(name: str, nullable: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Moment, nullable=nullable)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _number(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, Number, autoincrement=True, nullable=False)


def _primary(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=f"pk_{table}")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _unfinished(table: str, *columns: str) -> None:
    name = f"ix_{table}_unfinished_{'_'.join(columns)}"
    op.create_index(name, table, list(columns), postgresql_where=UNFINISHED, sqlite_where=UNFINISHED)


def _queue() -> list[sa.Column[Any]]:
    return [
        _moment("available_at"),
        _text("holder", nullable=True),
        _integer("attempts"),
        _moment("finished_at", nullable=True),
        _text("outcome", nullable=True),
    ]


def _conversations() -> None:
    op.create_table(
        "conversations",
        *(_text("id"), _text("channel"), _text("resident"), _text("language")),
        sa.Column("language_chosen", sa.Boolean, nullable=False),
        *(_sealed("address"), _sealed("question"), _sealed("screen"), _sealed("dialogue")),
        *(_integer("version"), _moment("created_at"), _moment("updated_at")),
        _primary("conversations"),
        _unique("conversations", "resident"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        *(_number(), _text("conversation_id"), _text("channel"), _text("update_key"), _text("kind")),
        *(_sealed("content"), _moment("received_at")),
        *_queue(),
        _primary("inbox"),
        _unique("inbox", "channel", "update_key"),
        _belongs("inbox", "conversation_id", "conversations"),
        sqlite_autoincrement=True,
    )
    _index("inbox", "conversation_id", "kind", "id")
    _unfinished("inbox", "id")
    _unfinished("inbox", "conversation_id", "id")


def _outbox() -> None:
    op.create_table(
        "outbox",
        *(_number(), _text("key"), _text("lane"), _text("channel"), _text("kind")),
        *(_text("conversation_id", nullable=True), _text("handover_id", nullable=True)),
        *(_sealed("content"), _moment("created_at")),
        *_queue(),
        sa.Column("ambiguous", sa.Boolean, nullable=False),
        _sealed("reference", nullable=True),
        _primary("outbox"),
        _unique("outbox", "key"),
        _belongs("outbox", "conversation_id", "conversations"),
        sqlite_autoincrement=True,
    )
    _index("outbox", "conversation_id", "id")
    _index("outbox", "handover_id")
    _unfinished("outbox", "id")
    _unfinished("outbox", "lane", "id")


def _handovers() -> None:
    op.create_table(
        "handovers",
        *(_text("id"), _text("conversation_id"), _text("organization_id"), _text("service_id"), _text("language")),
        *(_sealed("shared"), _text("state"), _text("declined_because", nullable=True), _text("outcome", nullable=True)),
        *(_integer("version"), _moment("created_at"), _moment("updated_at")),
        _primary("handovers"),
        _belongs("handovers", "conversation_id", "conversations"),
    )
    _index("handovers", "conversation_id")
    _index("handovers", "organization_id", "created_at")
    _index("handovers", "state", "service_id")


def _handover_details() -> None:
    op.create_table(
        "handover_events",
        *(_number(), _text("handover_id"), _text("step"), _text("actor"), _text("channel"), _moment("at")),
        _primary("handover_events"),
        _belongs("handover_events", "handover_id", "handovers"),
        sqlite_autoincrement=True,
    )
    _index("handover_events", "handover_id")
    op.create_table(
        "relay_messages",
        *(_number("number"), _text("id"), _text("handover_id"), _text("sender"), _sealed("text"), _moment("at")),
        _primary("relay_messages", "number"),
        _unique("relay_messages", "id"),
        _belongs("relay_messages", "handover_id", "handovers"),
        sqlite_autoincrement=True,
    )
    _index("relay_messages", "handover_id")


def _consents() -> None:
    op.create_table(
        "consents",
        *(_text("id"), _text("conversation_id"), _text("handover_id"), _text("receiver"), _text("purpose")),
        *(_text("fields"), _text("text_version"), _text("language")),
        *(_moment("given_at"), _moment("withdrawn_at", nullable=True)),
        _primary("consents"),
        _belongs("consents", "conversation_id", "conversations"),
        _belongs("consents", "handover_id", "handovers"),
    )
    _index("consents", "conversation_id")
    _index("consents", "handover_id")


def _partners() -> None:
    op.create_table(
        "directories",
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        *(sa.Column("content", sa.LargeBinary, nullable=False), _moment("imported_at")),
        _primary("directories", "version"),
    )
    op.create_table(
        "links",
        *(_text("token_hash"), _text("organization_id"), _text("target"), _moment("expires_at")),
        _primary("links", "token_hash"),
    )
    op.create_table(
        "sessions",
        *(_text("token_hash"), _text("organization_id"), _moment("expires_at")),
        _primary("sessions", "token_hash"),
    )


def _keys_and_mails() -> None:
    op.create_table(
        "mails",
        *(_number("number"), _text("id"), _sealed("content"), _moment("sent_at")),
        _primary("mails", "number"),
        _unique("mails", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table("key_fingerprints", _text("key_id"), _text("fingerprint"), _primary("key_fingerprints", "key_id"))
