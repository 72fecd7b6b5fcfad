"""Sentences about annual income: collected, signed, reviewed, locked, handed out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import Outcome
from engine.clock import office_day
from engine.db import reading, work
from engine.ledger import history
from states.households import Household
from states.imports import ImportRefused
from states.income import desk, entering, export, opening, reviewing, sheets, signing
from states.income.columns import KNOWN
from states.income.figures import Figures, figures
from states.income.importing import INCOME
from states.income.items import NET, edition, groups
from states.income.lines import IncomeLine
from states.income.plans import Quarter, Terms
from states.income.signing import Signatures
from states.income.statements import LABELS, REVIEWED, REVIEWS, IncomeStatement, definition
from states.members import Member
from states.packs.loader import shipped
from states.packs.schema import LEVELS
from states.packs.store import install
from states.samples import TOWNSHIP
from states.workbooks import Sheet, read, write
from tests.bdd.people import OF_ROLE, ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.letters import Letters
from tests.bdd.world import World, reasons_of
from tests.states.intake import take

PLANS = {
    "塘子街道2023年方案": ("tangzi-2023", "from = 2023-09-01, until = 2023-12-31"),
    "河图街道2018年方案": ("hetu-2018", "from = 2018-10-01, until = 2018-12-31"),
}
"""Plans of other places and the days between which a scenario lets them hold in the sample township."""

WHOLE = "全户"
EVERYBODY = {"李秀英": 6000, "和丽": 3000, "和小明": 0}
CITY = "州市审核员"
LEVEL_WORDS = {"village": "村级", "township": "乡镇", "county": "县级", "city": "州市"}


@dataclass
class Income:
    """What the sentences about income speak of."""

    world: World
    sheet: Sheet | None = None
    outcome: Outcome = field(default_factory=Outcome)
    homes: dict[int, int] = field(default_factory=dict)
    exported: Sheet | None = None

    def ids(self, head: str) -> tuple[int, dict[str, Member]]:
        """The household with its people by name."""
        with reading(self.world.db) as session:
            household = session.scalars(select(Household).where(Household.case_id == self.world.cases[head])).one()
            people = session.scalars(select(Member).where(Member.household_id == household.id))
            return household.id, {member.name: member for member in people}

    def terms(self, village: str) -> Terms:
        """The terms in force in a village today."""
        with reading(self.world.db) as session:
            return opening.in_force_here(session, VILLAGE[village], self.world.today)

    def figures(self, head: str) -> Figures | None:
        """The figures of the year under way."""
        household, _people = self.ids(head)
        with reading(self.world.db) as session:
            return figures(session, [household], self.world.today.year).get(household)

    def statement(self, session: Session, head: str) -> IncomeStatement:
        """The statement of the year under way."""
        household, _people = self.ids(head)
        return opening.of_households(session, [household], self.world.today.year)[household]

    def enter(self, head: str, name: str, quarter: int, item: str, amount: str, by: Actor, reason: str = "") -> None:
        """Write one amount down."""
        _household, people = self.ids(head)
        member = None if name == WHOLE else people[name].id
        known = {one.label: code for when in ("2018", "2023") for code, one in edition(when).items.items()}
        told = {known[item]: Decimal(amount)}
        self.world.attempt(
            lambda session: entering.enter(
                session, self.world.cases[head], quarter, member, told, reason=reason, by=by, at=self.world.at
            )
        )

    def fill(self, head: str, by: Actor, but: tuple[str, int] | None = None) -> None:
        """Write the whole year down: the head 24000, the spouse 12000, the child nothing."""
        _household, people = self.ids(head)
        for name, amount in zip(people, EVERYBODY.values(), strict=True):
            for quarter in (1, 2, 3, 4):
                if (name, quarter) != but:
                    self.enter(head, name, quarter, "务工收入", str(amount), by)

    def sign(self, head: str, household: str, collector: str, by: Actor, *, checked: bool = True) -> None:
        """Hand the signed sheet in."""
        said = Signatures(household, collector, self.world.today, checked)
        year = self.world.today.year
        self.world.attempt(
            lambda session: signing.sign(session, self.world.cases[head], year, said, by=by, at=self.world.at)
        )

    def move(self, head: str, label: str, by: Actor, reason: str = "") -> None:
        """Make a move that is called so on the page."""
        acts = {move.label: move.name for move in definition(LEVELS).moves}
        cases, year = self.world.cases, self.world.today.year
        self.world.attempt(
            lambda session: reviewing.move(
                session, self.world.book, cases[head], year, acts[label], reason=reason, by=by, at=self.world.at
            )
        )

    def import_(self, by: Actor) -> None:
        """Take the sheet in."""
        sheet = self.sheet
        assert sheet is not None
        self.world.attempt(lambda session: take(session, INCOME, sheet, by, self.world.at))


@pytest.fixture
def income(world: World) -> Income:
    """The income of the scenario's households."""
    return Income(world)


