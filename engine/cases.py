"""A case: where one subject stands in one lifecycle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger, tallies
from engine.actors import Actor
from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition
from engine.hot import as_list, dialect_of, listed


class Case(Base):
    """A persisted position in a lifecycle, guarded by an optimistic version.

    `sequence` and `head` are those of its last ledger entry; `run_id` is the run under way.
    """

    __tablename__ = "case"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    definition: Mapped[str] = mapped_column(String(64))
    area: Mapped[str] = mapped_column(code())
    state: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64), default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id", use_alter=True))
    opened_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_case_kind_area_state", "kind", "area", "state", "id"),)
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - the ledger raises it


def open_cases(
    session: Session, definition: Definition, areas: Sequence[str], by: Actor, at: datetime, note: str = ""
) -> list[Case]:
    """Open one case for each area code, in the definition's first state; one entry each."""
    cases = [
        Case(kind=definition.kind, definition=definition.digest, area=area, state=definition.initial, opened_at=at)
        for area in areas
    ]
    session.add_all(cases)
    session.flush()
    facts = {"state": definition.initial, "definition": definition.digest} | ({"note": note} if note else {})
    ledger.append_many(session, [(case, "opened", facts) for case in cases], by, at)
    tallies.add(session, [(definition.kind, area, definition.initial, 1) for area in areas])
    return cases


def hold(session: Session, case_ids: Iterable[int]) -> list[Case]:
    """The cases, fresh and locked until the transaction ends, in the order of their ids."""
    wanted = as_list(session, sorted(set(case_ids)))  # one parameter, however many there are
    query = select(Case).where(Case.id.in_(listed(dialect_of(session), "ids"))).order_by(Case.id)
    held = query.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(held, {"ids": wanted}))
