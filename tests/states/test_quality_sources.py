"""What the sources fill in: statements of income, work, studies and help, as they stand in the register."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from engine.cases import open_cases
from engine.db import work
from engine.evidence import record
from states.book import open_book
from states.help import deliveries, measures, risks
from states.help.deliveries import Given
from states.help.measures import Plan
from states.help.risks import Danger
from states.households import Household
from states.income import reviewing
from states.livelihood import students
from states.livelihood.students import Study
from states.livelihood.work import Job, answer_sheet, record_work
from states.quality import years
from states.quality.loading import lots
from states.quality.places import Sweeps
from states.quality.rulebook import shipped
from states.quality.snapshot import House
from states.quality.yearly import HouseholdYear
from states.reconciliation.differences import DIFFERENCE, Difference
from states.reconciliation.files import OutsideFile
from states.reconciliation.ledgers import shipped as ledgers_shipped
from tests.states import incomes
from tests.states.incomes import AT, CLERK, OFFICER, VILLAGE, YEAR, people

BOOK = open_book()
TODAY = date(2021, 11, 15)
TOLD: dict[str, Any] = {"by": OFFICER, "at": AT}


def seen(session: Session, on: date = TODAY) -> list[House]:
    return [house for lot in lots(session, VILLAGE, on) for house in lot.houses.values()]


def reviewed(session: Session, home: Household) -> None:
    incomes.fill(session, home)
    incomes.signed(session, home)
    reviewing.move(session, BOOK, home.case_id, YEAR, "review_village", by=CLERK, at=AT)


def test_a_statement_counts_from_its_first_review_on(db: Engine) -> None:
    with work(db) as session:
        [home] = incomes.found(session)
        incomes.fill(session, home)
        [house] = seen(session)
        assert "income_per_head" not in house.loaded

        incomes.signed(session, home)
        reviewing.move(session, BOOK, home.case_id, YEAR, "review_village", by=CLERK, at=AT)
        [house] = seen(session)

        each = house.loaded["income_per_head"]
        assert each == house.loaded["income_this_year"] == Decimal(24000) / len(house.people)
        assert (house.loaded["wage_income"], house.loaded["transfer_income"]) == (24000, 0)
        assert [one.known["wage_income"] for one in house.people] == [24000, *[0] * (len(house.people) - 1)]


def test_a_statement_whose_year_is_not_over_does_not_count(db: Engine) -> None:
    with work(db) as session:
        [home] = incomes.found(session)
        reviewed(session, home)

        [before] = seen(session, date(2021, 9, 29))
        [next_year] = seen(session, date(2022, 3, 1))

        assert "income_per_head" not in before.loaded
        assert next_year.loaded["last_income"] == next_year.loaded["income_per_head"]
        assert "income_this_year" not in next_year.loaded


def test_a_closed_year_keeps_the_income_of_the_statement(db: Engine) -> None:
    with work(db) as session:
        [home] = incomes.found(session)
        reviewed(session, home)
        years.close(session, VILLAGE, YEAR, by=OFFICER, at=datetime(2022, 1, 10, 2, tzinfo=AT.tzinfo))

        assert '"income_per_head":"8000.00"' in session.get_one(HouseholdYear, (home.id, YEAR)).facts


def test_the_latest_spell_of_work_and_the_sheet_of_the_year(db: Engine) -> None:
    with work(db) as session:
        [home, other] = incomes.found(session, ("李秀英", "和志明"))
        [head, spouse, *_rest], [neighbour, *_others] = people(session, home), people(session, other)
        head.phone = neighbour.phone = "13900001111"
        away = {"monthly_pay": Decimal(3000), "channel": "public_post", "transport_subsidy": Decimal(500)}
        record_work(session, home, Job(head.id, "530111", date(2020, 1, 1), date(2020, 6, 30)), **TOLD)
        record_work(session, home, Job(head.id, "530111", date(2021, 3, 1), **away), **TOLD)
        record_work(session, other, Job(neighbour.id, "533401", date(2021, 3, 1)), **TOLD)
        answer_sheet(session, home, spouse.id, 2021, False, Decimal(900), **TOLD)

        [house, _other] = seen(session)

        first, second = house.people[:2]
        told = {name: first.known[name] for name in ("working", "work_began", "work_months", "work_pay", "posts")}
        assert told == {"working": "yes", "work_began": "2021-03", "work_months": 9, "work_pay": 3000, "posts": 1}
        assert (first.known["work_outside_county"], first.known["phone_away"]) == ("yes", neighbour.name)
        assert (second.known["working"], second.known["wage_income"]) == ("no", 900)
        assert house.loaded["travel_subsidy"] == 500


def test_what_contradicts_about_work_is_seen(db: Engine) -> None:
    with work(db) as session:
        [home, other] = incomes.found(session, ("李秀英", "和志明"))
        head, spouse, *_rest = people(session, home)
        neighbour, *_others = people(session, other)
        home.identified_on = date(2020, 7, 1)
        away = {"national": date(2021, 3, 1), "province": date(2021, 4, 1)}
        record_work(session, home, Job(head.id, "530111", date(2019, 1, 1), date(2020, 6, 30)), **TOLD)
        record_work(session, home, Job(head.id, "533401", date(2020, 6, 30), date(2020, 12, 31)), **TOLD)
        record_work(session, home, Job(spouse.id, "530111", date(2020, 1, 1), date(2020, 7, 1)), **TOLD)
        record_work(session, other, Job(neighbour.id, "533401", date(2021, 3, 1), point_to_point=True), **TOLD)
        record_work(session, other, Job(neighbour.id, "533401", away["national"], source="national"), **TOLD)
        answer_sheet(session, home, head.id, 2021, True, Decimal(900), **TOLD)
        answer_sheet(session, other, neighbour.id, 2021, True, Decimal(900), **TOLD)

        [house, there] = seen(session)
        first, second = house.people[:2]
        told = {name: first.known.get(name) for name in ("earlier_work_until", "worked_away", "sheet_differs")}
        assert told == {"earlier_work_until": date(2020, 6, 30), "worked_away": None, "sheet_differs": "yes"}
        assert second.known["worked_away"] == "yes"
        neighbours = there.people[0].known
        assert (neighbours["work_point"], neighbours.get("sheet_differs")) == ("yes", None)
        assert "systems_differ" not in neighbours  # nothing of the provincial platform was ever taken in here

        record_work(session, other, Job(neighbour.id, "533401", away["province"], source="province"), **TOLD)
        [_house, there] = seen(session)
        assert there.people[0].known["systems_differ"] == "yes"


def test_an_open_difference_with_another_ledger_is_known_until_it_is_settled(db: Engine) -> None:
    with work(db) as session:
        [home] = incomes.found(session)
        [ledger] = [one for one in ledgers_shipped() if one.id == "school"]
        field = ledger.fields[0].name
        source = OutsideFile(
            ledger="school", name="学籍.xlsx", digest="d", as_of_on=TODAY, area=VILLAGE, rows=1, left_out=0,
            taken_by="u1", taken_by_name="刘芳", taken_at=AT,
        )  # fmt: skip
        session.add(source)
        session.flush()
        [case] = open_cases(session, DIFFERENCE, [home.group_code], OFFICER, AT)
        told = {"ours": "", "theirs": "八年级", "last": "", "moved": "", "kind": "differs", "file_id": source.id}
        session.add(
            Difference(case_id=case.id, ledger="school", key="k", field=field, area=home.group_code,
                       household_id=home.id, **told)
        )  # fmt: skip
        session.flush()

        [house] = seen(session)
        assert house.loaded["differences"] == f"{ledger.title}：{ledger.title_of(field)}"

        case.state = "ours"
        [house] = seen(session)
        assert "differences" not in house.loaded


def test_a_visit_far_from_the_reviewed_income_is_measured(db: Engine) -> None:
    with work(db) as session:
        [home] = incomes.found(session)
        reviewed(session, home)
        body = {"income_per_head": "6000", "in_school": False, "insured": True}
        record(session, "visit", body, {home.case_id: {"visitors": 2, "signed_by": []}}, date(2021, 10, 20), CLERK, AT)

        [house] = seen(session)

        assert (house.loaded["income_per_head"], house.loaded["visit_income_gap"]) == (8000, 25)
        assert (house.loaded["visit_school"], house.loaded["visit_insured"]) == ("no", "yes")
        assert house.loaded["window_until"] == date(2021, 9, 30)


def test_the_income_at_elimination_is_held_against_the_line_of_that_day(db: Engine) -> None:
    with work(db) as session:
        [home] = incomes.found(session)
        lines = {}
        for day in (date(2020, 5, 1), date(2023, 5, 1)):
            home.eliminated_on = day
            [lot] = lots(session, VILLAGE, date(2024, 1, 1))
            list(Sweeps(shipped(), date(2024, 1, 1)).hits(session, lot))
            [house] = lot.houses.values()
            lines[day.year] = house.loaded["line_at_elimination"]

        assert lines == {2020: 5000, 2023: 6000}


def test_risks_measures_and_students(db: Engine) -> None:
    with work(db) as session:
        [home] = incomes.found(session)
        child = people(session, home)[-1]
        students.enter(session, home, Study(child.id, "vocational", "丽江职中", date(2020, 9, 1)), **TOLD)
        risk = risks.name_risk(session, home, Danger("illness", date(2021, 10, 1)), **TOLD)
        plan = Plan("industry", "养蜂十箱", date(2021, 10, 1), date(2021, 12, 1), "和秀兰", risk.number)
        measure = measures.plan_measure(session, home, plan, **TOLD)
        [house] = seen(session)
        told = {name: house.loaded[name] for name in ("risks", "measures", "development_done", "risk_closed")}
        assert told == {"risks": "illness", "measures": "industry", "development_done": "waiting", "risk_closed": ""}
        assert house.people[-1].known["rain_dew"] == "yes"

        deliveries.deliver(session, home, Given(measure.number, date(2021, 10, 20), "蜂箱十个"), **TOLD)
        risks.settle_risk(session, home, risk, "natural", date(2021, 10, 30), "已痊愈", **TOLD)
        [house] = seen(session)
        assert (house.loaded["development_done"], house.loaded["risk_closed"]) == ("done", "natural")
        assert house.loaded["risks"] == "illness"


def test_a_lot_is_filled_with_as_many_statements_as_a_household(db: Engine) -> None:
    counts = [0]

    def count(*_told: Any) -> None:
        counts[-1] += 1

    event.listen(db, "before_cursor_execute", count)
    for heads in (("李秀英",), tuple(f"和志{n}" for n in range(20))):
        with work(db) as session:
            for home in incomes.found(session, heads):
                record_work(session, home, Job(people(session, home)[0].id, "530111", date(2021, 3, 1)), **TOLD)
            session.flush()
            counts.append(0)
            seen(session)
            counts.append(0)
    event.remove(db, "before_cursor_execute", count)

    assert counts[1] == counts[3] < 30
