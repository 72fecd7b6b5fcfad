"""Sentences about plans as one looks at them: drawn, timed, compared, checked and begun."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.db import reading
from engine.definition import Move
from engine.errors import InvalidDefinition, Problem
from engine.periods import Count
from engine.workdays import Calendar
from publicity.documents import render
from states.packs.backward import latest_start
from states.packs.checking import faults
from states.packs.differences import differences
from states.packs.keeping import COUNTS, Kept, first_day, kept
from states.packs.loader import Pack, load, shipped
from states.packs.starter import Beginning, started
from states.packs.store import StoredPack
from states.packs.timetable import Row, timetable
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from tests.publicity.papers import opened
from tests.states.lab.plans import plan, posted, step
from web.commands.pack_timetable import said
from web.flow_chart import Box, Chart, chart
from web.lab.flow_paper import DOCUMENT, flow_values

MALFORMED = Path(__file__).parents[2] / "states" / "malformed"
COUNTED: dict[str, Count | None] = {"方案的规定": None} | {word: count for count, word in COUNTS.items() if count}
PLANS = {
    "全国一般程序": "national-2021",
    "小中甸2021年方案": "xiaozhongdian-2021",
    "河图2018年方案": "hetu-2018",
    "塘子2023年方案": "tangzi-2023",
}
CHANGES = {
    "底线提高到8500元": ("line = 6000", "line = 8500"),
    "公示改为5天、张贴当天计入": ('period = "5 workdays", at', 'period = "5 days", count = "posting-day", at'),
    "评议到会一半即可": ('quorum = "2/3"', 'quorum = "1/2"'),
    "系统录入改叫录入省系统": ("系统录入", "录入省系统"),
    "县级审定改由乡镇负责人办理": ('title = "县级审定"\nby = "county"', 'title = "县级审定"\nby = "township_leader"'),
}
DECIDED = date(2024, 3, 1)


@dataclass
class Desk:
    """What lies on the desk of whoever looks at plans."""

    pack: Pack | None = None
    move: Move | None = None
    chart: Chart | None = None
    pages: list[str] = field(default_factory=list)
    verdict: Kept | None = None
    rows: dict[str, Row] = field(default_factory=dict)
    latest: date | None = None
    sentences: list[str] = field(default_factory=list)
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    def draw(self, pack: Pack, name: str) -> None:
        """Draw one move of a plan."""
        self.pack, self.move = pack, pack.definition.by_name[name]
        self.chart = chart(pack.definition, self.move)

    def box(self, title: str) -> Box:
        """The box of a step."""
        assert self.chart is not None
        return next(box for box in self.chart.boxes if "".join(box.title) == title)

    def reckon(self, pack: Pack, start: date | None = None, count: Count | None = None) -> None:
        """Time the identification of a plan."""
        move = pack.definition.by_name["identify"]
        start = start or first_day(pack, move, DECIDED)
        self.verdict = kept(pack, move, Calendar(), start, None, count)
        self.rows = {row.title: row for row in timetable(move, pack.digest, Calendar(), start, None, count)}


@pytest.fixture
def desk() -> Desk:
    """The desk of this scenario."""
    return Desk()


def known(name: str) -> Pack:
    """A plan that comes with the program."""
    return load(PLANS[name], shipped())


def written(fault: str) -> tuple[str, str]:
    """A plan that is written badly, by what is wrong with it: its name and its text."""
    for file in MALFORMED.glob("*.toml"):
        text = file.read_text("utf-8")
        if text.splitlines()[0] == f"# {fault}":
            return file.stem, text
    raise AssertionError(fault)


@when(phrase('画出"{name}"里{move:move}的流程图'))
def draws(desk: Desk, name: str, move: str) -> None:
    desk.draw(known(name), move)


@given(phrase('一个方案的"{title}"一年内已比对过的免办'))
def with_a_skip(desk: Desk, title: str) -> None:
    asked = 'needs = [{ evidence = "department_answer", each_of = ["finance"] }]\nskip_when = "already_compared"'
    desk.pack = plan(step("visit"), step("compare", asked, by="county").replace('"compare"\nby', f'"{title}"\nby'))


@given(phrase('一个方案的"{title}"可以开村民代表会议，也可以用证明材料代替'))
def with_alternatives(desk: Desk, title: str) -> None:
    asked = 'needs = [{ any_of = [{ evidence = "minutes" }, { evidence = "proof" }] }]'
    desk.pack = plan(step("visit"), step("weigh", asked).replace('"weigh"\nby', f'"{title}"\nby'))


@when("画出这个方案的流程图")
def draws_it(desk: Desk) -> None:
    assert desk.pack is not None
    desk.draw(desk.pack, "identify")


@then("图上有程序的每一步和每一个先后关系")
def is_whole(desk: Desk) -> None:
    assert desk.chart is not None
    assert desk.move is not None
    assert desk.move.procedure is not None
    steps = desk.move.procedure.steps
    drawn = {(edge.before, edge.after) for edge in desk.chart.edges}
    assert [box.step for box in desk.chart.boxes] == [spec.name for spec in desk.move.procedure.ordered]
    assert {(before, spec.name) for spec in steps for before in spec.after} <= drawn
    assert {one for pair in drawn for one in pair} == {spec.name for spec in steps} | {"begin", "end"}


@then(phrase('图上"{title}"由"{role}"办理'))
def done_by(desk: Desk, title: str, role: str) -> None:
    assert desk.box(title).by == role


@then(phrase('图上"{one}"与"{other}"并排'))
def side_by_side(desk: Desk, one: str, other: str) -> None:
    assert desk.box(one).y == desk.box(other).y
    assert desk.box(one).x != desk.box(other).x


@then(phrase('图上"{title}"写着"{words}"'))
def remarked(desk: Desk, title: str, words: str) -> None:
    assert words in "".join(desk.box(title).remarks)


@then(phrase('图上"{title}"是虚线框'))
def broken_frame(desk: Desk, title: str) -> None:
    assert desk.box(title).skips


@when("打印流程图")
def prints(desk: Desk) -> None:
    assert desk.pack is not None
    assert desk.move is not None
    with opened(render(DOCUMENT, flow_values(desk.pack, desk.move, DECIDED)).pdf) as paper:
        desk.pages = [re.sub(r"\s", "", page.extract_text()) for page in paper.pages]


@then(phrase('纸的第{n:n}页写着"{words}"'))
def on_paper(desk: Desk, n: int, words: str) -> None:
    assert words in desk.pages[n - 1]


@when(phrase('{role:role}打开"{name}"的流程图'))
def opens_chart(world: World, role: str, name: str) -> None:
    browser = world.through_pages()
    assert browser is not None
    world.page = browser.of(role).get(f"/lab/packs/{PLANS[name]}/diagram?move=identify")


@when(phrase('按"{way}"排"{name}"的日程'))
def reckons(desk: Desk, way: str, name: str) -> None:
    desk.reckon(known(name), None, COUNTED[way])


@when(phrase('从{start:day}开始排"{name}"的日程'))
def reckons_from(desk: Desk, start: date, name: str) -> None:
    desk.reckon(known(name), start)


@when(phrase("一个方案先公示5个工作日再报送，从{start:day}开始排"))
def reckons_posting(desk: Desk, start: date) -> None:
    desk.reckon(plan(step("hang", posted("5 workdays")), step("go")), start)


@when(phrase("一个方案先公示5个工作日再报送，{deadline:day}以前要报送"))
def reckons_back(desk: Desk, deadline: date) -> None:
    pack = plan(step("hang", posted("5 workdays")), step("go"))
    move = pack.definition.by_name["identify"]
    desk.latest = latest_start(move, pack.digest, Calendar(), deadline)


@then(phrase("最迟要在{day:day}张贴"))
def latest_posting(desk: Desk, day: date) -> None:
    assert desk.latest == day


@then(phrase('日程"{verdict}"'))
def verdict_is(desk: Desk, verdict: str) -> None:
    assert desk.verdict is not None
    assert desk.verdict.possible == (verdict == "排得开")


@then(phrase('说明里写着"{words}"'))
def explained(desk: Desk, words: str) -> None:
    assert desk.verdict is not None
    assert words in said(desk.verdict)


@then(phrase('"{title}"最早{begins:day}开始，{done:day}办完'))
def earliest(desk: Desk, title: str, begins: date, done: date) -> None:
    row = desk.rows[title]
    assert (row.begins_on, row.done_on) == (begins, done)


@then("日程是暂定的")
def provisional(desk: Desk) -> None:
    assert desk.verdict is not None
    assert desk.verdict.provisional


@when(phrase("全国一般程序的{change}"))
def rewrites(desk: Desk, change: str) -> None:
    texts, name = shipped(), PLANS["全国一般程序"]
    other = load(name, {**texts, name: texts[name].replace(*CHANGES[change])})
    desk.sentences = [one.text for one in differences(known("全国一般程序"), other)]


@when(phrase('把"{name}"与它自己比较'))
def compares_with_itself(desk: Desk, name: str) -> None:
    desk.sentences = [one.text for one in differences(known(name), known(name))]


@when(phrase('比较"{one}"与"{other}"'))
def compares(desk: Desk, one: str, other: str) -> None:
    desk.sentences = [each.text for each in differences(known(one), known(other))]


@then(phrase('比较的结果有"{words}"'))
def says(desk: Desk, words: str) -> None:
    assert words in desk.sentences


@then("比较的结果是没有不同")
def says_nothing(desk: Desk) -> None:
    assert desk.sentences == []


@when(phrase('检查"{fault}"的方案'))
def checks(desk: Desk, fault: str) -> None:
    name, desk.text = written(fault)
    desk.problems = faults(name, desk.text, shipped())


@then(phrase('指出的行正是写错的那一行，原因有"{reason}"'))
def names_the_line(desk: Desk, reason: str) -> None:
    wrong = next(number for number, line in enumerate(desk.text.splitlines(), 1) if "# ←" in line)
    assert any(one.where.endswith(f".toml:{wrong}") and reason in one.reason for one in desk.problems), desk.problems


@then("方案没有入库")
def not_taken_in(world: World) -> None:
    with reading(world.db) as session:
        assert set(session.scalars(select(StoredPack.id))) == shipped().keys()


@when(phrase('{role:role}在网页上检查"{fault}"的方案'))
def checks_on_page(world: World, role: str, fault: str) -> None:
    browser = world.through_pages()
    assert browser is not None
    visitor = browser.of(role)
    _, text = written(fault)
    world.page = visitor.send(visitor.get("/lab/check"), "/lab/check", text=text)


@when(phrase("起草一个底线{line:n}元、公示{days:n}天、由乡镇审定的方案"))
def begins(desk: Desk, line: int, days: int) -> None:
    facts = Beginning(
        "heping-2024", "和平镇2024年方案", "《和平镇方案》", "533409999", DECIDED, date(2024, 12, 31), line,
        notice_days=days, notice_unit="days", decided_by="township_leader",
    )  # fmt: skip
    try:
        desk.text = started(facts, shipped())
    except InvalidDefinition as refusal:
        desk.problems = list(refusal.problems)


@then("起草的方案检查没有问题")
def passes(desk: Desk) -> None:
    assert desk.text
    assert faults("heping-2024", desk.text, shipped()) == []


@then(phrase('与全国一般程序比较，有"{words}"'))
def differs_from_general(desk: Desk, words: str) -> None:
    begun = load("heping-2024", {**shipped(), "heping-2024": desk.text})
    assert words in [one.text for one in differences(known("全国一般程序"), begun)]


@then(phrase('不能起草，原因有"{reason}"'))
def not_begun(desk: Desk, reason: str) -> None:
    assert not desk.text
    assert any(reason in problem.reason for problem in desk.problems)
