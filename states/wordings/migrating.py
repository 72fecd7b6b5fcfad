"""Carrying the running cases of one wording over to another: previewed first, then lot by lot, never by itself.

Each lot is one transaction in which its cases are locked and judged anew; so a case that somebody changed since the
preview goes by what it is then. A migration that was cut short goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Integer, Select, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.book import Book
from engine.carrying import carry_over
from engine.cases import Case, hold
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.facts import gather
from engine.guards import Blocker
from engine.migrating import Judged
from engine.runs import Run
from engine.words import N_
from states.packs.loader import Pack
from states.packs.store import StoredPack, of_digest
from states.wordings.judging import Crossings, judged, look_ahead
from states.wordings.summary import Summary, restored

A_LOT = 400
Work = Callable[[], AbstractContextManager[Session]]
Progress = Callable[[int, int], None]


class Migration(Base):
    """One bulk migration: from which wording to which, where, by whom; `reached` is the last case judged so far.

    `told` are its numbers, a summary as JSON.
    """

    __tablename__ = "pack_migration"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    source: Mapped[str] = mapped_column(code(64))
    target: Mapped[str] = mapped_column(code(64))
    area: Mapped[str] = mapped_column(code(14))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    reached: Mapped[int] = mapped_column(BigInteger, default=0)
    told: Mapped[str] = mapped_column(Text, default="{}")

    @property
    def summary(self) -> Summary:
        """What it did so far."""
        return restored(self.told)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases are meant: those that run under `source` inside `area`, and the wording they shall go over to."""

    source: str
    target: str
    area: str = ""


def named(session: Session, name: str) -> StoredPack:
    """The wording that a pack's id (its newest one in force) or the beginning of a digest names; raises `NotFound`."""
    by_id = select(StoredPack).where(StoredPack.id == name, StoredPack.began_at.is_not(None))
    newest = by_id.order_by(StoredPack.retired_at.is_(None).desc(), StoredPack.began_at.desc()).limit(1)
    found = session.scalar(newest)
    if found is None and len(name) >= 8 and name.isalnum():
        rows = session.scalars(select(StoredPack).where(StoredPack.digest.startswith(name)).limit(2)).all()
        found = rows[0] if len(rows) == 1 else None
    if found is None:
        raise NotFound("pack", name)
    return found


def running(session: Session, by: Actor) -> list[tuple[StoredPack, int]]:
    """The wordings that cases of the actor's area run under, with how many, the most first."""
    counted = (
        select(Run.definition, func.count())
        .join(Case, Case.run_id == Run.id)
        .where(Case.kind == "household", within(Case.area, by.area))
        .group_by(Run.definition)
    )
    numbers = {row[0]: row[1] for row in session.execute(counted)}
    rows = session.scalars(select(StoredPack).where(StoredPack.digest.in_(numbers)))
    return sorted(((row, numbers[row.digest]) for row in rows), key=lambda one: -one[1])


def former(session: Session, known: Sequence[str], limit: int = 20) -> Sequence[StoredPack]:
    """Wordings that were in force once and hold no longer, besides those known by their digests, the newest first."""
    was = (StoredPack.began_at.is_not(None), StoredPack.retired_at.is_not(None), StoredPack.digest.not_in(known))
    return session.scalars(select(StoredPack).where(*was).order_by(StoredPack.retired_at.desc()).limit(limit)).all()


def meant(session: Session, asked: Asked, by: Actor) -> int:
    """How many cases are meant."""
    return session.scalar(select(func.count()).select_from(_query(asked, by, 0).subquery())) or 0


def preview(session: Session, book: Book, asked: Asked, by: Actor, at: datetime) -> Iterator[list[Judged]]:
    """What would become of each case, lot by lot; nothing is written. Raises as `migrate` does."""
    target = _refuse(session, asked, by)
    crossings, after = Crossings(session, book, target), 0
    while ids := _lot(session, asked, by, after):
        yield _judge(session, book, crossings, ids, by, at)
        after = ids[-1]
        session.expunge_all()


