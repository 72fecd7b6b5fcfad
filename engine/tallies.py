"""How many cases stand where: a summary kept by the acts themselves, so that no page counts a province."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import String, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code, within
from engine.db import Base
from engine.hot import Hot


class Tally(Base):
    """The number of cases of a kind in a state at an area."""

    __tablename__ = "tally"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    area: Mapped[str] = mapped_column(code(), primary_key=True)
    state: Mapped[str] = mapped_column(String(32), primary_key=True)
    n: Mapped[int]


def add(session: Session, changes: Iterable[tuple[str, str, str, int]]) -> None:
    """Add each (kind, area, state, difference), grouped, in one fixed order so that writers never cross."""
    grouped: Counter[tuple[str, str, str]] = Counter()
    for kind, area, state, n in changes:
        grouped[kind, area, state] += n
    rows = [{"kind": k, "area": a, "state": s, "n": n} for (k, a, s), n in sorted(grouped.items()) if n]
    if rows:
        UPSERT.cursor_many(session, rows)


def _upsert(dialect: str) -> Any:
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(Tally)
    names = ("kind", "area", "state", "n")
    return statement.values({name: bindparam(name) for name in names}).on_conflict_do_update(
        index_elements=names[:3], set_={"n": Tally.n + statement.excluded.n}
    )


UPSERT = Hot(_upsert)


def count(session: Session, kind: str, area: str) -> dict[str, int]:
    """How many cases of a kind stand in each state inside an area."""
    query = select(Tally.state, func.sum(Tally.n)).where(Tally.kind == kind, within(Tally.area, area))
    return {state: int(n) for state, n in session.execute(query.group_by(Tally.state)) if n}


def by_place(session: Session, kind: str, area: str, length: int) -> dict[tuple[str, str], int]:
    """The counts by (area code cut to `length`, state) inside an area."""
    place = func.substr(Tally.area, 1, length)
    query = select(place, Tally.state, func.sum(Tally.n)).where(Tally.kind == kind, within(Tally.area, area))
    return {(code, state): int(n) for code, state, n in session.execute(query.group_by(place, Tally.state)) if n}
