"""The list of 雨露计划 students synced from outside, laid against ours by identity number (TZ13)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.db import Base, Instant
from engine.errors import BadInput, Problem
from engine.words import N_
from states import identity
from states.codes import codes
from states.households import Household
from states.livelihood.students import Student
from states.members import Member
from states.workbooks import Row, Sheet

HEADINGS = {"name": "姓名", "person": "证件号码", "level": "学历层次", "school": "学校名称"}
AT_ONCE = 5000
DIFFERENCES = {
    "missing-here": N_("同步名单里有，我们没有登记"),
    "missing-there": N_("我们登记了，同步名单里没有"),
    "level-differs": N_("学历层次不一致"),
}


class StudentListed(Base):
    """A line of the newest list from outside; `area` is the household's group, or the taker's area for strangers."""

    __tablename__ = "student_listed"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    area: Mapped[str] = mapped_column(code(14), index=True)
    person: Mapped[str] = mapped_column(code(18), index=True)
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[str] = mapped_column(String(16))
    school: Mapped[str] = mapped_column(String(80))
    superseded: Mapped[bool] = mapped_column(default=False)
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Difference:
    """One student about whom the list and we disagree; `case_id` is None for somebody not in our register."""

    kind: str
    name: str
    case_id: int | None
    member_id: int | None
    theirs: str
    ours: str


def take_list(session: Session, sheet: Sheet, by: Actor, at: datetime) -> int:
    """Take in a list in the place of the area's former one; answer how many students it names.

    Raises `BadInput` that names every row at fault, and then nothing was taken.
    """
    at_column = {name: sheet.headings.index(said) for name, said in HEADINGS.items() if said in sheet.headings}
    if missing := [said for name, said in HEADINGS.items() if name not in at_column]:
        raise BadInput(*[Problem(f"“{said}”", N_("表头缺少这一栏")) for said in missing])
    rows, problems = [], list[Problem]()
    for row in sheet.rows:
        try:
            rows.append(_row(row, at_column))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(*problems)
    places = _places(session, [row["person"] for row in rows])
    former = update(StudentListed).where(within(StudentListed.area, by.area), StudentListed.superseded.is_(False))
    session.execute(former.values(superseded=True))
    more = {"taken_by": by.id, "taken_at": at, "superseded": False}
    listed = [row | more | {"area": places.get(row["person"], by.area)} for row in rows]
    session.add_all([StudentListed(**row) for row in listed if by.covers(str(row["area"]))])
    session.flush()
    return len(rows)


def differences(session: Session, by: Actor, households: Collection[int] | None = None) -> list[Difference]:
    """Where the newest list and our students disagree in the actor's area; empty before any list was taken.

    With `households` only about their present members.
    """
    listed = select(StudentListed).where(within(StudentListed.area, by.area), StudentListed.superseded.is_(False))
    if session.scalar(listed.with_only_columns(StudentListed.id).limit(1)) is None:
        return []
    if households is not None:
        mine = select(Member.person).where(Member.household_id.in_(households), Member.left_on.is_(None))
        listed = listed.where(StudentListed.person.in_(mine))
    theirs = {row.person: row for row in session.scalars(listed)}
    query = (
        select(Member.person, Member.id, Member.name, Household.case_id, Student.level)
        .join(Household, Household.id == Member.household_id)
        .outerjoin(Student, (Student.member_id == Member.id) & Student.superseded.is_(False))
        .where(within(Household.group_code, by.area), Member.left_on.is_(None), Member.person != "")
    )
    if households is not None:
        query = query.where(Household.id.in_(households))
    known = {row.person: row for row in session.execute(query.where(Student.id.is_not(None)))}
    strangers = [person for person in theirs if person not in known]
    for start in range(0, len(strangers), AT_ONCE):
        some = strangers[start : start + AT_ONCE]
        known |= {row.person: row for row in session.execute(query.where(Member.person.in_(some)))}
    found = []
    for person in theirs.keys() | known.keys():
        there, here = theirs.get(person), known.get(person)
        level = here.level if here else None
        told: dict[str, Any] = {
            "name": here.name if here else there.name if there else "",
            "case_id": here.case_id if here else None,
            "member_id": here.id if here else None,
            "theirs": codes("study_level").label(there.level) if there else "",
            "ours": codes("study_level").label(level or ""),
        }
        if there and level is None:
            found.append(Difference("missing-here", **told))
        elif there is None:
            found.append(Difference("missing-there", **told))
        elif there.level != level:
            found.append(Difference("level-differs", **told))
    return sorted(found, key=lambda one: (one.kind, one.name))


def _row(row: Row, at_column: dict[str, int]) -> dict[str, str]:
    where = f"第{row.number}行"
    said = {name: str(row.cells[at]).strip() for name, at in at_column.items()}
    level = codes("study_level").find(said["level"])
    if level is None:
        raise BadInput(Problem(where, N_("学历层次要写中职、高职高专或技师学院")))
    try:
        person = identity.read(row.cells[at_column["person"]]).person
    except identity.BadIdentity as bad:
        raise BadInput(*[Problem(where, doubt.message) for doubt in bad.doubts]) from None
    if not person or not said["name"]:
        raise BadInput(Problem(where, N_("要写明姓名和居民身份证号码")))
    return {"person": person, "name": said["name"][:60], "level": level, "school": said["school"][:80]}


def _places(session: Session, people: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(people), AT_ONCE):
        query = select(Member.person, Household.group_code).join(Household, Household.id == Member.household_id)
        wanted = Member.person.in_(people[start : start + AT_ONCE])
        found |= {row[0]: row[1] for row in session.execute(query.where(wanted, Member.left_on.is_(None)))}
    return found
