"""Risks, measures, deliveries and checks: what is kept, what is refused, what guards and lists make of it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.arrangements import calendar_for
from engine.cases import Case
from engine.errors import BadInput, NotFound
from engine.verify import verify
from states import households, samples, workbooks
from states.help import checks, deliveries, gaps, kinds, measures, risks, verdicts
from states.help.check_list import checkable
from states.help.checks import Looked
from states.help.deliveries import Delivery, Given
from states.help.delivery_list import HELP
from states.help.facts import help_facts
from states.help.kinds import edition, editions_of, shipped
from states.help.measures import Measure, Plan
from states.help.quarters import Quarter, quarter_of, read_quarter, report_due_on
from states.help.risks import Danger, Risk
from states.help.verdicts import Child, Fact
from states.households import Draft, Household
from states.imports import ImportRefused
from tests.states.intake import look, sheet, take
from tests.states.register import HOUSEHOLDS, number

AT = datetime(2021, 11, 8, 2, tzinfo=UTC)
TODAY = date(2021, 11, 8)
VILLAGE = next(iter(samples.VILLAGES))
CLERK = Actor("v1", "和秀兰", "village", VILLAGE)
OFFICER = Actor("t1", "李建华", "township", samples.TOWNSHIP)
LABOURS = ("full", "none", "")


def make(session: Session, *labours: tuple[str, ...]) -> list[Household]:
    """Households whose members have these abilities to work."""
    if not session.scalars(select(Household.id)).first():
        session.add_all(samples.regions())
        session.flush()
    first = len(session.scalars(select(Household.id)).all())
    drafts = []
    for n, abilities in enumerate(labours, first):
        people = []
        for m, ability in enumerate(abilities):
            no = number(10 * n + m)
            people.append(
                {"name": "和丽", "relation": "other", "id_no": no, "person": no, "labour": ability, "is_head": not m}
            )
        drafts.append(Draft(VILLAGE + "01", {"number": f"H{n:05}", "head_name": f"户主{n}"}, tuple(people)))
    ids = households.register(session, drafts, HOUSEHOLDS, OFFICER, AT)
    return list(session.scalars(select(Household).where(Household.id.in_(ids)).order_by(Household.id)))


def monitor(session: Session, homes: list[Household]) -> list[Household]:
    """Let them be monitored since the first of June, as if the procedure had been gone through."""
    for home in homes:
        session.get_one(Case, home.case_id).state = "monitored"
        home.identified_on = date(2021, 6, 1)
    session.flush()
    return homes


def endanger(session: Session, home: Household, kind: str = "illness", **more: Any) -> Risk:
    return risks.name_risk(session, home, Danger(kind, TODAY, **more), by=CLERK, at=AT)


def plan(session: Session, home: Household, kind: str = "health", risk: int = 0, by: Actor = CLERK) -> Measure:
    row = Plan(kind, "大病救助报销", date(2021, 10, 1), date(2022, 3, 1), "和文华", risk_number=risk)
    return measures.plan_measure(session, home, row, by=by, at=AT)


def deliver(session: Session, home: Household, measure: Measure, on: date = TODAY) -> Delivery:
    return deliveries.deliver(session, home, Given(measure.number, on, "报销"), by=CLERK, at=AT)


def read(*rows: tuple[str, ...]) -> workbooks.Sheet:
    return sheet(HELP, HELP.blank()[0], *rows)


def statements(session: Session, act: Any) -> int:
    """How many statements an act costs, inserts left out: SQLite takes the rows of one insert one by one."""
    seen = []

    def listen(_connection, _cursor, statement, *_):
        if not statement.startswith("INSERT"):
            seen.append(statement)

    event.listen(session.connection(), "before_cursor_execute", listen)
    try:
        act()
    finally:
        event.remove(session.connection(), "before_cursor_execute", listen)
    return len(seen)


def test_a_settled_risk_keeps_its_number_and_the_ledger_holds(session):
    [home] = make(session, ("full",))
    risk = endanger(session, home)
    after = risks.settle_risk(session, home, risk, "help", TODAY, "报销到位", by=CLERK, at=AT)
    measure = plan(session, home)
    measures.end_measure(session, home, measure, TODAY, "风险已消除", by=CLERK, at=AT)

    assert (after.number, after.supersedes, risk.superseded) == (risk.number, risk.id, True)
    assert [one.id for one in risks.risks_of(session, home.id)] == [after.id]
    assert endanger(session, home).number == 2
    assert not verify(session).faults


def test_what_was_superseded_cannot_be_corrected_again(session):
    [home] = make(session, ("full",))
    first = endanger(session, home)
    told = {"by": CLERK, "at": AT, "old": first, "reason": "核对病历"}
    risks.name_risk(session, home, Danger("disability", TODAY), **told)

    with pytest.raises(NotFound):
        risks.name_risk(session, home, Danger("illness", TODAY), **told)


def test_a_record_of_another_household_is_not_found(session):
    home, other = make(session, ("full",), ("full",))
    measure = plan(session, other)

    with pytest.raises(NotFound):
        measures.end_measure(session, home, measure, TODAY, "写错了户", by=CLERK, at=AT)


def test_a_measure_answers_only_an_open_risk_of_its_household(session):
    [home] = make(session, ("full",))

    with pytest.raises(BadInput) as refused:
        plan(session, home, risk=1)

    assert [problem.where for problem in refused.value.problems] == ["risk_number"]


def test_guards_read_which_risks_help_has_not_reached(session):
    home, untouched = make(session, ("full",), ("full",))
    ill, study = endanger(session, home), endanger(session, home, "schooling")
    gone = endanger(session, home, "work")
    risks.settle_risk(session, home, gone, "natural", TODAY, "已找到工作", by=CLERK, at=AT)
    plan(session, home, "education", study.number)
    deliver(session, home, plan(session, home, risk=ill.number))

    told = help_facts(session, [home.case_id, untouched.case_id])

    assert told.keys() == {home.case_id}
    assert (told[home.case_id].risks, told[home.case_id].unreached) == (2, ("schooling",))


def test_guards_read_the_newest_check_and_no_other(session):
    [home] = make(session, ("full",))
    plan(session, home)
    for quarter, stable in ((Quarter(2021, 3), True), (Quarter(2021, 4), True), (Quarter(2021, 4), False)):
        if quarter == Quarter(2021, 3):
            continue  # the measure had not begun then
        checks.check(session, home, quarter, Looked(TODAY, "入户核查", stable), by=OFFICER, at=AT)

    [told] = help_facts(session, [home.case_id]).values()

    assert (told.income_stable, told.expenses_controlled) == (False, True)
    assert len(checks.checks_of(session, home.id)) == 1


def test_a_line_that_fits_two_measures_is_left_for_the_clerk(session):
    [home] = make(session, ("full",))
    plan(session, home)
    plan(session, home)

    list_ = read((home.number, "健康帮扶", "2021/11/1", "报销", "医保局", "10.50"))
    looked, intake = look(session, HELP, list_, OFFICER, AT), take(session, HELP, list_, OFFICER, AT)

    assert (looked.told[0].facts, intake.taken) == ({"n": 1}, 1)
    assert session.scalars(select(Delivery.amount)).one() == Decimal("10.50")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("H00000", "健康帮扶", "2021-11-09", "报销", "医保局", ""), ("落实日期", "future")),
        (("H00000", "健康帮扶", "去年", "报销", "医保局", ""), ("落实日期", "no-date")),
        (("H00000", "慰问", "2021-11-08", "报销", "医保局", ""), ("帮扶种类", "unknown-kind")),
        (("H00000", "健康帮扶", "2021-11-08", "报销", "", ""), ("部门", "empty")),
        (("H00000", "健康帮扶", "2021-11-08", "报销", "医保局", "许多"), ("金额", "no-money")),
        (("H00000", "健康帮扶", "2021-11-08", "报销", "医保局", "NaN"), ("金额", "no-money")),
        (("H99999", "健康帮扶", "2021-11-08", "报销", "医保局", ""), ("户编号", "unknown-household")),
        (("H00000", "健康帮扶", 44508, "报销", "医保局", 1200), ("户编号", "twice")),
    ],
)
def test_a_bad_line_names_its_cell_and_nothing_is_taken(session, row, problem):
    make(session, ("full",))
    good = ("H00000", "健康帮扶", "2021-11-08", "报销", "医保局", "")

    with pytest.raises(ImportRefused) as refused:
        take(session, HELP, read(good, row), OFFICER, AT)

    assert [(one.row, one.column, one.code) for one in refused.value.cells] == [(3, *problem)]
    assert session.scalars(select(Delivery)).all() == []


def test_the_gaps_agree_with_looking_at_each_household(session):
    """Every mixture of labour, risk and measures, against the same question asked in plain Python."""
    mixtures = list(
        itertools.product(
            (("full",), ("none",), ("none", "weak"), ("",)),
            (None, "open", "settled"),
            ((), ("safety_net",), ("safety_net", "employment"), ("health",)),
        )
    )
    homes = monitor(session, make(session, *(abilities for abilities, _, _ in mixtures)))
    wanted: dict[str, set[int]] = {kind: set() for kind in gaps.GAPS}
    for home, (abilities, risk, helped) in zip(homes, mixtures, strict=True):
        named = endanger(session, home) if risk else None
        for kind in helped:
            plan(session, home, kind, named.number if named else 0)
        if named and risk == "settled":
            risks.settle_risk(session, home, named, "help", TODAY, "已解决", by=CLERK, at=AT)
        able, known = bool({"full", "weak"} & set(abilities)), "" not in abilities
        told = {
            "no-measure": not helped,
            "risk-without-measure": risk == "open" and not helped,
            "measure-without-risk": bool(helped) and not risk,
            "no-development": able and "employment" not in helped,
            "safety-net-only": able and helped == ("safety_net",),
            "no-labour": not able and known,
        }
        for kind, holds in told.items():
            if holds:
                wanted[kind].add(home.case_id)

    found = {kind: {one.case_id for one in gaps.gaps(session, CLERK, kind, "", TODAY)[0]} for kind in gaps.GAPS}

    assert found == wanted
    assert gaps.gap_counts(session, OFFICER, VILLAGE, TODAY) == {kind: len(cases) for kind, cases in wanted.items()}


def test_gaps_come_in_pages_without_loss_and_say_when_they_are_overdue(session):
    homes = monitor(session, make(session, *[("full",)] * 7))
    seen, after = [], 0
    while True:
        rows, after = gaps.gaps(session, CLERK, "no-measure", "", TODAY, after, limit=3)
        seen += rows
        if not after:
            break

    assert [one.case_id for one in seen] == [home.case_id for home in homes]
    assert [one.due_on for one in seen[:1]] == [date(2021, 7, 1)]
    assert seen[0].is_overdue(date(2021, 7, 2))
    assert not seen[0].is_overdue(date(2021, 7, 1))


def test_a_bulk_check_costs_the_same_statements_for_one_and_for_many(session):
    homes = make(session, *[("full",)] * 12)
    for home in homes:
        plan(session, home)
    looked, quarter = Looked(TODAY, "逐户核查"), Quarter(2021, 4)

    def check(some: list[Household]) -> None:
        assert not checks.check_many(session, [h.case_id for h in some], quarter, looked, by=OFFICER, at=AT).held

    few, many = statements(session, lambda: check(homes[:1])), statements(session, lambda: check(homes[1:]))

    assert many <= few + 1
    lines, more = checkable(session, OFFICER, "", quarter)
    assert (len(lines), more) == (12, 0)
    assert all(line.check and (line.planned, line.reached) == (1, 0) for line in lines)


def test_there_are_twelve_kinds_and_each_risk_has_one_that_answers_it():
    known = edition(VILLAGE, TODAY).kinds

    assert len(known) == 12
    assert set(kinds.RISKS) - {risk for kind in known.values() for risk in kind.risks} == {"other"}


def test_the_narrowest_and_newest_edition_holds():
    text = """
    [[edition]]
    id = "old"
    title = "旧"
    [edition.kinds]
    work = { label = "就业", risks = [] }
    [[edition]]
    id = "new"
    title = "新"
    from = 2023-01-01
    [edition.kinds]
    post = { label = "公益岗位", risks = [] }
    [[edition]]
    id = "there"
    title = "当地"
    places = ["5334"]
    [edition.kinds]
    hay = { label = "草料", risks = [] }
    """
    known = editions_of(text)

    assert [edition("6528", day, known).id for day in (date(2022, 12, 31), date(2023, 1, 1))] == ["old", "new"]
    assert edition("533401", date(2024, 1, 1), known).id == "there"
    assert edition("533401", TODAY).id == shipped()[0].id


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_lies_in_its_quarter(day):
    quarter = quarter_of(day)

    assert quarter.first_on <= day <= quarter.last_on
    assert quarter.next.previous == quarter.previous.next == quarter
    assert read_quarter(str(quarter)) == quarter
    assert quarter.last_on + timedelta(days=1) == quarter.next.first_on


@pytest.mark.parametrize(
    ("quarter", "due_on"),
    [
        (Quarter(2021, 2), date(2021, 7, 7)),  # the first of July is a working day and counts
        (Quarter(2021, 3), date(2021, 10, 13)),  # after the holiday; the ninth is a Saturday that is worked
        (Quarter(2021, 4), date(2022, 1, 10)),  # New Year's three days do not count
    ],
)
def test_statistics_are_due_on_the_fifth_working_day(session, quarter, due_on):
    assert report_due_on(quarter, calendar_for(session, VILLAGE)) == due_on


@pytest.mark.parametrize(
    ("served_on", "counts"),
    [(date(2020, 11, 8), True), (date(2020, 11, 7), False), (TODAY, True), (None, False)],
)
def test_a_doctor_counts_for_a_year_after_the_service(served_on, counts):
    fact = Fact("doctor", True, help="上门量血压", served_on=served_on)

    found = verdicts.verdicts([(fact, None)], [], TODAY)

    assert [one.counts for one in found if one.topic == "doctor"] == [counts]


def test_what_nobody_saw_does_not_count_and_each_child_is_asked_for():
    facts = [(Fact("school", True), 1)]

    found = verdicts.verdicts(facts, [Child(1, "和小明"), Child(2, "和小红")], TODAY)

    assert [(one.topic, one.name, one.counts) for one in found] == [
        ("house", "", False),
        ("school", "和小明", True),
        ("school", "和小红", False),
        ("doctor", "", False),
    ]
