"""Messages in partners' chats that can be taken back, photos, and the language of what residents write."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("language", sa.String),
        sa.Column("translation", sa.LargeBinary),
        sa.Column("file_id", sa.String),
    ):
        op.add_column("relay_messages", column)
    _copies()
    _files()


def downgrade() -> None:
    op.drop_table("files")
    op.drop_table("copies")
    for name in ("file_id", "translation", "language"):
        op.drop_column("relay_messages", name)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)


def _copies() -> None:
    op.create_table(
        "copies",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        *(_text("key"), _text("handover_id"), _text("channel"), _text("chat_key")),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        *(_text("reference"), _text("kind"), sa.Column("at", Moment, nullable=False), _text("thread")),
        sa.PrimaryKeyConstraint("number", name="pk_copies"),
        sa.UniqueConstraint("key", name="uq_copies_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_copies_handover_id", "copies", ["handover_id"])
    op.create_index("ix_copies_chat_key_reference", "copies", ["chat_key", "reference"])


def _files() -> None:
    op.create_table(
        "files",
        *(_text("id"), _text("conversation_id"), _text("handover_id")),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_files_conversation_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_files_conversation_id", "files", ["conversation_id"])
    op.create_index("ix_files_handover_id", "files", ["handover_id"])
