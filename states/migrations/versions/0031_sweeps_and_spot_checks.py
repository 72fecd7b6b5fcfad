"""Sweeps with their rosters and calls, and spot checks with the population they were drawn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.areas import code
from engine.db import Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """New tables only; there was no sweep and no spot check of households before."""
    _sweeps()
    _spot_checks()


def _sweeps() -> None:
    op.create_table(
        "sweep",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("case_id", NUMBER, sa.ForeignKey("case.id"), nullable=False, unique=True),
        sa.Column("area", code(14), nullable=False),
        sa.Column("quarter", sa.String(6), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("parts", sa.String(60), nullable=False),
        sa.Column("coverage", sa.Integer(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(120), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("begun_by", sa.String(64), nullable=False),
        sa.Column("begun_by_name", sa.String(64), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.UniqueConstraint("area", "quarter"),
    )
    op.create_index("ix_sweep_quarter", "sweep", ["quarter", "area"])
    op.create_table(
        "sweep_house",
        sa.Column("sweep_id", NUMBER, sa.ForeignKey("sweep.id"), primary_key=True),
        sa.Column("household_id", NUMBER, sa.ForeignKey("household.id"), primary_key=True),
        sa.Column("area", code(14), nullable=False),
        sa.Column("part", sa.String(12), nullable=False),
        sa.Column("found", sa.String(8), nullable=False),
        sa.Column("called_on", sa.Date()),
        sa.Column("calls", sa.Integer(), nullable=False),
    )
    op.create_index("ix_sweep_house_area", "sweep_house", ["sweep_id", "area", "household_id"])
    op.create_table(
        "sweep_call",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("sweep_id", NUMBER, sa.ForeignKey("sweep.id"), nullable=False),
        sa.Column("household_id", NUMBER, sa.ForeignKey("household.id"), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("visitors", sa.String(200), nullable=False),
        sa.Column("found", sa.String(8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("lead_id", NUMBER, sa.ForeignKey("lead.id")),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_index("ix_sweep_call_house", "sweep_call", ["sweep_id", "household_id", "id"])


def _spot_checks() -> None:
    op.create_table(
        "spot_check",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("case_id", NUMBER, sa.ForeignKey("case.id"), nullable=False, unique=True),
        sa.Column("area", code(14), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("announced_at", Instant(), nullable=False),
        sa.Column("announced_by", sa.String(64), nullable=False),
        sa.Column("announced_by_name", sa.String(64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("seal_id", sa.Integer(), sa.ForeignKey("seal.id")),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("drawn_on", sa.Date()),
        sa.Column("drawn_by", sa.String(64), nullable=False),
        sa.Column("closed_on", sa.Date()),
    )
    op.create_index("ix_spot_check_area", "spot_check", ["area", "id"])
    op.create_table(
        "spot_check_house",
        sa.Column("check_id", NUMBER, sa.ForeignKey("spot_check.id"), primary_key=True),
        sa.Column("household_id", NUMBER, sa.ForeignKey("household.id"), primary_key=True),
        sa.Column("number", code(32), nullable=False),
        sa.Column("area", code(14), nullable=False),
        sa.Column("stratum", code(12), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("result", sa.String(8), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("checkers", sa.String(200), nullable=False),
        sa.Column("checked_by", sa.String(64), nullable=False),
        sa.Column("checked_by_name", sa.String(64), nullable=False),
        sa.Column("checked_at", Instant()),
        sa.Column("followed", sa.Text(), nullable=False),
    )
    op.create_index("ix_spot_check_house_drawn", "spot_check_house", ["check_id", "position"])
    op.create_index("ix_spot_check_house_area", "spot_check_house", ["area", "check_id"])
    op.create_table(
        "spot_check_file",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("check_id", NUMBER, sa.ForeignKey("spot_check.id"), nullable=False),
        sa.Column("household_id", NUMBER, sa.ForeignKey("household.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
    )
    op.create_index("ix_spot_check_file_house", "spot_check_file", ["check_id", "household_id"])
