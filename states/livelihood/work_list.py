"""Spells of work out of lists of the outside systems, so that both of them can be laid beside ours (TZ12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.words import N_
from states.codes import codes
from states.import_lines import Line
from states.imports import AT_ONCE
from states.intake import lines
from states.intake.form import form
from states.intake.intakes import Intake
from states.intake.kind import Ask, Asking, Checked, Kind
from states.intake.lines import Lines
from states.kept import keep_many
from states.livelihood.work import Job, WorkRecord, problems_of
from states.livelihood.work_places import Places
from states.roles import Permission
from states.workbooks import Sheet

NO_SOURCE = N_("没有写来源系统；请在上传时选择，或在表里加“来源系统”一栏")
OTHER_SOURCE = N_("这一行写的来源系统是“%(written)s”，和上传时选择的不一样")
FUTURE = N_("开始时间不能晚于今天")


@dataclass(frozen=True, slots=True)
class Told:
    """A spell of work that a list tells, and the household with its case."""

    job: Job
    household_id: int
    case_id: int


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[Told]:
    """Look a list of work through; what is on record already, word for word, is not taken again."""
    found = lines.read(sheet, form("work"), asking.today)
    people = lines.present(session, found, asking)
    places = Places(session, found.good)
    jobs: dict[int, Job] = {}
    for line in found.good:
        if (job := _job(line, people[line.row.number].id, places, found, asking)) is not None:
            jobs[line.row.number] = job
    found.twice({row: _key(job) for row, job in jobs.items()})
    cases = lines.cases(session, (one.household_id for one in people.values()))
    told = {
        line.row.number: Told(
            jobs[line.row.number],
            people[line.row.number].household_id,
            cases[people[line.row.number].household_id],
        )
        for line in found.good
    }
    standing = _standing(session, list(told.values()))
    new = {row: one for row, one in told.items() if not _same(one.job, standing.get(_key(one.job)))}
    return found.checked(new, len(told) - len(new))


def store(session: Session, items: Sequence[Told], intake: Intake, asking: Asking) -> int:
    """Record what is not on record; the same spell told otherwise supersedes what was told before."""
    standing = _standing(session, items)
    fresh: list[tuple[int, WorkRecord]] = []
    for one in items:
        old = standing.get(_key(one.job))
        if _same(one.job, old):
            continue
        record = WorkRecord(**asdict(one.job), household_id=one.household_id)
        if old is not None:
            old.superseded, record.supersedes, record.reason = True, old.id, f"导入：{intake.file}"
        fresh.append((one.case_id, record))
    keep_many(session, fresh, "work", by=asking.by, at=asking.at)
    return len(fresh)


def _job(line: Line, member_id: int, places: Places, found: Lines, asking: Asking) -> Job | None:
    """The spell that a line tells; None with a problem for each thing that is wrong with it."""
    told = line.values
    stated = asking.stated.get("source", "")
    source = told.get("source") or stated
    if not source:
        found.against(line, "source", "no-source", NO_SOURCE)
        return None
    if stated and source != stated:
        found.against(line, "source", "other-source", OTHER_SOURCE, written=codes("work_source").label(source))
    job = Job(
        member_id, places.code(told), date.fromisoformat(told["began_on"]), _day(told.get("ended_on")),
        places.name(told), _money(told.get("monthly_pay")), told.get("employer", ""), told.get("industry", ""),
        told.get("channel", ""), {"yes": True, "no": False}.get(told.get("point_to_point", "")),
        _money(told.get("transport_subsidy")), source,
    )  # fmt: skip
    for one in problems_of(job, asking.today):
        found.against(line, one.where, "bad-value", one.reason)
    if job.began_on > asking.today:
        found.against(line, "began_on", "future", FUTURE)
    return job


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _money(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _key(job: Any) -> tuple[object, ...]:
    """What makes a spell the same spell: whose, in which system, where, and from which month on."""
    return job.member_id, job.source, job.place, job.began_on.year, job.began_on.month


def _same(job: Job, record: WorkRecord | None) -> bool:
    return record is not None and all(getattr(record, name) == value for name, value in asdict(job).items())


def _standing(session: Session, items: Sequence[Told]) -> dict[tuple[object, ...], WorkRecord]:
    found: dict[tuple[object, ...], WorkRecord] = {}
    wanted = sorted({one.job.member_id for one in items})
    for start in range(0, len(wanted), AT_ONCE):
        some = WorkRecord.member_id.in_(wanted[start : start + AT_ONCE])
        query = select(WorkRecord).where(some, WorkRecord.superseded.is_(False)).order_by(WorkRecord.id)
        found |= {_key(one): one for one in session.scalars(query)}
    return found


WORK: Kind[Told] = Kind(
    "work", N_("务工信息"), N_("全国系统或省监测平台导出的务工名单；同一个人同一地点同一月开始的算同一条"),
    Permission.IMPORT, lambda: form("work").words, lambda: lines.blank(form("work")), check, store,
    (Ask("source", N_("来源系统"), codes("work_source").labels, hint=N_("表里有“来源系统”一栏的可以不选")),),
)  # fmt: skip
