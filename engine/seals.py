"""The daily seal: one hash over all chain heads, so that a whole chain cannot vanish or be rewritten unseen.

Each seal keeps the heads that changed since the seal before it, and its own hash covers that seal:
any later rewriting of a chain disagrees with what was sealed that day.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, String, func, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.clock import office_day
from engine.db import Base, Instant, stamp
from engine.hot import dialect_of
from engine.ledger import Entry, canonical


class Seal(Base):
    """The seal of a day over everything up to the entry `upto`."""

    __tablename__ = "seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Instant)
    upto: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[str] = mapped_column(String(64))


class SealedHead(Base):
    """The head of one case's chain as a seal found it."""

    __tablename__ = "sealed_head"

    seal_id: Mapped[int] = mapped_column(ForeignKey("seal.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, index=True)
    sequence: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


def root_of(before: str, day: str, at: str, upto: int, heads: list[tuple[int, int, str]]) -> str:
    """The hash of a seal: over the seal before it, its own row, and the heads in the order of the cases."""
    text = canonical([before, day, at, upto, [list(head) for head in sorted(heads)]])
    return hashlib.sha256(text.encode()).hexdigest()


def seal(session: Session, at: datetime) -> Seal | None:
    """Seal all heads that changed since the last seal; None when nothing did."""
    if dialect_of(session) == "postgresql":
        session.execute(
            text("LOCK TABLE entry IN SHARE MODE")
        )  # wait for writers whose ids are drawn but not committed
    last = session.scalars(select(Seal).order_by(Seal.id.desc()).limit(1)).first()
    upto = session.scalar(select(func.max(Entry.id))) or 0
    if upto <= (last.upto if last else 0):
        return None
    newest = (
        select(Entry.case_id, func.max(Entry.sequence).label("sequence"))
        .where(Entry.id > (last.upto if last else 0), Entry.id <= upto)
        .group_by(Entry.case_id)
        .subquery()
    )
    query = select(Entry.case_id, Entry.sequence, Entry.seal).join(
        newest, (Entry.case_id == newest.c.case_id) & (Entry.sequence == newest.c.sequence)
    )
    heads = [(row[0], row[1], row[2]) for row in session.execute(query)]
    day, before = office_day(at), last.root if last else ""
    made = Seal(day=day, at=at, upto=upto, root=root_of(before, day.isoformat(), stamp(at), upto, heads))
    session.add(made)
    session.flush()
    rows = [{"seal_id": made.id, "case_id": c, "sequence": s, "head": h} for c, s, h in heads]
    session.execute(insert(SealedHead), rows)
    return made


def guard_tables(dialect: str) -> list[str]:
    """The statements that make the ledger append-only in the database itself."""
    tables = ("entry", "seal", "sealed_head")
    if dialect == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
            *(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
                for table in tables
            ),
        ]
    return [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        for table in tables
        for act in ("UPDATE", "DELETE")
    ]