def migrate(
    work: Work, book: Book, asked: Asked, *, by: Actor, at: datetime, progress: Progress | None = None, lot: int = A_LOT
) -> Migration:
    """Carry over every case that can go, with an entry of its own in the ledger; the others stay as they are.

    `work` opens one transaction that writes; there is one for each `lot` of cases. Raises `NotFound` for an area or a
    wording that is not there, `BadInput` for one and the same wording, `Refused` for one that was never in force.
    """
    with work() as session:
        migration = _begun(session, asked, by, at)
        number, total = migration.id, meant(session, asked, by)
    while migration.ended_at is None:
        with work() as session:
            migration = session.get_one(Migration, number, with_for_update=True)
            ids, summary = _lot(session, asked, by, migration.reached, lot), migration.summary
            if not ids:
                migration.ended_at = at
                break
            cases = {case.id: case for case in hold(session, ids)}
            target = of_digest(session, asked.target)
            here = _judge(session, book, Crossings(session, book, target), ids, by, at)
            carry_over(session, book, cases, here, {"migration": number}, by, at)
            summary.add(here)
            migration.reached, migration.told = ids[-1], summary.text()
        if progress is not None:
            progress(summary.cases, max(total, summary.cases))
    return migration


def latest(session: Session, by: Actor, limit: int = 20) -> Sequence[Migration]:
    """The newest migrations inside the actor's area."""
    query = select(Migration).where(within(Migration.area, by.area)).order_by(Migration.id.desc()).limit(limit)
    return session.scalars(query).all()


def _begun(session: Session, asked: Asked, by: Actor, at: datetime) -> Migration:
    _refuse(session, asked, by)
    area = asked.area or by.area
    same = select(Migration).where(
        Migration.source == asked.source, Migration.target == asked.target, Migration.area == area,
        Migration.by == by.id, Migration.ended_at.is_(None),
    )  # fmt: skip
    found = session.scalar(same.order_by(Migration.id.desc()).limit(1))
    if found is None:
        found = Migration(source=asked.source, target=asked.target, area=area, by=by.id, by_name=by.name, begun_at=at)
        session.add(found)
        session.flush()
    return found


def _refuse(session: Session, asked: Asked, by: Actor) -> Pack:
    if asked.area and not by.covers(asked.area):
        raise NotFound("region", asked.area)
    if asked.source == asked.target:
        raise BadInput(Problem("target", N_("两个是同一版方案，没有什么要迁移")))
    for digest in (asked.source, asked.target):
        of_digest(session, digest)
    if session.get_one(StoredPack, asked.target).began_at is None:
        text = N_("这一版还没有启用，先由另一个人启用，再迁移在办户")
        raise Refused("migrate", [Blocker("not-in-force", text, {}, "", "admin")])
    return of_digest(session, asked.target)


def _query(asked: Asked, by: Actor, after: int) -> Select[int]:
    here = (within(Case.area, by.area), within(Case.area, asked.area), Case.id > after)
    mine = (Case.kind == "household", Run.definition == asked.source)
    return select(Case.id).join(Run, Run.id == Case.run_id).where(*mine, *here)


def _lot(session: Session, asked: Asked, by: Actor, after: int, size: int = A_LOT) -> list[int]:
    return list(session.scalars(_query(asked, by, after).order_by(Case.id).limit(size)))


def _judge(
    session: Session, book: Book, crossings: Crossings, ids: Sequence[int], by: Actor, at: datetime
) -> list[Judged]:
    found, gathered = [], gather(session, book, ids, by, at)
    look_ahead(session, book, gathered, dict.fromkeys(ids, crossings.target.digest))
    for facts in gathered.values():
        one = judged(crossings.of(facts.definition), facts)
        if one.after is not None and not crossings.holds_at(facts.area):
            text = N_("新方案不适用于这一户所在的地方")
            one = Judged(facts, (Blocker("other-place", text),))
        found.append(one)
    return found
