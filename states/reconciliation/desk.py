"""The desk of reconciling: the ledgers with where they stand, the worklist of differences, and one with its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from engine.evidence import Evidence, of_case
from states.households import Household
from states.reconciliation.differences import NOT_CLOSED, OPEN, Difference, Settlement, Sighting
from states.reconciliation.files import OutsideFile, Round
from states.reconciliation.ledgers import Ledger, ledgers, shipped

PAGE = 50
FILTERS = {
    "ledger": Difference.ledger,
    "field": Difference.field,
    "kind": Difference.kind,
    "moved": Difference.moved,
}
"""The columns that the worklist can be narrowed by, besides state and area."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A ledger with its last round in the actor's area, and how many differences wait or are not yet proved settled."""

    ledger: Ledger
    round: Round | None
    as_of_on: Any
    waiting: int
    unproved: int


@dataclass(frozen=True, slots=True)
class Line:
    """A difference with its state and the household it is about, if it is about one of ours."""

    difference: Difference
    state: str
    case_id: int | None
    head_name: str
    number: str

    @property
    def ledger(self) -> Ledger:
        """The ledger that it is about."""
        return next(one for one in shipped() if one.id == self.difference.ledger)

    @property
    def field(self) -> str:
        """What people call the field."""
        return self.ledger.title_of(self.difference.field)

    @property
    def is_open(self) -> bool:
        """Whether it waits to be settled."""
        return self.state == OPEN[0]

    def shown(self, value: str) -> str:
        """A value in the words of the form."""
        field = self.ledger.field(self.difference.field)
        return field.shown(value) if field else value


def standings(session: Session, by: Actor) -> list[Standing]:
    """Every ledger of the actor with where it stands; three statements."""
    mine = ledgers(by)
    newest = select(func.max(Round.id)).where(within(Round.area, by.area)).group_by(Round.ledger)
    query = select(Round, OutsideFile.as_of_on).join(OutsideFile, OutsideFile.id == Round.file_id)
    rounds = {row[0].ledger: row for row in session.execute(query.where(Round.id.in_(newest)))}
    counts = _counts(session, by)
    found = []
    for ledger in mine:
        last = rounds.get(ledger.id)
        of = {state: n for (name, state), n in counts.items() if name == ledger.id}
        waiting = of.pop(OPEN[0], 0)
        found.append(Standing(ledger, last[0] if last else None, last[1] if last else None, waiting, sum(of.values())))
    return found


def listed(
    session: Session, by: Actor, *, asked: Mapping[str, str], after: int = 0, limit: int = PAGE
) -> tuple[list[Line], int]:
    """A page of differences in the order of their ids, and the id to go on from (0 at the end).

    `asked` narrows by ledger, field, kind, moved, state and area; without a state, those that are open.
    """
    query = _query(by)
    for name, column in FILTERS.items():
        if asked.get(name):
            query = query.where(column == asked[name])
    if asked.get("area"):
        query = query.where(within(Difference.area, asked["area"]))
    query = query.where(Case.state == (asked.get("state") or OPEN[0]), Difference.id > after)
    rows = [Line(*row) for row in session.execute(query.order_by(Difference.id).limit(limit + 1))]
    return rows[:limit], rows[limit - 1].difference.id if len(rows) > limit else 0


def chosen(session: Session, by: Actor, ids: Sequence[int]) -> list[Line]:
    """These differences as far as the actor may see them."""
    query = _query(by).where(Difference.id.in_(list(ids))).order_by(Difference.id)
    return [Line(*row) for row in session.execute(query)]


def open_of(session: Session, household_ids: Sequence[int], by: Actor) -> list[Line]:
    """What waits to be settled about these households, as far as the actor may see it."""
    query = _query(by).where(Difference.household_id.in_(list(household_ids)), Case.state == OPEN[0])
    return [Line(*row) for row in session.execute(query.order_by(Difference.id))]


def find(session: Session, difference_id: int, by: Actor) -> Line:
    """A difference of the actor's area and ledgers; raises `NotFound`."""
    row = session.execute(_query(by).where(Difference.id == difference_id)).one_or_none()
    if row is None:
        raise NotFound("difference", difference_id)
    return Line(*row)


def proofs(session: Session, found: Sequence[Line]) -> list[Evidence]:
    """The standing evidence in the file of the one household that these differences are about, newest first."""
    cases = {line.case_id for line in found}
    if len(cases) != 1 or None in cases:
        return []
    return [one for exhibit, one in of_case(session, found[0].case_id or 0) if not exhibit.superseded]


def sightings(session: Session, difference: Difference) -> Sequence[Any]:
    """A difference as each file showed it, newest first, with the file."""
    query = select(Sighting, OutsideFile).join(OutsideFile, OutsideFile.id == Sighting.file_id)
    return session.execute(query.where(Sighting.difference_id == difference.id).order_by(OutsideFile.id.desc())).all()


def settlements(session: Session, difference: Difference) -> Sequence[Settlement]:
    """How it was settled each time, newest first."""
    query = select(Settlement).where(Settlement.difference_id == difference.id)
    return session.scalars(query.order_by(Settlement.id.desc())).all()


def _counts(session: Session, by: Actor) -> dict[tuple[str, str], int]:
    query = select(Difference.ledger, Case.state, func.count()).join(Case, Case.id == Difference.case_id)
    query = query.where(within(Difference.area, by.area), Case.state.in_(NOT_CLOSED))
    return {(row[0], row[1]): row[2] for row in session.execute(query.group_by(Difference.ledger, Case.state))}


def _query(by: Actor) -> Any:
    return (
        select(
            Difference,
            Case.state,
            Household.case_id,
            func.coalesce(Household.head_name, ""),
            func.coalesce(Household.number, ""),
        )
        .join(Case, Case.id == Difference.case_id)
        .outerjoin(Household, Household.id == Difference.household_id)
        .where(within(Difference.area, by.area), Difference.ledger.in_([ledger.id for ledger in ledgers(by)]))
    )
