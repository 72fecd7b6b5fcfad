"""What villages find out about lines: taken over on a visit or not, and whom a line without a household means."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.cases import hold
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.kept import keep, not_later
from states.policy_ledgers.ledger import PolicyLedger, PolicyLine, PolicyMark

SETTLED = {"matched": N_("已对到户"), "nobody": N_("不是本地的人")}


def find(session: Session, line_id: int, by: Actor) -> tuple[PolicyLine, PolicyLedger]:
    """A line of the actor's area with its ledger; raises `NotFound`."""
    query = select(PolicyLine, PolicyLedger).join(PolicyLedger, PolicyLedger.id == PolicyLine.ledger_id)
    row = session.execute(query.where(PolicyLine.id == line_id, within(PolicyLine.area, by.area))).one_or_none()
    if row is None:
        raise NotFound("policy-line", line_id)
    return row[0], row[1]


def mark(
    session: Session, line_id: int, *, adopted: bool, note: str, visited_on: date | None, by: Actor, at: datetime
) -> PolicyMark:
    """Note what a visit found of a line; a second time corrects the first, and `note` is then the reason, too.

    Raises `BadInput`, `NotFound` outside the actor's area, and `Refused` for a line without a household or replaced.
    """
    line, of = find(session, line_id, by)
    if blockers := _against(line, of):
        raise Refused("mark", blockers)
    problems = not_later("visited_on", visited_on, at)
    if not adopted and len(note.strip()) < 2:
        problems.append(Problem("note", N_("没有采用的，请写明原因")))
    if len(note.strip()) > 400:
        problems.append(Problem("note", N_("文字太长")))
    old = of_line(session, line)
    if old is not None and len(note.strip()) < 2:
        problems.append(Problem("note", N_("这一条已经标注过，改标请写明原因")))
    if problems or visited_on is None:
        raise BadInput(*problems)
    home = session.get_one(Household, line.household_id)
    made = PolicyMark(key=line.key, line_id=line.id, adopted=adopted, note=note.strip(), visited_on=visited_on)
    return keep(session, home, made, "policy-mark", by=by, at=at, old=old, reason=note.strip() if old else "")


def of_line(session: Session, line: PolicyLine) -> PolicyMark | None:
    """What stands of a line, or of the same line before a correction."""
    same = PolicyMark.household_id == line.household_id, PolicyMark.key == line.key
    return session.scalars(select(PolicyMark).where(*same, PolicyMark.superseded.is_(False))).first()


def settle(session: Session, line_id: int, number: str, reason: str, *, by: Actor, at: datetime) -> PolicyLine:
    """Say whom a line without a household means: the household of that number, or nobody of ours, with the reason.

    Raises `BadInput`, `NotFound` outside the actor's area, and `Refused` where nothing is to be settled.
    """
    line, of = find(session, line_id, by)
    if line.household_id is not None or line.settled or of.superseded:
        raise Refused("settle", [Blocker("settled", N_("这一条不用再核对"))])
    home = _home(session, number, by) if number.strip() else None
    if home is None and len(reason.strip()) < 2:
        raise BadInput(Problem("reason", N_("填户编号；查无此人的，写明怎样核实的")))
    [case] = hold(session, [of.case_id])
    line.settled, line.settled_reason, line.settled_by_name = (
        "matched" if home else "nobody",
        reason.strip()[:400],
        by.name,
    )
    line.settled_at = at
    if home is not None:
        line.household_id, line.area = home.id, home.group_code
    told = {"line": line.id, "settled": line.settled} | ({"household": home.id} if home else {})
    ledger.append_many(session, [(case, "settled", told)], by, at)
    session.flush()
    return line


def _against(line: PolicyLine, of: PolicyLedger) -> list[Blocker]:
    found = []
    if of.superseded:
        found.append(Blocker("replaced", N_("这份台账已经更正，请在新的一份里标注")))
    if line.household_id is None:
        found.append(Blocker("no-household", N_("这一条还没有对到户，请先核对是哪一户")))
    return found


def _home(session: Session, number: str, by: Actor) -> Household:
    query = select(Household).where(Household.number == number.strip(), within(Household.group_code, by.area))
    home = session.scalars(query).one_or_none()
    if home is None:
        raise BadInput(Problem("number", N_("您的辖区里没有这个户编号")))
    return home
