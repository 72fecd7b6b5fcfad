"""An append-only record: within a case, every entry seals the one before it.

The chain is per case, not global: one global head would make every writer wait
for every other. All heads are anchored together in the daily seal (`seals`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from engine.actors import Actor
from engine.db import Base, Instant, stamp
from engine.hot import Hot

if TYPE_CHECKING:
    from engine.cases import Case


class Entry(Base):
    """One thing that happened to one case; the database refuses to change or delete it.

    `facts` is canonical JSON text, kept as text so that what was sealed is what is stored.
    """

    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    actor_id: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(64))
    actor_role: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    facts: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("case_id", "sequence"), Index("ix_entry_at", "at"))

    @property
    def told(self) -> dict[str, Any]:
        """The facts as a mapping."""
        return dict(json.loads(self.facts))


def _plain(value: object) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not belong into the ledger")


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, dates and decimals as text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def tail_of(kind: str, by: Actor, at: str, facts: str) -> str:
    """The part of an entry's sealed text that many cases of one act share."""
    return f"{canonical([kind, by.id, by.name, by.role, at])[1:-1]},{facts}]"


def seal_of(head: str, case_id: int, sequence: int, tail: str) -> str:
    """SHA-256 over the previous seal, the place in the chain, and the entry's own text."""
    return hashlib.sha256(f'["{head}",{case_id},{sequence},{tail}'.encode()).hexdigest()


def append_many(session: Session, news: Sequence[tuple[Case, str, Mapping[str, Any]]], by: Actor, at: datetime) -> None:
    """Write the next entry of each case and raise its version: (case, kind, facts) each, a case once at most.

    The cases are held by this transaction (`cases.hold`) or new in it.
    """
    session.flush()
    rows, chains, when = [], [], stamp(at)
    tails: dict[tuple[str, str], str] = {}
    for case, kind, facts in news:
        text = canonical(facts)
        tail = tails.setdefault((kind, text), tail_of(kind, by, when, text))
        sequence = case.sequence + 1
        head = seal_of(case.head, case.id, sequence, tail)
        rows.append((case.id, sequence, kind, by.id, by.name, by.role, when, text, head))
        chains.append(
            {"case_": case.id, "was": case.version, "version_": case.version + 1, "seq": sequence, "head_": head}
        )
        for name, value in (("sequence", sequence), ("head", head), ("version", case.version + 1)):
            set_committed_value(case, name, value)
    if rows:
        CHAIN.cursor_many(session, chains)
        ENTRY.cursor_many(session, [dict(zip(COLUMNS, row, strict=True)) for row in rows])


def _chain(_: str) -> Any:
    case = Base.metadata.tables["case"]  # the module of cases is built on this one
    return (
        update(case)
        .where(case.c.id == bindparam("case_"), case.c.version == bindparam("was"))
        .values(version=bindparam("version_"), sequence=bindparam("seq"), head=bindparam("head_"))
    )


COLUMNS = ("case_id", "sequence", "kind", "actor_id", "actor_name", "actor_role", "at", "facts", "seal")
CHAIN = Hot(_chain)
ENTRY = Hot(lambda _: insert(Entry).values({name: bindparam(name) for name in COLUMNS}))


def history(session: Session, case_id: int, before: int | None = None, limit: int = 50) -> list[Entry]:
    """The entries of a case, newest first, below sequence `before`."""
    query = select(Entry).where(Entry.case_id == case_id).order_by(Entry.sequence.desc()).limit(limit)
    return list(session.scalars(query if before is None else query.where(Entry.sequence < before)))
