"""The tables of proposed changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of proposed changes."""
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("other_household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column(
            "person",
            sa.String(length=18).with_variant(sa.VARCHAR(length=18, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("keying", sa.String(length=8), nullable=False),
        sa.Column("second", sa.Text(), nullable=True),
        sa.Column("second_by", sa.String(length=64), nullable=False),
        sa.Column("second_by_name", sa.String(length=64), nullable=False),
        sa.Column("agreed_by", sa.String(length=64), nullable=False),
        sa.Column("agreed_reason", sa.Text(), nullable=False),
        sa.Column("agreed_evidence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("third", sa.Boolean(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("decided_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_by_name", sa.String(length=64), nullable=False),
        sa.Column("decided_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agreed_evidence"], ["evidence.id"], name=op.f("fk_change_agreed_evidence_evidence")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_change_case_id_case")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_change_household_id_household")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_change_member_id_member")),
        sa.ForeignKeyConstraint(
            ["other_household_id"], ["household.id"], name=op.f("fk_change_other_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("case_id", name=op.f("uq_change_case_id")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_area", ["area", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_change_other_household_id"), ["other_household_id"], unique=False)
        batch_op.create_index("ix_change_person", ["person"], unique=False)
        batch_op.create_index(
            "uq_change_live",
            ["subject", "subject_id", "field"],
            unique=True,
            sqlite_where=sa.text("live AND nature <> 'join'"),
            postgresql_where=sa.text("live AND nature <> 'join'"),
        )
