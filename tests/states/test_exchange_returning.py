"""Lists that come back edited: exactly what differs is proposed, whatever else is wrong is told by row and column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading, work
from engine.verify import verify
from states import imports, samples, workbooks
from states.book import open_book
from states.changes import deciding
from states.changes.change import Change
from states.exchange import exports, returning
from states.exchange.layouts import shipped
from states.exchange.lots import take_lots
from states.exchange.returning import Returned
from states.households import Household
from states.imports import preview
from states.members import Member
from states.packs.store import in_force, install_shipped
from tests.states.register import AT, OPERATOR, places

HEPING, TUANJIE, LIANHE = samples.VILLAGES
CLERK, SECOND = Actor("v1", "和秀兰", "village", HEPING), Actor("v2", "木丽华", "village", HEPING)
LEADER = Actor("t2", "赵敏", "township", OPERATOR.area)
Lines = list[list[Any]]


@pytest.fixture
def office(db: Engine) -> Engine:
    """The sample's places with thirty households in three villages."""
    with work(db) as session:
        places(session)
        install_shipped(session, AT)
        sheet = imports.read(samples.workbook(30), "名单.xlsx")
        found = preview(session, sheet, OPERATOR)
        definition = in_force(session, OPERATOR.area, AT.date()).definition
    take_lots(db, found, definition, OPERATOR, AT)
    return db


def handed_out(session: Session, by: Actor, layout: str) -> tuple[list[str], Lines]:
    known = shipped()[layout]
    return known.headings, [list(line) for line in exports.rows(session, by, known, exports.Filter())]


def brought_back(
    session: Session, by: Actor, headings: Sequence[str], lines: Lines, kind: str = "xlsx"
) -> tuple[workbooks.Sheet, Returned]:
    data = workbooks.write(headings, lines) if kind == "xlsx" else b"".join(workbooks.csv_lines(headings, lines))
    sheet = returning.read(session, data, f"名单.{kind}")
    return sheet, returning.preview(session, sheet, by)


def put(headings: Sequence[str], lines: Lines, row: int, heading: str, value: Any) -> None:
    lines[row][headings.index(heading)] = value


def edit_37(headings: Sequence[str], lines: Lines) -> None:
    """Edit 37 cells of a list of households: 30 telephones and 7 addresses."""
    for row in range(30):
        put(headings, lines, row, "联系电话", f"1380000{row:04}")
    for row in range(7):
        put(headings, lines, row, "家庭住址", f"二组{row + 1}号")


def propose(db: Engine, looked: Returned, by: Actor) -> int:
    with work(db) as session:
        made, held = returning.propose(session, looked, by=by, at=AT)
    assert held == []
    return made


def register_of(session: Session) -> list[tuple[Any, ...]]:
    homes = select(Household.number, Household.head_name, Household.phone, Household.address, Household.kind)
    people = select(Member.name, Member.id_no, Member.phone, Member.education, Member.health, Member.birth_on)
    found = [*session.execute(homes.order_by(Household.id)), *session.execute(people.order_by(Member.id))]
    return [tuple(row) for row in found]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_37_edited_cells_are_37_proposals_and_none_is_applied_before_another_person_agrees(
    office: Engine, kind: str
) -> None:
    with reading(office) as session:
        headings, lines = handed_out(session, OPERATOR, "household-register")
        original, stood = [list(line) for line in lines], register_of(session)
        edit_37(headings, lines)
        _sheet, looked = brought_back(session, OPERATOR, headings, lines, kind)
    assert (len(looked.edits), looked.problems) == (37, ())
    assert looked.by_column == {"联系电话": 30, "家庭住址": 7}

    assert propose(office, looked, OPERATOR) == 37

    book = open_book()
    with reading(office) as session:
        assert register_of(session) == stood
        _sheet, again = brought_back(session, OPERATOR, headings, lines, kind)
        assert (again.edits, again.problems, again.waiting) == ((), (), 37)
        changes = list(session.scalars(select(Change.id)))
    with work(office) as session:
        alone = deciding.verify_many(session, book, changes, by=OPERATOR, at=AT)
        assert (len(alone.moved), len(alone.held)) == (0, 37)
    with work(office) as session:
        done = deciding.verify_many(session, book, changes, by=LEADER, at=AT)
        assert (len(done.moved), done.held) == (37, {})
    with reading(office) as session:
        _headings, now = handed_out(session, OPERATOR, "household-register")
        assert now == lines
        _sheet, same = brought_back(session, OPERATOR, headings, lines, kind)
        assert (same.edits, same.problems) == ((), ())
        _sheet, old = brought_back(session, OPERATOR, headings, original, kind)
        assert (old.edits, [one.code for one in old.problems]) == ((), ["old"] * 37)
        assert "赵敏" in old.problems[0].message
        assert not verify(session).faults


