"""Reconciliation: files of outside ledgers, rounds of comparing, differences and how they were settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of reconciliation."""
    op.create_table(
        "outside_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=64).with_variant(sa.VARCHAR(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=False),
        sa.Column("taken_by_name", sa.String(length=60), nullable=False),
        sa.Column("taken_at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_file")),
        sa.UniqueConstraint(
            "ledger", "area", "as_of_on", "digest", name=op.f("uq_outside_file_ledger_area_as_of_on_digest")
        ),
    )
    with op.batch_alter_table("outside_file", schema=None) as batch_op:
        batch_op.create_index("ix_outside_file_ledger_area", ["ledger", "area", "id"], unique=False)

    op.create_table(
        "sent_ledger",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=64).with_variant(sa.VARCHAR(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.String(length=64), nullable=False),
        sa.Column("sent_by_name", sa.String(length=60), nullable=False),
        sa.Column("sent_at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_ledger")),
    )
    with op.batch_alter_table("sent_ledger", schema=None) as batch_op:
        batch_op.create_index("ix_sent_ledger_ledger_area", ["ledger", "area", "id"], unique=False)

    op.create_table(
        "outside_row",
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "key", sa.String(length=40).with_variant(sa.VARCHAR(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["outside_file.id"], name=op.f("fk_outside_row_file_id_outside_file")),
        sa.PrimaryKeyConstraint("file_id", "key", name=op.f("pk_outside_row")),
    )
    op.create_table(
        "reconciliation_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agreeing", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.Column("missing_here", sa.Integer(), nullable=False),
        sa.Column("missing_there", sa.Integer(), nullable=False),
        sa.Column("strangers", sa.Integer(), nullable=False),
        sa.Column("agreed_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("agreed_by", sa.String(length=64), nullable=False),
        sa.Column("agreed_by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["outside_file.id"], name=op.f("fk_reconciliation_round_file_id_outside_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation_round")),
        sa.UniqueConstraint("file_id", name=op.f("uq_reconciliation_round_file_id")),
    )
    with op.batch_alter_table("reconciliation_round", schema=None) as batch_op:
        batch_op.create_index("ix_reconciliation_round_ledger_area", ["ledger", "area", "id"], unique=False)

    op.create_table(
        "difference",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False),
        sa.Column(
            "key", sa.String(length=40).with_variant(sa.VARCHAR(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ours", sa.String(length=200), nullable=False),
        sa.Column("theirs", sa.String(length=200), nullable=False),
        sa.Column("last", sa.String(length=200), nullable=False),
        sa.Column("moved", sa.String(length=8), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_difference_case_id_case")),
        sa.ForeignKeyConstraint(["file_id"], ["outside_file.id"], name=op.f("fk_difference_file_id_outside_file")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_difference_household_id_household")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_difference_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference")),
        sa.UniqueConstraint("case_id", name=op.f("uq_difference_case_id")),
        sa.UniqueConstraint("ledger", "key", "field", name=op.f("uq_difference_ledger_key_field")),
    )
    with op.batch_alter_table("difference", schema=None) as batch_op:
        batch_op.create_index("ix_difference_area", ["area", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_difference_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_difference_ledger_area", ["ledger", "area", "id"], unique=False)

    op.create_table(
        "difference_settlement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("difference_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("settled_by_name", sa.String(length=60), nullable=False),
        sa.Column("settled_at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["difference_id"], ["difference.id"], name=op.f("fk_difference_settlement_difference_id_difference")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_difference_settlement_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["outside_file.id"], name=op.f("fk_difference_settlement_file_id_outside_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference_settlement")),
    )
    with op.batch_alter_table("difference_settlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_difference_settlement_difference_id"), ["difference_id"], unique=False)

    op.create_table(
        "difference_sighting",
        sa.Column("difference_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ours", sa.String(length=200), nullable=False),
        sa.Column("theirs", sa.String(length=200), nullable=False),
        sa.Column("moved", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["difference_id"], ["difference.id"], name=op.f("fk_difference_sighting_difference_id_difference")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["outside_file.id"], name=op.f("fk_difference_sighting_file_id_outside_file")
        ),
        sa.PrimaryKeyConstraint("difference_id", "file_id", name=op.f("pk_difference_sighting")),
    )
