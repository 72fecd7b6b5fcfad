"""Taking a ledger's file in: stored and laid against ours, part by part, each of which may be a transaction of its own.

A small file is one transaction, a large one is a job in lots; both go through the same parts. What a part has done
stands in the rows themselves, so that looking again after a kill finds only the rest (TZ15, BZ05).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance_many
from engine.book import Book
from engine.bulk import insert_rows, reserve
from engine.cases import open_many
from engine.db import Base, work
from engine.errors import BadInput, Problem
from engine.ledger import canonical
from engine.words import N_
from states.reconciliation.comparing import Found, Spot
from states.reconciliation.differences import DIFFERENCE, OPEN, Difference
from states.reconciliation.files import OutsideFile, OutsideRow, Round
from states.reconciliation.looking import Looked

MEANWHILE = N_("预览之后，别人已经导入过这本台账；请重新预览")
A_LOT = 5000
ROWS, DIFFERENCES = Base.metadata.tables["outside_row"], Base.metadata.tables["difference"]
SIGHTINGS = Base.metadata.tables["difference_sighting"]

Act = Callable[[Session, Sequence[Any], datetime], None]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the work: `carry_out` it inside a transaction; then `upto` pieces are behind us."""

    act: Act
    some: Sequence[Any]
    upto: int

    def carry_out(self, session: Session, at: datetime) -> None:
        """Do it; raises `BadInput` when somebody else was quicker."""
        try:
            self.act(session, self.some, at)
        except IntegrityError:  # somebody committed between the question and the answer: the database decides
            raise BadInput(Problem("file", MEANWHILE)) from None


@dataclass(frozen=True, slots=True)
class Begun:
    """A taking in under way: the file on record, and the work that is still to do; `done` pieces came before."""

    file_id: int
    looked: Looked
    book: Book
    by: Actor
    keys: Sequence[str]
    done: int

    @property
    def total(self) -> int:
        """All pieces of work."""
        return self.done + sum(len(some) for _, some in self._work())

    def parts(self, size: int = A_LOT) -> Iterator[Part]:
        """The rest of the work, so many pieces in each part."""
        upto = self.done
        for act, some in self._work():
            for begin_ in range(0, len(some), size):
                lot = some[begin_ : begin_ + size]
                upto += len(lot)
                yield Part(act, lot, upto)

    def _work(self) -> tuple[tuple[Act, Sequence[Any]], ...]:
        looked = self.looked
        news = (self._open, looked.opens), (self._see_again, looked.seen_again)
        return (self._store, self.keys), *news, (self._close, looked.closes)

    def _store(self, session: Session, keys: Sequence[str], _at: datetime) -> None:
        looked, numbers = self.looked, self.looked.lines.numbers
        rows = [
            {"file_id": self.file_id, "key": key, "area": _area(looked, key), "number": numbers.get(key, 0)}
            | {"facts": canonical(looked.lines.lines[key])}
            for key in keys
        ]
        insert_rows(session, ROWS, rows)

    def _open(self, session: Session, spots: Sequence[Spot], at: datetime) -> None:
        looked = self.looked
        new = [looked.comparison.found[spot] for spot in spots]
        areas = [_area(looked, one.key) for one in new]
        cases, ids = open_many(session, DIFFERENCE, areas, self.by, at), reserve(session, DIFFERENCES, len(new))
        rows = [
            {"id": number, "case_id": case, "ledger": looked.ledger.id, "key": one.key, "field": one.field}
            | {"area": area, "last": one.last}
            | _place(looked, one.key)
            | self._shown(one)
            for number, case, area, one in zip(ids, cases, areas, new, strict=True)
        ]
        insert_rows(session, DIFFERENCES, rows)
        self._sight(session, list(zip(ids, new, strict=True)))

    def _see_again(self, session: Session, spots: Sequence[Spot], at: datetime) -> None:
        known, found = self.looked.known, self.looked.comparison.found
        again = [(known[spot].id, found[spot]) for spot in spots]
        self._sight(session, again)
        changed: list[dict[str, Any]] = [{"id": number, "last": one.last} | self._shown(one) for number, one in again]
        session.execute(update(Difference), changed)
        self._move(session, [spot for spot in spots if known[spot].state != OPEN[0]], "reopen", at)

    def _close(self, session: Session, spots: Sequence[Spot], at: datetime) -> None:
        self._move(session, spots, "close", at)

    def _move(self, session: Session, spots: Sequence[Spot], act: str, at: datetime) -> None:
        cases = [self.looked.known[spot].case_id for spot in spots]
        if held := advance_many(session, self.book, cases, act, by=self.by, at=at).held:
            raise BadInput(*(Problem("file", blocker.message) for blocker in next(iter(held.values()))))

    def _sight(self, session: Session, seen: Sequence[tuple[int, Found]]) -> None:
        insert_rows(session, SIGHTINGS, [{"difference_id": number} | self._shown(one) for number, one in seen])

    def _shown(self, one: Found) -> dict[str, Any]:
        told = {"kind": one.kind, "ours": one.ours, "theirs": one.theirs, "moved": one.moved}
        return told | {"file_id": self.file_id}


