"""Sentences about reports drafted from the data: what a draft says, its lists, what was issued."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

import docx
import pytest
from pytest_bdd import then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.arrangements import calendar_for
from engine.db import reading
from publicity import editable
from publicity.documents import render
from publicity.reporting.draft import Draft, Source
from publicity.reporting.drafting import drafted
from publicity.reporting.issuing import issue, ready
from publicity.reporting.kinds import KINDS, Kind, due_on
from publicity.reporting.values import values_of
from states.issued.paper import Paper
from states.regions import Region
from states.reports import texts
from states.reports.book import find
from states.reports.figure import Asked, asking, listed
from states.reports.period import Period
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from tests.publicity.papers import text

BY_LABEL = {kind.label: kind for kind in KINDS.values()}


@dataclass
class Report:
    """The report of the scenario: what was asked for, and by whom."""

    kind: Kind
    area: str
    period: Period
    role: str


@pytest.fixture
def reports() -> list[Report]:
    """The reports of the scenario, the newest last."""
    return []


def asked(world: World, session: Session, one: Report) -> Asked:
    return asking(session, ROLES[one.role], one.area, one.period, world.today)


def draft(world: World, one: Report) -> Draft:
    world.finish()
    with reading(world.db) as session:
        return drafted(one.kind, asked(world, session, one))


def link(source: Source) -> str:
    return f"https://example.invalid/reports/figure?figure={source.figure}"


@when(phrase('{role:role}草拟"{place}"的"{kind}"，{since:day}至{until:day}'))
def drafts(
    world: World, reports: list[Report], role: str, place: str, kind: str, since: date, until: date
) -> None:  # fmt: skip
    with reading(world.db) as session:
        area = session.scalars(select(Region.code).where(Region.name == place)).one()
    one = Report(BY_LABEL[kind], area, Period(since, until), role)
    reports.append(one)
    world.attempt(lambda session: drafted(one.kind, asked(world, session, one)))


@when(phrase('{role:role}在"{part}"补写"{words}"'))
def adds_words(world: World, reports: list[Report], role: str, part: str, words: str) -> None:
    _write(world, reports[-1], role, part, words, None)


@when(phrase('{role:role}没有看到这一改动，在"{part}"补写"{words}"'))
def adds_words_unawares(world: World, reports: list[Report], role: str, part: str, words: str) -> None:
    _write(world, reports[-1], role, part, words, 0)


def _write(world: World, one: Report, role: str, part: str, words: str, over: int | None) -> None:
    made = draft(world, one)
    name = next(found.name for found in made.parts if found.heading == part)
    said = {name: (words, made.texts[name].version if over is None else over)}
    about = one.kind.name, one.area, one.period
    world.attempt(lambda session: texts.write(session, *about, said, by=ROLES[role], at=world.at))


@when(phrase("{role:role}印发这份报告"))
def issues(world: World, reports: list[Report], role: str) -> None:
    one = reports[-1]

    def act(session: Session) -> Paper:
        made = ready(one.kind, asked(world, session, one), link)
        return issue(session, made, render(one.kind.document, made.values), by=ROLES[role], at=world.at)

    world.attempt(act)


@when(phrase('"{village}"又登记了拟监测户"{head}"'))
def one_more(world: World, village: str, head: str) -> None:
    world.register([head], VILLAGE[village])


@then(phrase('草稿的标题是"{title}"'))
def title_is(world: World, reports: list[Report], title: str) -> None:
    assert "".join(draft(world, reports[-1]).title) == title


@then(phrase('草稿要写的部分有"{headings}"'))
def parts_are(world: World, reports: list[Report], headings: str) -> None:
    assert [part.heading for part in draft(world, reports[-1]).parts] == headings.split("、")


@then(phrase('"{kind}"最迟{day:day}报送'))
def is_due(world: World, reports: list[Report], kind: str, day: date) -> None:
    one = reports[-1]
    with reading(world.db) as session:
        calendar = calendar_for(session, one.area)
        assert due_on(BY_LABEL[kind], asked(world, session, one), calendar) == day


def said(made: Draft, heading: str) -> str:
    part = next(one for one in made.parts if one.heading == heading)
    return "".join(word.text for one in part.said for word in one)


@then(phrase('草稿的"{heading}"写着"{words}"'))
def part_says(world: World, reports: list[Report], heading: str, words: str) -> None:
    assert words in said(draft(world, reports[-1]), heading)


@then(phrase('草稿没有"{heading}"'))
def has_no_part(world: World, reports: list[Report], heading: str) -> None:
    assert heading not in [part.heading for part in draft(world, reports[-1]).parts]


@then(phrase('草稿附有"{title}"，"{place}"在"{column}"一栏是{n:n}'))
def table_says(world: World, reports: list[Report], title: str, place: str, column: str, n: int) -> None:
    table = next(one for one in draft(world, reports[-1]).tables if one.title == title)
    places = [(one.title, below) for one in table.columns for below in one.below or (one.title,)]
    row = next(row for row in table.rows if row[0].text == place)
    assert int(next(cell.text for names, cell in zip(places, row, strict=True) if column in names)) == n


@then(phrase('草稿附有{n:n}种帮扶的"{title}"'))
def table_has_kinds(world: World, reports: list[Report], n: int, title: str) -> None:
    table = next(one for one in draft(world, reports[-1]).tables if one.title == title)
    assert len(table.rows) == n + 1


@then("草稿里的每个数字都和点开的名单一样多")
def figures_equal_their_lists(world: World, reports: list[Report]) -> None:
    one = reports[-1]
    figures = draft(world, one).figures
    assert figures
    with reading(world.db) as session:
        for source, n in figures:
            of = asking(session, ROLES[one.role], source.area, source.period, world.today)
            assert len(listed(find(source.figure, of.by), of, source.parts, limit=1000)) == n, source


def values(world: World, one: Report) -> dict[str, object]:
    return values_of(draft(world, one), world.today, link)


@then(phrase('印出来的草稿写着"{words}"'))
def printed_says(world: World, reports: list[Report], words: str) -> None:
    assert words in _printed(world, reports[-1])


@then(phrase('印出来的草稿没有"{words}"'))
def printed_says_not(world: World, reports: list[Report], words: str) -> None:
    assert words not in _printed(world, reports[-1])


def _printed(world: World, one: Report) -> str:
    if world.printed is None:
        world.printed = render(one.kind.document, values(world, one))
    return text(world.printed.pdf)


@then("能改的文件和印出来的一字不差")
def editable_says_the_same(world: World, reports: list[Report]) -> None:
    one = reports[-1]
    file = docx.Document(io.BytesIO(editable.made(one.kind.document, values(world, one))))
    lines = [paragraph.text for paragraph in file.paragraphs if paragraph.text]
    paper = _printed(world, one)
    assert [line for line in lines if line.replace("　", "") not in paper] == []


@then(phrase('印发的"{number}"仍写着"{words}"'))
def issued_says(world: World, number: str, words: str) -> None:
    world.finish()
    with reading(world.db) as session:
        paper = next(one for one in session.scalars(select(Paper)) if one.number == number)
        parts = paper.values["parts"]
    told = "".join(piece["text"] for part in parts for one in part["paragraphs"] for piece in one["pieces"])
    assert words in told


@then(phrase('草稿现在写着"{words}"'))
def draft_says_now(world: World, reports: list[Report], words: str) -> None:
    made = draft(world, reports[-1])
    assert words in "".join(said(made, part.heading) for part in made.parts)
