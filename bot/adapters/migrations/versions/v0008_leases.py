"""Which worker sends through a channel now, and why a message that waits did not go out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("outbox", sa.Column("failure", sa.String))


def downgrade() -> None:
    op.drop_column("outbox", "failure")
    op.drop_table("leases")
