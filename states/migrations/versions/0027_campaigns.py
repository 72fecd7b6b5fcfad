"""Campaigns: the roster, what places reported, days put off, windows opened, teams, and lists handed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.areas import code
from engine.db import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Seven tables."""
    op.create_table(
        "campaign",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("case_id", BIG, sa.ForeignKey("case.id"), nullable=False, unique=True),
        sa.Column("area", code(14), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("pack_id", sa.String(48), nullable=False),
        sa.Column("digest", sa.String(64), sa.ForeignKey("pack.digest"), nullable=False),
        sa.Column("begun_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("left_because", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
    )
    op.create_index("ix_campaign_area", "campaign", ["area", "id"])
    _roster()
    _records()
    _people()


def _roster() -> None:
    op.create_table(
        "campaign_household",
        sa.Column("campaign_id", BIG, sa.ForeignKey("campaign.id"), primary_key=True),
        sa.Column("household_id", BIG, sa.ForeignKey("household.id"), primary_key=True),
        sa.Column("area", code(14), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("category", sa.String(16), nullable=False),
    )
    op.create_index("ix_campaign_household_household_id", "campaign_household", ["household_id"])
    op.create_index("ix_campaign_household_area", "campaign_household", ["campaign_id", "area"])


def _records() -> None:
    op.create_table(
        "campaign_report",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("campaign_id", BIG, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("phase", sa.String(32), nullable=False),
        sa.Column("area", code(14), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("returned_because", sa.String(400), nullable=False),
        sa.Column("returned_by_name", sa.String(64), nullable=False),
    )
    op.create_index("ix_campaign_report_campaign", "campaign_report", ["campaign_id", "phase", "area"])
    op.create_table(
        "campaign_extension",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("campaign_id", BIG, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("phase", sa.String(32), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("area", code(14), nullable=False),
        sa.Column("was", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name", sa.String(64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_index("ix_campaign_extension_campaign_id", "campaign_extension", ["campaign_id"])
    op.create_table(
        "campaign_opening",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("campaign_id", BIG, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("window", sa.String(32), nullable=False),
        sa.Column("area", code(14), nullable=False),
        sa.Column("document", sa.String(60), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_name", sa.String(64), nullable=False),
        sa.Column("answer", sa.String(60), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by_name", sa.String(64), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
    )
    op.create_index("ix_campaign_opening_campaign_id", "campaign_opening", ["campaign_id"])


def _people() -> None:
    op.create_table(
        "campaign_member",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("campaign_id", BIG, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("area", code(12), nullable=False),
        sa.Column("post", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(60), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date()),
        sa.Column("left_because", sa.String(200), nullable=False),
        sa.Column("follows", BIG, sa.ForeignKey("campaign_member.id")),
    )
    op.create_index("ix_campaign_member_campaign", "campaign_member", ["campaign_id", "area"])
    op.create_table(
        "campaign_list",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("case_id", BIG, sa.ForeignKey("case.id"), nullable=False, unique=True),
        sa.Column("campaign_id", BIG, sa.ForeignKey("campaign.id"), nullable=False),
        sa.Column("area", code(14), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("handed_at", Instant(), nullable=False),
        sa.Column("handed_by_name", sa.String(64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("reviewed_at", Instant()),
        sa.Column("reviewed_by_name", sa.String(64), nullable=False),
    )
    op.create_index("ix_campaign_list_campaign", "campaign_list", ["campaign_id", "id"])
