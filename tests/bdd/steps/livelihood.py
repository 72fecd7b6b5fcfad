"""Sentences about work, study and training of members."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from pytest_bdd import given, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.db import reading
from engine.errors import BadInput
from states import workbooks
from states.codes import codes
from states.households import Household
from states.livelihood import student_list, students, trainings, work, work_doubts
from states.livelihood.mismatches import KINDS
from states.livelihood.of_household import Livelihood, livelihood_of
from states.livelihood.students import Student, Study
from states.livelihood.trainings import Training, TrainingRecord
from states.livelihood.work import Job, WorkRecord
from states.members import Member
from tests.bdd.people import HEPING, ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World

PLACES = {"昆明市官渡区": "530111", "昆明市": "530100", "东莞市": "441900"}
MISMATCHES = {title: kind for kind, title in KINDS.items()}
DIFFERENCES = {title: kind for kind, title in student_list.DIFFERENCES.items()}


def household(session: Session, world: World, head: str) -> Household:
    """The household in this transaction."""
    return session.scalars(select(Household).where(Household.case_id == world.cases[head])).one()


def act(world: World, head: str, name: str, do: Callable[[Session, Household, int], Any]) -> None:
    """Do something about a member of a household."""

    def whole(session: Session) -> None:
        home = household(session, world, head)
        query = select(Member.id).where(Member.household_id == home.id, Member.name == name)
        do(session, home, session.scalars(query).one())

    world.attempt(whole)


def looked(world: World, head: str) -> Livelihood:
    """The household's page."""
    world.finish()
    with reading(world.db) as session:
        return livelihood_of(session, household(session, world, head))


def goes_to_work(world: World, role: str, head: str, name: str, place: str, pay: int, source: str) -> None:
    def do(session: Session, home: Household, member: int) -> None:
        job = Job(member, PLACES[place], date(2021, 3, 1), monthly_pay=Decimal(pay), source=source)
        work.record_work(session, home, job, by=ROLES[role], at=world.at)

    act(world, head, name, do)


@given(phrase('{role:role}登记"{head}"户"{name}"在"{place}"务工，月收入{pay:n}元'))
@when(phrase('{role:role}登记"{head}"户"{name}"在"{place}"务工，月收入{pay:n}元'))
def work_recorded(world: World, role: str, head: str, name: str, place: str, pay: int) -> None:
    goes_to_work(world, role, head, name, place, pay, "ours")


@given(phrase('"{source}"里"{head}"户"{name}"在"{place}"务工，月收入{pay:n}元'))
@when(phrase('"{source}"里"{head}"户"{name}"在"{place}"务工，月收入{pay:n}元'))
def work_taken_in(world: World, source: str, head: str, name: str, place: str, pay: int) -> None:
    goes_to_work(world, "乡镇业务员", head, name, place, pay, codes("work_source").find(source) or "")


@when(phrase('{role:role}把"{head}"户"{name}"的务工月收入更正为{pay:n}元，原因是"{reason}"'))
def work_corrected(world: World, role: str, head: str, name: str, pay: int, reason: str) -> None:
    def do(session: Session, home: Household, member: int) -> None:
        old = session.scalars(select(WorkRecord).where(WorkRecord.member_id == member)).one()
        job = Job(member, old.place, old.began_on, monthly_pay=Decimal(pay))
        work.record_work(session, home, job, by=ROLES[role], at=world.at, old=old, reason=reason)

    act(world, head, name, do)


@then(phrase('"{head}"户"{name}"的务工月收入是{now:n}元，更正前的{before:n}元还查得到'))
def work_is(world: World, head: str, name: str, now: int, before: int) -> None:
    found = looked(world, head)
    told = {row.superseded: row.monthly_pay for row in found.work if found.names[row.member_id] == name}
    assert told == {False: now, True: before}


def answers(world: World, role: str, head: str, name: str, works: str, wage: int, reason: str) -> None:
    def do(session: Session, home: Household, member: int) -> None:
        told = (member, world.today.year, works == "有", Decimal(wage))
        work.answer_sheet(session, home, *told, by=ROLES[role], at=world.at, reason=reason)

    act(world, head, name, do)


