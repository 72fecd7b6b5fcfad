"""Work, study, training and help."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Work, study, training and help."""
    op.create_table(
        "student_listed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "person",
            sa.String(length=18).with_variant(sa.VARCHAR(length=18, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("school", sa.String(length=80), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("taken_by", sa.String(length=64), nullable=False),
        sa.Column("taken_at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_listed")),
    )
    with op.batch_alter_table("student_listed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_student_listed_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_student_listed_person"), ["person"], unique=False)

    op.create_table(
        "help_check",
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("missing", sa.String(length=200), nullable=False),
        sa.Column("income_stable", sa.Boolean(), nullable=False),
        sa.Column("expenses_controlled", sa.Boolean(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_help_check_household_id_household")),
        sa.ForeignKeyConstraint(["supersedes"], ["help_check.id"], name=op.f("fk_help_check_supersedes_help_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_check")),
    )
    with op.batch_alter_table("help_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_check_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_help_check_household_quarter", ["household_id", "quarter"], unique=False)

    op.create_table(
        "help_delivery",
        sa.Column("measure_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("content", sa.String(length=200), nullable=False),
        sa.Column("provider", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_help_delivery_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["help_delivery.id"], name=op.f("fk_help_delivery_supersedes_help_delivery")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_delivery")),
    )
    with op.batch_alter_table("help_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_delivery_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_help_delivery_household_measure", ["household_id", "measure_number"], unique=False)
        batch_op.create_index("ix_help_delivery_on", ["delivered_on"], unique=False)

    op.create_table(
        "help_effect",
        sa.Column("measure_number", sa.Integer(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("enough", sa.Boolean(), nullable=False),
        sa.Column("usable", sa.Boolean(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_help_effect_household_id_household")),
        sa.ForeignKeyConstraint(["supersedes"], ["help_effect.id"], name=op.f("fk_help_effect_supersedes_help_effect")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_effect")),
    )
    with op.batch_alter_table("help_effect", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_effect_household_id"), ["household_id"], unique=False)

    op.create_table(
        "help_measure",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("risk_number", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_help_measure_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["help_measure.id"], name=op.f("fk_help_measure_supersedes_help_measure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_measure")),
    )
    with op.batch_alter_table("help_measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_measure_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_help_measure_household_number", ["household_id", "number"], unique=False)

    op.create_table(
        "help_risk",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_way", sa.String(length=8), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_help_risk_household_id_household")),
        sa.ForeignKeyConstraint(["supersedes"], ["help_risk.id"], name=op.f("fk_help_risk_supersedes_help_risk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_risk")),
    )
    with op.batch_alter_table("help_risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_risk_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_help_risk_household_number", ["household_id", "number"], unique=False)

    op.create_table(
        "security_fact",
        sa.Column("topic", sa.String(length=8), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("evidence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("detail", sa.String(length=16), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("help", sa.String(length=200), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_security_fact_evidence_id_evidence")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_security_fact_household_id_household")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_security_fact_member_id_member")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["security_fact.id"], name=op.f("fk_security_fact_supersedes_security_fact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_fact")),
    )
    with op.batch_alter_table("security_fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_security_fact_household_id"), ["household_id"], unique=False)

    op.create_table(
        "student",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("school", sa.String(length=80), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("graduated_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_student_household_id_household")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_student_member_id_member")),
        sa.ForeignKeyConstraint(["supersedes"], ["student.id"], name=op.f("fk_student_supersedes_student")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student")),
    )
    with op.batch_alter_table("student", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_student_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_student_member_id"), ["member_id"], unique=False)

    op.create_table(
        "study_subsidy",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("term", sa.String(length=8), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_study_subsidy_household_id_household")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_study_subsidy_member_id_member")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["study_subsidy.id"], name=op.f("fk_study_subsidy_supersedes_study_subsidy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_subsidy")),
    )
    with op.batch_alter_table("study_subsidy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_study_subsidy_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_study_subsidy_member_id"), ["member_id"], unique=False)

    op.create_table(
        "training_record",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("organiser", sa.String(length=80), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=80), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_training_record_household_id_household")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_training_record_member_id_member")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["training_record.id"], name=op.f("fk_training_record_supersedes_training_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_record")),
    )
    with op.batch_alter_table("training_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_record_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_record_member_id"), ["member_id"], unique=False)

    op.create_table(
        "work_record",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column(
            "place", sa.String(length=6).with_variant(sa.VARCHAR(length=6, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("place_name", sa.String(length=60), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("monthly_pay", sa.BigInteger(), nullable=True),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("industry", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("point_to_point", sa.Boolean(), nullable=True),
        sa.Column("transport_subsidy", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_work_record_household_id_household")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_work_record_member_id_member")),
        sa.ForeignKeyConstraint(["supersedes"], ["work_record.id"], name=op.f("fk_work_record_supersedes_work_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_record")),
    )
    with op.batch_alter_table("work_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_record_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_work_record_member", ["member_id", "source", "began_on"], unique=False)

    op.create_table(
        "work_settlement",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.Column("settled_by", sa.String(length=60), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_work_settlement_household_id_household")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_work_settlement_member_id_member")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["work_settlement.id"], name=op.f("fk_work_settlement_supersedes_work_settlement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_settlement")),
    )
    with op.batch_alter_table("work_settlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_settlement_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_work_settlement_member", ["member_id", "kind"], unique=False)

    op.create_table(
        "work_sheet",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("wage", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_work_sheet_household_id_household")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_work_sheet_member_id_member")),
        sa.ForeignKeyConstraint(["supersedes"], ["work_sheet.id"], name=op.f("fk_work_sheet_supersedes_work_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_sheet")),
    )
    with op.batch_alter_table("work_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_sheet_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_work_sheet_member", ["member_id", "year"], unique=False)
