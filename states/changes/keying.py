"""Keying a second time, blind: another person writes the value without seeing the first (HN05)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, MoveBlocked, Problem
from engine.evidence import Exhibit
from engine.guards import Blocker
from engine.words import N_
from states.changes.change import DIFFERS, EDIT, MATCHES, Change
from states.changes.deciding import told
from states.changes.fields import Field, fields
from states.changes.moving import numbered
from states.households import Household

FIRST, SECOND, THIRD = "first", "second", "third"


def field_of(change: Change) -> Field:
    """The field that is keyed twice."""
    return change.about if change.nature == EDIT else fields("member")["id_no"]


def key_again(session: Session, change: Change, written: str, *, by: Actor, at: datetime) -> bool:
    """Keep what another person keyed, and answer whether both agree; raises `BadInput` and `MoveBlocked`."""
    reasons = [*_not_open(change)]
    if by.id == change.proposed_by:
        reasons.append(Blocker("same-person", N_("第一遍是您录入的，第二遍要由另一个人录入"), {}, "抓数据", "village"))
    if change.keying in (MATCHES, DIFFERS):
        reasons.append(Blocker("keyed-already", N_("%(who)s已经录过第二遍"), {"who": change.second_by_name}))
    if reasons:
        raise MoveBlocked("key", reasons)
    try:
        value = field_of(change).read(written, office_day(at))
    except BadInput as error:
        raise BadInput(*(Problem("written", problem.reason) for problem in error.problems)) from error
    change.keying = MATCHES if value == change.keyed else DIFFERS
    change.second, change.second_by, change.second_by_name = value, by.id, by.name
    _tell(session, change, {"keying": change.keying}, by, at)
    return change.keying == MATCHES


def agree(
    session: Session,
    change: Change,
    choice: str,
    reason: str,
    *,
    value: str = "",
    evidence: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Settle which keying is right, with a reason; a third value rests on evidence in the household's file.

    Raises `BadInput`, and `MoveBlocked` for the one who keyed first and where nothing has to be settled.
    """
    reasons = [*_not_open(change)]
    if change.keying != DIFFERS:
        reasons.append(Blocker("nothing-to-settle", N_("两遍录入没有不一致，不用核定")))
    if by.id == change.proposed_by:
        reasons.append(Blocker("same-person", N_("第一遍是您录入的，要由另一个人核定"), {}, "抓数据", "village"))
    if reasons:
        raise MoveBlocked("agree", reasons)
    if choice not in (FIRST, SECOND, THIRD):
        raise BadInput(Problem("choice", N_("请选择哪一个值正确")))
    basis = told("reason", reason)
    right = change.keyed if choice == FIRST else str(change.second)
    if choice == THIRD:
        right = _third(session, change, value, evidence, at)
    change.first, change.agreed_by, change.agreed_reason = change.keyed, by.id, basis
    change.third, change.agreed_evidence = choice == THIRD, evidence if choice == THIRD else None
    change.keying = MATCHES
    _set(change, right)
    _tell(session, change, {"agreed": choice}, by, at)


def proofs(session: Session, change: Change) -> list[Exhibit]:
    """The evidence that stands in the household's file, newest first."""
    query = select(Exhibit).join(Household, Household.case_id == Exhibit.case_id)
    standing = query.where(Household.id == change.household_id, Exhibit.superseded == false())
    return list(session.scalars(standing.order_by(Exhibit.evidence_id.desc())))


def _third(session: Session, change: Change, value: str, evidence: int | None, at: datetime) -> str:
    if evidence not in {one.evidence_id for one in proofs(session, change)}:
        raise BadInput(Problem("evidence", N_("改成第三个值要有依据：请选这一户已登记的材料")))
    try:
        return field_of(change).read(value, office_day(at))
    except BadInput as error:
        raise BadInput(*(Problem("value", problem.reason) for problem in error.problems)) from error


def _set(change: Change, value: str) -> None:
    change.after = value if change.nature == EDIT else ledger.canonical(change.told | {"id_no": value})
    if field_of(change).type == "identity":
        change.person = str(numbered(value)["person"])


def _not_open(change: Change) -> list[Blocker]:
    if not change.live:
        return [Blocker("decided", N_("这条变更已经办结"))]
    return [] if change.keying else [Blocker("not-keyed-twice", N_("这一项不用录入第二遍"))]


def _tell(session: Session, change: Change, facts: dict[str, object], by: Actor, at: datetime) -> None:
    [case] = hold(session, [change.case_id])
    ledger.append_many(session, [(case, "keyed", facts)], by, at)
    session.flush()
