"""What a visit is to settle between the register and ledgers from outside (TZ15, TZ28).

That is what nobody has judged yet, and what was judged but needs the house: both sides were found wrong, or no edit
of ours would put it right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from states.reconciliation.differences import NEITHER, OPEN, THEIRS, VISIT, Difference, Settlement
from states.reconciliation.ledgers import by_id
from states.reconciliation.proposals import is_newest


@dataclass(frozen=True, slots=True)
class ToAsk:
    """One difference that is asked about at the house: the ledger, the field, and what each side says, in words."""

    household_id: int
    member_id: int | None
    ledger: str
    field: str
    ours: str
    theirs: str


def to_ask(session: Session, household_ids: Sequence[int], by: Actor) -> list[ToAsk]:
    """What is to be asked about at these households, as far as they lie in the actor's area; one statement."""
    for_a_visit = exists().where(Settlement.difference_id == Difference.id, Settlement.remedy == VISIT, is_newest())
    query = (
        select(Difference)
        .join(Case, Case.id == Difference.case_id)
        .where(Difference.household_id.in_(list(household_ids)), within(Difference.area, by.area))
        .where((Case.state == OPEN[0]) | Case.state.in_((THEIRS[0], NEITHER[0])) & for_a_visit)
        .order_by(Difference.id)
    )
    return [_told(one) for one in session.scalars(query) if one.ledger in by_id()]


def _told(one: Difference) -> ToAsk:
    ledger = by_id()[one.ledger]
    words = [ledger.shown(one.field, value) or "空" for value in (one.ours, one.theirs)]
    assert one.household_id is not None  # the query asks for it
    return ToAsk(one.household_id, one.member_id, ledger.title, ledger.title_of(one.field), *words)
