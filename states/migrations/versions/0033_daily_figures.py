"""What was so at the end of each closed day, by place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.areas import code

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table is filled from the ledger by `shouxian figures keep`."""
    op.create_table(
        "daily_figure",
        sa.Column("name", sa.String(48), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", code(14), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "day", "place", name=op.f("pk_daily_figure")),
    )
