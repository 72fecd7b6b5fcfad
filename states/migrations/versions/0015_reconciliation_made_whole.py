"""Reconciliation: files taken in by lots, what a settlement asks for, the proposals made of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files that are still being taken in, the rows of their lines, what settling asks for."""
    with op.batch_alter_table("outside_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("finished_at", engine.db.Instant(length=27), nullable=True))
    op.execute(sa.text("UPDATE outside_file SET finished_at = taken_at"))  # until now a file came in as a whole
    with op.batch_alter_table("outside_row", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("sent_ledger", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("difference_settlement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("remedy", sa.String(length=12), nullable=False, server_default=""))
    op.create_table(
        "difference_proposal",
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("settlement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_difference_proposal_change_id_change")),
        sa.ForeignKeyConstraint(
            ["settlement_id"],
            ["difference_settlement.id"],
            name=op.f("fk_difference_proposal_settlement_id_difference_settlement"),
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_difference_proposal")),
    )
    with op.batch_alter_table("difference_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_difference_proposal_settlement_id"), ["settlement_id"], unique=False)
