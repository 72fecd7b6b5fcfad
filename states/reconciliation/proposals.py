"""The changes proposed because the other side of a difference was found to be right, and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, exists, func, insert, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from engine.actors import Actor
from engine.advance import advance_many
from engine.book import Book
from engine.cases import Case
from engine.db import Base
from engine.decide import Decision
from engine.facts import Facts
from engine.guards import Blocker
from states.changes.change import REJECTED, WITHDRAWN, Change
from states.changes.proposing import Edit, Proposals, propose_many
from states.reconciliation.corrections import edits
from states.reconciliation.differences import THEIRS, Difference, Settlement
from states.reconciliation.files import OutsideFile, OutsideRow

LATER = aliased(Settlement)


class DifferenceProposal(Base):
    """A change that a settlement brought about: the change names nothing of it, this ties the two together."""

    __tablename__ = "difference_proposal"

    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("difference_settlement.id"), index=True)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What came of proposing: the changes by difference, who needs none, and who is held with every reason."""

    changes: dict[int, list[int]]
    agreed_already: frozenset[int]
    held: dict[int, tuple[Blocker, ...]]


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a change was proposed: the difference, the verdict, and the line of the outside file."""

    difference: Difference
    settlement: Settlement
    file: OutsideFile
    row: int


def propose(session: Session, differences: Sequence[Difference], *, by: Actor, at: datetime) -> Proposed:
    """Propose what each difference asks of our register; a difference of which anything is held proposes nothing."""
    wanted = edits(session, differences)
    held: dict[int, tuple[Blocker, ...]] = {}
    while True:
        going = [(number, one) for number, some in wanted.items() if number not in held for one in some]
        with session.begin_nested() as point:
            done = propose_many(session, [one for _, one in going], by=by, at=at, source="ledger")
            if not done.held:
                break
            point.rollback()
        for place, reasons in done.held.items():
            number = going[place][0]
            held[number] = (*held.get(number, ()), *reasons)
    changes = _by_difference(going, done)
    silent = wanted.keys() - held.keys() - changes.keys()
    return Proposed(changes, frozenset(silent), held)


def tie(session: Session, changes: dict[int, list[int]], settlements: dict[int, int]) -> None:
    """Write down which settlement brought each change about; both by the difference's id."""
    rows = [
        {"change_id": change, "settlement_id": settlements[number]}
        for number, some in changes.items()
        for change in some
    ]
    if rows:
        session.execute(insert(DifferenceProposal), rows)


def give_back(session: Session, book: Book, moved: Sequence[tuple[Facts, Decision]]) -> None:
    """Open again the differences whose change was refused or taken back, in the transaction of the refusal."""
    over = [facts for facts, decision in moved if decision.target in (REJECTED[0], WITHDRAWN[0])]
    if not over:
        return
    mine = (
        select(Difference.case_id)
        .join(Settlement, Settlement.difference_id == Difference.id)
        .join(DifferenceProposal, DifferenceProposal.settlement_id == Settlement.id)
        .join(Change, Change.id == DifferenceProposal.change_id)
        .join(Case, Case.id == Difference.case_id)
        .where(Change.case_id.in_([facts.case_id for facts in over]), Case.state == THEIRS[0])
        .where(is_newest())
    )
    cases = session.scalars(mine).all()
    if cases:
        advance_many(session, book, cases, "return", by=over[0].actor, at=over[0].at)


def is_newest() -> ColumnElement[bool]:
    """The condition that a settlement is the last one of its difference."""
    return ~exists().where(LATER.difference_id == Settlement.difference_id, LATER.id > Settlement.id)


def of_differences(session: Session, numbers: Collection[int]) -> dict[int, list[tuple[Change, str]]]:
    """The changes of the last settlement of each difference, with the state of each."""
    query = (
        select(Settlement.difference_id, Change, Case.state)
        .join(DifferenceProposal, DifferenceProposal.settlement_id == Settlement.id)
        .join(Change, Change.id == DifferenceProposal.change_id)
        .join(Case, Case.id == Change.case_id)
        .where(Settlement.difference_id.in_(list(numbers)), is_newest())
        .order_by(Change.id)
    )
    found: dict[int, list[tuple[Change, str]]] = {}
    for number, change, state in session.execute(query):
        found.setdefault(number, []).append((change, state))
    return found


def basis_of(session: Session, change_id: int) -> Basis | None:
    """The verdict and the line outside on which a change rests; None for a change of another origin."""
    query = (
        select(Difference, Settlement, OutsideFile, func.coalesce(OutsideRow.number, 0))
        .join(Settlement, Settlement.difference_id == Difference.id)
        .join(DifferenceProposal, DifferenceProposal.settlement_id == Settlement.id)
        .join(OutsideFile, OutsideFile.id == Settlement.file_id)
        .outerjoin(OutsideRow, (OutsideRow.file_id == Settlement.file_id) & (OutsideRow.key == Difference.key))
        .where(DifferenceProposal.change_id == change_id)
    )
    row = session.execute(query).one_or_none()
    return Basis(*row) if row else None


def _by_difference(going: Sequence[tuple[int, Edit]], done: Proposals) -> dict[int, list[int]]:
    places = {(edit.subject, edit.subject_id, edit.field): number for number, edit in going}
    found: dict[int, list[int]] = {}
    for change in done.made:
        found.setdefault(places[change.subject, change.subject_id, change.field], []).append(change.id)
    return found
