"""What our register would have to say where the other side is right: edits that another person verifies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.changes.fields import fields
from states.changes.proposing import Edit
from states.households import Household
from states.members import Member
from states.reconciliation.cells import Field
from states.reconciliation.columns import columns
from states.reconciliation.comparing import DIFFERS, MISSING_THERE
from states.reconciliation.differences import Difference
from states.reconciliation.ledgers import Ledger, by_id

AT_ONCE = 5000
Present = Mapping[tuple[str, int, str], str]


def edits(session: Session, differences: Sequence[Difference]) -> dict[int, list[Edit]]:
    """The edits that would make ours say what the other side says, by the difference's id.

    Left out are differences that no edit settles: somebody we do not have, an amount worked out from our records,
    one system against another. Those are asked about at a visit.
    """
    present = _present(session, differences)
    found = {one.id: list(_edits(one, by_id()[one.ledger], present)) for one in differences if one.ledger in by_id()}
    return {number: some for number, some in found.items() if some}


def merged(field: Field, present: str, theirs: str) -> str:
    """Several codes with those of them that this office keeps put in the place of ours, in the order of the form."""
    others = {one for one in present.split(",") if one not in field.owns}
    said = others | set(theirs.split(","))
    if theirs:
        said.discard("healthy")  # whoever is ill is not healthy besides
    known = field.column.list
    return ",".join(code for code in known.labels if code in said) if known else ""


def _edits(one: Difference, ledger: Ledger, present: Present) -> Iterator[Edit]:
    subject_id = one.member_id if ledger.subject == "member" else one.household_id
    if ledger.against or subject_id is None:
        return
    for field, said in _said(one, ledger):
        if field.figure or field.name not in fields(ledger.subject):
            continue
        if field.owns:
            said = merged(field, present.get((ledger.subject, subject_id, field.name), ""), said)  # noqa: PLW2901
            if not said:
                continue  # nothing is left, and that somebody is healthy no roll says
        yield Edit(ledger.subject, subject_id, field.name, said)


def _said(one: Difference, ledger: Ledger) -> Iterator[tuple[Field, str]]:
    if one.kind == DIFFERS and (field := ledger.field(one.field)):
        yield field, one.theirs
    elif one.kind == MISSING_THERE:
        for field in ledger.fields:
            if field.unlisted is not None:
                yield field, field.unlisted


def _present(session: Session, differences: Sequence[Difference]) -> Present:
    """What ours says in full of facts of which the office keeps some codes only."""
    found: dict[tuple[str, int, str], str] = {}
    wanted: dict[tuple[str, str], set[int]] = {}
    for one in differences:
        ledger = by_id().get(one.ledger)
        subject_id = one.member_id if ledger and ledger.subject == "member" else one.household_id
        for field in ledger.fields if ledger else ():
            if field.owns and ledger and subject_id is not None:
                wanted.setdefault((ledger.subject, field.name), set()).add(subject_id)
    for (subject, name), ids in wanted.items():
        column, table = columns(subject)[name], Member if subject == "member" else Household
        query = select(table.id, getattr(table, column.stands_in)).where(table.id.in_(sorted(ids)[:AT_ONCE]))
        for row in session.execute(query):
            found[subject, row[0], name] = str(column.of({column.stands_in: row[1]}) or "")
    return found
