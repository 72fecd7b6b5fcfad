"""The desk of reconciling: the worklist of differences, and one with its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import NotFound
from engine.evidence import Evidence, of_case
from states.households import Household
from states.identity import masked
from states.reconciliation.differences import OPEN, SETTLED, Difference, Settlement, Sighting
from states.reconciliation.files import OutsideFile
from states.reconciliation.ledgers import Ledger, by_id, ledgers
from states.reconciliation.proposals import is_newest

PAGE = 50
FILTERS = {
    "ledger": Difference.ledger,
    "field": Difference.field,
    "kind": Difference.kind,
    "moved": Difference.moved,
}
"""The columns that the worklist can be narrowed by, besides state and area."""


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
        return by_id()[self.difference.ledger]

    @property
    def field(self) -> str:
        """What people call the field."""
        return self.ledger.title_of(self.difference.field)

    @property
    def is_open(self) -> bool:
        """Whether it waits to be settled."""
        return self.state == OPEN[0]

    @property
    def masked(self) -> str:
        """The number as lists show it; a household's stands in full."""
        return masked(self.difference.key) if self.ledger.names_people else self.difference.key

    def shown(self, value: str) -> str:
        """A value in the words of the form."""
        return self.ledger.shown(self.difference.field, value)


def listed(
    session: Session, by: Actor, *, asked: Mapping[str, str], after: int = 0, limit: int = PAGE
) -> tuple[list[Line], int]:
    """A page of differences in the order of their ids, and the id to go on from (0 at the end).

    `asked` narrows by ledger, field, kind, moved, state, remedy and area; without a state, those that are open, with
    a remedy those that were settled so.
    """
    query = _query(by)
    for name, column in FILTERS.items():
        if asked.get(name):
            query = query.where(column == asked[name])
    if asked.get("area"):
        query = query.where(within(Difference.area, asked["area"]))
    if asked.get("remedy"):
        settled = Settlement.difference_id == Difference.id
        query = query.where(
            Case.state.in_(SETTLED), exists().where(settled, Settlement.remedy == asked["remedy"], is_newest())
        )
    else:
        query = query.where(Case.state == (asked.get("state") or OPEN[0]))
    query = query.where(Difference.id > after)
    rows = [Line(*row) for row in session.execute(query.order_by(Difference.id).limit(limit + 1))]
    return rows[:limit], rows[limit - 1].difference.id if len(rows) > limit else 0


def chosen(session: Session, by: Actor, ids: Sequence[int]) -> list[Line]:
    """These differences as far as the actor may see them."""
    query = _query(by).where(Difference.id.in_(list(ids))).order_by(Difference.id)
    return [Line(*row) for row in session.execute(query)]


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
