"""Scanned papers: batches, their pages, and the evidence that a page was put to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    """A number that grows large."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def exact(length: int) -> sa.types.TypeEngine[str]:
    """A code or name, compared byte by byte."""
    return sa.String(length=length).with_variant(sa.VARCHAR(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    """The batches, the pages, and their use."""
    op.create_table(
        "scan_batch",
        sa.Column("id", big(), nullable=False),
        sa.Column("area", exact(14), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_batch")),
    )
    op.create_index("ix_scan_batch_area", "scan_batch", ["area", "id"], unique=False)
    op.create_table(
        "scan_page",
        sa.Column("id", big(), nullable=False),
        sa.Column("batch_id", big(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area", exact(14), nullable=False),
        sa.Column("image", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("form", sa.String(length=60), nullable=False),
        sa.Column("kinds", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("sheet", sa.String(length=8), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("household_id", big(), nullable=True),
        sa.Column("run_id", big(), nullable=True),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("same_as", big(), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_by_name", sa.String(length=64), nullable=False),
        sa.Column("decided_at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["scan_batch.id"], name=op.f("fk_scan_page_batch_id_scan_batch")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_scan_page_household_id_household")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_scan_page_run_id_run")),
        sa.ForeignKeyConstraint(["same_as"], ["scan_page.id"], name=op.f("fk_scan_page_same_as_scan_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_page")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_scan_page_batch_id_position")),
    )
    op.create_index("ix_scan_page_area", "scan_page", ["status", "area", "id"], unique=False)
    op.create_index(op.f("ix_scan_page_household_id"), "scan_page", ["household_id"], unique=False)
    op.create_index(op.f("ix_scan_page_image"), "scan_page", ["image"], unique=False)
    op.create_table(
        "scan_use",
        sa.Column("page_id", big(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("evidence_id", big(), nullable=False),
        sa.Column("supplement", sa.Boolean(), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_scan_use_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["page_id"], ["scan_page.id"], name=op.f("fk_scan_use_page_id_scan_page")),
        sa.PrimaryKeyConstraint("page_id", "kind", name=op.f("pk_scan_use")),
    )
    op.create_index(op.f("ix_scan_use_evidence_id"), "scan_use", ["evidence_id"], unique=False)
