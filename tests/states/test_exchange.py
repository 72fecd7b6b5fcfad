"""Lists in and out: every awkward cell is a value or a finding, lots survive a kill, nothing goes out of its area."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.db import reading, work
from engine.verify import verify
from states import imports, samples, workbooks
from states.exchange import exports, layouts
from states.exchange.batches import ImportBatch, ImportLot
from states.exchange.layouts import BadLayout, household_list, shipped
from states.exchange.lots import take_lots
from states.exchange.remarks import hand_back
from states.households import Household
from states.imports import ImportRefused, Preview, preview
from states.members import Member
from states.workbooks import csv_lines
from tests.states.register import AT, HOUSEHOLDS, OPERATOR, looked, number, places

HEADINGS = ("户编号", "行政村", "村民小组", "姓名", "与户主关系", "证件号码", "出生日期", "性别", "联系电话")
GOOD = ("A1", "和平村", "一组", "杨文华", "户主", number(1), "1980-01-01", "男", "13900000000")
Sheet = xlsxwriter.worksheet.Worksheet


def book(fill: Callable[[Sheet, xlsxwriter.Workbook], object]) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    fill(made.add_worksheet("名单"), made)
    made.close()
    return out.getvalue()


def seen(session: Session, data: bytes, file: str = "名单.xlsx") -> Preview:
    return preview(session, imports.read(data, file), OPERATOR)


def with_cell(heading: str, cell: object) -> bytes:
    """The good line with one cell written otherwise."""
    line = [cell if name == heading else value for name, value in zip(HEADINGS, GOOD, strict=True)]

    def fill(page: Sheet, _: xlsxwriter.Workbook) -> None:
        page.write_row(0, 0, HEADINGS)
        for column, one in enumerate(line):
            page.write_string(1, column, one) if isinstance(one, str) else page.write(1, column, one)

    return book(fill)


FULL_WIDTH = number(1).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)} | {ord("X"): "Ｘ"})


@pytest.mark.parametrize(
    ("heading", "cell", "field", "stored"),
    [
        ("证件号码", FULL_WIDTH, "id_no", number(1)),
        ("证件号码", "'" + number(1), "id_no", number(1)),
        ("证件号码", number(1) + "  ", "id_no", number(1)),
        ("证件号码", number(1)[:6] + "\n" + number(1)[6:], "id_no", number(1)),
        ("证件号码", number(1).lower() + "42", "id_no", number(1) + "42"),
        ("证件号码", number(1) + "42B1", "id_no", number(1) + "42B1"),
        ("姓名", " 杨 文华\n", "name", "杨文华"),
        ("姓名", "阿卜杜拉·买买提", "name", "阿卜杜拉·买买提"),
        ("姓名", "李𬞟", "name", "李𬞟"),
        ("姓名", "=1+1", "name", "=1+1"),
        ("出生日期", 29221, "birth_on", date(1980, 1, 1)),
        ("出生日期", "1980年1月1日", "birth_on", date(1980, 1, 1)),
        ("出生日期", "19800101", "birth_on", date(1980, 1, 1)),
        ("性别", "男性", "sex", "male"),
        ("联系电话", 13900000000, "phone", "13900000000"),
        ("联系电话", "０８８７-5550100", "phone", "０８８７-5550100"),
    ],
)
def test_an_awkward_cell_becomes_a_value_and_whatever_changed_is_shown(
    sqlite_db: Engine, heading: str, cell: object, field: str, stored: object
) -> None:
    with work(sqlite_db) as session:
        places(session)
        found = seen(session, with_cell(heading, cell))

    assert not found.problems
    assert found.drafts[0].members[0][field] == stored
    is_same = str(cell) == str(stored)
    assert [(one.row, one.column) for one in found.changes] == ([] if is_same else [(2, heading)])
    assert is_same or found.changes[0].before == str(cell)


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("证件号码", 5.39999198001010e17, "lost-digits"),
        ("证件号码", number(1)[:-1], "wrong-length"),
        ("证件号码", number(1) + "92", "wrong-disability"),
        ("出生日期", 7, "no-date"),
        ("出生日期", "1980-02-30", "no-date"),
        ("出生日期", "1981-01-01", "other-birth"),
        ("姓名", "杨\ue000华", "private-character"),
        ("姓名", "  ", "no-name"),
        ("性别", 1, "unknown-code"),
        ("户编号", "A 1", "wrong-number"),
        ("联系电话", 1.39e16, "lost-digits"),
    ],
)
def test_an_awkward_cell_that_is_no_value_is_a_finding(
    sqlite_db: Engine, heading: str, cell: object, code: str
) -> None:
    with work(sqlite_db) as session:
        places(session)
        found = seen(session, with_cell(heading, cell))

    assert [(one.row, one.column, one.code) for one in found.problems] == [(2, heading, code)]
    assert (found.drafts, found.left_out) == ((), 1)


def test_formulas_give_their_result_or_are_found_without_one(session: Session) -> None:
    places(session)

    def fill(page: Sheet, _: xlsxwriter.Workbook) -> None:
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, GOOD)
        page.write_formula(1, 3, '=CONCATENATE("杨","文华")', None, "杨文华")
        page.write_row(2, 0, ("A1", "和平村", "一组", "李秀英", "配偶", number(2)))
        page.write_formula(2, 3, "=A1", None, "")

    found = seen(session, book(fill))

    assert [(one.row, one.column, one.code) for one in found.problems] == [(3, "姓名", "formula")]
    assert [(one.row, one.before, one.after) for one in found.changes] == [(2, "（公式）杨文华", "杨文华")]


def test_merged_cells_are_a_households_own_and_never_a_persons(session: Session) -> None:
    places(session)

    def fill(page: Sheet, _: xlsxwriter.Workbook) -> None:
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, GOOD)
        page.write_row(2, 3, ("李秀英", "配偶", number(2)))
        for column in (0, 1, 2, 8):
            page.merge_range(1, column, 2, column, GOOD[column])

    found = seen(session, book(fill))

    assert [(one.row, one.column, one.code) for one in found.problems] == [(3, "联系电话", "merged")]
    assert {one.column for one in found.changes} == {"户编号", "行政村", "村民小组"}


def test_hidden_sheets_are_named_and_two_heading_rows_are_one(session: Session) -> None:
    places(session)

    def fill(page: Sheet, made: xlsxwriter.Workbook) -> None:
        page.write_row(0, 0, ("户编号", "行政村", "村民小组"))
        page.merge_range(0, 3, 0, 8, "家庭成员")
        page.write_row(1, 3, HEADINGS[3:])
        page.write_row(2, 0, GOOD)
        other = made.add_worksheet("草稿")
        other.write_row(0, 0, HEADINGS)
        other.hide()

    found = seen(session, book(fill))

    assert (found.problems, len(found.drafts), found.hidden) == ((), 1, ("草稿",))


def spoilt(households: int) -> bytes:
    """The sample with a wrong digit in the first household."""
    rows = [list(row) for row in samples.rows(households)]
    place = samples.COLUMNS.index("id_no")
    rows[0][place] = rows[0][place][:-1] + ("0" if rows[0][place][-1] != "0" else "1")
    return workbooks.write([household_list().heading(name) for name in samples.COLUMNS], rows)


def register_of(db: Engine) -> list[tuple[object, ...]]:
    """All that a taking in leaves behind, ids left out."""
    with reading(db) as session:
        households = select(Household.number, Household.head_name, Case.area, Case.head, Member.id_no)
        query = households.join(Case).join(Member, Member.household_id == Household.id)
        assert not verify(session).faults
        return [tuple(row) for row in session.execute(query.order_by(Household.number, Member.id))]


class Killed(Exception):
    """The end of a process, as far as the database can tell."""


@pytest.mark.parametrize("at", [2, 4, 8])
def test_a_taking_in_that_was_broken_off_ends_with_the_same_register(db: Engine, at: int) -> None:
    data, told = spoilt(12), []

    def progress(done: int, planned: int) -> None:
        told.append(done)
        if done == at and told.count(at) == 1:
            raise Killed

    with work(db) as session:
        places(session)
        found = seen(session, data)
    assert (len(found.drafts), found.left_out) == (11, 1)
    with pytest.raises(Killed):
        take_lots(db, found, HOUSEHOLDS, OPERATOR, AT, size=2, progress=progress)
    with reading(db) as session:
        assert session.scalar(select(func.count()).select_from(Household)) == at
        rest = seen(session, data)
    assert (rest.resumes, len(rest.drafts)) == (True, 11 - at)

    done = take_lots(db, rest, HOUSEHOLDS, OPERATOR, AT, size=2, progress=progress)

    assert done.households == 11
    with reading(db) as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.left_out, batch.problems, batch.finished_at) == (1, 1, AT)
        assert session.scalar(select(func.sum(ImportLot.households))) == 11
        numbers = session.scalars(select(Household.number).order_by(Household.id)).all()
        assert numbers == [draft.columns["number"] for draft in found.drafts]
        assert [one.code for one in seen(session, data).problems] == ["taken-before"]
    assert len(register_of(db)) == found.members


def test_who_was_registered_meanwhile_is_left_out_and_the_rest_comes_in(db: Engine) -> None:
    with work(db) as session:
        places(session)
        found = seen(session, samples.workbook(4))
        known = found.drafts[1].members[0]
        other = looked(session, ("团结村", "一组", known["name"], "户主", known["id_no"]))
        imports.take(session, other, HOUSEHOLDS, OPERATOR, AT)

    done = take_lots(db, found, HOUSEHOLDS, OPERATOR, AT, size=3)

    assert done.households == 3


def test_nothing_is_taken_of_a_list_that_is_wrong_as_a_whole(db: Engine) -> None:
    with work(db) as session:
        places(session)
        found = looked(session, ("一组", "杨文华"), columns=("group", "name"))

    with pytest.raises(ImportRefused):
        take_lots(db, found, HOUSEHOLDS, OPERATOR, AT)


def test_the_list_goes_back_with_a_remark_beside_the_cell(session: Session) -> None:
    places(session)
    sheet = imports.read(spoilt(3), "名单.xlsx")
    out = io.BytesIO()

    hand_back(sheet, preview(session, sheet, OPERATOR), out)

    back = workbooks.read(out.getvalue(), "a.xlsx", household_list().fields)
    assert back.headings == (*sheet.headings, "问题", "已规范")
    assert [row.cells[: len(sheet.headings)] for row in back.rows] == [row.cells for row in sheet.rows]
    assert "校验码不对" in str(back.rows[0].cells[-2])
    assert not any(row.cells[-2] for row in back.rows[1:])
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        assert "校验码不对" in archive.read("xl/comments1.xml").decode()


def taken(db: Engine) -> None:
    with work(db) as session:
        places(session)
        imports.take(session, seen(session, samples.workbook(12)), HOUSEHOLDS, OPERATOR, AT)


def out_of(db: Engine, by: Actor, layout: str, asked: exports.Filter | None = None) -> list[list[str]]:
    with reading(db) as session:
        return list(exports.rows(session, by, shipped()[layout], asked or exports.Filter()))


@pytest.mark.parametrize("area", ["", "53", "533401", "533401102", "533401102201", "53340110220101", "533401102999"])
def test_an_export_never_leaves_the_actors_area(db: Engine, area: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "A_PAGE", 3)
    taken(db)
    by = Actor("a", "和志强", "auditor", area)

    with reading(db) as session:
        inside = [one for one in session.scalars(select(Household)) if one.group_code.startswith(area)]
        people = session.scalars(select(Member).where(Member.household_id.in_([one.id for one in inside]))).all()
    assert [row[0] for row in out_of(db, by, "household-register")] == sorted(one.number for one in inside)
    assert len(out_of(db, by, "member-register")) == len(people)
    assert {row[0] for row in out_of(db, by, "household-register", exports.Filter(words="5334"))} == {
        one.number for one in inside
    }
    third = out_of(db, by, "household-register", exports.Filter(area="533401102203"))
    assert {row[0] for row in third} == {one.number for one in inside if one.village == "533401102203"}
    assert all(row[1] == "小中甸镇" for row in third)


def test_identity_numbers_go_out_in_full_only_where_layout_and_role_allow_it(sqlite_db: Engine) -> None:
    taken(sqlite_db)
    auditor = Actor("a", "和丽", "auditor", "533401")
    place = shipped()["household-list"].headings.index("证件号码")

    assert not any("*" in row[place] for row in out_of(sqlite_db, OPERATOR, "household-list"))
    assert all("********" in row[place] for row in out_of(sqlite_db, auditor, "household-list"))
    masked = shipped()["member-register"].headings.index("证件号码")
    assert all("********" in row[masked] for row in out_of(sqlite_db, OPERATOR, "member-register"))


def test_what_is_exported_is_read_again_as_the_same_list(sqlite_db: Engine) -> None:
    taken(sqlite_db)
    layout = shipped()["household-list"]
    data = workbooks.write(layout.headings, out_of(sqlite_db, OPERATOR, "household-list"))

    with work(sqlite_db) as session:
        found = seen(session, data)

    assert {one.code for one in found.problems} == {"person-known", "number-known"}
    assert not found.changes


def test_the_facts_of_the_collection_sheet_come_in_and_go_out_again(db: Engine) -> None:
    layout, line = shipped()["annual-basics"], dict(zip(HEADINGS, GOOD, strict=True))
    line |= {"是否有卫生厕所": "否", "耕地面积(亩)": "3.5", "帮扶措施明细": "低保、雨露计划", "养老保险": "是"}
    with work(db) as session:
        places(session)
        found = seen(session, workbooks.write(list(line), [list(line.values())]))
        assert [one.before for one in found.changes if one.column == "是否有卫生厕所"] == []
        imports.take(session, found, HOUSEHOLDS, OPERATOR, AT)
        home, member = session.scalars(select(Household)).one(), session.scalars(select(Member)).one()
        assert home.details == '{"farmland":"3.5","measure_items":"minimum,rain_dew","toilet":"no"}'
        assert member.details == '{"pension":"yes"}'

    [row] = out_of(db, OPERATOR, "annual-basics")
    told = dict(zip(layout.headings, row, strict=True))
    assert (told["是否有卫生厕所"], told["耕地面积(亩)"], told["帮扶措施明细"]) == ("否", "3.5", "低保、雨露计划")
    assert told["是否参加城乡居民基本养老保险"] == "是"


@pytest.mark.parametrize(("heading", "cell"), [("耕地面积(亩)", "三亩"), ("是否有卫生厕所", "好"), ("住房面积", "NaN")])
def test_a_fact_of_the_collection_sheet_that_cannot_be_is_found_at_its_cell(
    session: Session, heading: str, cell: str
) -> None:
    places(session)

    found = seen(session, workbooks.write([*HEADINGS, heading], [[*GOOD, cell]]))

    assert [(one.column, one.value) for one in found.problems] == [(heading, cell)]
    assert found.drafts == ()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "53999919800101001X", "'=1"])
def test_nothing_that_goes_out_runs_as_a_formula(text: str) -> None:
    line = b"".join(csv_lines(["姓名"], [[text]])).decode("utf-8-sig")
    assert re.match(r"姓名\r\n\"?'", line)

    with zipfile.ZipFile(io.BytesIO(workbooks.write(["姓名"], [[text]]))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


CHANGED = """
id = "national-2027"
title = "农户信息表（2027年版）"
edition = "2027"
subject = "member"
use = ["import", "export"]
columns = [
  { field = "id_no", heading = "公民身份号码（2027）", needed = true },
  { field = "name", heading = "家庭成员", needed = true },
  { field = "relation", heading = "关系代码", needed = true, words = { head = "本户户主" } },
  { field = "group", heading = "所在小组", needed = true },
  { field = "village", heading = "所在村" },
]
"""


def test_a_changed_national_form_is_a_text_and_no_program(session: Session) -> None:
    places(session)
    layout = layouts.read(CHANGED, "national-2027.toml")
    data = workbooks.write(layout.headings, [(number(1), "杨文华", "本户户主", "一组", "和平村")])

    found = preview(session, imports.read(data, "a.xlsx", [layout]), OPERATOR, [layout])

    assert (found.problems, found.drafts[0].columns["head_name"]) == ((), "杨文华")
    imports.take(session, found, HOUSEHOLDS, OPERATOR, AT)
    [line] = exports.rows(session, OPERATOR, layout, exports.Filter())
    assert line[1:] == ["杨文华", "本户户主", "一组", "和平村"]


def faults(*changes: tuple[str, str]) -> Iterable[str]:
    text = CHANGED
    for old, new in changes:
        text = text.replace(old, new)
    with pytest.raises(BadLayout) as refused:
        layouts.read(text, "form.toml")
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('field = "name"', 'field = "nmae"', "form.toml columns.2: 没有“nmae”这个字段"),
        ('"所在村"', '"所在小组"', "form.toml columns.5: “所在小组”已经是另一栏的名称"),
        ("head = ", "hed = ", "form.toml columns.3: 代码表里没有“hed”"),
        ('field = "village"', 'field = "name"', "form.toml columns: 字段“name”只能有一栏"),
        ('subject = "member"', 'subject = "household"', "form.toml subject: 导入的表应按成员一人一行"),
        ('"公民身份号码（2027）", needed', '"公民身份号码（2027）", neded', "form.toml columns.1.neded: 没有这一项"),
        ('edition = "2027"', "", "form.toml edition: 缺少这一项"),
        ("id = ", "id ! ", "form.toml: 不是合格的TOML文件"),
        ('field = "id_no"', 'field = "phone"', "form.toml columns: 导入的表缺少字段“id_no”"),
    ],
)
def test_a_bad_layout_is_refused_with_its_file_and_reason(old: str, new: str, reason: str) -> None:
    assert any(fault.startswith(reason) for fault in faults((old, new)))
