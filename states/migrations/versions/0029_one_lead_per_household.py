"""One open lead for each household, however many sources; who visits and answers; pushes; data clerks of townships.

Of several open leads about one household the one that has come furthest goes on, the oldest of those. The reports of
the others go over to it, each with its own source, day and words, and the others say into which lead they went.
Nothing is dropped: analysis, states and ledger of the merged ones stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

SOURCES = """
UPDATE lead_report SET source = (SELECT lead.source FROM lead WHERE lead.id = lead_report.lead_id)
"""
MERGED_INTO = "ALTER TABLE lead ADD COLUMN merged_into INTEGER CONSTRAINT fk_lead_merged_into_lead REFERENCES lead (id)"
ANALYSED = "UPDATE lead SET analysed_on = visited_on WHERE visited_on IS NOT NULL"
OPEN = """
SELECT lead.id, lead.household_id, c.state, lead.received_on FROM lead JOIN "case" c ON c.id = lead.case_id
WHERE lead.household_id IS NOT NULL AND c.state IN ('received', 'analysed') ORDER BY lead.household_id, lead.id
"""


def big() -> sa.types.TypeEngine[int]:
    """A number that grows large."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def exact(length: int) -> sa.types.TypeEngine[str]:
    """A code or name, compared byte by byte."""
    return sa.String(length=length).with_variant(sa.VARCHAR(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    """The new columns and tables, and the leads of each household as one."""
    _columns()
    _tables()
    op.execute(SOURCES)
    op.execute(ANALYSED)
    _merge()


def _columns() -> None:
    for column in (
        sa.Column("holder", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("visit_by", sa.Date(), nullable=True),
        sa.Column("visitors", sa.Text(), nullable=False, server_default=""),
        sa.Column("analysed_on", sa.Date(), nullable=True),
        sa.Column("because", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("decided_on", sa.Date(), nullable=True),
    ):
        op.add_column("lead", column)
    if op.get_bind().dialect.name == "sqlite":  # which would build the table anew, and drop what reports point at
        op.execute(MERGED_INTO)
    else:
        op.add_column("lead", sa.Column("merged_into", big(), nullable=True))
        op.create_foreign_key(op.f("fk_lead_merged_into_lead"), "lead", "lead", ["merged_into"], ["id"])
    op.create_index(op.f("ix_lead_holder"), "lead", ["holder"])
    op.create_index(op.f("ix_lead_merged_into"), "lead", ["merged_into"])
    for name, kind in (
        ("source", sa.String(length=16)), ("name", sa.String(length=60)), ("reporter", sa.String(length=60)),
        ("contact", sa.String(length=40)), ("department", sa.String(length=60)), ("office", exact(14)),
        ("answer", sa.Text()), ("answered_by", sa.String(length=64)),
    ):  # fmt: skip
        op.add_column("lead_report", sa.Column(name, kind, nullable=False, server_default=""))
    op.add_column("lead_report", sa.Column("answered_on", sa.Date(), nullable=True))
    op.create_index("ix_lead_report_department", "lead_report", ["department", "office", "id"])


def _tables() -> None:
    op.create_table(
        "lead_assignment",
        sa.Column("id", big(), nullable=False),
        sa.Column("lead_id", big(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("visit_by", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_done(),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_assignment_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_assignment")),
    )
    op.create_index(op.f("ix_lead_assignment_lead_id"), "lead_assignment", ["lead_id"])
    op.create_table(
        "lead_push",
        sa.Column("id", big(), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("area", exact(14), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("pushed_on", sa.Date(), nullable=False),
        *_done(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_push")),
    )
    op.create_index("ix_lead_push_area", "lead_push", ["area", "period"])
    op.create_table(
        "data_clerk",
        sa.Column("id", big(), nullable=False),
        sa.Column("township", exact(9), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *_done(),
        sa.ForeignKeyConstraint(["township"], ["region.code"], name=op.f("fk_data_clerk_township_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_clerk")),
    )
    present = sa.text("until_on IS NULL")
    where: dict[str, Any] = {"sqlite_where": present, "postgresql_where": present}
    op.create_index("uq_data_clerk_present", "data_clerk", ["township"], unique=True, **where)


def _done() -> Sequence[sa.Column[Any]]:
    """Who did it, and when."""
    return (
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
    )


def _merge() -> None:
    """Let one open lead of each household go on with what was reported to all of them."""
    db = op.get_bind()
    homes: dict[int, list[Any]] = {}
    for row in db.execute(sa.text(OPEN)):
        homes.setdefault(row.household_id, []).append(row)
    for rows in homes.values():
        keeps = min(rows, key=lambda row: (row.state != "analysed", row.id))
        first = min(str(row.received_on) for row in rows)
        for row in rows:
            if row.id != keeps.id:
                told = {"into": keeps.id, "lead": row.id}
                db.execute(sa.text("UPDATE lead_report SET lead_id = :into WHERE lead_id = :lead"), told)
                db.execute(sa.text("UPDATE lead SET merged_into = :into WHERE id = :lead"), told)
        if len(rows) > 1:
            day = sa.bindparam("day", type_=sa.Date())
            counts = sa.text("UPDATE lead SET received_on = :day WHERE id = :lead").bindparams(day)
            db.execute(counts, {"day": date.fromisoformat(first), "lead": keeps.id})
