"""A sheet of income: every cell ends as an amount or as a problem, and a sheet is taken as a whole or not at all."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from engine.db import work
from engine.errors import Refused
from states.book import open_book
from states.imports import ImportRefused
from states.income import entering, export, opening, reviewing
from states.income.columns import KNOWN, QUARTERS, amount_of
from states.income.figures import figures
from states.income.importing import INCOME
from states.income.lines import IncomeBatch, IncomeLine
from states.workbooks import read, write
from tests.bdd.people import identity_number
from tests.states.incomes import (
    AT,
    BY_LEVEL,
    CLERK,
    COUNTY,
    GRID,
    OFFICER,
    OTHER,
    VILLAGE,
    YEAR,
    fill,
    found,
    locked,
    people,
    signed,
)
from tests.states.intake import look, take

HEADINGS = ("户编号", "证件号码", "季度", "低保金", "种植收入", "村里的备注")


def sheet(*rows, headings=HEADINGS):
    return read(write(headings, rows), "收入.xlsx", KNOWN)


def told(session, *rows, by=OFFICER, headings=HEADINGS):
    return [
        (one.row, one.column, one.code)
        for one in look(session, INCOME, sheet(*rows, headings=headings), by, AT).problems
    ]


@pytest.fixture
def home(session):
    [home] = found(session)
    return home


@pytest.fixture
def card(session, home):
    return people(session, home)[0].id_no


def test_amounts_find_their_people_and_households(session, home, card):
    list_ = sheet(("", card, "第四季度", "1,800.50", 3000, "无"), (home.number, "", 1, "", "200", ""))
    looked, intake = look(session, INCOME, list_, OFFICER, AT), take(session, INCOME, list_, OFFICER, AT)

    assert looked.told[0].facts == {"households": 1, "amounts": 3, "total": "5000.50"}
    assert intake.taken == 3
    year = figures(session, [home.id], YEAR)[home.id]
    assert year.items == {"low_income_allowance": Decimal("1800.50"), "crops": Decimal(3200)}
    assert {line.source for line in session.scalars(select(IncomeLine))} == {"imported"}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("", "NOBODY", "4", "1", "", ""), (2, "证件号码", "wrong-length")),
        (("", "", "4", "1", "", ""), (2, "证件号码", "nobody")),
        (("NONE", "", "4", "", "1", ""), (2, "户编号", "unknown-household")),
        (("", "NEVER", "4", "1", "", ""), (2, "证件号码", "unknown-person")),
        (("OWN", "", "4", "1", "", ""), (2, "低保金", "person-needed")),
        (("", "OWN", "", "1", "", ""), (2, "季度", "no-quarter")),
        (("", "OWN", "全年", "1", "", ""), (2, "季度", "no-quarter")),
        (("", "OWN", "4", "1.234", "", ""), (2, "低保金", "not-money")),
        (("", "OWN", "4", 1.005, "", ""), (2, "低保金", "not-money")),
        (("", "OWN", "4", -3, "", ""), (2, "低保金", "not-money")),
        (("", "OWN", "4", "无", "", ""), (2, "低保金", "not-money")),
        (("", 539999197603080, "4", "1", "", ""), (2, "证件号码", "")),
        (("OTHER", "OWN", "4", "1", "", ""), (2, "户编号", "other-household")),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named(session, home, card, row, problem):
    [other] = found(session, ("和国强",))
    own = {
        "NEVER": identity_number(date(1976, 3, 8)),
        "OWN": home.number if row[0] == "OWN" else card,
        "OTHER": other.number,
    }
    cells = tuple(own.get(cell, cell) if isinstance(cell, str) else cell for cell in row)

    [found_] = told(session, cells)

    assert found_[:2] == problem[:2]
    assert problem[2] in ("", found_[2])


def test_the_same_place_twice_in_a_sheet_is_a_problem(session, home, card):
    rows = ("", card, "4", "", "5", ""), (home.number, "", "第四季度", "", "6", "")

    assert told(session, *rows) == [(3, "种植收入", "twice")]


@pytest.mark.parametrize(
    ("headings", "codes"),
    [
        (("养老金", "低保金"), {"column-missing"}),
        (("证件号码", "季度"), {"no-items"}),
        (("证件号码", "季度", "低保", "低保金"), {"column-twice"}),
        (("证件号码", "身份证号", "季度", "低保金"), {"column-twice"}),
    ],
)
def test_headings_that_cannot_be_taken_are_named(session, home, headings, codes):
    looked = look(session, INCOME, sheet(["1"] * len(headings), headings=headings), OFFICER, AT)

    assert {one.code for one in looked.problems} == codes
    assert looked.items == {}


def test_who_lies_outside_the_area_is_not_there(session, home):
    [other] = found(session, ("杨丽",), OTHER)
    narrow = type(OFFICER)("t9", "甲", "township", VILLAGE)

    assert told(session, (other.number, "", "4", "", "1", ""), by=narrow) == [(2, "户编号", "unknown-household")]


def test_a_sheet_with_one_problem_stores_nothing(session, home, card):
    with pytest.raises(ImportRefused):
        take(session, INCOME, sheet(("", card, "4", "1", "", ""), ("", card, "9", "1", "", "")), OFFICER, AT)

    assert session.scalar(select(func.count()).select_from(IncomeLine)) == 0
    assert session.scalar(select(func.count()).select_from(IncomeBatch)) == 0


def test_a_later_file_corrects_and_says_by_which_file(session, home, card):
    take(session, INCOME, sheet(("", card, "4", "1800", "", "")), OFFICER, AT)
    lines = take(session, INCOME, sheet(("", card, "4", "1700", "", "更正")), OFFICER, AT).taken

    assert lines == 1
    kept = session.scalars(select(IncomeLine).order_by(IncomeLine.id)).all()
    assert [(one.amount, one.superseded, one.reason) for one in kept] == [
        (Decimal("1800.00"), True, ""),
        (Decimal("1700.00"), False, "导入：收入.xlsx"),
    ]


def test_a_household_that_is_locked_or_under_review_holds_the_sheet_back(db):
    book = open_book()
    with work(db) as session:
        shut, reviewed = found(session, ("李秀英", "和国强"))
        locked(session, book, shut)
        fill(session, reviewed)
        signed(session, reviewed)
        reviewing.move(session, book, reviewed.case_id, YEAR, "review_village", by=CLERK, at=AT)

        rows = (shut.number, "", "4", "", "1", ""), (reviewed.number, "", "4", "", "1", "")
        assert told(session, *rows) == [(2, "种植收入", "income-locked"), (3, "种植收入", "under-review")]


def test_who_imported_does_not_review(session, home, card):
    book = open_book()
    fill(session, home)
    take(session, INCOME, sheet(("", card, "4", "1800", "", "")), OFFICER, AT)
    signed(session, home)
    reviewing.move(session, book, home.case_id, YEAR, "review_village", by=CLERK, at=AT)

    outcome, homes = reviewing.move_many(session, book, [home.id], YEAR, "review_township", by=OFFICER, at=AT)
    [(case_id, blockers)] = outcome.held.items()
    assert (homes[case_id], [one.code for one in blockers]) == (home.id, ["same-person"])


@given(st.decimals(0, 10**7, places=2))
def test_a_number_in_a_cell_is_read_as_it_is_shown(amount):
    assert amount_of(float(amount)) == amount
    assert amount_of(str(amount)) == amount


def test_every_spelling_of_a_quarter_is_known():
    assert {QUARTERS[word] for word in ("一", "第二季度", "3", "4季度")} == {1, 2, 3, 4}


def test_what_is_handed_out_comes_from_locked_data_and_adds_up(session, home):
    book = open_book()
    locked(session, book, home)
    out = read(export.workbook(session, VILLAGE, YEAR, OFFICER, AT.date()), "导出.xlsx")
    [row] = out.rows
    line = dict(zip(out.headings, row.cells, strict=True))

    assert line["户编号"] == home.number
    assert line["户主证件号码"] == people(session, home)[0].id_no
    assert (line["家庭纯收入"], line["家庭人均纯收入"], line["家庭人口数"]) == (24000, 8000, 3)
    assert [by.role for by in BY_LEVEL][-1] == COUNTY.role
    statement = opening.of_households(session, [home.id], YEAR)[home.id]
    assert statement.locked_by_name == COUNTY.name


def test_a_whole_village_is_written_in_a_few_statements(session):
    homes = found(session, tuple(f"户主{n}" for n in "一二三四五六七八"))
    rows = [(one.number, "", str(q), "", str(100 * q), "") for one in homes for q in (1, 2, 3, 4)]
    lines = take(session, INCOME, sheet(*rows), OFFICER, AT).taken

    assert lines == 32
    years = figures(session, [one.id for one in homes], YEAR)
    assert {year.total("net") for year in years.values()} == {Decimal(1000)}
    assert entering.enter(session, homes[0].case_id, 4, None, {"crops": Decimal(400)}, by=GRID, at=AT) == 0
    assert date(2021, 9, 30) == years[homes[0].id].terms.until


def test_a_household_that_has_not_begun_keeps_its_village_from_going_out(session, home):
    found(session, ("和国强",))
    locked(session, open_book(), home)

    with pytest.raises(Refused, match=r"“和国强”户.*未开始"):
        export.workbook(session, VILLAGE, YEAR, OFFICER, AT.date())
