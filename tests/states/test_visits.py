"""What is due at a household's house: the same few statements for one household as for many."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from engine.db import work
from engine.errors import NotFound
from states.help import checks
from states.help.checks import Looked
from states.help.quarters import quarter_of
from states.income import entering
from states.livelihood import students
from states.livelihood import work as jobs
from states.livelihood.students import Study
from states.visits.due import SECTIONS, due_at
from tests.states import incomes
from tests.states.incomes import AT, CLERK, GRID, OFFICER, OTHER, people
from tests.states.test_help import endanger, plan

TODAY = date(2021, 11, 1)


def statements(session, act):
    seen = []

    def listen(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(session.connection(), "before_cursor_execute", listen)
    try:
        act()
    finally:
        event.remove(session.connection(), "before_cursor_execute", listen)
    return len(seen)


def test_many_cost_what_one_costs(db):
    with work(db) as session:
        homes = incomes.found(session, ("李秀英", "和国强", "木春林", "杨文华"))
        for home in homes:
            incomes.fill(session, home)
            plan(session, home, risk=endanger(session, home).number)
        ids = [home.id for home in homes]
        session.flush()
        due_at(session, ids, CLERK, TODAY)  # the packs are read once
        one = statements(session, lambda: due_at(session, ids[:1], CLERK, TODAY))
        many = statements(session, lambda: due_at(session, ids, CLERK, TODAY))
    assert one == many < 30


def test_a_household_of_another_village_is_not_found_among_ones_own(db):
    with work(db) as session:
        [mine] = incomes.found(session)
        [theirs] = incomes.found(session, ("杨文华",), OTHER)
        assert list(due_at(session, [mine.id], CLERK, TODAY)) == [mine.id]
        with pytest.raises(NotFound):
            due_at(session, [mine.id, theirs.id], CLERK, TODAY)


def test_income_is_asked_for_quarters_that_are_over_until_it_is_written_down_and_then_signed(db):
    with work(db) as session:
        [home] = incomes.found(session)

        def income(day=TODAY):
            return due_at(session, [home.id], CLERK, day)[home.id].income

        assert [quarters for _name, quarters in income().lacking] == [(1, 2, 3, 4)] * 3
        assert [quarters for _name, quarters in income(date(2021, 6, 30)).lacking] == [(1, 2)] * 3
        head = people(session, home)[0]
        entering.enter(session, home.case_id, 1, head.id, {"migrant_work": Decimal(6000)}, by=GRID, at=AT)
        assert income().lacking[0] == ("李秀英", (2, 3, 4))
        incomes.fill(session, home)
        assert (income().lacking, income().to_sign) == ((), True)
        incomes.signed(session, home)
        assert not income().is_due


def test_a_quarter_that_was_checked_is_not_checked_again(db):
    with work(db) as session:
        [home] = incomes.found(session)
        risk = endanger(session, home)
        assert due_at(session, [home.id], CLERK, TODAY)[home.id].help.unanswered == ("因病",)
        plan(session, home, risk=risk.number)
        help_ = due_at(session, [home.id], CLERK, TODAY)[home.id].help
        assert (help_.unanswered, help_.to_check, [one.arrived for one in help_.measures]) == ((), True, [False])
        checks.check(session, home, quarter_of(TODAY), Looked(TODAY, "已逐项核实"), by=OFFICER, at=AT)
        assert not due_at(session, [home.id], CLERK, TODAY)[home.id].help.is_due


def test_work_is_asked_once_a_year_and_graduates_until_it_is_known_where_they_went(db):
    with work(db) as session:
        [home] = incomes.found(session)
        head, spouse, child = people(session, home)

        def asked():
            return [one.name for one in due_at(session, [home.id], CLERK, TODAY)[home.id].questions]

        assert asked() == [head.name, spouse.name]
        jobs.answer_sheet(session, home, head.id, 2021, False, Decimal(0), by=CLERK, at=AT)
        study = Study(child.id, "vocational", "迪庆州民族中等专业学校", date(2018, 9, 1), date(2021, 7, 1))
        students.enter(session, home, study, by=CLERK, at=AT)
        assert asked() == [spouse.name, child.name]


def test_every_part_is_named():
    assert len(SECTIONS) == len(set(SECTIONS.values()))
