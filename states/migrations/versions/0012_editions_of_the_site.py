"""Editions of layouts and code lists that the site took into use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Editions of layouts and code lists that the site took into use."""
    op.create_table(
        "site_edition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=64).with_variant(sa.VARCHAR(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("added_by_name", sa.String(length=64), nullable=False),
        sa.Column("added_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_by_name", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_edition")),
        sa.UniqueConstraint("kind", "name", "edition", name=op.f("uq_site_edition_kind_name_edition")),
    )
    op.create_index(op.f("ix_site_edition_digest"), "site_edition", ["digest"], unique=False)
