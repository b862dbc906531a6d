"""Deadlines and their timers, and counts of what came of handovers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Moment = sa.DateTime(timezone=True)
UNFINISHED = sa.text("finished_at IS NULL")
NEW_COLUMNS = ("urgency", "due_at", "acknowledged_at", "helped")


def upgrade() -> None:
    op.add_column("handovers", sa.Column("urgency", sa.String, nullable=False, server_default="normal"))
    op.add_column("handovers", sa.Column("due_at", Moment))
    op.add_column("handovers", sa.Column("acknowledged_at", Moment))
    op.add_column("handovers", sa.Column("helped", sa.String))
    _timers()
    key = ("month", "organization_id", "service_id", "outcome")
    op.create_table(
        "outcome_counts",
        *(sa.Column(name, sa.String, nullable=False) for name in key),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_outcome_counts"),
    )


def downgrade() -> None:
    for table in ("outcome_counts", "timers"):
        op.drop_table(table)
    for column in NEW_COLUMNS:
        op.drop_column("handovers", column)


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("id", Number, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("handover_id", sa.String, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("available_at", Moment, nullable=False),
        sa.Column("holder", sa.String),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("finished_at", Moment),
        sa.Column("outcome", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name="fk_timers_handover_id", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_timers_handover_id", "timers", ["handover_id"])
    op.create_index(
        "ix_timers_unfinished_available_at",
        "timers",
        ["available_at"],
        postgresql_where=UNFINISHED,
        sqlite_where=UNFINISHED,
    )
