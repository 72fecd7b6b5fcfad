"""Courses out of the lists of whoever held them (TZ14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.words import N_
from states.import_lines import Line
from states.imports import AT_ONCE
from states.intake import lines
from states.intake.form import form
from states.intake.intakes import Intake
from states.intake.kind import Asking, Checked, Kind
from states.kept import keep_many
from states.livelihood.trainings import Training, TrainingRecord, problems_of
from states.roles import Permission
from states.workbooks import Sheet

Key = tuple[int, str, date]


@dataclass(frozen=True, slots=True)
class Told:
    """A course that a list tells, and the household with its case."""

    training: Training
    household_id: int
    case_id: int


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[Told]:
    """Look a list of courses through; a member's course of the same subject and first day is on record already."""
    found = lines.read(sheet, form("training"), asking.today)
    people = lines.present(session, found, asking)
    courses: dict[int, Training] = {}
    for line in found.good:
        member = people[line.row.number]
        courses[line.row.number] = training = _training(line, member.id)
        for one in problems_of(training, member, asking.at):
            found.against(line, "id_no" if one.where == "member_id" else one.where, "bad-value", one.reason)
    found.twice({row: _key(one) for row, one in courses.items()})
    cases = lines.cases(session, (one.household_id for one in people.values()))
    told = {}
    for line in found.good:
        home = people[line.row.number].household_id
        told[line.row.number] = Told(courses[line.row.number], home, cases[home])
    known = _known(session, list(told.values()))
    new = {row: one for row, one in told.items() if _key(one.training) not in known}
    return found.checked(new, len(told) - len(new))


def store(session: Session, items: Sequence[Told], _intake: Intake, asking: Asking) -> int:
    """Record the courses that are not on record."""
    known = _known(session, items)
    fresh = [
        (one.case_id, TrainingRecord(**asdict(one.training), household_id=one.household_id))
        for one in items
        if _key(one.training) not in known
    ]
    keep_many(session, fresh, "training", by=asking.by, at=asking.at)
    return len(fresh)


def _training(line: Line, member_id: int) -> Training:
    told = line.values
    began_on, ended_on = (date.fromisoformat(told[name]) for name in ("began_on", "ended_on"))
    subject, organiser, certificate = told["subject"], told["organiser"], told.get("certificate", "")
    return Training(member_id, subject, organiser, began_on, ended_on, int(told["hours"]), certificate)


def _key(one: Any) -> Key:
    return one.member_id, one.subject, one.began_on


def _known(session: Session, items: Sequence[Told]) -> set[Key]:
    found: set[Key] = set()
    wanted = sorted({one.training.member_id for one in items})
    for start in range(0, len(wanted), AT_ONCE):
        some = TrainingRecord.member_id.in_(wanted[start : start + AT_ONCE])
        columns = select(TrainingRecord.member_id, TrainingRecord.subject, TrainingRecord.began_on)
        found |= {(row[0], row[1], row[2]) for row in session.execute(columns.where(some, ~TrainingRecord.superseded))}
    return found


TRAINING: Kind[Told] = Kind(
    "training", N_("技能培训"), N_("培训结业名单；同一个人同一天开始的同一门培训算同一条"),
    Permission.IMPORT, lambda: form("training").words, lambda: lines.blank(form("training")), check, store,
)  # fmt: skip
