"""Lists of every kind come in by one way: once, only inside the area, each cell a value or a problem."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from sqlalchemy import func, select

from engine.actors import Actor
from engine.verify import verify
from states.imports import ImportRefused
from states.intake import taking
from states.intake.intakes import Intake
from states.intake.kind import Asking
from states.livelihood import work_doubts
from states.livelihood.training_list import TRAINING
from states.livelihood.trainings import TrainingRecord
from states.livelihood.work import WorkRecord
from states.livelihood.work_list import WORK
from tests.states.intake import look, sheet, take, told
from tests.states.register import number
from tests.states.test_help import AT, OFFICER, TODAY, VILLAGE, make

OTHER = Actor("t2", "杨建国", "township", "533401103")
HEADINGS = ("姓名", "身份证号", "务工地点", "区划代码", "开始时间", "结束时间", "月收入", "是否点对点", "行业")
NATIONAL = {"source": "national"}


def line(
    card: str = number(0),
    began: object = "2021年03月",
    pay: object = 4500,
    place: object = "530111",
    ended: object = "",
) -> tuple[object, ...]:
    return ("和丽", card, "官渡区", place, began, ended, pay, "否", "建筑业")


@pytest.fixture
def home(session):
    [one] = make(session, ("full", "full"))
    return one


def records(session):
    standing = select(WorkRecord).where(WorkRecord.superseded.is_(False)).order_by(WorkRecord.id)
    return session.scalars(standing).all()


def test_a_spell_comes_in_with_everything_the_list_tells(session, home):
    intake = take(session, WORK, sheet(WORK, HEADINGS, line(ended="2021.10")), OFFICER, AT, **NATIONAL)

    [one] = records(session)
    assert (one.place, one.place_name, one.source) == ("530111", "官渡区", "national")
    assert (one.began_on, one.ended_on) == (date(2021, 3, 1), date(2021, 10, 31))
    assert (one.monthly_pay, one.point_to_point, one.industry) == (Decimal(4500), False, "building")
    assert (intake.taken, intake.left_out, intake.finished_at) == (1, 0, AT)
    assert not verify(session).faults


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"card": 539999198001010004}, (2, "身份证号", "lost-digits")),
        ({"card": "539999198001010"}, (2, "身份证号", "wrong-check")),
        ({"card": number(77)}, (2, "身份证号", "unknown-person")),
        ({"began": "去年"}, (2, "开始时间", "no-date")),
        ({"began": 2021.1}, (2, "开始时间", "no-date")),  # perhaps October: the last 0 is lost in a number
        ({"began": "2021-13"}, (2, "开始时间", "no-date")),
        ({"began": ""}, (2, "开始时间", "empty")),
        ({"began": "2021-12"}, (2, "开始时间", "future")),
        ({"ended": "2021-01"}, (2, "结束时间", "bad-value")),
        ({"pay": "四千五"}, (2, "月收入", "no-money")),
        ({"pay": -1}, (2, "月收入", "no-money")),
        ({"pay": 4500.123}, (2, "月收入", "no-money")),
        ({"pay": "100000.01"}, (2, "月收入", "no-money")),
        ({"place": "530100"}, (2, "区划代码", "bad-value")),
        ({"place": ""}, (2, "区划代码", "bad-value")),
    ],
)
def test_an_awkward_cell_is_a_problem_of_that_cell(session, home, cells, problem):
    looked = look(session, WORK, sheet(WORK, HEADINGS, line(**cells)), OFFICER, AT, **NATIONAL)

    if problem[2] == "wrong-check":
        assert told(looked)[0][:2] == problem[:2]
    else:
        assert told(looked) == [problem]
    assert not looked.is_acceptable


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (202103, date(2021, 3, 1)),
        ("202103", date(2021, 3, 1)),
        ("2021/3", date(2021, 3, 1)),
        ("2021年3月15日", date(2021, 3, 15)),
        (44256, date(2021, 3, 1)),  # the count of days of a spreadsheet
        ("'2021-03-01", date(2021, 3, 1)),
        (20210301, date(2021, 3, 1)),
    ],
)
def test_a_month_is_read_in_whatever_way_it_is_written(session, home, written, kept):
    looked = look(session, WORK, sheet(WORK, HEADINGS, line(began=written)), OFFICER, AT, **NATIONAL)

    assert [one.job.began_on for one in looked.items.values()] == [kept]


def test_rows_of_another_place_are_problems_and_never_written(session, home):
    list_ = sheet(WORK, HEADINGS, line(), line(number(1)))

    looked = look(session, WORK, list_, OTHER, AT, **NATIONAL)

    assert told(looked) == [(2, "身份证号", "unknown-person"), (3, "身份证号", "unknown-person")]
    with pytest.raises(ImportRefused):
        take(session, WORK, list_, OTHER, AT, good=True, **NATIONAL)
    assert records(session) == []


def test_what_is_good_comes_in_where_that_is_asked_for(session, home):
    list_ = sheet(WORK, HEADINGS, line(), line(number(1), pay="无"), line(number(0)))

    with pytest.raises(ImportRefused):
        take(session, WORK, list_, OFFICER, AT, **NATIONAL)
    intake = take(session, WORK, list_, OFFICER, AT, good=True, **NATIONAL)

    assert (intake.taken, intake.left_out, len(records(session))) == (1, 2, 1)


def test_the_same_file_twice_is_one_import_and_the_same_lines_are_not_recorded_again(session, home):
    take(session, WORK, sheet(WORK, HEADINGS, line()), OFFICER, AT, **NATIONAL)

    with pytest.raises(ImportRefused) as again:
        take(session, WORK, sheet(WORK, HEADINGS, line()), OFFICER, AT, **NATIONAL)
    other = take(session, WORK, sheet(WORK, HEADINGS, line(), line(number(1))), OFFICER, AT, **NATIONAL)

    assert [one.code for one in again.value.cells] == ["taken-before"]
    assert (other.taken, other.same) == (1, 1)
    assert len(records(session)) == 2


def test_a_newer_list_supersedes_what_the_same_system_told_of_the_same_spell(session, home):
    take(session, WORK, sheet(WORK, HEADINGS, line()), OFFICER, AT, **NATIONAL)
    take(session, WORK, sheet(WORK, HEADINGS, line(ended="2021-09")), OFFICER, AT, **NATIONAL)
    take(session, WORK, sheet(WORK, HEADINGS, line(ended="2021-08")), OFFICER, AT, source="province")

    assert [(one.source, one.ended_on.month) for one in records(session)] == [("national", 9), ("province", 8)]
    assert records(session)[0].reason == "导入：名单.xlsx"
    assert not verify(session).faults


def test_two_systems_that_disagree_are_found_from_the_data_alone(session, home):
    """TZ12: neither list knows of the other; nobody marks anything."""
    headings = (*HEADINGS, "来源系统")
    rows = [(*line(pay=4500), "全国系统"), (*line(pay=4000), "省监测平台")]

    take(session, WORK, sheet(WORK, headings, *rows), OFFICER, AT)

    found = {(one.name, one.kind) for one in work_doubts.doubts(session, OFFICER, VILLAGE, 2021)}
    assert ("和丽", "province-against-national") in found


def test_a_list_that_names_no_system_is_refused_line_by_line(session, home):
    assert told(look(session, WORK, sheet(WORK, HEADINGS, line()), OFFICER, AT)) == [(2, "来源系统", "no-source")]


def test_a_place_without_a_code_is_found_by_the_name_it_had_before(session, home):
    take(session, WORK, sheet(WORK, HEADINGS, line()), OFFICER, AT, **NATIONAL)

    looked = look(session, WORK, sheet(WORK, HEADINGS, line(number(1), place="")), OFFICER, AT, **NATIONAL)

    assert [one.job.place for one in looked.items.values()] == ["530111"]


def book(**more) -> bytes:
    """A workbook with a hidden sheet in front, a title, merged names, formulas with and without a result."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        hidden = made.add_worksheet("旧表")
        hidden.write_row(0, 0, HEADINGS)
        page = made.add_worksheet("务工")
        page.activate()
        hidden.hide()
        page.merge_range(0, 0, 0, 8, "2021年务工名单")
        page.write_row(1, 0, HEADINGS)
        page.write_row(2, 0, line())
        page.write_row(3, 0, (*line(number(1))[:2], None, *line(number(1))[3:]))
        page.write_formula(2, 6, "=4000+500", None, 4500)
        page.merge_range(2, 2, 3, 2, "官渡区")
        if more.get("no_result"):
            page.write_formula(3, 6, "=A1", None, "")
    return out.getvalue()


