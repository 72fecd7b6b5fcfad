"""Papers that an office issued under a number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    """A number that grows large."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def exact(length: int) -> sa.types.TypeEngine[str]:
    """A code or name, compared byte by byte."""
    return sa.String(length=length).with_variant(sa.VARCHAR(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    """The papers, each a case, and the households whose data one vouches for."""
    op.create_table(
        "issued_paper",
        sa.Column("id", big(), nullable=False),
        sa.Column("case_id", big(), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("area", exact(14), nullable=False),
        sa.Column("stem", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("supersedes", big(), nullable=True),
        sa.Column("answers", big(), nullable=True),
        sa.Column("about", big(), nullable=True),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("values_digest", sa.String(length=64), nullable=False),
        sa.Column("pdf_digest", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("vouches", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("issued_by_name", sa.String(length=64), nullable=False),
        sa.Column("issued_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("ended_because", sa.String(length=400), nullable=False),
        sa.Column("signed_digest", sa.String(length=64), nullable=False),
        sa.Column("signed_type", sa.String(length=40), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by_name", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["about"], ["case.id"], name=op.f("fk_issued_paper_about_case")),
        sa.ForeignKeyConstraint(["answers"], ["issued_paper.id"], name=op.f("fk_issued_paper_answers_issued_paper")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_issued_paper_case_id_case")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["issued_paper.id"], name=op.f("fk_issued_paper_supersedes_issued_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint(
            "area", "stem", "year", "serial", "edition", name=op.f("uq_issued_paper_area_stem_year_serial_edition")
        ),
        sa.UniqueConstraint("case_id", name=op.f("uq_issued_paper_case_id")),
    )
    op.create_index(op.f("ix_issued_paper_about"), "issued_paper", ["about"], unique=False)
    op.create_index(op.f("ix_issued_paper_answers"), "issued_paper", ["answers"], unique=False)
    op.create_index("ix_issued_paper_area", "issued_paper", ["area", "id"], unique=False)
    op.create_index("ix_issued_paper_document", "issued_paper", ["document", "area", "id"], unique=False)
    op.create_table(
        "vouched_line",
        sa.Column("paper_id", big(), nullable=False),
        sa.Column("household_id", big(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_vouched_line_household_id_household")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["issued_paper.id"], name=op.f("fk_vouched_line_paper_id_issued_paper")),
        sa.PrimaryKeyConstraint("paper_id", "household_id", name=op.f("pk_vouched_line")),
    )
    op.create_index("ix_vouched_line_household_id", "vouched_line", ["household_id"], unique=False)
