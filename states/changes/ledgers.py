"""The village ledger and the ledger of natural changes, and both as workbooks (BZ04; forms 附件1 and 附件2 of TZ05)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import OFFICE
from states import regions
from states.changes.change import EDIT, JOIN, LEAVE, PARTS, SOURCES, TRANSFER, Change
from states.changes.shown import OTHER, Line, applied
from states.codes import codes
from states.identity import masked
from states.members import Member
from states.workbooks import Cell, write_rows

VILLAGE, INCREASE, DECREASE = "village", "increase", "decrease"
NATURES = {VILLAGE: (EDIT,), INCREASE: (JOIN, TRANSFER), DECREASE: (LEAVE, TRANSFER)}
SHEETS = {VILLAGE: "村级台账", INCREASE: "附件1", DECREASE: "附件2"}
A_PAGE = 500
Place = tuple[datetime, int]
"""Where a page ends: when the entry was checked, and its change."""
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


def page(
    session: Session, by: Actor, ledger: str, area: str, period: Period, after: Place | None = None, limit: int = A_PAGE
) -> tuple[list[Line], Place | None]:
    """A page of one of the three ledgers in the order of checking, and the place to go on from (None at the end).

    An entry belongs to the day on which it happened, else to the day on which it was checked.
    """
    conditions = (Change.nature.in_(NATURES[ledger]), _within(period), _belongs(ledger, area or by.area))
    lines = applied(session, by, area, conditions, after, limit + 1)
    last = lines[limit - 1].change if len(lines) > limit else None
    return lines[:limit], (last.decided_at, last.id) if last and last.decided_at else None


def pages(session: Session, by: Actor, ledger: str, area: str, period: Period) -> Iterator[list[Line]]:
    """All entries, a page at a time."""
    after: Place | None = None
    while True:
        lines, after = page(session, by, ledger, area, period, after)
        yield lines
        if after is None:
            return


def entries(session: Session, by: Actor, ledger: str, area: str, period: Period) -> list[Line]:
    """All entries at once."""
    return [line for lines in pages(session, by, ledger, area, period) for line in lines]


def write_form(
    out: IO[bytes], session: Session, by: Actor, ledger: str, area: str, period: Period, *, in_full: bool
) -> None:
    """Write the form that is handed in as xlsx; identity numbers `in_full` are an opening, to be logged."""
    write_rows(out, HEADINGS[ledger], _rows(session, by, ledger, area, period, in_full), SHEETS[ledger])


def _rows(
    session: Session, by: Actor, ledger: str, area: str, period: Period, in_full: bool
) -> Iterator[Sequence[Cell]]:
    for lines in pages(session, by, ledger, area, period):
        places = regions.names(session, {code for one in lines for code in _codes(one)})
        for one in lines:
            yield [*_place(one, places), *_cells(one, ledger, in_full)]
        session.expunge_all()


def _within(period: Period) -> ColumnElement[bool]:
    begin = datetime.combine(period.since, time(), OFFICE)
    end = datetime.combine(period.until + timedelta(days=1), time(), OFFICE)
    decided = Change.happened_on.is_(None) & (Change.decided_at >= begin) & (Change.decided_at < end)
    return or_(Change.happened_on.between(period.since, period.until), decided)


def _belongs(ledger: str, area: str) -> ColumnElement[bool]:
    """A transfer is an increase where it leads, a decrease where it comes from."""
    from_here, to_here = within(Change.area, area), within(OTHER.group_code, area)
    if ledger != INCREASE:
        return from_here
    return or_((Change.nature == TRANSFER) & to_here, (Change.nature != TRANSFER) & from_here)


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


def _cells(line: Line, ledger: str, in_full: bool) -> list[str]:
    change = line.change
    part = PARTS.get(change.part, "")
    if ledger == VILLAGE:
        day = change.decided_at.astimezone(OFFICE).date().isoformat() if change.decided_at else ""
        told = [line.what, line.before, line.after, SOURCES[change.source]]
        people = [change.proposed_by_name, change.decided_by_name]
        return [line.who if change.subject == "member" else "", *told, part, *people, day]
    day = change.happened_on.isoformat() if change.happened_on else ""
    number, relation = _person(line.member, in_full)
    return [line.who, number, relation, day, line.reason, part, change.decided_by_name]


def _person(member: Member | None, in_full: bool) -> tuple[str, str]:
    if member is None:
        return "", ""
    return member.id_no if in_full else masked(member.id_no), codes("relation").label(member.relation)
