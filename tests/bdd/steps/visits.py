"""Sentences about the sheet for one visit: what is due at a household's house, on one paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select, update

from engine.db import reading, work
from engine.errors import NotFound
from publicity.documents import Printed, render
from publicity.visiting import visit_values
from states.evidence.record import record
from states.households import Household
from states.members import Member
from states.places import coordinates, locations
from states.places.locations import Measured
from tests.bdd.papers import paper
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.evidence import CODES
from tests.bdd.world import World
from tests.publicity.papers import opened, text

COMPLETE = {"sex": "male", "ethnicity": "01", "education": "junior", "health": "healthy", "labour": "full"}


@dataclass
class Sheet:
    """The sheet that was printed last: what it was made from, and the paper."""

    values: dict[str, Any] = field(default_factory=dict)
    printed: Printed | None = None

    @property
    def parts(self) -> dict[str, list[str]]:
        """What each part asks for."""
        return {part["title"]: [task["text"] for task in part["tasks"]] for part in self.values["parts"]}


@pytest.fixture
def visit_sheet() -> Sheet:
    """The sheet of the scenario."""
    return Sheet()


@given(phrase('"{village}"有普通农户"{head}"，各项信息齐全，坐标已登记'))
def complete(world: World, village: str, head: str) -> None:
    world.register([head], VILLAGE[village], "属普通农户")
    with work(world.db) as session:
        home = session.scalars(select(Household).where(Household.case_id == world.cases[head])).one()
        home.address = "第三村民小组12号"
        session.execute(update(Member).where(Member.household_id == home.id).values(COMPLETE))
        here = Measured(coordinates.read("99.8325", "27.4361"), world.today, 10, "phone")
        locations.locate(session, home, here, ROLES["村级信息员"], world.at)


@given(phrase('"{head}"户{day:day}的入户核查由"{signers}"签字'))
def signed_visit(world: World, head: str, day: date, signers: str) -> None:
    case = world.cases[head]
    body = paper("visit", {case: "general"}, signed_by=[CODES[one] for one in signers.split("、")], insured=True)
    told = {"happened_on": day, "by": ROLES["村级信息员"], "at": world.at}
    world.attempt(lambda session: record(session, "visit", body, [case], **told))


@when(phrase('{role:role}打印"{head}"户的入户核查单'))
def prints(world: World, visit_sheet: Sheet, role: str, head: str) -> None:
    def whole() -> None:
        with reading(world.db) as session:
            name, visit_sheet.values = visit_values(session, world.cases[head], world.today, ROLES[role])
        visit_sheet.printed = render(name, visit_sheet.values)

    world.trying(whole)


@then(phrase('入户核查单"{part}"一项有"{words}"'))
def part_asks(visit_sheet: Sheet, part: str, words: str) -> None:
    assert any(words in task for task in visit_sheet.parts[part]), visit_sheet.parts


@then(phrase('入户核查单"{part}"一项没有"{words}"'))
def part_does_not_ask(visit_sheet: Sheet, part: str, words: str) -> None:
    assert visit_sheet.parts[part]
    assert not any(words in task for task in visit_sheet.parts[part]), visit_sheet.parts


@then(phrase('入户核查单的表格里印着"{words}"'))
def in_a_cell(visit_sheet: Sheet, words: str) -> None:
    assert visit_sheet.printed is not None
    with opened(visit_sheet.printed.pdf) as paper:
        rows = [row for page in paper.pages for table in page.extract_tables() for row in table]
    assert any(words in "".join((cell or "").split()) for row in rows for cell in row), rows


@then(phrase('入户核查单上没有"{words}"'))
def nowhere(visit_sheet: Sheet, words: str) -> None:
    assert words not in said(visit_sheet)


@then(phrase('入户核查单写着"{words}"'))
def written(visit_sheet: Sheet, words: str) -> None:
    assert words in said(visit_sheet), visit_sheet.parts


@then(phrase('入户核查单要办的是"{parts}"'))
def asks_for(visit_sheet: Sheet, parts: str) -> None:
    assert list(visit_sheet.parts) == [one for one in parts.split("、") if one]


@then("单子打不出来，这一户不在他的辖区")
def out_of_sight(world: World) -> None:
    assert isinstance(world.refused(), NotFound)


def said(sheet: Sheet) -> str:
    """All the text of the paper."""
    assert sheet.printed is not None
    return text(sheet.printed.pdf)
