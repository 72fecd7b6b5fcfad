"""Annual income: plans, statements, lines, reviews, and the lock that the database keeps itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db
from states.income.lines import lock_triggers

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of income, and the triggers that keep locked lines."""
    op.create_table(
        "income_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=64).with_variant(sa.VARCHAR(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=False),
        sa.Column("taken_by_name", sa.String(length=64), nullable=False),
        sa.Column("taken_at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_batch")),
        sa.UniqueConstraint("digest", name=op.f("uq_income_batch_digest")),
    )
    op.create_table(
        "income_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_plan")),
        sa.UniqueConstraint("digest", name=op.f("uq_income_plan_digest")),
    )
    op.create_table(
        "income_review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("reviewed_by", sa.String(length=64), nullable=False),
        sa.Column("reviewed_by_name", sa.String(length=64), nullable=False),
        sa.Column("reviewed_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_income_review_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_review")),
    )
    with op.batch_alter_table("income_review", schema=None) as batch_op:
        batch_op.create_index("ix_income_review_case_id", ["case_id", "level"], unique=False)

    op.create_table(
        "income_statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("locked_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("locked_by_name", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_income_statement_case_id_case")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_income_statement_household_id_household")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["income_plan.id"], name=op.f("fk_income_statement_plan_id_income_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_statement")),
        sa.UniqueConstraint("case_id", name=op.f("uq_income_statement_case_id")),
        sa.UniqueConstraint("household_id", "year", name=op.f("uq_income_statement_household_id_year")),
    )
    op.create_table(
        "income_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["income_batch.id"], name=op.f("fk_income_line_batch_id_income_batch")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_income_line_member_id_member")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["income_statement.id"], name=op.f("fk_income_line_statement_id_income_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_line")),
    )
    with op.batch_alter_table("income_line", schema=None) as batch_op:
        batch_op.create_index("ix_income_line_statement_id", ["statement_id"], unique=False)
        batch_op.create_index(
            "uq_income_line_of_household",
            ["statement_id", "quarter", "item"],
            unique=True,
            sqlite_where=sa.text("NOT superseded AND member_id IS NULL"),
            postgresql_where=sa.text("NOT superseded AND member_id IS NULL"),
        )
        batch_op.create_index(
            "uq_income_line_of_person",
            ["statement_id", "member_id", "quarter", "item"],
            unique=True,
            sqlite_where=sa.text("NOT superseded AND member_id IS NOT NULL"),
            postgresql_where=sa.text("NOT superseded AND member_id IS NOT NULL"),
        )

    for statement in lock_triggers(op.get_bind().dialect.name):
        op.execute(statement)
