"""Planning a session, noting who came, and recording that it was held, with the signed list (BZ13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import commands, evidence, ledger
from engine.actors import Actor
from engine.advance import advance
from engine.areas import within
from engine.book import Book
from engine.cases import hold as hold_cases
from engine.cases import open_cases
from engine.clock import office_day
from engine.durations import parse
from engine.errors import BadInput, NotFound, Problem
from engine.evidence import Attachment
from engine.months import later
from engine.words import N_
from states.kept import written
from states.packs.room_parts import TrainingWay
from states.regions import Region, open_on
from states.sessions.plan import ways
from states.sessions.session import HELD, SESSION, SIGNED, Attendance, SessionVillage, StaffSession
from states.users import User

MOST_PEOPLE, MOST_HOURS = 500, 1000
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Course:
    """A session as it is planned: where, what about, in which way, by whom, when, so many hours, in which villages."""

    place: str
    title: str
    way: str
    contents: str
    trainer: str
    began_on: date
    ended_on: date
    hours: int
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the list: an account by its name, or a name with unit and post."""

    name: str = ""
    unit: str = ""
    post: str = ""
    username: str = ""
    came: bool = True
    result: str = ""


def plan(session: Session, course: Course, *, by: Actor, at: datetime, key: str | None = None) -> StaffSession:
    """Plan a session; raises `BadInput` with everything wrong, `NotFound` for a place outside the actor's area."""
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(StaffSession, told["session"])
    if not by.covers(course.place) or session.get(Region, course.place) is None:
        raise NotFound("region", course.place)
    known = ways(session, course.place, office_day(at))
    villages = _villages(session, course, at)
    if problems := [*_problems(course, known), *_of_villages(course, villages)]:
        raise BadInput(*problems)
    [case] = open_cases(session, SESSION, [by.area], by, at)
    one = StaffSession(
        case_id=case.id, area=by.area, place=course.place, title=course.title.strip(), way=course.way,
        way_title=known[course.way].title, contents=course.contents.strip(), trainer=course.trainer.strip(),
        began_on=course.began_on, ended_on=course.ended_on, hours=course.hours, entered_by=by.id,
        entered_by_name=by.name, entered_at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    session.add_all([SessionVillage(session_id=one.id, village=code) for code in sorted(villages)])
    session.flush()
    commands.remember(session, key, by, {"session": one.id})
    return one


def attend(session: Session, one: StaffSession, people: Sequence[Person], *, by: Actor, at: datetime) -> int:
    """Write the list of who came, in the place of the one before; answer how many came. Raises `BadInput`.

    Accounts bring their name; a session that was held keeps its list.
    """
    [case] = hold_cases(session, [one.case_id])
    if case.state == HELD[0]:
        raise BadInput(Problem("people", N_("已经登记举办，参训名单不能再改")))
    accounts = _accounts(session, people, by)
    rows = [_row(one, person, accounts) for person in people]
    names = [(row.username, row.name, row.unit) for row in rows]
    if len(set(names)) != len(names):
        raise BadInput(Problem("people", N_("名单里有人写了两次")))
    if not 1 <= len(rows) <= MOST_PEOPLE or any(len(row.name.strip()) < 2 for row in rows):
        raise BadInput(Problem("people", N_("请写参训人员的姓名、单位，一行一人")))
    session.execute(delete(Attendance).where(Attendance.session_id == one.id))
    session.add_all(rows)
    session.flush()
    came = sum(row.came for row in rows)
    ledger.append_many(session, [(case, "attended", {"listed": len(rows), "came": came})], by, at)
    return came


def sign(session: Session, one: StaffSession, files: Sequence[Attachment], *, by: Actor, at: datetime) -> None:
    """Put the signed list on record; raises `BadInput` without a file."""
    if not files:
        raise BadInput(Problem("file", N_("请选择签到表的照片或扫描件")))
    evidence.record(session, SIGNED, {}, {one.case_id: {}}, min(one.ended_on, office_day(at)), by, at, files=files)


def hold(session: Session, book: Book, one: StaffSession, assessment: str, *, by: Actor, at: datetime) -> None:
    """Record that it was held, and how it was assessed; raises `BadInput` and `MoveBlocked` with every reason."""
    if wrong := written("assessment", assessment, N_("请写明考核方式和结果，没有考核的写明原因")):
        raise BadInput(*wrong)
    advance(session, book, one.case_id, "hold", by=by, at=at)
    one.assessment = assessment.strip()
    session.flush()


def call_off(session: Session, book: Book, one: StaffSession, reason: str, *, by: Actor, at: datetime) -> None:
    """Call it off, with the reason; raises `BadInput` and `MoveBlocked`."""
    if wrong := written("reason", reason, N_("请写明取消的原因")):
        raise BadInput(*wrong)
    advance(session, book, one.case_id, "call_off", by=by, at=at, note=reason.strip())
    one.reason = reason.strip()
    session.flush()


def _problems(course: Course, known: dict[str, TrainingWay]) -> list[Problem]:
    problems = written("title", course.title, N_("请写培训名称"), 80)
    problems += written("contents", course.contents, N_("请写培训内容，一行一项"), LONGEST)
    problems += written("trainer", course.trainer, N_("请写授课人"), 120)
    if course.way not in known:
        problems.append(Problem("way", N_("请选择培训方式")))
    if course.ended_on < course.began_on or course.began_on.year < 2000:
        problems.append(Problem("ended_on", N_("结束日期不能早于开始日期")))
    elif course.way in known and (wrong := _length(course, known[course.way])):
        problems.append(wrong)
    if not 1 <= course.hours <= MOST_HOURS:
        problems.append(Problem("hours", N_("学时要在1至1000之间")))
    return problems


def _length(course: Course, way: TrainingWay) -> Problem | None:
    """What is wrong with how long it lasts: an attachment (跟班学习) takes one to two months."""
    if way.least and course.ended_on < _last(course.began_on, way.least):
        return Problem("ended_on", f"“{way.title}”至少{parse(way.least).label}")
    if way.most and course.ended_on > _last(course.began_on, way.most):
        return Problem("ended_on", f"“{way.title}”至多{parse(way.most).label}")
    return None


def _last(day: date, length: str) -> date:
    """The last day of a length that begins with a day."""
    span = parse(length)
    return later(day, span.n, inclusive=True) if span.unit == "months" else day + timedelta(days=span.n - 1)


def _villages(session: Session, course: Course, at: datetime) -> set[str]:
    query = select(Region.code).where(Region.code.in_(course.villages), Region.level == "village")
    return set(session.scalars(query.where(open_on(office_day(at)), within(Region.code, course.place))))


def _of_villages(course: Course, known: set[str]) -> list[Problem]:
    return [] if known == set(course.villages) else [Problem("villages", N_("所选的村不在培训的地方"))]


def _accounts(session: Session, people: Sequence[Person], by: Actor) -> dict[str, User]:
    """The accounts that the list names; raises `BadInput` for one that the actor's area does not have."""
    wanted = {one.username for one in people if one.username}
    here = session.scalars(select(User).where(User.username.in_(wanted), within(User.area, by.area)))
    found = {one.username: one for one in here}
    if missing := sorted(wanted - found.keys()):
        raise BadInput(Problem("people", N_("您的辖区里没有这些账号：") + "、".join(missing)))
    return found


def _row(one: StaffSession, person: Person, accounts: dict[str, User]) -> Attendance:
    name = accounts[person.username].name if person.username else person.name.strip()
    return Attendance(
        session_id=one.id, username=person.username, name=name[:60], unit=person.unit.strip()[:80],
        post=person.post.strip()[:60], came=person.came, result=person.result.strip()[:40],
    )  # fmt: skip
