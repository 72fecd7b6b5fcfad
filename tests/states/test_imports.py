"""A list of households: any order of columns, every problem at its cell, all or nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.db import reading, work
from states import samples
from states.households import Household
from states.imports import ImportBatch, ImportRefused, Preview, preview, read, take
from states.members import Member, has_no_labour, of_households
from tests.states.register import AT, HOUSEHOLDS, OPERATOR, looked, number, people, places

HEAD = ("和平村", "一组", "杨文华", "户主", number(1))
WIFE = ("和平村", "一组", "李秀英", "配偶", number(2))


def codes(found: Preview) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in found.problems]


def test_the_sample_is_taken_in_whole_and_not_twice(db: Engine) -> None:
    sheet = read(samples.workbook(), "样例.xlsx")
    with work(db) as session:
        places(session)
        done = take(session, preview(session, sheet, OPERATOR), HOUSEHOLDS, OPERATOR, AT)

    with work(db) as session:
        again = preview(session, sheet, OPERATOR)
        assert [one.code for one in again.problems] == ["taken-before"]
        assert again.problems[0].message == "这份文件已于2021-10-18由和志强导入过，没有重复导入"
        with pytest.raises(ImportRefused):
            take(session, again, HOUSEHOLDS, OPERATOR, AT)
    with reading(db) as session:
        stored = session.scalars(select(Household)).all()
        members = of_households(session, [household.id for household in stored])
        cases = {case.id: case for case in session.scalars(select(Case))}
        assert (len(stored), sum(map(len, members.values()))) == (30, done.members)
        assert Counter(household.village[-3:] for household in stored) == {"201": 10, "202": 10, "203": 10}
        assert all(cases[household.case_id].area == household.group_code for household in stored)
        assert all(members[household.id][0].is_head for household in stored)
        assert sum(has_no_labour(one) for one in members.values()) >= 3
        assert any(member.school == "primary" for one in members.values() for member in one)


def test_columns_may_stand_in_any_order_under_other_headings(session: Session) -> None:
    places(session)
    sheet = people(*[line[::-1] for line in (HEAD, WIFE)], columns=("id_no", "relation", "name", "group", "village"))

    found = preview(session, sheet, OPERATOR)

    assert not found.problems
    assert [member["name"] for member in found.drafts[0].members] == ["杨文华", "李秀英"]
    assert found.drafts[0].group_code == "53340110220101"


def test_merged_cells_belong_to_the_household_above(session: Session) -> None:
    places(session)
    columns = ("number", "village", "group", "head_name", "name", "relation", "id_no")
    found = looked(
        session,
        ("A1", "和平村", "一组", "杨文华", "杨文华", "户主", number(1)),
        ("", "", "", "", "李秀英", "配偶", number(2)),
        ("A2", "和平村", "二组", "木永福", "木永福", "户主", number(3)),
        columns=columns,
    )

    assert not found.problems
    assert [len(draft.members) for draft in found.drafts] == [2, 1]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(*HEAD[:4], "539999198001010010")], [(2, "证件号码", "wrong-check-digit")]),
        ([(*HEAD[:4], 5.39999198001010e17)], [(2, "证件号码", "lost-digits")]),
        ([(*HEAD[:4], "")], [(2, "证件号码", "empty")]),
        ([HEAD, (*WIFE[:4], number(1))], [(3, "证件号码", "person-twice")]),
        ([HEAD, (*WIFE[:4], number(1) + "42")], [(3, "证件号码", "person-twice")]),
        ([WIFE], [(2, "与户主关系", "no-head")]),
        ([(*HEAD[:3], "大儿子", HEAD[4])], [(2, "与户主关系", "unknown-code")]),
        ([("和平村", "九组", *HEAD[2:])], [(2, "村民小组", "unknown-group")]),
        ([("", "一组", *HEAD[2:])], [(2, "村民小组", "several-groups")]),
        ([("和平村", "一组", "", *HEAD[3:])], [(2, "姓名", "no-name")]),
        ([HEAD, ("和平村", "二组", *WIFE[2:])], [(3, "村民小组", "two-groups")]),
    ],
)
def test_each_problem_is_named_at_its_cell(sqlite_db: Engine, lines: list[tuple[str, ...]], expected: object) -> None:
    with work(sqlite_db) as session:
        places(session)

        assert codes(looked(session, *lines)) == expected


def test_two_heads_in_one_household_are_found(session: Session) -> None:
    places(session)
    columns = ("number", "village", "group", "name", "relation", "id_no")

    found = looked(session, ("A1", *HEAD), ("A1", *WIFE[:3], "户主", WIFE[4]), columns=columns)

    assert codes(found) == [(3, "与户主关系", "two-heads")]


def test_a_household_of_another_village_is_outside(session: Session) -> None:
    places(session)
    clerk = Actor("v1", "杨春林", "village", "533401102202")

    assert codes(looked(session, HEAD, by=clerk)) == [(2, "村民小组", "outside-area")]


def test_a_list_without_identity_numbers_is_refused_by_its_heading(session: Session) -> None:
    places(session)

    found = looked(session, HEAD[:4], columns=("village", "group", "name", "relation"))

    assert [one.message for one in found.problems] == ["表头缺少“证件号码”一栏"]


def test_a_person_who_is_registered_elsewhere_is_found_and_nothing_is_stored(db: Engine) -> None:
    with work(db) as session:
        places(session)
        take(session, looked(session, HEAD, WIFE), HOUSEHOLDS, OPERATOR, AT)

    other = ("团结村", "一组", "木永福", "户主", number(3))
    with work(db) as session:
        found = looked(session, other, ("团结村", "一组", "李秀英", "其他", number(2) + "31"))
        assert codes(found) == [(3, "证件号码", "person-known")]
        with pytest.raises(ImportRefused, match="第3行 证件号码"):
            take(session, found, HOUSEHOLDS, OPERATOR, AT)
    with reading(db) as session:
        assert session.scalar(select(func.count()).select_from(Household)) == 1
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1


def test_what_was_registered_since_the_preview_stops_the_import(db: Engine) -> None:
    with work(db) as session:
        places(session)
        first, second = looked(session, HEAD), looked(session, HEAD, WIFE)
        take(session, first, HOUSEHOLDS, OPERATOR, AT)

    with work(db) as session, pytest.raises(ImportRefused, match="重新预览"):
        take(session, second, HOUSEHOLDS, OPERATOR, AT)


def test_somebody_who_left_may_be_registered_elsewhere(db: Engine) -> None:
    with work(db) as session:
        places(session)
        take(session, looked(session, HEAD, WIFE), HOUSEHOLDS, OPERATOR, AT)
        session.scalars(select(Member).where(Member.name == "李秀英")).one().left_on = AT.date()

    with work(db) as session:
        moved = looked(session, ("团结村", "一组", "李秀英", "户主", number(2)))
        take(session, moved, HOUSEHOLDS, OPERATOR, AT)
        numbers = session.scalars(select(Household.number).order_by(Household.number)).all()
        assert numbers == ["53340110220100001", "53340110220200001"]
