"""The tables. What residents and partners wrote, and where they can be reached, stands only in sealed columns."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from bot.adapters.columns import (
    Number,
    UtcDateTime,
    belongs_to,
    number,
    queue_columns,
    unfinished,
)
from bot.adapters.columns import metadata as metadata

conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("channel", String, nullable=False),
    Column("resident", String, nullable=False, unique=True),
    Column("language", String, nullable=False),
    Column("language_chosen", Boolean, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("question", LargeBinary, nullable=False),
    Column("screen", LargeBinary, nullable=False),
    Column("dialogue", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    number(),
    Column("conversation_id", String, belongs_to("conversations.id"), nullable=False),
    Column("channel", String, nullable=False),
    Column("update_key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    *queue_columns(),
    UniqueConstraint("channel", "update_key"),
    Index(None, "conversation_id", "kind", "id"),
    unfinished("inbox", "id"),
    unfinished("inbox", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    number(),
    Column("key", String, nullable=False, unique=True),
    Column("lane", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("conversation_id", String, belongs_to("conversations.id")),
    Column("handover_id", String),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    *queue_columns(),
    Column("ambiguous", Boolean, nullable=False, default=False),
    Column("reference", LargeBinary),
    Column("failure", String),
    Index(None, "conversation_id", "id"),
    Index(None, "handover_id"),
    unfinished("outbox", "id"),
    unfinished("outbox", "lane", "id"),
    sqlite_autoincrement=True,
)

handovers = Table(
    "handovers",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation_id", String, belongs_to("conversations.id"), nullable=False, index=True),
    Column("organization_id", String, nullable=False),
    Column("service_id", String, nullable=False),
    Column("language", String, nullable=False),
    Column("shared", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("declined_because", String),
    Column("outcome", String),
    Column("urgency", String, nullable=False, server_default="normal"),
    Column("due_at", UtcDateTime),
    Column("acknowledged_at", UtcDateTime),
    Column("helped", String),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index(None, "organization_id", "created_at"),
    Index(None, "state", "service_id"),
)

handover_events = Table(
    "handover_events",
    metadata,
    number(),
    Column("handover_id", String, belongs_to("handovers.id"), nullable=False, index=True),
    Column("step", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

relay_messages = Table(
    "relay_messages",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("handover_id", String, belongs_to("handovers.id"), nullable=False, index=True),
    Column("sender", String, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("language", String),
    Column("translation", LargeBinary),
    Column("file_id", String),
    sqlite_autoincrement=True,
)

copies = Table(
    "copies",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("key", String, nullable=False, unique=True),
    # No foreign key: what stands at a partner has to be taken back after the talk was erased too.
    Column("handover_id", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("chat_key", String, nullable=False),
    Column("chat", LargeBinary, nullable=False),
    Column("reference", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("thread", String, nullable=False),
    Index(None, "chat_key", "reference"),
    sqlite_autoincrement=True,
)

files = Table(
    "files",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation_id", String, belongs_to("conversations.id"), nullable=False, index=True),
    Column("handover_id", String, nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation_id", String, belongs_to("conversations.id"), nullable=False, index=True),
    Column("handover_id", String, belongs_to("handovers.id"), nullable=False, index=True),
    Column("receiver", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("fields", String, nullable=False),
    Column("text_version", String, nullable=False),
    Column("language", String, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
)

timers = Table(
    "timers",
    metadata,
    number(),
    Column("kind", String, nullable=False),
    Column("handover_id", String, belongs_to("handovers.id"), nullable=False, index=True),
    Column("due_at", UtcDateTime, nullable=False),
    *queue_columns(),
    unfinished("timers", "available_at"),
    sqlite_autoincrement=True,
)

outcome_counts = Table(
    "outcome_counts",
    metadata,
    Column("month", String, primary_key=True),
    Column("organization_id", String, primary_key=True),
    Column("service_id", String, primary_key=True),
    Column("outcome", String, primary_key=True),
    Column("count", Integer, nullable=False),
)

directories = Table(
    "directories",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
)

assurances = Table(
    "assurances",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("service_id", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "service_id", "number"),
    sqlite_autoincrement=True,
)

unmet_needs = Table(
    "unmet_needs",
    metadata,
    Column("month", String, primary_key=True),
    Column("municipality", String, primary_key=True),
    Column("need", String, primary_key=True),
    Column("times", Integer, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("organization_id", String, nullable=False),
    Column("target", String, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("organization_id", String, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

mails = Table(
    "mails",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("organization_id", String, primary_key=True),
    Column("secrets", LargeBinary, nullable=False),
    Column("gone_at", UtcDateTime),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", String, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

key_fingerprints = Table(
    "key_fingerprints",
    metadata,
    Column("key_id", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
)