@given(phrase('{role:role}登记"{head}"户"{name}"的情况表，今年"{works}"务工，工资性收入{wage:n}元'))
@when(phrase('{role:role}登记"{head}"户"{name}"的情况表，今年"{works}"务工，工资性收入{wage:n}元'))
def sheet_answered(world: World, role: str, head: str, name: str, works: str, wage: int) -> None:
    answers(world, role, head, name, works, wage, "")


@when(phrase('{role:role}更正"{head}"户"{name}"的情况表，今年"{works}"务工，工资性收入{wage:n}元'))
def sheet_corrected(world: World, role: str, head: str, name: str, works: str, wage: int) -> None:
    answers(world, role, head, name, works, wage, "重新核对工资")


@given(phrase('{role:role}通过"{way}"核实"{head}"户"{name}"的"{kind}"，查明"{found}"'))
@when(phrase('{role:role}通过"{way}"核实"{head}"户"{name}"的"{kind}"，查明"{found}"'))
def mismatch_settled(world: World, role: str, way: str, head: str, name: str, kind: str, found: str) -> None:
    how = work_doubts.Settling(codes("settling_way").find(way) or way, world.today, ROLES[role].name, found)

    def do(session: Session, home: Household, member: int) -> None:
        work_doubts.settle(session, home, member, MISMATCHES[kind], how, world.today.year, by=ROLES[role], at=world.at)

    act(world, head, name, do)


def waiting(world: World, head: str) -> list[tuple[str, str]]:
    """The mismatches of a household that wait, by name and title."""
    world.finish()
    with reading(world.db) as session:
        case = world.cases[head]
        found = work_doubts.doubts(session, ROLES["村级信息员"], HEPING, world.today.year, case_id=case)
    return [(doubt.name, KINDS[doubt.kind]) for doubt in found if doubt.settlement is None]


@then(phrase('"{head}"户"{name}"待核实的是"{kind}"'))
def mismatch_waits(world: World, head: str, name: str, kind: str) -> None:
    assert waiting(world, head) == [(name, kind)]


@then(phrase('"{head}"户没有待核实的务工信息'))
def no_mismatch_waits(world: World, head: str) -> None:
    assert waiting(world, head) == []


def take_students(world: World, role: str, head: str, name: str, level: str, spoil: bool) -> None:
    """Take in a synced list with one student on it."""
    with reading(world.db) as session:
        home = household(session, world, head)
        query = select(Member.id_no).where(Member.household_id == home.id, Member.name == name)
        number = session.scalars(query).one()
    if spoil:
        number = number[:-1] + ("1" if number[-1] != "1" else "2")
    data = workbooks.write(list(student_list.HEADINGS.values()), [(name, number, level, "丽江职业学院")])
    sheet = workbooks.read(data, "同步名单.xlsx", tuple(student_list.HEADINGS.values()))
    world.attempt(lambda session: student_list.take_list(session, sheet, ROLES[role], world.at))


@given(phrase('{role:role}导入雨露计划同步名单，其中有"{head}"户的"{name}"，学历层次"{level}"'))
@when(phrase('{role:role}导入雨露计划同步名单，其中有"{head}"户的"{name}"，学历层次"{level}"'))
def students_taken(world: World, role: str, head: str, name: str, level: str) -> None:
    take_students(world, role, head, name, level, spoil=False)


@when(phrase('{role:role}导入雨露计划同步名单，"{head}"户"{name}"的证件号码错了一位'))
def students_with_a_wrong_number(world: World, role: str, head: str, name: str) -> None:
    take_students(world, role, head, name, "中职", spoil=True)


@then(phrase("系统不收同步名单，指出第{row:n}行的证件号码"))
def students_refused(world: World, row: int) -> None:
    refusal = world.refused()
    assert isinstance(refusal, BadInput)
    assert [problem.where for problem in refusal.problems] == [f"第{row}行"]


@given(phrase('{role:role}登记"{head}"户"{name}"为雨露计划学生，学历层次"{level}"'))
@when(phrase('{role:role}登记"{head}"户"{name}"为雨露计划学生，学历层次"{level}"'))
def student_entered(world: World, role: str, head: str, name: str, level: str) -> None:
    def do(session: Session, home: Household, member: int) -> None:
        study = Study(member, codes("study_level").find(level) or "", "丽江职业学院", date(2025, 9, 1))
        students.enter(session, home, study, by=ROLES[role], at=world.at)

    act(world, head, name, do)


