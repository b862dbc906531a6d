"""What partners say of their services between two imports, and the counts of unmet needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "assurances",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("service_id", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_assurances"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assurances_service_id_number", "assurances", ["service_id", "number"])
    op.create_table(
        "unmet_needs",
        sa.Column("month", sa.String, nullable=False),
        sa.Column("municipality", sa.String, nullable=False),
        sa.Column("need", sa.String, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("month", "municipality", "need", name="pk_unmet_needs"),
    )


def downgrade() -> None:
    op.drop_table("unmet_needs")
    op.drop_table("assurances")
