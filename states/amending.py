"""When the calendar is amended: which notices end on another day, and the one act that moves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case, hold
from engine.periods import Period
from engine.workdays import Calendar
from states import hanging
from states.notice_acts import tell
from states.notice_lines import NoticeLine, lines_of, tell_households
from states.notices import DRAFTED, POSTED, PRINTED, Notice


@dataclass(frozen=True, slots=True)
class Shift:
    """A notice whose last day is another one by the calendar as it stands now."""

    notice: Notice
    hangs: bool
    before: date
    period: Period

    @property
    def after(self) -> date:
        """The last day by the present calendar."""
        return self.period.last_on


def affected(session: Session, book: Book, area: str = "") -> list[Shift]:
    """The notices that hang, or shall hang, inside an area and whose days the present calendar changes."""
    query = (
        select(Notice, Case.state)
        .join(Case, Case.id == Notice.case_id)
        .where(
            Case.kind == "notice",
            Case.state.in_([DRAFTED[0], PRINTED[0], POSTED[0]]),
            within(Case.area, area),
        )
        .order_by(Notice.area, Notice.id)
    )
    calendars: dict[str, Calendar] = {}
    found = []
    for notice, state in session.execute(query):
        if notice.area not in calendars:
            calendars[notice.area] = book.calendar(session, notice.area)
        hangs = state == POSTED[0]
        spans = notice.told_spans if hangs else [*notice.told_spans, (notice.planned_on, None)]
        period = hanging.reckon(calendars[notice.area], notice.terms, spans)
        if (period.last_on, period.provisional) != (notice.last_on, notice.provisional):
            found.append(Shift(notice, hangs, notice.last_on, period))
    return found


def amend(session: Session, book: Book, document: str, *, by: Actor, at: datetime, area: str = "") -> list[Shift]:
    """Move every affected notice to its new last day, in one act that names the document it rests on."""
    shifts = affected(session, book, area)
    numbers = [shift.notice.id for shift in shifts]
    households = session.scalars(select(NoticeLine.case_id).where(NoticeLine.notice_id.in_(numbers)))
    hold(session, [*(shift.notice.case_id for shift in shifts), *households])
    for shift in shifts:
        notice = shift.notice
        notice.runs(shift.period)
        days = {"from": shift.before, "until": shift.after, "provisional": shift.period.provisional}
        tell(session, notice, "calendar-amended", {"document": document, **days}, by, at)
        if shift.hangs and shift.after != shift.before:
            told = {"notice": notice.id, "number": notice.number, "edition": notice.edition, "did": "moved"}
            tell_households(session, lines_of(session, notice), told | days | {"document": document}, by, at)
    return shifts
