"""The village ledger and the ledger of natural changes, and both as workbooks (BZ04; forms 附件1 and 附件2 of TZ05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import OFFICE
from states import regions
from states.changes.change import EDIT, JOIN, LEAVE, PARTS, SOURCES, TRANSFER, Change
from states.changes.shown import Line, applied
from states.codes import codes
from states.members import Member
from states.workbooks import Cell, write

VILLAGE, INCREASE, DECREASE = "village", "increase", "decrease"
NATURES = {VILLAGE: (EDIT,), INCREASE: (JOIN, TRANSFER), DECREASE: (LEAVE, TRANSFER)}
SHEETS = {VILLAGE: "村级台账", INCREASE: "附件1", DECREASE: "附件2"}
MOST = 5000
PLACE = ("县市", "乡镇", "行政村", "户编号", "户主姓名", "户类型")
HEADINGS = {
    VILLAGE: (*PLACE, "成员姓名", "变更项目", "变更前", "变更后", "来源", "所属批次", "提出人", "核对人", "核对日期"),
    INCREASE: (*PLACE, "增加人员姓名", "证件号码", "与户主关系", "增加日期", "增加原因", "所属批次", "核对人"),
    DECREASE: (*PLACE, "减少人员姓名", "证件号码", "与户主关系", "减少日期", "减少原因", "所属批次", "核对人"),
}
"""The columns of each workbook, after the forms that are handed in."""


@dataclass(frozen=True, slots=True)
class Period:
    """A first and a last day, both within."""

    since: date
    until: date


def entries(session: Session, by: Actor, ledger: str, area: str, period: Period) -> list[Line]:
    """The entries of one of the three ledgers in an area: by the day it happened, else by the day it was checked."""
    lines = applied(session, by, area, (Change.nature.in_(NATURES[ledger]), _within(period)), MOST)
    return [one for one in lines if _belongs(one, ledger, area or by.area)]


def workbook(session: Session, by: Actor, ledger: str, area: str, period: Period) -> bytes:
    """The same entries as xlsx."""
    lines = entries(session, by, ledger, area, period)
    areas = {code for one in lines for code in _codes(one)}
    places = regions.names(session, areas)
    rows: Sequence[Sequence[Cell]] = [[*_place(one, places), *_cells(one, ledger)] for one in lines]
    return write(HEADINGS[ledger], rows, SHEETS[ledger])


def _within(period: Period) -> ColumnElement[bool]:
    begin = datetime.combine(period.since, time(), OFFICE)
    end = datetime.combine(period.until + timedelta(days=1), time(), OFFICE)
    decided = Change.happened_on.is_(None) & (Change.decided_at >= begin) & (Change.decided_at < end)
    return or_(Change.happened_on.between(period.since, period.until), decided)


def _belongs(line: Line, ledger: str, area: str) -> bool:
    """A transfer is an increase where it leads, a decrease where it comes from."""
    from_here = line.change.area.startswith(area)
    if line.change.nature != TRANSFER or ledger == VILLAGE:
        return from_here
    return from_here if ledger == DECREASE else (line.other_area or "").startswith(area)


def _codes(line: Line) -> tuple[str, str, str]:
    area = line.change.area
    return area[:6], area[:9], area[:12]


def _place(line: Line, places: dict[str, str]) -> list[str]:
    return [
        *(places.get(code, "") for code in _codes(line)),
        line.number,
        line.head_name,
        codes("household_kind").label(line.kind),
    ]


def _cells(line: Line, ledger: str) -> list[str]:
    change = line.change
    part = PARTS.get(change.part, "")
    if ledger == VILLAGE:
        day = change.decided_at.astimezone(OFFICE).date().isoformat() if change.decided_at else ""
        told = [line.what, line.before, line.after, SOURCES[change.source]]
        people = [change.proposed_by_name, change.decided_by_name]
        return [line.who if change.subject == "member" else "", *told, part, *people, day]
    day = change.happened_on.isoformat() if change.happened_on else ""
    number, relation = _person(line.member)
    return [line.who, number, relation, day, line.reason, part, change.decided_by_name]


def _person(member: Member | None) -> tuple[str, str]:
    return (member.id_no, codes("relation").label(member.relation)) if member else ("", "")
