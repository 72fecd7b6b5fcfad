"""Lists of every kind that were taken in, and what was cleared of old jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _code(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.VARCHAR(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    """Lists of every kind that were taken in, and what was cleared of old jobs."""
    op.create_table(
        "intake",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("digest", _code(64), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("area", _code(14), nullable=False),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=False),
        sa.Column("taken_by_name", sa.String(length=64), nullable=False),
        sa.Column("taken_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("finished_at", engine.db.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("kind", "digest", "area", "stated", name=op.f("uq_intake_kind_digest_area_stated")),
    )
    op.create_table(
        "clearing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area", _code(14), nullable=False),
        sa.Column("jobs_before", engine.db.Instant(length=27), nullable=False),
        sa.Column("results_before", engine.db.Instant(length=27), nullable=False),
        sa.Column("jobs", sa.Integer(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearing")),
    )
    op.add_column("job", sa.Column("results_cleared_at", engine.db.Instant(length=27), nullable=True))
