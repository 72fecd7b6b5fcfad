"""Arrangements of rest days: the file, the record, and the calendar of a place."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.arrangement_file import BadArrangement, parse
from engine.arrangements import calendar_for, record
from engine.workdays import Source

BY = Actor("u1", "和建军", "admin")
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
D = date.fromisoformat

FILE = """\
document = "国办发明电〔2026〕9号"
title = "关于2027年部分节假日安排的通知"
year = 2027
off = ["2027-01-01/2027-01-03 元旦", 2027-02-05]
work = ["2027-01-09"]

[[closure]]
document = "州政发〔2026〕12号"
place = "5334"
off = ["2027-09-13 州庆"]

[[closure]]
place = "533401102"
off = ["2027-01-04"]
"""


def test_a_file_gives_the_document_and_the_rest_days_of_places() -> None:
    national, prefecture, township = parse(FILE)

    assert (national.year, national.place, len(national.days)) == (2027, "", 5)
    assert (prefecture.document, prefecture.days[0].name) == ("州政发〔2026〕12号", "州庆")
    assert (township.document, township.place, township.year) == ("国办发明电〔2026〕9号", "533401102", None)


@pytest.mark.parametrize(
    ("change", "line", "word"),
    [
        (("2027-01-01/2027-01-03", "2027-01-03/2027-01-01"), 4, "先写起日"),
        (("2027-01-09", "2027-02-30"), 5, "没有这一天"),
        (("2027-01-09", "2027-01-03"), 5, "写了两次"),
        (("2027-01-09", "next week"), 5, "不是日期"),
        (("year = 2027", "year = 27"), 3, "四位年份"),
        (("year = 2027", "year = 2026\nclosed = 1"), 4, "不认识"),
        (('work = ["2027-01-09"]', "work = ["), 7, "TOML"),
        (('place = "533401102"', 'place = "小中甸镇"'), 13, "地区代码"),
        (('place = "533401102"\n', ""), 12, "地区代码"),
        (('document = "国办发明电〔2026〕9号"', 'document = ""'), 1, "文号"),
    ],
)
def test_a_mistake_is_named_with_its_line(change: tuple[str, str], line: int, word: str) -> None:
    with pytest.raises(BadArrangement) as refused:
        parse(FILE.replace(*change), "2027.toml")

    problem = refused.value.problems[0]
    assert problem.where == f"2027.toml:{line}"
    assert word in problem.reason


def test_the_calendar_of_a_place_takes_its_own_days_before_wider_ones(session: Session) -> None:
    for arrangement in parse(FILE):
        record(session, arrangement, BY, AT)

    assert calendar_for(session, "533401102201").day(D("2027-01-04")).source is Source.LOCAL
    assert calendar_for(session, "533401102201").day(D("2027-09-13")).name == "州庆"
    assert calendar_for(session, "5301").day(D("2027-09-13")).is_workday
    assert calendar_for(session).period(D("2026-12-28"), 8).last_on == D("2027-01-08")
    assert calendar_for(session, "533401102").period(D("2026-12-28"), 8).last_on == D("2027-01-09")


def test_an_amendment_supersedes_and_the_first_stays_on_record(session: Session) -> None:
    first = record(session, parse(FILE)[0], BY, AT)
    second = record(session, parse('document = "国办〔2027〕1号"\nwork = ["2027-02-05"]\nyear = 2027')[0], BY, AT)

    day = calendar_for(session).day(D("2027-02-05"))

    assert (day.is_workday, day.document) == (True, "国办〔2027〕1号")
    assert calendar_for(session).day(D("2027-01-01")).document == "国办发明电〔2026〕9号"
    assert first.id < second.id
