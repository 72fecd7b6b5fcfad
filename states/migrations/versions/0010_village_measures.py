"""Measures of villages with their effect."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Measures of villages with their effect."""
    op.create_table(
        "village_measure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "place",
            sa.String(length=12).with_variant(sa.VARCHAR(length=12, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("carried_on", sa.Date(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("replaces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["region.code"], name=op.f("fk_village_measure_place_region")),
        sa.ForeignKeyConstraint(
            ["replaces"], ["village_measure.id"], name=op.f("fk_village_measure_replaces_village_measure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_measure")),
    )
    op.create_index("ix_village_measure_place_year", "village_measure", ["place", "year"], unique=False)
