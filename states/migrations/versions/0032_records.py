"""Problem lists with their problems, training of staff, and yearly sheets of more kinds with work teams."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.areas import code
from engine.db import Instant

revision = "0032"
down_revision = "0028"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _who(prefix: str = "") -> list[sa.Column[object]]:
    """Who did it, and when."""
    return [
        sa.Column(f"{prefix}by", sa.String(64), nullable=False),
        sa.Column(f"{prefix}by_name", sa.String(64), nullable=False),
        sa.Column(f"{prefix}at", Instant(), nullable=False),
    ]


def upgrade() -> None:
    """Make the tables; every sheet that was there before is a village's own."""
    _problems()
    _sessions()
    with op.batch_alter_table("village_sheet") as batch:
        batch.add_column(sa.Column("kind", sa.String(24), nullable=False, server_default="village"))
    op.create_table(
        "expected_sheet",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("place", code(12), sa.ForeignKey("region.code"), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer()),
        *_who(),
    )
    op.create_index("ix_expected_sheet_place", "expected_sheet", ["kind", "place"])
    op.create_table(
        "team_member",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("village", code(12), sa.ForeignKey("region.code"), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(80), nullable=False),
        sa.Column("post", sa.String(16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("replaces", NUMBER, sa.ForeignKey("team_member.id")),
        *_who(),
    )
    op.create_index("ix_team_member_village", "team_member", ["village", "id"])


def _problems() -> None:
    op.create_table(
        "problem_list",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("area", code(14), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("document", sa.String(120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("rectify_by", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_who("entered_"),
    )
    op.create_index("ix_problem_list_area", "problem_list", ["area", "id"])
    op.create_table(
        "problem",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("case_id", NUMBER, sa.ForeignKey("case.id"), nullable=False, unique=True),
        sa.Column("list_id", NUMBER, sa.ForeignKey("problem_list.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area", code(14), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(60), nullable=False),
        sa.Column("rectified_on", sa.Date()),
        sa.Column("rectified_by", sa.String(64), nullable=False),
        sa.Column("rectified_area", code(14), nullable=False),
        sa.Column("checked_by", sa.String(64), nullable=False),
        sa.Column("closed_on", sa.Date()),
    )
    op.create_index("ix_problem_area", "problem", ["area", "id"])
    op.create_index("uq_problem_list_number", "problem", ["list_id", "number"], unique=True)
    op.create_table(
        "problem_trace",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("problem_id", NUMBER, sa.ForeignKey("problem.id"), nullable=False, index=True),
        sa.Column("area", code(14), nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        *_who(),
    )
    op.create_table(
        "problem_household",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("problem_id", NUMBER, sa.ForeignKey("problem.id"), nullable=False),
        sa.Column("household_id", NUMBER, sa.ForeignKey("household.id"), nullable=False, index=True),
        sa.Column("trace_id", NUMBER, sa.ForeignKey("problem_trace.id")),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("judged_by_name", sa.String(64), nullable=False),
        sa.Column("rectified_on", sa.Date()),
        sa.Column("measure", sa.String(200), nullable=False),
    )
    op.create_index("uq_problem_household", "problem_household", ["problem_id", "household_id"], unique=True)


def _sessions() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("case_id", NUMBER, sa.ForeignKey("case.id"), nullable=False, unique=True),
        sa.Column("area", code(14), nullable=False),
        sa.Column("place", code(14), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("way_title", sa.String(60), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("trainer", sa.String(120), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_who("entered_"),
    )
    op.create_index("ix_staff_session_place", "staff_session", ["place", "began_on"])
    op.create_table(
        "staff_session_village",
        sa.Column("session_id", NUMBER, sa.ForeignKey("staff_session.id"), primary_key=True),
        sa.Column("village", code(12), primary_key=True),
    )
    op.create_table(
        "staff_attendance",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("session_id", NUMBER, sa.ForeignKey("staff_session.id"), nullable=False, index=True),
        sa.Column("username", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(80), nullable=False),
        sa.Column("post", sa.String(60), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
    )
