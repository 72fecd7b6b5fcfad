"""Typing income in: by quarter, for one person or for the household as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from engine import commands
from engine.actors import Actor
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states import case_file
from states.households import Household
from states.income import changes, days, opening
from states.income.changes import Change
from states.income.items import Item
from states.income.plans import Terms
from states.members import Member
from states.money import MOST, yuan
from states.person_months import Stay, months_of

LONGEST = 400

IMPORT_ONLY = N_("“%(item)s”属转移性收入，按规定由系统数据导入，不能手工录入；请在“收入核对”里用“导入收入”上传数据表")


def enter(
    session: Session,
    household_case: int,
    quarter: int,
    member_id: int | None,
    amounts: Mapping[str, Decimal],
    *,
    reason: str = "",
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> int:
    """Write amounts (item to yuan) of a quarter down and answer how many lines were new or different.

    `member_id` None means the household as a whole. A number that replaces another needs a reason. Raises `BadInput`,
    `NotFound`, and `Refused` with every reason: locked, under review, the quarter not over, the window shut, or an
    item that comes by import only (TZ24).
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return int(told["lines"])
    household = case_file.household(session, household_case, by)
    statement, terms = opening.ensure(session, [household], by, at)[household.id]
    if quarter not in (1, 2, 3, 4):
        raise BadInput(Problem("quarter", N_("季度只有1至4")))
    member = _member(session, household, member_id)
    _check(terms, member, quarter, amounts)
    cases = changes.cases_of(session, [statement])
    blockers = [
        *changes.against_state(statement, cases[statement.case_id]),
        *days.against(session, [household.village], terms, quarter, office_day(at))[household.village],
        *_by_import(terms, amounts),
    ]
    if blockers:
        raise Refused("enter", blockers)
    wanted = [Change(statement, member_id, quarter, item, amount) for item, amount in amounts.items()]
    _reason(session, wanted, reason)
    done = changes.write(session, wanted, cases, reason.strip(), by, at)
    commands.remember(session, key, by, {"lines": done})
    return done


def enter_nothing(
    session: Session, household_case: int, quarter: int, member_ids: Sequence[int], *, by: Actor, at: datetime
) -> int:
    """Write down for each of these people that the quarter brought nothing: a zero for the first item of the form.

    Raises as `enter` does.
    """
    household = case_file.household(session, household_case, by)
    _statement, terms = opening.ensure(session, [household], by, at)[household.id]
    first = terms.edition.typed("person")[0].code
    zero = {first: Decimal(0)}
    return sum(enter(session, household_case, quarter, member_id, zero, by=by, at=at) for member_id in member_ids)


def read_amounts(items: Sequence[Item], written: Mapping[str, str]) -> dict[str, Decimal]:
    """The amounts that were filled in, item to yuan; raises `BadInput` naming each field that holds none."""
    amounts, problems = {}, []
    for item in items:
        text = written.get(item.code, "").strip()
        amount = yuan(text) if text else None
        if amount is not None:
            amounts[item.code] = amount
        elif text:
            problems.append(Problem(item.code, N_("请填金额：元，不带单位，最多两位小数，没有的填0")))
    if problems:
        raise BadInput(*problems)
    return amounts


def _member(session: Session, household: Household, member_id: int | None) -> Member | None:
    if member_id is None:
        return None
    member = session.get(Member, member_id)
    if member is None or member.household_id != household.id:
        raise NotFound("member", member_id)
    return member


def _check(terms: Terms, member: Member | None, quarter: int, amounts: Mapping[str, Decimal]) -> None:
    per = "person" if member else "household"
    problems = [
        Problem(item, N_("没有这个收入项目"))
        for item in amounts
        if item not in terms.edition.items or terms.edition.items[item].per != per
    ]
    problems += [
        Problem(item, N_("金额不能是负数，也不能超过一亿元"))
        for item, amount in amounts.items()
        if not 0 <= amount < MOST
    ]
    if not amounts:
        problems.append(Problem("", N_("一项也没有填；没有收入的请填0")))
    if member:
        span = terms.quarter(quarter)
        if not months_of(Stay(member.joined_on, member.left_on), span.since, span.until):
            problems.append(Problem("", N_("这个季度此人不在这一户，不能录入收入")))
    if problems:
        raise BadInput(*problems)


def _by_import(terms: Terms, amounts: Mapping[str, Decimal]) -> list[Blocker]:
    imported = [item for code in amounts if (item := terms.edition.items[code]).import_only]
    return [Blocker("import-only", IMPORT_ONLY, {"item": item.label}, "", "township") for item in imported]


def _reason(session: Session, wanted: Sequence[Change], reason: str) -> None:
    there = changes.standing_lines(session, [one.statement.id for one in wanted])
    corrected = [one for one in wanted if one.place in there and there[one.place].amount != one.amount]
    if corrected and not reason.strip():
        raise BadInput(Problem("reason", N_("改动已经录过的数，要写明原因")))
    if len(reason.strip()) > LONGEST:
        raise BadInput(Problem("reason", N_("文字太长")))
