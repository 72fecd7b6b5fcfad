"""A case: where one subject stands in one lifecycle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger, tallies
from engine.actors import Actor
from engine.areas import code
from engine.bulk import insert_rows, reserve
from engine.db import Base, Instant, stamp
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
    ids = open_many(session, definition, areas, by, at, note)
    wanted = as_list(session, ids)
    query = select(Case).where(Case.id.in_(listed(dialect_of(session), "ids"))).order_by(Case.id)
    return list(session.scalars(query, {"ids": wanted}))


def open_many(
    session: Session, definition: Definition, areas: Sequence[str], by: Actor, at: datetime, note: str = ""
) -> list[int]:
    """Open cases as `open_cases` does and answer their ids only, in the order of the areas: for thousands at once."""
    cases, entries = Base.metadata.tables["case"], Base.metadata.tables["entry"]
    ids = reserve(session, cases, len(areas))
    facts = ledger.canonical({"state": definition.initial, "definition": definition.digest} | _noted(note))
    tail = ledger.tail_of("opened", by, stamp(at), facts)
    heads = [ledger.seal_of("", case_id, 1, tail) for case_id in ids]
    alike = {"kind": definition.kind, "definition": definition.digest, "state": definition.initial, "opened_at": at}
    alike |= {"version": 1, "sequence": 1}
    told = {"sequence": 1, "kind": "opened", "at": at, "facts": facts}
    told |= {"actor_id": by.id, "actor_name": by.name, "actor_role": by.role}
    news = list(zip(ids, areas, heads, strict=True))
    insert_rows(session, cases, [alike | {"id": case_id, "area": area, "head": head} for case_id, area, head in news])
    insert_rows(session, entries, [told | {"case_id": case_id, "seal": head} for case_id, _, head in news])
    tallies.add(session, [(definition.kind, area, definition.initial, 1) for area in areas])
    return ids


def _noted(note: str) -> dict[str, str]:
    return {"note": note} if note else {}


def hold(session: Session, case_ids: Iterable[int]) -> list[Case]:
    """The cases, fresh and locked until the transaction ends, in the order of their ids."""
    wanted = as_list(session, sorted(set(case_ids)))  # one parameter, however many there are
    query = select(Case).where(Case.id.in_(listed(dialect_of(session), "ids"))).order_by(Case.id)
    held = query.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(held, {"ids": wanted}))
