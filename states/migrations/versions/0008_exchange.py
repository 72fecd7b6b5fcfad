"""Lists that come in lot by lot: how far each file has come, and what was left out of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The new columns of the batches, finished as they are, and the checkpoints."""
    area = sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("area", area, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("left_out", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("problems", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("plan", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("finished_at", engine.db.Instant(length=27), nullable=True))
        batch_op.create_index(batch_op.f("ix_import_batch_area"), ["area"], unique=False)
    op.execute("UPDATE import_batch SET finished_at = taken_at")
    op.create_table(
        "import_lot",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("stored_at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_lot_batch_id_import_batch")),
        sa.PrimaryKeyConstraint("batch_id", "upto", name=op.f("pk_import_lot")),
    )
