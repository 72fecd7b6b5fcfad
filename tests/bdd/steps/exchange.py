"""Sentences about collection forms and comparison sheets, as files and on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.db import reading, work
from engine.errors import NotFound
from publicity.collecting import comparison_values, new_values, village_values
from publicity.documents import render
from states.exchange import exports
from states.exchange.layouts import shipped
from states.exchange.past import AS_NOW
from states.members import Member
from tests.bdd.people import HEPING, ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.walking import bring
from tests.bdd.world import World


@dataclass
class Forms:
    """What was printed or exported last."""

    sheets: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    pdf: bytes = b""
    headings: list[str] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)

    def of(self, head: str) -> list[dict[str, Any]]:
        return [sheet for sheet in self.sheets if sheet["head"].removesuffix(AS_NOW) == head]


@pytest.fixture
def forms() -> Forms:
    return Forms()


@given(phrase('和平村登记了属脱贫户的"{lifted}"户和普通农户"{general}"户'))
def registered(world: World, lifted: str, general: str) -> None:
    world.register([lifted], HEPING, "属脱贫户")
    world.register([general], HEPING, "属普通农户")


@given(phrase('和平村有监测对象"{head}"户'))
def monitored(world: World, head: str) -> None:
    bring(world, [head], HEPING, "monitored")


@given(phrase('和平村有由脱贫户识别的监测对象"{head}"户'))
def monitored_after_lifting(world: World, head: str) -> None:
    bring(world, [head], HEPING, "monitored", "属脱贫户")


@given(phrase('"{head}"户的"{name}"于{day:day}减少'))
def gone(world: World, head: str, name: str, day: date) -> None:
    household = world.household(head)
    with work(world.db) as session:
        found = select(Member).where(Member.household_id == household.id, Member.name == name)
        session.scalars(found).one().left_on = day


@when(phrase('{role:role}打印"{village}"的年度采集表'))
def prints_village(world: World, forms: Forms, role: str, village: str) -> None:
    def whole() -> None:
        with reading(world.db) as session:
            name, values = village_values(session, VILLAGE[village], ROLES[role], world.today)
        forms.pdf = render(name, values).pdf
        forms.sheets, forms.asked = values["sheets"], values["asked"]

    world.trying(whole)


@when(phrase('打印"{head}"户的附件3采集表'))
def prints_new(world: World, forms: Forms, head: str) -> None:
    _print(world, forms, head, new_values)


@when(phrase('打印"{head}"户的监测信息对照表'))
def prints_comparison(world: World, forms: Forms, head: str) -> None:
    _print(world, forms, head, comparison_values)


def _print(world: World, forms: Forms, head: str, values_of: Any) -> None:
    def whole() -> None:
        with reading(world.db) as session:
            name, values = values_of(session, world.cases[head], world.today, ROLES["村级信息员"])
        forms.pdf = render(name, values).pdf
        forms.sheets, forms.asked = values["sheets"], values["asked"]

    world.trying(whole)


@when(phrase('{role:role}导出"{village}"的电子采集表'))
def exports_village(world: World, forms: Forms, role: str, village: str) -> None:
    december = date(world.today.year - 1, 12, 31)
    asked = exports.Filter(area=VILLAGE[village], collected=True, as_of=december, with_room=True)
    layout = shipped()["collection-form"]
    with reading(world.db) as session:
        forms.headings = exports.headings(layout, asked)
        forms.lines = list(exports.rows(session, ROLES[role], layout, asked))


@then(phrase('采集表有"{one}"、"{other}"各一份，没有"{third}"'))
def sheets_of(forms: Forms, one: str, other: str, third: str) -> None:
    assert [len(forms.of(head)) for head in (one, other, third)] == [1, 1, 0]


@then(phrase('"{head}"户只有一份，表名是"{title}"'))
def only_sheet(forms: Forms, head: str, title: str) -> None:
    assert [sheet["title"] for sheet in forms.of(head)] == [title]


@then(phrase("系统找不到这个村"))
def no_such_village(world: World) -> None:
    assert isinstance(world.refused(), NotFound)


@then(phrase('印出的表名是"{title}"'))
def printed_title(forms: Forms, title: str) -> None:
    assert [sheet["title"] for sheet in forms.sheets] == [title]


@then(phrase('表上"{label}"一项印着"{text}"'))
def printed_fact(forms: Forms, label: str, text: str) -> None:
    facts = [fact for part in forms.sheets[0]["parts"] for fact in part["facts"]]
    assert [fact["recorded"] for fact in facts if fact["label"] == label] == [text]


@then(phrase('电子表里"{head}"户有{n:n}人'))
def lines_of(world: World, forms: Forms, head: str, n: int) -> None:
    number = world.household(head).number
    assert sum(line[0] == number for line in forms.lines) == n
