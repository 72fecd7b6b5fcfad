"""The signed sheet: household and collector confirm the year, the first three quarters checked (TZ08, TZ25)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine import commands, evidence, ledger
from engine.actors import Actor
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.evidence import Attachment, Evidence
from engine.words import N_
from states.income import changes, opening
from states.income.lines import IncomeLine
from states.income.standing import SHEET, standings


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signed for the household, who collected, when, whether the first three quarters were checked."""

    household: str
    collector: str
    signed_on: date
    earlier_checked: bool


def sign(
    session: Session,
    household_case: int,
    year: int,
    said: Signatures,
    files: Sequence[Attachment] = (),
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> None:
    """Record the signed sheet for the figures as they stand; a newer one takes the place of the last.

    The evidence covers the lines up to the newest: a later change needs new signatures. Raises `BadInput`, `NotFound`,
    and `Refused` when nothing may change any more.
    """
    if commands.claim(session, key, by, at) is not None:
        return
    _household, statement = opening.find(session, household_case, year, by)
    if statement is None:
        raise NotFound("income", household_case)
    _check(said, office_day(at))
    cases = changes.cases_of(session, [statement])
    if blockers := list(changes.against_state(statement, cases[statement.case_id])):
        raise Refused("sign", blockers)
    standing = standings(session, [statement.case_id], office_day(at))[statement.case_id]
    lines = changes.standing_lines(session, [statement.id])
    digest = hashlib.sha256(ledger.canonical([[*place, line.amount] for place, line in sorted_lines(lines)]).encode())
    body = {
        "household": said.household.strip(),
        "collector": said.collector.strip(),
        "earlier_checked": said.earlier_checked,
        "year": year,
        "figures": digest.hexdigest(),
    }
    facts = {"upto": standing.newest_line, "earlier_checked": said.earlier_checked}
    last = current(session, statement.case_id)
    evidence.record(
        session, SHEET, body, {statement.case_id: facts}, said.signed_on, by, at, files=files,
        supersedes=last, reason="重新签字确认" if last else "",
    )  # fmt: skip


def sorted_lines(lines: dict[changes.Place, IncomeLine]) -> list[tuple[changes.Place, IncomeLine]]:
    """Lines in the order of their places; those of the household as a whole first."""
    return sorted(lines.items(), key=lambda one: (one[0][0], one[0][1] or 0, one[0][2:]))


def current(session: Session, case_id: int) -> Evidence | None:
    """The signed sheet that stands; None before the first."""
    for exhibit, sheet in evidence.of_case(session, case_id):
        if exhibit.kind == SHEET and not exhibit.superseded:
            return sheet
    return None


def _check(said: Signatures, today: date) -> None:
    problems = []
    if not said.household.strip():
        problems.append(Problem("household", N_("缺农户签字：请写明是谁签的字")))
    if not said.collector.strip():
        problems.append(Problem("collector", N_("缺信息采集员签字：请写明是谁签的字")))
    if said.household.strip() and said.household.strip() == said.collector.strip():
        problems.append(Problem("collector", N_("农户和信息采集员不能是同一个人")))
    if said.signed_on > today:
        problems.append(Problem("signed_on", N_("签字日期不能晚于今天")))
    if problems:
        raise BadInput(*problems)