@pytest.mark.parametrize("layout", returning.FIRST)
@pytest.mark.parametrize("by", [OPERATOR, replace(OPERATOR, role="auditor"), CLERK])
def test_a_list_that_nobody_edited_proposes_nothing_masked_numbers_or_not(
    office: Engine, layout: str, by: Actor
) -> None:
    for kind in ("xlsx", "csv"):
        with reading(office) as session:
            headings, lines = handed_out(session, by, layout)
            _sheet, looked = brought_back(session, by, headings, lines, kind)
        assert (looked.edits, looked.problems, looked.lines) == ((), (), len(lines))


def test_what_lies_outside_the_area_is_as_unknown_as_what_is_not_there(office: Engine) -> None:
    with reading(office) as session:
        headings, lines = handed_out(session, OPERATOR, "household-register")
        edit_37(headings, lines)
        mine = [line for line in lines if line[0].startswith(HEPING)]
        put(headings, lines, 29, "户编号", "X999")
        _sheet, looked = brought_back(session, CLERK, headings, lines)

    assert {one.number for one in looked.edits} == {line[0] for line in mine}
    assert len(looked.edits) == 17
    assert {(one.code, one.column, one.text) for one in looked.problems} == {
        ("unknown-key", "户编号", "找不到这个户编号，或不在您的管辖范围内")
    }
    assert [one.row for one in looked.problems] == [row + 2 for row in range(10, 30)]


def test_people_are_edited_by_their_masked_numbers_and_a_households_own_columns_once(office: Engine) -> None:
    with reading(office) as session:
        headings, lines = handed_out(session, CLERK, "household-list")
        home = lines[0][0]
        here = [row for row, line in enumerate(lines) if line[0] == home]
        for row in here:
            put(headings, lines, row, "家庭住址", "二组9号")
        put(headings, lines, here[1], "文化程度", "大专")
        put(headings, lines, here[1], "健康状况", "残疾+长期慢性病")
        put(headings, lines, here[0], "姓名", "和新名")
        put(headings, lines, here[0], "户主姓名", "和新名")
        _sheet, looked = brought_back(session, CLERK, headings, lines)

    assert looked.problems == ()
    assert {(one.column, one.after, one.edit.subject) for one in looked.edits} == {
        ("家庭住址", "二组9号", "household"), ("文化程度", "大专", "member"),
        ("健康状况", "长期慢性病、残疾", "member"), ("姓名", "和新名", "member"),
    }  # fmt: skip
    assert propose(office, looked, CLERK) == 4
    with work(office) as session:
        ids = list(session.scalars(select(Change.id)))
        assert deciding.verify_many(session, open_book(), ids, by=SECOND, at=AT).held == {}
    with reading(office) as session:
        first = session.scalars(select(Household).where(Household.number == home)).one()
        assert (first.head_name, first.address) == ("和新名", "二组9号")


@pytest.mark.parametrize(
    ("heading", "value", "code", "words"),
    [
        ("户类型", "有钱人", "unknown-code", "可填"),
        ("户类型", "", "bad-value", "不能为空"),
        ("联系电话", "139", "bad-value", "电话号码应为11位"),
        ("监测对象类别", "边缘易致贫户", "uneditable", "不能用表格改"),
        ("行政村", "团结村", "uneditable", "不能用表格改"),
        ("家庭人口数", 9, "uneditable", "不能用表格改"),
        ("家庭住址", "很长" * 61, "too-long", "太长"),
        ("户编号", "", "no-number", "没有填写户编号"),
    ],
)
def test_a_cell_that_cannot_be_proposed_is_told_and_holds_nothing_else_up(
    office: Engine, heading: str, value: Any, code: str, words: str
) -> None:
    with reading(office) as session:
        headings, lines = handed_out(session, OPERATOR, "household-register")
        put(headings, lines, 3, heading, value)
        put(headings, lines, 5, "家庭住址", "三组1号")
        sheet, looked = brought_back(session, OPERATOR, headings, lines)

    assert [(one.row, one.column, one.code) for one in looked.problems] == [(5, heading, code)]
    assert words in looked.problems[0].message
    assert [(one.row, one.after) for one in looked.edits] == [(7, "三组1号")]
    out = io.BytesIO()
    returning.hand_back(sheet, looked, out)
    back = workbooks.read(out.getvalue(), "a.xlsx", ("户编号", "改动"))
    assert [words in str(row.cells[-2]) for row in back.rows] == [row == 3 for row in range(30)]
    assert [bool(row.cells[-1]) for row in back.rows] == [row == 5 for row in range(30)]


