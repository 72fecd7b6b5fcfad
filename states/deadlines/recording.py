"""Recording that a duty was done, and taking it back with a reason; the ledger knows of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.advance import advance
from engine.areas import within
from engine.book import Book
from engine.cases import open_cases
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.evidence import Attachment
from engine.guards import Blocker
from engine.words import N_
from states.deadlines.duties import Owed, owed
from states.deadlines.proofs import by_hand
from states.deadlines.report import REPORT, DutyReport
from states.packs.duties import PROOFS

NOTE, REASON = 1000, 400
BACK = timedelta(days=427)


@dataclass(frozen=True, slots=True)
class Said:
    """What a clerk says of a report: the day, a note such as the document's number, and a scan if there is one."""

    on: date
    note: str = ""
    file: Attachment | None = None


def find(session: Session, duty: str, period: str, area: str, department: str, by: Actor, today: date) -> Owed:
    """What a post owes for a period; raises `NotFound` outside the actor's area and department."""
    if by.covers(area) and (not by.department or by.department == department):
        for one in owed(session, area, today - BACK, today + BACK, only=duty):
            if one.owing == (area, department, period):
                return one
    raise NotFound("duty", f"{duty} {period} {area}")


def record(session: Session, one: Owed, said: Said, *, by: Actor, at: datetime) -> DutyReport:
    """Record that it was handed in; raises `BadInput` and `Refused` with every reason."""
    problems = []
    if not one.opened_on <= said.on <= office_day(at):
        problems.append(Problem("on", N_("报送日期要在这一期开始之后、今天以前")))
    if len(said.note.strip()) > NOTE:
        problems.append(Problem("note", N_("文字太长")))
    if problems:
        raise BadInput(*problems)
    if blockers := list(against(session, one, by, office_day(at))):
        raise Refused("report", blockers)
    return _put(session, one, said, by, at)


def against(session: Session, one: Owed, by: Actor, today: date) -> Iterator[Blocker]:
    """Every reason against recording it now."""
    if (by.role, by.area, by.department) != (one.duty.by, one.area, one.department):
        yield Blocker("not-your-duty", N_("由承担任务的岗位自己登记"), {}, one.duty.basis, one.duty.by)
    if not by_hand(one.duty):
        text = N_("这项任务凭“%(proof)s”算办结，办了就自动记下，不用登记")
        kind = one.duty.proof.partition(":")[0]
        yield Blocker("shown-by-itself", text, {"proof": PROOFS[kind]}, one.duty.basis, one.duty.by)
    if one.opened_on > today:
        yield Blocker("not-open-yet", N_("这一期还没有开始"), {}, one.duty.basis, "", one.opened_on)
    if standing(session, one) is not None:
        yield Blocker("handed-in-already", N_("这一期已经登记过；登记有误的，先撤回"), {}, one.duty.basis, one.duty.by)


def standing(session: Session, one: Owed) -> DutyReport | None:
    """The report that stands for this duty and period; None for none."""
    mine = (DutyReport.duty == one.duty.name, DutyReport.area == one.area, DutyReport.department == one.department)
    query = select(DutyReport).where(*mine, DutyReport.period == one.period.name, DutyReport.standing.is_(True))
    return session.scalars(query).one_or_none()


def withdraw(session: Session, book: Book, report: DutyReport, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a report back: the duty is open again from today; raises `BadInput` and `Refused`."""
    if not reason.strip() or len(reason.strip()) > REASON:
        raise BadInput(Problem("reason", N_("请写明理由，不超过400字")))
    blockers = []
    if (by.area, by.department) != (report.area, report.department):
        blockers.append(Blocker("not-your-duty", N_("由承担任务的岗位自己登记")))
    if not report.standing:
        blockers.append(Blocker("withdrawn-already", N_("这次登记已经撤回")))
    if blockers:
        raise Refused("withdraw", blockers)
    advance(session, book, report.case_id, "withdraw", by=by, at=at, note=reason.strip())
    report.standing, report.withdrawn_on, report.reason = False, office_day(at), reason.strip()
    session.flush()


def get(session: Session, report_id: int, by: Actor) -> DutyReport:
    """A report of the actor's area and department; raises `NotFound`."""
    report = session.get(DutyReport, report_id)
    if report is None or not by.covers(report.area) or (by.department and by.department != report.department):
        raise NotFound("duty-report", report_id)
    return report


def reports(session: Session, duty: str, period: str, by: Actor) -> Sequence[DutyReport]:
    """Every report of a duty and period that a person sees, withdrawn ones among them, newest first."""
    query = select(DutyReport).where(DutyReport.duty == duty, DutyReport.period == period)
    query = query.where(within(DutyReport.area, by.area))
    if by.department:
        query = query.where(DutyReport.department == by.department)
    return session.scalars(query.order_by(DutyReport.id.desc()).limit(200)).all()


def _put(session: Session, one: Owed, said: Said, by: Actor, at: datetime) -> DutyReport:
    [case] = open_cases(session, REPORT, [one.area], by, at)
    report = DutyReport(
        case_id=case.id, duty=one.duty.name, area=one.area, department=one.department, period=one.period.name,
        handed_in_on=said.on, note=said.note.strip(), file_digest=said.file.digest if said.file else "",
        file_type=said.file.media_type if said.file else "", recorded_by=by.id, recorded_by_name=by.name,
        recorded_at=at, standing=True,
    )  # fmt: skip
    session.add(report)
    session.flush()
    told = {"report": report.id, "duty": one.duty.name, "period": one.period.name, "on": said.on}
    ledger.append_many(session, [(case, "reported", told | {"file": report.file_digest})], by, at)
    return report
