"""Reports that clerks record, reminders, the mails that carry them, and the addresses they go to.

Revision: 0028
"""

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables and a column."""
    op.add_column("user", sa.Column("email", sa.String(length=254), nullable=False, server_default=""))
    _reports()
    _reminders()
    _mails()


def _id() -> "sa.Column[int]":
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _place(name: str) -> "sa.Column[str]":
    text = sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql")
    return sa.Column(name, text, nullable=False)


def _text(name: str, length: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length=length), nullable=False)


def _at(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, engine.db.Instant(length=27), nullable=nullable)


def _reports() -> None:
    op.create_table(
        "duty_report",
        _id(),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _text("duty", 32),
        _place("area"),
        _text("department", 60),
        _text("period", 10),
        sa.Column("handed_in_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _text("file_digest", 64),
        _text("file_type", 40),
        _text("recorded_by", 64),
        _text("recorded_by_name", 64),
        _at("recorded_at"),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        _text("reason", 400),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_duty_report_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_report")),
        sa.UniqueConstraint("case_id", name=op.f("uq_duty_report_case_id")),
    )
    op.create_index("ix_duty_report_duty", "duty_report", ["duty", "area", "period"])
    standing = sa.text("standing")
    op.create_index(
        "uq_duty_report_standing",
        "duty_report",
        ["duty", "area", "department", "period"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def _reminders() -> None:
    op.create_table(
        "reminder",
        _id(),
        _text("kind", 20),
        _text("name", 160),
        _text("opening", 10),
        _text("occasion", 12),
        _text("role", 20),
        _place("area"),
        _text("department", 60),
        _text("owing_role", 20),
        _place("owing_area"),
        _text("owing_department", 60),
        _text("title", 200),
        _text("page", 200),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        _at("sent_at"),
        _text("sent_by", 64),
        _text("sent_by_name", 64),
        _text("note", 200),
        _text("read_by", 64),
        _at("read_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "name", "opening", "role", "area", "department", "occasion",
            name=op.f("uq_reminder_name_opening_role_area_department_occasion"),
        ),
    )  # fmt: skip
    op.create_index("ix_reminder_post", "reminder", ["area", "role", "department", "id"])
    op.create_index("ix_reminder_sent_on", "reminder", ["sent_on"])


def _mails() -> None:
    op.create_table(
        "mail",
        _id(),
        _text("message_id", 120),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _text("address", 254),
        _text("subject", 200),
        sa.Column("body", sa.Text(), nullable=False),
        _at("written_at"),
        _at("claimed_until", nullable=True),
        _at("sent_at", nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        _text("failure", 200),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mail_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_id")),
        sa.UniqueConstraint("user_id", "day", name=op.f("uq_mail_user_id_day")),
    )
    waiting = sa.text("sent_at IS NULL")
    op.create_index("ix_mail_waiting", "mail", ["id"], sqlite_where=waiting, postgresql_where=waiting)
