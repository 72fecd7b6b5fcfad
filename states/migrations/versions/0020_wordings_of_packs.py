"""Wordings of packs: proposed by one person, put in force by another, and running cases carried over to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Proposals, migrations, and since when each wording has been in force."""
    digest = sa.String(length=64).with_variant(sa.VARCHAR(length=64, collation="C"), "postgresql")
    area = sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql")
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("pack") as table:
        table.add_column(sa.Column("began_at", engine.db.Instant(length=27), nullable=True))
    op.execute("UPDATE pack SET began_at = added_at")
    op.create_table(
        "pack_proposal",
        sa.Column("id", number, nullable=False),
        sa.Column("pack_id", sa.String(length=48), nullable=False),
        sa.Column("digest", digest, nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("along", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_by_name", sa.String(length=64), nullable=False),
        sa.Column("decided_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_proposal")),
    )
    op.create_index(op.f("ix_pack_proposal_pack_id"), "pack_proposal", ["pack_id"], unique=False)
    op.create_index(op.f("ix_pack_proposal_digest"), "pack_proposal", ["digest"], unique=False)
    op.create_table(
        "pack_migration",
        sa.Column("id", number, nullable=False),
        sa.Column("source", digest, nullable=False),
        sa.Column("target", digest, nullable=False),
        sa.Column("area", area, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("begun_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("ended_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_migration")),
    )
