"""Leads: warnings about households, with every time that they were reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0022"
down_revision = "0018"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    """A number that grows large."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def exact(length: int) -> sa.types.TypeEngine[str]:
    """A code or name, compared byte by byte."""
    return sa.String(length=length).with_variant(sa.VARCHAR(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    """The leads and their reports."""
    op.create_table(
        "lead",
        sa.Column("id", big(), nullable=False),
        sa.Column("case_id", big(), nullable=False),
        sa.Column("area", exact(14), nullable=False),
        sa.Column("name", exact(60), nullable=False),
        sa.Column("household_id", big(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("analysis", sa.Text(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("analysed_by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("run_id", big(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_lead_case_id_case")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_lead_household_id_household")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_lead_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("case_id", name=op.f("uq_lead_case_id")),
    )
    op.create_index("ix_lead_area", "lead", ["area", "id"], unique=False)
    op.create_index(op.f("ix_lead_household_id"), "lead", ["household_id"], unique=False)
    op.create_table(
        "lead_report",
        sa.Column("id", big(), nullable=False),
        sa.Column("lead_id", big(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_report_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_report")),
    )
    op.create_index(op.f("ix_lead_report_lead_id"), "lead_report", ["lead_id"], unique=False)