def differences(world: World) -> list[tuple[str, str]]:
    """Where the synced list and ours disagree, by name and title."""
    world.finish()
    with reading(world.db) as session:
        return [(one.name, one.kind) for one in student_list.differences(session, ROLES["村级信息员"])]


@then(phrase('核对雨露计划，"{name}"是"{kind}"'))
def students_differ(world: World, name: str, kind: str) -> None:
    assert (name, DIFFERENCES[kind]) in differences(world)


@then(phrase("核对雨露计划，没有差异"))
def students_agree(world: World) -> None:
    assert differences(world) == []


@given(phrase('{role:role}登记"{head}"户"{name}"的"{term}"补助{amount:n}元'))
@when(phrase('{role:role}登记"{head}"户"{name}"的"{term}"补助{amount:n}元'))
def subsidy_paid(world: World, role: str, head: str, name: str, term: str, amount: int) -> None:
    def do(session: Session, home: Household, member: int) -> None:
        told = (member, term, Decimal(amount), world.today)
        students.pay(session, home, *told, by=ROLES[role], at=world.at)

    act(world, head, name, do)


@when(phrase('{role:role}登记"{head}"户"{name}"已毕业，去向"{outcome}"，单位"{employer}"'))
def graduated(world: World, role: str, head: str, name: str, outcome: str, employer: str) -> None:
    code = codes("study_outcome").find(outcome) or ""

    def do(session: Session, home: Household, member: int) -> None:
        old = session.scalars(select(Student).where(Student.member_id == member)).one()
        study = Study(member, old.level, old.school, old.enrolled_on, world.today, code, employer)
        students.enter(session, home, study, by=ROLES[role], at=world.at, old=old, reason="毕业就业更新")

    act(world, head, name, do)


@then(phrase('"{head}"户"{name}"的去向是"{outcome}"，补助合计{amount:n}元'))
def became(world: World, head: str, name: str, outcome: str, amount: int) -> None:
    found = looked(world, head)
    [student] = [one for one in found.students if not one.superseded and found.names[one.member_id] == name]
    assert codes("study_outcome").label(student.outcome) == outcome
    assert sum(one.amount for one in found.subsidies if not one.superseded) == amount


@given(phrase('{role:role}登记"{head}"户"{name}"参加"{subject}"培训，{hours:n}学时'))
@when(phrase('{role:role}登记"{head}"户"{name}"参加"{subject}"培训，{hours:n}学时'))
def trained(world: World, role: str, head: str, name: str, subject: str, hours: int) -> None:
    def do(session: Session, home: Household, member: int) -> None:
        course = Training(member, subject, "县人社局", date(2026, 6, 1), date(2026, 6, 5), hours)
        trainings.record_training(session, home, course, by=ROLES[role], at=world.at)

    act(world, head, name, do)


@when(phrase('{role:role}把"{head}"户"{name}"的培训更正为{hours:n}学时，原因是"{reason}"'))
def training_corrected(world: World, role: str, head: str, name: str, hours: int, reason: str) -> None:
    def do(session: Session, home: Household, member: int) -> None:
        old = session.scalars(select(TrainingRecord).where(TrainingRecord.member_id == member)).one()
        course = Training(member, old.subject, old.organiser, old.began_on, old.ended_on, hours)
        trainings.record_training(session, home, course, by=ROLES[role], at=world.at, old=old, reason=reason)

    act(world, head, name, do)


@then(phrase('"{head}"户"{name}"今年的培训是"{subject}"，{hours:n}学时'))
def training_is(world: World, head: str, name: str, subject: str, hours: int) -> None:
    world.finish()
    with reading(world.db) as session:
        rows, _more = trainings.listed(session, ROLES["村级信息员"], world.today.year)
    assert [(row.subject, row.hours, who) for row, who, _case in rows] == [(subject, hours, name)]
    assert rows[0][2] == world.cases[head]
