"""Finding people, inside one's own area only."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from states.imports import take
from states.members import Member
from states.search import Place, search
from tests.states.register import AT, HOUSEHOLDS, OPERATOR, looked, number, places

VILLAGE = Actor("v1", "杨春林", "village", "533401102202")
GROUP = Actor("g1", "木永福", "grid", "53340110220102")
PROVINCE = Actor("a1", "审计", "auditor", "")
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


@pytest.fixture
def register(session: Session) -> Session:
    places(session)
    found = looked(
        session,
        ("和平村", "一组", "单秀英", "户主", number(1)),
        ("和平村", "一组", "李单", "之子", number(3, "20010101")),
        ("和平村", "二组", "李秀英", "户主", number(2)),
        ("团结村", "一组", "李秀英", "户主", number(4)),
        ("团结村", "一组", "欧阳秀", "其他", number(6)),
        ("团结村", "二组", "扎西·次仁", "户主", number(5)),
    )
    take(session, found, HOUSEHOLDS, OPERATOR, AT)
    return session


def names(session: Session, text: str, by: Actor = OPERATOR) -> list[str]:
    return [hit.name for hit in search(session, by, text).hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李", ["李单", "李秀英", "李秀英"]),
        ("李秀", ["李秀英", "李秀英"]),
        ("秀英", ["单秀英", "李秀英", "李秀英"]),
        ("单", ["单秀英", "李单"]),
        ("shanxiu", ["单秀英"]),
        ("danxiu", ["单秀英"]),
        ("SXY", ["单秀英"]),
        ("dxy", ["单秀英"]),
        ("lxy", ["李秀英", "李秀英"]),
        ("次仁", ["扎西·次仁"]),
        ("zhaxici", ["扎西·次仁"]),
        (number(5), ["扎西·次仁"]),
        ("５３９９９９２００１", ["李单"]),
        ("5334011022020000", ["李秀英", "欧阳秀", "扎西·次仁"]),
        ("", []),
        ("  \0", []),
        ("%", []),
        ("李_英", []),
        ("没有这个人", []),
    ],
)
def test_people_are_found_by_the_beginning_of_what_is_known(register: Session, text: str, expected: list[str]) -> None:
    assert sorted(names(register, text)) == sorted(expected)


def test_nobody_sees_people_of_another_place(register: Session) -> None:
    assert names(register, "秀英", VILLAGE) == ["李秀英"]
    assert names(register, "秀英", GROUP) == ["李秀英"]
    assert names(register, number(1), VILLAGE) == []
    assert names(register, "53340110220100001", VILLAGE) == []
    assert len(names(register, "秀英", PROVINCE)) == 3
    assert names(register, "秀英", Actor("x", "别处", "county", "530111")) == []


def test_pages_go_on_where_the_last_one_ended_and_show_nobody_twice(register: Session) -> None:
    seen: list[int] = []
    after: Place | None = None
    while True:
        page = search(register, OPERATOR, "539999", limit=2, after=after)
        seen += [hit.member_id for hit in page.hits]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 6


def test_a_page_goes_over_from_one_kind_of_match_to_the_next(register: Session) -> None:
    first = search(register, OPERATOR, "单", limit=1)
    second = search(register, OPERATOR, "单", limit=1, after=first.after)

    assert [hit.name for hit in first.hits + second.hits] == ["单秀英", "李单"]
    assert second.after is None


def test_who_left_is_still_found_and_marked(register: Session) -> None:
    register.scalars(select(Member).where(Member.name == "李单")).one().left_on = AT.date()
    register.flush()

    assert [hit.is_here for hit in search(register, OPERATOR, "李单").hits] == [False]


@pytest.mark.parametrize("text", ["李秀", "shanxiu", "SXY", number(5)[:8]])
@pytest.mark.parametrize("area", ["5334", "533401102", VILLAGE.area])
def test_no_search_reads_the_whole_register(register: Session, text: str, area: str) -> None:
    connection, asked = register.connection(), list[tuple[str, object]]()
    if register.get_bind().dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # a table this small would be read whole

    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    search(register, Actor("x", "别处", "county", area), text)
    event.remove(connection, "before_cursor_execute", note)

    for statement, values in asked:
        plan = connection.exec_driver_sql(f"{EXPLAIN[connection.dialect.name]} {statement}", values).all()
        assert not [row for row in plan if re.search(r"SCAN member\b|Seq Scan on member", str(row))], plan
    assert len(asked) >= 2
