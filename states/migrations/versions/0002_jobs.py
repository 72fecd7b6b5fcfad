"""Background jobs, the workers that do them, and a way to the sealed heads of one case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _area() -> sa.types.TypeEngine[str]:
    return sa.String(length=32).with_variant(sa.VARCHAR(length=32, collation="C"), "postgresql")


def upgrade() -> None:
    """Background jobs, the workers that do them, and a way to the sealed heads of one case."""
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("area", _area(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_by_name", sa.String(length=64), nullable=False),
        sa.Column("asked_role", sa.String(length=32), nullable=False),
        sa.Column("asked_area", _area(), nullable=False),
        sa.Column("asked_department", sa.String(length=32), nullable=False),
        sa.Column("asked_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("interruptions", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("started_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("progressed_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("finished_at", engine.db.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("asked_by", "key", name=op.f("uq_job_asked_by_key")),
    )
    op.create_index("ix_job_state", "job", ["state", "id"])
    op.create_index("ix_job_area", "job", ["area", "id"])
    op.create_table(
        "worker",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("seen_at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )
    op.create_index(op.f("ix_sealed_head_case_id"), "sealed_head", ["case_id"])
