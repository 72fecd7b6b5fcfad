"""Lines of income: one amount for one person or household, quarter and item; a better one supersedes, with a reason."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.words import N_
from states.money import Money

TYPED, IMPORTED = SOURCES = ("typed", "imported")
SOURCE_LABELS = {TYPED: N_("录入"), IMPORTED: N_("导入")}


class IncomeBatch(Base):
    """A file of income that was taken in, known by its digest so that it is not taken twice."""

    __tablename__ = "income_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(code(64), unique=True)
    file: Mapped[str] = mapped_column(String(200))
    lines: Mapped[int]
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_by_name: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(Instant)


class IncomeLine(Base):
    """An amount in yuan, of a person or (without `member_id`) of the household as a whole.

    `reason` says why it took the place of an earlier one. The database refuses a second standing line for the same
    place, and any change while the statement is locked.
    """

    __tablename__ = "income_line"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("income_statement.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    quarter: Mapped[int]
    item: Mapped[str] = mapped_column(String(32))
    amount: Mapped[Decimal] = mapped_column(Money)
    source: Mapped[str] = mapped_column(String(16))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("income_batch.id"))
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_by_name: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(400), default="")
    superseded: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_income_line_statement_id", "statement_id"),
        Index(
            "uq_income_line_of_person", "statement_id", "member_id", "quarter", "item", unique=True,
            sqlite_where=text("NOT superseded AND member_id IS NOT NULL"),
            postgresql_where=text("NOT superseded AND member_id IS NOT NULL"),
        ),
        Index(
            "uq_income_line_of_household", "statement_id", "quarter", "item", unique=True,
            sqlite_where=text("NOT superseded AND member_id IS NULL"),
            postgresql_where=text("NOT superseded AND member_id IS NULL"),
        ),
    )  # fmt: skip


def lock_triggers(dialect: str) -> list[str]:
    """The statements by which the database itself keeps the lines of a locked statement, and every line from deletion.

    A line that is older than the lock may come in: that is how a backup is restored.
    """
    locked = "EXISTS (SELECT 1 FROM income_statement WHERE id = {row}.statement_id AND locked_at IS NOT NULL{more})"
    new = locked.format(row="NEW", more=" AND locked_at < NEW.entered_at")
    old = locked.format(row="OLD", more="")
    if dialect == "postgresql":
        return [
            "CREATE FUNCTION income_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'income is never deleted'; END IF; "
            f"IF TG_OP = 'INSERT' THEN IF {new} THEN RAISE EXCEPTION 'income is locked'; END IF; RETURN NEW; END IF; "
            f"IF {old} THEN RAISE EXCEPTION 'income is locked'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER income_line_locked BEFORE INSERT OR UPDATE OR DELETE ON income_line "
            "FOR EACH ROW EXECUTE FUNCTION income_is_locked()",
        ]
    return [
        f"CREATE TRIGGER income_line_no_insert BEFORE INSERT ON income_line WHEN {new} "
        "BEGIN SELECT RAISE(ABORT, 'income is locked'); END",
        f"CREATE TRIGGER income_line_no_update BEFORE UPDATE ON income_line WHEN {old} "
        "BEGIN SELECT RAISE(ABORT, 'income is locked'); END",
        "CREATE TRIGGER income_line_no_delete BEFORE DELETE ON income_line "
        "BEGIN SELECT RAISE(ABORT, 'income is never deleted'); END",
    ]
