"""Pushing a policy ledger: taken in as a whole or not at all; a correction takes the old one's place, with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import commands, ledger
from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.bulk import insert_rows
from engine.cases import hold, open_cases
from engine.clock import office_day
from engine.db import Base
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.help.quarters import Quarter
from states.policy_ledgers.drafts import MOST, Draft, Villages, settled, wrong
from states.policy_ledgers.ledger import POLICY_LEDGER, PolicyLedger, period_of
from states.policy_ledgers.matching import Match, match
from states.regions import Region


@dataclass(frozen=True, slots=True)
class Push:
    """What a department pushes: the quarter, the policy and its lines; a report that nothing changed has neither."""

    quarter: Quarter
    policy: str = ""
    lines: Sequence[Draft] = ()
    reason: str = ""


def push(session: Session, book: Book, given: Push, *, by: Actor, at: datetime, key: str | None = None) -> PolicyLedger:
    """Take a ledger in, its lines laid beside the register; answer it.

    Raises `BadInput` with everything wrong, line by line as `lines.3.id_no`; nothing is kept then.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(PolicyLedger, told["ledger"])
    _hold_place(session, by)
    old, villages = in_force(session, given, by), Villages(session, by.area)
    if problems := [*_against(given, old, at), *_lines_against(given, villages, at)]:
        raise BadInput(*problems)
    lines = [settled(one, villages) for one in given.lines]
    made = _open(session, given, lines, match(session, by.area, lines), by, at)
    for one in old:
        advance(session, book, one.case_id, "replace", by=by, at=at, note=given.reason.strip())
        one.superseded, made.supersedes, made.reason = True, one.id, given.reason.strip()
    session.flush()
    commands.remember(session, key, by, {"ledger": made.id})
    return made


def in_force(session: Session, given: Push, by: Actor) -> list[PolicyLedger]:
    """The ledgers whose place this one takes: of the same policy, and the report that nothing changed."""
    query = select(PolicyLedger).where(
        PolicyLedger.area == by.area, PolicyLedger.department == by.department,
        PolicyLedger.period == period_of(given.quarter), PolicyLedger.superseded.is_(False),
        PolicyLedger.policy.in_(("", given.policy.strip())),
    )  # fmt: skip
    return list(session.scalars(query.order_by(PolicyLedger.id)))


def _hold_place(session: Session, by: Actor) -> None:
    """Hold the department's area, so that of two pushes at once one is the correction of the other."""
    if not by.department:
        raise NotFound("department", by.department)
    place = select(Region.code).where(Region.code == by.area).with_for_update()
    if session.scalar(place) is None:
        raise NotFound("region", by.area)


def _against(given: Push, old: Sequence[PolicyLedger], at: datetime) -> list[Problem]:
    problems, policy = [], given.policy.strip()
    if given.quarter.first_on > office_day(at):
        problems.append(Problem("quarter", N_("这个季度还没有开始")))
    if bool(policy) != bool(given.lines):
        text = N_("请写明是哪一项政策") if given.lines else N_("没有一条内容；本季度没有调整的，请作零报告")
        problems.append(Problem("policy" if given.lines else "lines", text))
    if policy and not 2 <= len(policy) <= 40:
        problems.append(Problem("policy", N_("政策名称要写2到40个字")))
    if len(given.lines) > MOST:
        problems.append(Problem("lines", N_("超过20000条，请按政策或乡镇分开推送")))
    if old and len(given.reason.strip()) < 2:
        problems.append(Problem("reason", N_("这个季度已经推送过，更正请写明原因")))
    return problems


def _lines_against(given: Push, villages: Villages, at: datetime) -> list[Problem]:
    found = wrong(given.lines, villages, office_day(at))
    return [Problem(f"lines.{one.at}.{one.where}", one.text % dict(one.facts)) for one in found]


def _open(
    session: Session, given: Push, lines: Sequence[Draft], found: Sequence[Match], by: Actor, at: datetime
) -> PolicyLedger:
    period, policy = period_of(given.quarter), given.policy.strip()
    [case] = open_cases(session, POLICY_LEDGER, [by.area], by, at)
    keys = [one.key(by.department, period, policy) for one in lines]
    made = PolicyLedger(
        case_id=case.id, department=by.department, area=by.area, period=period, policy=policy, lines=len(lines),
        matched=sum(one.household_id is not None for one in found),
        digest=hashlib.sha256(ledger.canonical(keys).encode()).hexdigest(), pushed_on=office_day(at), pushed_by=by.id,
        pushed_by_name=by.name, pushed_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    rows = [
        {
            "ledger_id": made.id, "row": number, "area": there.area, "household_id": there.household_id,
            "name": one.name, "id_no": one.id_no, "what": one.what, "changed_on": one.changed_on,
            "amount": one.amount, "key": key, "why": there.why, "settled_at": None,
        }
        for number, (one, there, key) in enumerate(zip(lines, found, keys, strict=True), 1)
    ]  # fmt: skip
    insert_rows(session, Base.metadata.tables["policy_line"], rows)
    told = {"ledger": made.id, "period": period, "lines": made.lines, "matched": made.matched, "digest": made.digest}
    ledger.append_many(session, [(one, "pushed", told) for one in hold(session, [case.id])], by, at)
    return made