def test_numbers_that_a_spreadsheet_made_of_texts_are_no_edits(office: Engine) -> None:
    with reading(office) as session:
        headings, lines = handed_out(session, OPERATOR, "household-register")
        for line in lines:
            line[headings.index("联系电话")] = int(line[headings.index("联系电话")])
            line[headings.index("家庭人口数")] = int(line[headings.index("家庭人口数")])
        _sheet, looked = brought_back(session, OPERATOR, headings, lines)

    assert (looked.edits, looked.problems) == ((), ())


def test_a_key_that_stands_twice_and_a_household_at_odds_are_told_and_not_taken(office: Engine) -> None:
    with reading(office) as session:
        headings, lines = handed_out(session, OPERATOR, "household-register")
        put(headings, lines, 1, "家庭住址", "一组1号")
        lines.append([*lines[1]])
        _sheet, twice = brought_back(session, OPERATOR, headings, lines)
        headings, people = handed_out(session, OPERATOR, "household-list")
        put(headings, people, 0, "家庭住址", "一组1号")
        put(headings, people, 1, "家庭住址", "一组2号")
        put(headings, people, 2, "证件号码", "539999198001010011")
        put(headings, people, 3, "户主姓名", "别人")
        _sheet, odd = brought_back(session, OPERATOR, headings, people)
        _sheet, bare = brought_back(session, OPERATOR, headings[3:5], [line[3:5] for line in people])

    assert (twice.edits, [(one.row, one.code, dict(one.facts)) for one in twice.problems]) == (
        (),
        [(32, "key-twice", {"row": 3})],
    )
    assert odd.edits == ()
    assert [(one.row, one.column, one.code) for one in odd.problems] == [
        (3, "家庭住址", "at-odds"), (4, "证件号码", "unknown-key"), (5, "户主姓名", "uneditable"),
    ]  # fmt: skip
    assert [one.code for one in bare.problems] == ["no-keys"]


def test_what_another_person_has_proposed_or_changed_since_is_held(office: Engine) -> None:
    with reading(office) as session:
        headings, lines = handed_out(session, CLERK, "household-register")
        put(headings, lines, 0, "家庭住址", "一组1号")
        _sheet, mine = brought_back(session, CLERK, headings, lines)
        put(headings, lines, 0, "家庭住址", "一组2号")
        _sheet, theirs = brought_back(session, SECOND, headings, lines)
    assert mine.seal != theirs.seal
    propose(office, mine, CLERK)

    with work(office) as session:
        made, held = returning.propose(session, theirs, by=SECOND, at=AT)
        assert (made, [(one.row, one.code) for one in held]) == (0, [(2, "already-waiting")])
    with reading(office) as session:
        _sheet, seen = brought_back(session, SECOND, headings, lines)
        assert [one.message for one in seen.problems] == ["这一项已有和秀兰提出的变更待核对"]
    with work(office) as session:
        ids = list(session.scalars(select(Change.id)))
        deciding.verify_many(session, open_book(), ids, by=SECOND, at=AT + timedelta(days=1))
    with work(office) as session:
        made, held = returning.propose(session, theirs, by=SECOND, at=AT)
        assert (made, [one.code for one in held]) == (0, ["changed-meanwhile"])
        assert session.scalar(select(func.count()).where(Change.live)) == 0


def test_a_file_with_too_many_edits_proposes_nothing(office: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "MOST", 36)
    with reading(office) as session:
        headings, lines = handed_out(session, OPERATOR, "household-register")
        edit_37(headings, lines)
        _sheet, looked = brought_back(session, OPERATOR, headings, lines)

    assert (looked.edits, [one.code for one in looked.problems]) == ((), ["too-many"])
