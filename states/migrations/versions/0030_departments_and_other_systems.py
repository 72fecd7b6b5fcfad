"""Policy ledgers of departments with what villages found of them, and the subscriptions of other systems.

Revision: 0030
"""

import sqlalchemy as sa
from alembic import op

import engine.db
import states.money

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The ledgers, their lines and marks, the subscriptions, and what was sent to them."""
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(length=80), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("leased_until", engine.db.Instant(length=27), nullable=True),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.Column("arrived_at", engine.db.Instant(length=27), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_by_name", sa.String(length=64), nullable=False),
        sa.Column("created_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("removed_by", sa.String(length=64), nullable=False),
        sa.Column("removed_at", engine.db.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_area"), "webhook", ["area"], unique=False)
    op.create_table(
        "policy_ledger",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pushed_on", sa.Date(), nullable=False),
        sa.Column("pushed_by", sa.String(length=64), nullable=False),
        sa.Column("pushed_by_name", sa.String(length=64), nullable=False),
        sa.Column("pushed_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_policy_ledger_case_id_case")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["policy_ledger.id"], name=op.f("fk_policy_ledger_supersedes_policy_ledger")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_ledger")),
        sa.UniqueConstraint("case_id", name=op.f("uq_policy_ledger_case_id")),
    )
    op.create_index("ix_policy_ledger_area", "policy_ledger", ["area", "period", "department"], unique=False)
    op.create_index("ix_policy_ledger_department", "policy_ledger", ["department", "id"], unique=False)
    op.create_table(
        "webhook_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_attempt_webhook_id_webhook")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_attempt")),
    )
    op.create_index("ix_webhook_attempt_webhook_id", "webhook_attempt", ["webhook_id", "id"], unique=False)
    op.create_table(
        "policy_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ledger_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "name",
            sa.String(length=60).with_variant(sa.VARCHAR(length=60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "id_no",
            sa.String(length=24).with_variant(sa.VARCHAR(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("amount", states.money.Money(), nullable=True),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("settled", sa.String(length=16), nullable=False),
        sa.Column("settled_reason", sa.String(length=400), nullable=False),
        sa.Column("settled_by_name", sa.String(length=64), nullable=False),
        sa.Column("settled_at", engine.db.Instant(length=27), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_policy_line_household_id_household")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["policy_ledger.id"], name=op.f("fk_policy_line_ledger_id_policy_ledger")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_line")),
    )
    op.create_index("ix_policy_line_area", "policy_line", ["area", "id"], unique=False)
    op.create_index("ix_policy_line_household_id", "policy_line", ["household_id"], unique=False)
    op.create_index("ix_policy_line_ledger_id", "policy_line", ["ledger_id", "id"], unique=False)
    op.create_table(
        "policy_mark",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_policy_mark_household_id_household")),
        sa.ForeignKeyConstraint(["line_id"], ["policy_line.id"], name=op.f("fk_policy_mark_line_id_policy_line")),
        sa.ForeignKeyConstraint(["supersedes"], ["policy_mark.id"], name=op.f("fk_policy_mark_supersedes_policy_mark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_mark")),
    )
    op.create_index(op.f("ix_policy_mark_household_id"), "policy_mark", ["household_id"], unique=False)
    op.create_index(op.f("ix_policy_mark_key"), "policy_mark", ["key"], unique=False)
    op.create_index(op.f("ix_policy_mark_line_id"), "policy_mark", ["line_id"], unique=False)