def take(session: Session, book: Book, looked: Looked, *, by: Actor, at: datetime) -> Round:
    """Take the file in as a whole; raises `BadInput` with what stands against it.

    Look and take belong into one transaction.
    """
    begun = begin(session, book, looked, by=by, at=at)
    for part in begun.parts():
        part.carry_out(session, at)
    return finish(session, begun, at)


def take_lots(db: Engine, book: Book, looked: Looked, *, by: Actor, at: datetime, size: int = A_LOT) -> Round:
    """Take the file in with `size` pieces of work in each transaction; after a kill, looking again finds the rest.

    Raises `BadInput`.
    """
    with work(db) as session:
        begun = begin(session, book, looked, by=by, at=at)
    for part in begun.parts(size):
        with work(db) as session:
            part.carry_out(session, at)
    with work(db) as session:
        return finish(session, begun, at)


def begin(session: Session, book: Book, looked: Looked, *, by: Actor, at: datetime) -> Begun:
    """Put the file on record, or go on with one whose taking in was broken off; raises `BadInput`."""
    if looked.refusals:
        raise BadInput(*(Problem("file", one.message) for one in looked.refusals))
    keys = list(looked.lines.lines)
    if looked.file_id:
        stored = set(session.scalars(select(OutsideRow.key).where(OutsideRow.file_id == looked.file_id)))
        here = sum(1 for one in looked.known.values() if one.file_id == looked.file_id)
        return Begun(looked.file_id, looked, book, by, [key for key in keys if key not in stored], len(stored) + here)
    file = _on_record(looked, by, at)
    try:
        session.add(file)
        session.flush()
    except IntegrityError:
        raise BadInput(Problem("file", MEANWHILE)) from None
    return Begun(file.id, looked, book, by, keys, 0)


def finish(session: Session, begun: Begun, at: datetime) -> Round:
    """Close the file and write the round down: from now on it is what the next file is compared with."""
    looked, lines = begun.looked, begun.looked.comparison.lines
    file = session.get_one(OutsideFile, begun.file_id, with_for_update=True)
    if file.finished_at:  # somebody went on with the same file beside us
        return session.scalars(select(Round).where(Round.file_id == file.id)).one()
    before = select(func.count()).where(Round.ledger == looked.ledger.id, Round.area == looked.area)
    round_ = Round(
        file_id=file.id,
        ledger=looked.ledger.id,
        area=looked.area,
        number=(session.scalar(before) or 0) + 1,
        agreeing=lines["agrees"],
        differing=lines["differs"],
        missing_here=lines["missing-here"],
        missing_there=lines["missing-there"],
        strangers=lines["stranger"],
    )
    file.finished_at = at
    session.add(round_)
    session.flush()
    return round_


def _on_record(looked: Looked, by: Actor, at: datetime) -> OutsideFile:
    told: list[Mapping[str, Any]] = [
        {"row": one.row, "column": one.column, "text": one.text, "facts": dict(one.facts)}
        for one in looked.lines.problems
    ]
    return OutsideFile(
        ledger=looked.ledger.id,
        area=looked.area,
        as_of_on=looked.as_of_on,
        digest=looked.lines.digest,
        name=looked.lines.file[:200],
        rows=len(looked.lines.lines),
        left_out=looked.left_out,
        problems=canonical(told),
        taken_by=by.id,
        taken_by_name=by.name,
        taken_at=at,
    )


def _area(looked: Looked, key: str) -> str:
    return looked.ours[key].area if key in looked.ours else looked.area


def _place(looked: Looked, key: str) -> dict[str, int | None]:
    mine = looked.ours.get(key)
    return {"household_id": mine.household_id if mine else None, "member_id": mine.member_id if mine else None}
