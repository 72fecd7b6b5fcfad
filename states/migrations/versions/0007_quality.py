"""Data quality: further facts of the forms, closed years, rounds, findings with their claims, and spot checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    """A number that grows large."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def area() -> sa.types.TypeEngine[str]:
    """An area code, compared byte by byte."""
    return sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql")


def upgrade() -> None:
    """The tables of data quality."""
    for table in ("household", "member"):
        op.add_column(table, sa.Column("details", sa.Text(), server_default="{}", nullable=False))
    op.create_index(
        "ix_member_phone",
        "member",
        ["phone", "id"],
        unique=False,
        sqlite_where=sa.text("phone <> ''"),
        postgresql_where=sa.text("phone <> ''"),
    )
    _years()
    _rounds()
    _findings()
    op.create_table(
        "quality_spot_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area", area(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_from", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("drawn_by", sa.String(length=64), nullable=False),
        sa.Column("drawn_by_name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_spot_check")),
    )
    op.create_index("ix_quality_spot_check_area", "quality_spot_check", ["area", "id"], unique=False)


def _years() -> None:
    op.create_table(
        "household_year",
        sa.Column("household_id", big(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("closed_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("closed_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_year_household_id_household")
        ),
        sa.PrimaryKeyConstraint("household_id", "year", name=op.f("pk_household_year")),
    )
    op.create_table(
        "member_year",
        sa.Column("member_id", big(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_year_member_id_member")),
        sa.PrimaryKeyConstraint("member_id", "year", name=op.f("pk_member_year")),
    )


def _rounds() -> None:
    counts = ("households", "members", "found", "opened", "reopened", "closed", "unproved", "waived")
    op.create_table(
        "quality_round",
        sa.Column("id", big(), nullable=False),
        sa.Column("area", area(), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("begun_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("begun_by", sa.String(length=64), nullable=False),
        sa.Column("begun_by_name", sa.String(length=64), nullable=False),
        sa.Column("ended_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("reached", big(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_round")),
    )
    op.create_index("ix_quality_round_area", "quality_round", ["area", "id"], unique=False)


def _findings() -> None:
    op.create_table(
        "finding",
        sa.Column("id", big(), nullable=False),
        sa.Column("case_id", big(), nullable=False),
        sa.Column("rule", sa.String(length=24), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("household_id", big(), nullable=False),
        sa.Column("member_id", big(), nullable=True),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("other", sa.String(length=40), nullable=False),
        sa.Column("area", area(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("sign", sa.String(length=32), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("first_round", big(), nullable=False),
        sa.Column("seen_round", big(), nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=16), nullable=False),
        sa.Column("waived_reason", sa.Text(), nullable=False),
        sa.Column("waived_by", sa.String(length=64), nullable=False),
        sa.Column("waived_by_name", sa.String(length=64), nullable=False),
        sa.Column("waived_at", engine.db.Instant(length=27), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_finding_case_id_case")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_finding_household_id_household")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_finding_member_id_member")),
        sa.ForeignKeyConstraint(
            ["first_round"], ["quality_round.id"], name=op.f("fk_finding_first_round_quality_round")
        ),
        sa.ForeignKeyConstraint(["seen_round"], ["quality_round.id"], name=op.f("fk_finding_seen_round_quality_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("case_id", name=op.f("uq_finding_case_id")),
        sa.UniqueConstraint("rule", "subject", "other", name=op.f("uq_finding_rule_subject_other")),
    )
    op.create_index("ix_finding_area", "finding", ["area", "id"], unique=False)
    op.create_index("ix_finding_rule", "finding", ["rule", "area"], unique=False)
    op.create_index(op.f("ix_finding_household_id"), "finding", ["household_id"], unique=False)
    op.create_table(
        "finding_claim",
        sa.Column("id", big(), nullable=False),
        sa.Column("finding_id", big(), nullable=False),
        sa.Column("area", area(), nullable=False),
        sa.Column("proof", sa.String(length=16), nullable=False),
        sa.Column("evidence_id", big(), nullable=True),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.String(length=64), nullable=False),
        sa.Column("claimed_by_name", sa.String(length=64), nullable=False),
        sa.Column("claimed_at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_finding_claim_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_claim_finding_id_finding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_claim")),
    )
    op.create_index("ix_finding_claim_area", "finding_claim", ["area", "claimed_at"], unique=False)
    op.create_index(op.f("ix_finding_claim_finding_id"), "finding_claim", ["finding_id"], unique=False)
