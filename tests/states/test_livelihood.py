"""Work, study and training: mismatches by values, what is settled stays settled, lists against ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from engine.actors import Actor
from engine.errors import BadInput, NotFound
from states import workbooks
from states.livelihood import student_list, students, work, work_doubts
from states.livelihood.mismatches import KINDS, Spell, Worker, mismatches_of
from states.livelihood.student_list import HEADINGS, StudentListed, differences, take_list
from states.livelihood.students import Study
from states.livelihood.work import Job, WorkRecord
from states.members import Member
from states.money import Money
from tests.states.register import number
from tests.states.test_help import AT, CLERK, OFFICER, TODAY, VILLAGE, make, statements

NOBODY = Actor("v9", "杨丽", "village", "533401102209")
MARCH = date(2021, 3, 1)


def spell(place: str = "530111", pay: int | None = 3000, began_on: date = MARCH) -> Spell:
    return Spell(place, began_on, None, None if pay is None else Decimal(pay))


def kinds_of(works: bool | None, wage: int | None, **spells: tuple[Spell, ...]) -> set[str]:
    worker = Worker(works, None if wage is None else Decimal(wage), spells)
    return {kind for kind, _digest in mismatches_of(worker)}


@pytest.mark.parametrize(
    ("works", "wage", "spells", "found"),
    [
        (True, 27000, {"ours": (spell(),)}, set()),
        (True, 0, {"ours": (spell(),)}, {"work-without-income"}),
        (None, None, {"ours": (spell(),)}, set()),  # nobody asked for the wage, but the pay proves one
        (None, None, {"ours": (spell(pay=None),)}, {"work-without-income"}),
        (False, 9000, {"ours": ()}, {"income-without-work"}),
        (False, 0, {"ours": ()}, set()),
        (False, 9000, {"ours": (spell(),)}, {"status-against-record"}),
        (True, 0, {"ours": ()}, {"status-against-record"}),
        (None, None, {"ours": (), "national": (spell(),)}, set()),  # the province was never taken in
        (None, None, {"ours": (), "national": (spell(),), "province": ()}, {"province-against-national"}),
        (None, None, {"ours": (), "national": (spell(),), "province": (spell(),)}, set()),
        (None, None, {"ours": (), "national": (spell(),), "province": (spell(pay=1),)}, {"province-against-national"}),
    ],
)
def test_mismatches_are_decided_by_values(works, wage, spells, found):
    assert kinds_of(works, wage, **spells) == found


@given(st.permutations([spell("530111"), spell("441900"), spell("530102", 4000)]))
def test_the_order_of_the_spells_changes_nothing(spells):
    there = (spell("530102", 4000), spell("530111"), spell("441900"))
    told = {"ours": tuple(spells), "national": tuple(spells), "province": there}
    [(kind, digest)] = mismatches_of(Worker(False, Decimal(1), told))

    [(_, first)] = mismatches_of(Worker(False, Decimal(1), told | {"ours": there}))

    assert (kind, digest) == ("status-against-record", first)


@given(st.decimals(0, 10**9, places=2))
def test_money_comes_back_to_the_fen(amount):
    kind = Money()
    stored = kind.process_bind_param(amount, None)

    assert kind.process_result_value(stored, None) == amount


def test_a_village_is_looked_through_in_a_few_statements(session):
    homes = make(session, *[("full", "full")] * 30)
    for home in homes:
        [member, _] = session.scalars(select(Member.id).where(Member.household_id == home.id)).all()
        work.answer_sheet(session, home, member, 2021, False, Decimal(900), by=CLERK, at=AT)
    found = []

    cost = statements(session, lambda: found.extend(work_doubts.doubts(session, CLERK, VILLAGE, 2021)))

    assert len(found) == 30
    assert cost <= 5
    assert work_doubts.doubts(session, NOBODY, VILLAGE, 2021) == []


def test_an_income_of_another_source_takes_the_place_of_the_sheet(session):
    [home] = make(session, ("full",))
    [member] = session.scalars(select(Member.id).where(Member.household_id == home.id)).all()
    work.answer_sheet(session, home, member, 2021, False, Decimal(0), by=CLERK, at=AT)

    told = work_doubts.doubts(session, CLERK, VILLAGE, 2021, lambda *_: {member: Decimal(800)})

    assert [one.kind for one in told] == ["income-without-work"]
    assert set(KINDS) >= {one.kind for one in told}


def test_a_mismatch_that_is_not_there_cannot_be_settled(session):
    [home] = make(session, ("full",))
    [member] = session.scalars(select(Member.id).where(Member.household_id == home.id)).all()
    how = work_doubts.Settling("visit", TODAY, "和秀兰", "没有问题")

    with pytest.raises(NotFound):
        work_doubts.settle(session, home, member, "income-without-work", how, 2021, by=CLERK, at=AT)


def test_a_member_of_another_household_is_refused_beside_the_field(session):
    home, other = make(session, ("full",), ("full",))
    [stranger] = session.scalars(select(Member.id).where(Member.household_id == other.id)).all()

    with pytest.raises(BadInput) as refused:
        work.record_work(session, home, Job(stranger, "530111", MARCH), by=CLERK, at=AT)

    assert [problem.where for problem in refused.value.problems] == ["member_id"]


def test_every_fault_of_a_job_is_told_at_once(session):
    [home] = make(session, ("full",))
    [member] = session.scalars(select(Member.id).where(Member.household_id == home.id)).all()
    job = Job(member, "530100", MARCH, date(2021, 2, 1), monthly_pay=Decimal(-1), industry="x", source="hearsay")

    with pytest.raises(BadInput) as refused:
        work.record_work(session, home, job, by=CLERK, at=AT)

    wrong = [problem.where for problem in refused.value.problems]
    assert wrong == ["place", "ended_on", "monthly_pay", "industry", "source"]
    assert session.scalars(select(WorkRecord)).all() == []


def test_a_new_list_takes_the_place_of_the_former_and_strangers_are_shown(session):
    [home] = make(session, ("full",))
    [member] = session.scalars(select(Member).where(Member.household_id == home.id)).all()
    told = {"by": OFFICER, "at": AT}
    students.enter(session, home, Study(member.id, "vocational", "职校", date(2021, 9, 1)), **told)

    def take(*rows: tuple[str, ...]) -> None:
        data = workbooks.write(list(HEADINGS.values()), rows)
        take_list(session, workbooks.read(data, "a.xlsx", tuple(HEADINGS.values())), OFFICER, AT)

    assert differences(session, OFFICER) == []
    take(("和丽", member.id_no, "中职", "职校"), ("杨帆", number(990), "技师学院", "技校"))
    assert [(one.kind, one.name, one.case_id) for one in differences(session, OFFICER)] == [
        ("missing-here", "杨帆", None)
    ]
    assert differences(session, CLERK) == []  # the stranger is nobody's in the village
    take(("杨帆", number(990), "技师学院", "技校"))

    assert [one.kind for one in differences(session, OFFICER)] == ["missing-here", "missing-there"]
    assert session.scalar(text("SELECT count(*) FROM student_listed")) == 3
    assert len(session.scalars(select(StudentListed).where(StudentListed.superseded.is_(False))).all()) == 1
    assert student_list.DIFFERENCES.keys() >= {"missing-here", "missing-there"}