def test_formulas_merged_cells_and_hidden_sheets_are_seen(session, home):
    looked = look(session, WORK, taking.read(WORK, book(), "a.xlsx"), OFFICER, AT, **NATIONAL)

    assert looked.hidden == ("旧表",)
    assert told(looked) == [(4, "务工地点", "merged")]
    assert [one.job.monthly_pay for one in looked.items.values()] == [Decimal(4500)]
    assert [(one.column, one.before) for one in looked.changes] == [
        ("开始时间", "2021年03月"), ("月收入", "（公式）4500"), ("是否点对点", "否"), ("开始时间", "2021年03月"),
        ("是否点对点", "否"),
    ]  # fmt: skip


COURSE = ("姓名", "身份证号码", "培训工种", "培训机构", "开始时间", "结束时间", "课时", "证书")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({2: ""}, (2, "培训工种", "empty")),
        ({5: "2021-05-31"}, (2, "结束时间", "bad-value")),
        ({5: "2021-11-09"}, (2, "结束时间", "bad-value")),
        ({6: "八十"}, (2, "课时", "no-whole")),
        ({6: 0}, (2, "课时", "bad-value")),
        ({6: 2001}, (2, "课时", "no-whole")),
        ({0: "和某"}, (2, "姓名", "other-name")),
    ],
)
def test_a_course_ends_as_a_record_or_as_a_problem(session, home, cells, problem):
    row = ["和丽", number(0), "中式烹调", "县人社局", 44348, "2021-06-10", "80", ""]
    bad = [cells.get(at, cell) for at, cell in enumerate(row)]

    assert told(look(session, TRAINING, sheet(TRAINING, COURSE, bad), OFFICER, AT)) == [problem]
    intake = take(session, TRAINING, sheet(TRAINING, COURSE, row, bad), OFFICER, AT, good=True)
    assert intake.taken == 1
    assert session.scalars(select(TrainingRecord.began_on)).all() == [date(2021, 6, 1)]


def test_a_broken_off_intake_goes_on_where_it_stopped(session, home):
    """The first lot is stored; then somebody looks the same file through again."""
    list_ = sheet(WORK, HEADINGS, line(), line(number(1)))
    asking = Asking(OFFICER, AT, NATIONAL)
    looked = taking.preview(session, WORK, list_, asking)
    intake = taking.begin(session, WORK, looked, asking)
    first = next(taking.parts(intake, looked, 1))
    taking.store(session, WORK, first, asking)
    taking.store(session, WORK, first, asking)

    rest = taking.preview(session, WORK, list_, Asking(OFFICER, AT, NATIONAL))

    assert (rest.resumes, list(rest.items)) == (True, [3])
    for part in taking.parts(intake, rest, 1):
        taking.store(session, WORK, part, asking)
    assert (intake.taken, intake.left_out, intake.stored, intake.finished_at) == (2, 0, 2, AT)
    assert session.scalar(select(func.count()).select_from(Intake)) == 1
    assert len(records(session)) == 2
    assert AT.date() == TODAY
