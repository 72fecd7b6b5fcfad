"""What a finished run lacks can be filled without a second move, and check lists say who is to be looked at and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What a run is for, and which finished run a back-fill fills."""
    with op.batch_alter_table("run") as table:
        table.add_column(sa.Column("purpose", sa.String(length=16), nullable=False, server_default="move"))
        table.add_column(sa.Column("fills", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.create_foreign_key(op.f("fk_run_fills_run"), "run", ["fills"], ["id"])
        table.create_index(op.f("ix_run_fills"), ["fills"])
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    code = sa.String(length=32).with_variant(sa.VARCHAR(length=32, collation="C"), "postgresql")
    op.create_table(
        "check_line",
        sa.Column("id", number, nullable=False),
        sa.Column("household_id", number, nullable=False),
        sa.Column("area", code, nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("proposed_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("settled_by_name", sa.String(length=64), nullable=False),
        sa.Column("settled_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_check_line_household_id_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_line")),
        sa.UniqueConstraint("household_id", "way", name=op.f("uq_check_line_household_id_way")),
    )
    op.create_index("ix_check_line_area", "check_line", ["area", "standing", "way", "id"])