def ready(income: Income, village: str, head: str) -> None:
    """A household whose year is written down and signed."""
    income.world.register([head], VILLAGE[village])
    by = collector(village)
    income.fill(head, by)
    income.sign(head, head, by.name, by)


def collector(village: str) -> Actor:
    """Who collects in a village."""
    by = ROLES["网格员"]
    return by if village == "和平村" else replace(by, id=f"wangge-{village}", name="段志明", area=VILLAGE[village])


@given(phrase("{plan:plan}已经启用，今天是{day:day}"))
def plan_in_force(world: World, plan: str, day: date) -> None:
    world.settle(day)
    name, valid = PLANS[plan]
    text = shipped()[name].replace(f'id = "{name}"', f'id = "{name}-here"')
    text = re.sub(r"^places = .*$", f'places = ["{TOWNSHIP}"]', text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^valid = .*$", f"valid = {{ {valid} }}", text, count=1, flags=re.MULTILINE)
    with work(world.db) as session:
        install(session, shipped() | {f"{name}-here": text}, world.at)


@given(phrase('{role:role}录入"{head}"户"{name}"第{n:n}季度"{item}"{amount:yuan}元'))
@when(phrase('{role:role}录入"{head}"户"{name}"第{n:n}季度"{item}"{amount:yuan}元'))
def entered(income: Income, role: str, head: str, name: str, n: int, item: str, amount: str) -> None:
    income.enter(head, name, n, item, amount, ROLES[role])


@given(phrase('{role:role}更正"{head}"户"{name}"第{n:n}季度"{item}"为{amount:yuan}元，原因是"{reason}"'))
@when(phrase('{role:role}更正"{head}"户"{name}"第{n:n}季度"{item}"为{amount:yuan}元，原因是"{reason}"'))
def corrected(income: Income, role: str, head: str, name: str, n: int, item: str, amount: str, reason: str) -> None:
    income.world.pass_to(None)
    income.enter(head, name, n, item, amount, ROLES[role], reason)


@given(phrase('{role:role}录齐了"{head}"户四个季度的收入'))
def filled_in(income: Income, role: str, head: str) -> None:
    income.fill(head, ROLES[role])


@given(phrase('{role:role}录齐了"{head}"户四个季度的收入，只差"{name}"第{n:n}季度'))
def filled_in_but(income: Income, role: str, head: str, name: str, n: int) -> None:
    income.fill(head, ROLES[role], (name, n))


@given(phrase('{role:role}登记"{head}"户由"{household}"和"{other}"双签字'))
@when(phrase('{role:role}登记"{head}"户由"{household}"和"{other}"双签字'))
def signed(income: Income, role: str, head: str, household: str, other: str) -> None:
    income.sign(head, household, other, ROLES[role])


@given(phrase('{role:role}登记"{head}"户由"{household}"和"{other}"双签字，前三季度没有核实'))
def signed_unchecked(income: Income, role: str, head: str, household: str, other: str) -> None:
    income.sign(head, household, other, ROLES[role], checked=False)


@given(phrase('"{village}"的"{head}"户收入已录齐并双签字'))
def is_ready(income: Income, village: str, head: str) -> None:
    ready(income, village, head)


@given(phrase('"{village}"的"{head}"户收入已逐级审核锁定'))
def is_locked(income: Income, village: str, head: str) -> None:
    ready(income, village, head)
    clerk, papers = "村级信息员" if village == "和平村" else "团结村的村级信息员", Letters(income.world)
    commits = {"township": ("乡镇负责人", village), "county": ("乡镇负责人", ""), "city": ("县级审核员", "")}
    for level, label in REVIEWS.items():
        if level in commits:
            papers.commit(*commits[level])
        role = {**OF_ROLE, "village": clerk, "city": CITY}[level]
        income.move(head, label, ROLES[role])
    income.move(head, "锁定", ROLES[CITY])


@given(phrase('"{head}"户的"{name}"自{day:day}起不在这一户'))
def left(income: Income, head: str, name: str, day: date) -> None:
    _household, people = income.ids(head)
    with work(income.world.db) as session:
        session.execute(update(Member).where(Member.id == people[name].id).values(left_on=day))


@given(phrase('{role:role}把"{head}"户的收入"{act}"'))
@when(phrase('{role:role}把"{head}"户的收入"{act}"'))
def moved(income: Income, role: str, head: str, act: str) -> None:
    income.move(head, act, ROLES[role])


@when(phrase('{role:role}把"{head}"户的收入"{act}"，原因是"{reason}"'))
def moved_with_reason(income: Income, role: str, head: str, act: str, reason: str) -> None:
    income.move(head, act, ROLES[role], reason)


@when(phrase('{role:role}整村审核"{village}"的收入'))
def moved_many(income: Income, role: str, village: str) -> None:
    by, year = ROLES[role], income.world.today.year
    with work(income.world.db) as session:
        chosen = desk.reviewable(session, VILLAGE[village], year, by, "collecting")
        income.outcome, income.homes = reviewing.move_many(
            session, income.world.book, chosen, year, f"review_{by.role}", by=by, at=income.world.at
        )


@given(phrase("{role:role}导入收入表:"))
@when(phrase("{role:role}导入收入表:"))
def imported(income: Income, role: str, datatable: list[list[str]]) -> None:
    headings, *rows = datatable
    numbers: dict[str, Any] = {}
    for head in income.world.cases:
        numbers |= {name: member.id_no for name, member in income.ids(head)[1].items()}
    cells = [[numbers.get(cell, cell) for cell in row] for row in rows]
    income.sheet = read(write(headings, cells), "收入表.xlsx", KNOWN)
    income.import_(ROLES[role])


@when(phrase("{role:role}把同一份收入表再导入一次"))
def imported_again(income: Income, role: str) -> None:
    income.import_(ROLES[role])


@when(phrase('{role:role}导出"{village}"的年度收入'))
def handed_out(income: Income, role: str, village: str) -> None:
    world = income.world
    asked = VILLAGE[village], world.today.year, ROLES[role], world.today
    data = world.attempt(lambda session: export.workbook(session, *asked))
    income.exported = read(data, "导出.xlsx") if data else None


@then(phrase('"{head}"户全年"{measure}"{amount:yuan}元，人均{each:yuan}元'))
def amounts_to(income: Income, head: str, measure: str, amount: str, each: str) -> None:
    income.world.finish()
    assert measure == "家庭纯收入"
    told = income.figures(head)
    assert told is not None
    assert (str(told.total(NET)), str(told.per_head(NET))) == (amount, each)


@then(phrase('"{head}"户还没有收入'))
def has_none(income: Income, head: str) -> None:
    assert income.figures(head) is None


@then(phrase('"{head}"户的收入提醒是"{hint}"'))
def hinted(income: Income, head: str, hint: str) -> None:
    told = income.figures(head)
    assert told is not None
    assert told.is_below_line is (hint == "低于")


@then(phrase('"{head}"户"{name}"第{n:n}季度"{item}"先后录过"{amounts}"'))
def entered_before(income: Income, head: str, name: str, n: int, item: str, amounts: str) -> None:
    _household, people = income.ids(head)
    with reading(income.world.db) as session:
        query = select(IncomeLine).where(IncomeLine.member_id == people[name].id, IncomeLine.quarter == n)
        lines = [one for one in session.scalars(query.order_by(IncomeLine.id)) if label(one.item) == item]
    assert "、".join(str(one.amount) for one in lines) == amounts
    assert [one.superseded for one in lines] == [True] * (len(lines) - 1) + [False]
    assert all(one.reason for one in lines[1:])


def label(item: str) -> str:
    """What an item is called."""
    found = edition("2023").items.get(item)
    return found.label if found else groups().get(item, item)


@then(phrase('"{village}"的{year:n}年收入按"{span}"计算'))
def counted_over(income: Income, village: str, year: int, span: str) -> None:
    terms = income.terms(village)
    assert (terms.year, f"{said(terms.since)}至{said(terms.until)}") == (year, span)


@then(phrase('"{village}"的{year:n}年第{n:n}季度是"{span}"'))
def quarter_is(income: Income, village: str, year: int, n: int, span: str) -> None:
    terms = income.terms(village)
    quarter: Quarter = terms.quarter(n)
    assert (terms.year, f"{said(quarter.since)}至{said(quarter.until)}") == (year, span)


@then(phrase('"{village}"的{year:n}年状态类指标取"{day}"'))
def status_is_of(income: Income, village: str, year: int, day: str) -> None:
    assert (income.terms(village).year, said(income.terms(village).status_on)) == (year, day)


@then(phrase('"{village}"的{year:n}年收入由"{levels}"逐级审核'))
def reviewed_by(income: Income, village: str, year: int, levels: str) -> None:
    terms = income.terms(village)
    assert (terms.year, "、".join(LEVEL_WORDS[level] for level in terms.review)) == (year, levels)
    assert [state.name for state in definition(terms.review).states][1:-1] == [REVIEWED[v][0] for v in terms.review]


def said(day: date) -> str:
    """2023年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


@then(phrase('"{head}"户的收入"{state}"'))
def stands(income: Income, head: str, state: str) -> None:
    income.world.finish()
    with reading(income.world.db) as session:
        statement = income.statement(session, head)
        view = sheets.of_household(session, income.world.book, income.world.cases[head], ROLES[CITY], income.world.at)
    assert LABELS[view.state] == state
    assert (statement.locked_at is not None) is (state == "已锁定")


@then(phrase('"{head}"户收入的台账写着"{words}"'))
def ledger_says(income: Income, head: str, words: str) -> None:
    with reading(income.world.db) as session:
        last = history(session, income.statement(session, head).case_id)[0]
    assert last.told["note"] == words
    assert last.actor_name == ROLES["县级审核员"].name


@then(phrase('审核通过的是"{heads}"'))
def went_on(income: Income, heads: str) -> None:
    ids = {income.ids(head)[0]: head for head in income.world.cases}
    assert {ids[income.homes[one.case_id]] for one in income.outcome.moved} == set(heads.split("、"))


@then(phrase('"{head}"户留下，原因之一是"{reason}"'))
def was_held(income: Income, head: str, reason: str) -> None:
    household = income.ids(head)[0]
    [blockers] = [told for case_id, told in income.outcome.held.items() if income.homes[case_id] == household]
    assert reason in [blocker.message for blocker in blockers]


@then("导入的问题是:")
def import_problems(income: Income, datatable: list[list[str]]) -> None:
    refusal = income.world.refused()
    assert isinstance(refusal, ImportRefused)
    assert [[str(one.row), one.column, one.message] for one in refusal.cells] == datatable[1:]


@then(phrase('系统不予办理，原因之一以"{words}"开头'))
def refused_beginning_with(world: World, words: str) -> None:
    told = reasons_of(world.refused())
    assert any(reason.startswith(words) for reason in told), told


@then(phrase('导出表里"{head}"户是:'))
def handed_out_line(income: Income, head: str, datatable: list[list[str]]) -> None:
    sheet = income.exported
    assert sheet is not None
    headings, *rows = datatable
    place = {heading: at for at, heading in enumerate(sheet.headings)}
    found = [row.cells for row in sheet.rows if row.cells[place["户主姓名"]] == head]
    assert [[str(line[place[heading]]) for heading in headings] for line in found] == rows
    assert office_day(income.world.at) == income.world.today
