"""差异核对表: what a ledger and ours still say differently, for the office that keeps it, numbers masked (BZ05)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from states import regions
from states.households import Household
from states.identity import masked
from states.members import Member
from states.reconciliation.differences import DIFFERENCE, KINDS, MOVED, NOT_CLOSED, Difference, Settlement
from states.reconciliation.files import OutsideRow
from states.reconciliation.ledgers import Ledger
from states.reconciliation.proposals import is_newest
from states.workbooks import write_rows

HEADINGS = ("序号", "号码", "姓名", "村", "栏目", "我方", "对方", "情况", "谁改过", "核定", "依据")
TO_FILL_IN = "更正结果（部门填写）"


def write(session: Session, ledger: Ledger, by: Actor, out: IO[bytes]) -> int:
    """Write the sheet of the actor's area as a workbook; answer how many differences stand on it."""
    rows = session.execute(_query(ledger, by)).all()
    places = regions.names(session, {row[0].area[:12] for row in rows})
    write_rows(out, (*HEADINGS, TO_FILL_IN), _lines(ledger, rows, places), f"{ledger.title}差异核对表"[:31])
    return len(rows)


def _lines(ledger: Ledger, rows: Sequence[Any], places: Mapping[str, str]) -> Iterator[list[str | int]]:
    for number, (one, state, settlement, name, facts) in enumerate(rows, 1):
        told = json.loads(facts) if facts else {}
        proof = f"{settlement.reason}（{settlement.document}）" if settlement and settlement.document else ""
        yield [
            number,
            masked(one.key) if ledger.names_people else one.key,
            name or told.get("name", told.get("head_name", "")),
            places.get(one.area[:12], ""),
            ledger.title_of(one.field),
            ledger.shown(one.field, one.ours),
            ledger.shown(one.field, one.theirs),
            KINDS[one.kind],
            MOVED[one.moved],
            DIFFERENCE.labels[state],
            proof or (settlement.reason if settlement else ""),
            "",
        ]


def _query(ledger: Ledger, by: Actor) -> Any:
    """The differences that are not closed, in the order of places and numbers, each with its last verdict."""
    last = select(Settlement).where(is_newest()).subquery()
    verdict = aliased(Settlement, last)
    name = func.coalesce(Member.name, Household.head_name)
    return (
        select(Difference, Case.state, verdict, name, OutsideRow.facts)
        .join(Case, Case.id == Difference.case_id)
        .outerjoin(verdict, verdict.difference_id == Difference.id)
        .outerjoin(Household, Household.id == Difference.household_id)
        .outerjoin(Member, Member.id == Difference.member_id)
        .outerjoin(OutsideRow, (OutsideRow.file_id == Difference.file_id) & (OutsideRow.key == Difference.key))
        .where(Difference.ledger == ledger.id, within(Difference.area, by.area), Case.state.in_(NOT_CLOSED))
        .order_by(Difference.area, Difference.key, Difference.field)
    )
