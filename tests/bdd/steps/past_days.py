"""Sentences about values as they stood on a past day, in files, on pages and on the printed form."""

from __future__ import annotations

from datetime import date
from typing import Any

from pytest_bdd import given, then, when

from engine.db import reading
from states import workbooks
from states.changes import deciding
from states.changes.fields import fields
from states.changes.proposing import Edit, propose
from states.exchange.layouts import shipped
from states.exchange.past import LEGEND
from states.history.status import Status, status_on
from tests.bdd.changing import CHECKER, Changes, named
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.exchange import Forms
from tests.bdd.world import World
from tests.publicity.papers import MM, opened, text

BOX = "□"
HEAD = 22
"""Above this many millimetres stands the code of the sheet, whose squares are no table."""


@given(phrase('"{head}"户登记了"{label}"为"{value}"，"{name}"的"{other}"为"{words}"'))
def recorded(world: World, head: str, label: str, value: str, name: str, other: str, words: str) -> None:
    changes = Changes(world)
    world.pass_to(None)

    def act(session: Any) -> None:
        asked = ((changes.subject(session, head), label, value), (changes.subject(session, head, name), other, words))
        edits = [Edit(*subject, named(subject[0], one), said) for subject, one, said in asked]
        told = {"by": ROLES["村级信息员"], "at": world.at, "source": "visit"}
        for change in propose(session, edits, **told):
            deciding.verify(session, world.book, change, by=ROLES[CHECKER], at=world.at)

    world.attempt(act)
    world.finish()


@when(phrase('{role:role}在页面上导出"{village}"{day:day}的农户登记表'))
def exports_on_the_page(world: World, forms: Forms, role: str, village: str, day: date) -> None:
    pages = world.through_pages()
    assert pages is not None
    address = f"/households/export?layout=household-register&area={VILLAGE[village]}&as_of={day.isoformat()}"
    known = shipped()["household-register"].fields
    sheet = workbooks.read(pages.of(role).client.get(address).data, "a.xlsx", known)
    forms.headings = list(sheet.headings)
    forms.lines = [[str(cell) for cell in row.cells] for row in sheet.rows]


@then(phrase('导出的表里"{head}"户的"{heading}"是"{words}"'))
def exported(world: World, forms: Forms, head: str, heading: str, words: str) -> None:
    assert _line(world, forms, head)[forms.headings.index(heading)] == words


@then(phrase('表上"{name}"的"{label}"印着"{words}"'))
def person_says(forms: Forms, name: str, label: str, words: str) -> None:
    place = [one["label"] for one in forms.asked].index(label)
    people = [one for sheet in forms.sheets for one in sheet["members"] if one["name"] == name]
    assert [one["recorded"][place] for one in people] == [words]
    assert words in text(forms.pdf)


@then(phrase('电子表和纸上"{head}"户12月底的"{label}"是"{words}"，旁边留空'))
def then_and_room(world: World, forms: Forms, head: str, label: str, words: str) -> None:
    line = _line(world, forms, head)
    heading = shipped()["collection-form"].heading(named("household", label))
    at = forms.headings.index(heading)
    assert (line[at], line[at + 1], forms.headings[at + 1]) == (words, "", f"{heading}（变动后）")
    number = world.household(head).number
    rows = [row for table in _tables(forms, number) for row in table if row[0] == label]
    assert [row[1:] for row in rows if len(row) == 3] == [[words, ""]]


@then(phrase("电子表和纸上都说明了“当时无记录”是什么意思"))
def explained(world: World, forms: Forms) -> None:
    assert all(line[-1] == LEGEND for line in forms.lines)
    assert "“当时无记录”：2021年12月31日这一户还没有登记" in text(forms.pdf)


@then(phrase('"{head}"户的纸上有农户和成员的全部登记项目，顺序与登记册一致'))
def asks_everything(world: World, forms: Forms, head: str) -> None:
    tables = _tables(forms, world.household(head).number)
    for subject, columns in (("household", 3), ("member", 5)):
        printed = [one for name, one in fields(subject).items() if name not in ("name", "head_name")]
        wanted = [one.label for one in printed if one.detail is None or one.detail.is_asked(world.today)]
        labels = [row[0] for table in tables for row in table if len(row) == columns]
        assert [one for one in labels if one in wanted] == wanted


@then(phrase('"{head}"户的纸上"{label}"一项有方框"{choices}"'))
def has_boxes(world: World, forms: Forms, head: str, label: str, choices: str) -> None:
    rows = [row for table in _tables(forms, world.household(head).number) for row in table if row[0] == label]
    assert [_boxes(row[-1]) for row in rows] == [choices.split("、")]


@then(phrase('"{head}"户的纸上每名成员的"{label}"都有方框"{choices}"'))
def everybody_has_boxes(world: World, forms: Forms, head: str, label: str, choices: str) -> None:
    tables = _tables(forms, world.household(head).number)
    below = [table[at + 1] for table in tables for at, row in enumerate(table) if row[0] == label]
    [sheet] = forms.of(head)
    assert [len(row) > len(sheet["members"]) for row in below] == [True]
    assert all(_boxes(cell) == choices.split("、") for row in below for cell in row[1:])


@then(phrase("采集表每一页都有表头，没有一行拆在两页"))
def no_row_is_split(forms: Forms) -> None:
    with opened(forms.pdf) as paper:
        assert len(paper.pages) > 1
        for page in paper.pages:
            tables = page.crop((0, HEAD * MM, page.width, page.height)).extract_tables()
            assert all(table[0][1] == "登记内容" or table[0][0].startswith("家庭成员") for table in tables)
            assert all(row[0] != "" for table in tables for row in table)  # the line inside a member's row gives None
            assert all(table[2 if table[0][0].startswith("家庭成员") else 1][0] for table in tables)


@then(phrase('"{village}"{day:day}24时有{n:n}户{people:n}人，劳动力{able:n}人'))
def status_figures(world: World, village: str, day: date, n: int, people: int, able: int) -> None:
    found = _status(world, village, day)
    assert (found.households, found.persons, found.labour) == (n, people, able)


@then(phrase('"{village}"有{n:n}户在{day:day}还没有登记'))
def came_later(world: World, village: str, n: int, day: date) -> None:
    assert _status(world, village, day).later == n


def _status(world: World, village: str, day: date) -> Status:
    world.finish()
    with reading(world.db) as session:
        return status_on(session, VILLAGE[village], day, ROLES["乡镇业务员"])[0]


def _line(world: World, forms: Forms, head: str) -> list[str]:
    number = world.household(head).number
    return next(line for line in forms.lines if line[0] == number)


def _tables(forms: Forms, number: str) -> list[list[list[str]]]:
    """The tables of the pages that belong to one household, their cells without line ends."""
    found, mine = [], False
    with opened(forms.pdf) as paper:
        for page in paper.pages:
            words = (page.extract_text() or "").replace(" ", "")
            mine = number in words if "户编号" in words else mine
            if mine:
                found += [
                    [["".join((cell or "").split()) for cell in row] for row in table]
                    for table in page.crop((0, HEAD * MM, page.width, page.height)).extract_tables()
                ]
    return found


def _boxes(cell: str) -> list[str]:
    return cell.partition(BOX)[2].split(BOX)
