"""Sentences about figures for supervision: the board, the ranking, the trend, where time goes, what is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.db import reading, work
from publicity.figures.pictures import late, plain
from states.figures import keeping
from states.figures.board import Board, board
from states.figures.daily import DailyFigure
from states.figures.left import left_by_way
from states.figures.memory import Memory
from states.figures.ranking import Line, in_order, ranked
from states.figures.scope import Scope, names_of, scope
from states.figures.standing import Days, Standing
from states.figures.trend import points
from states.figures.waiting import PERIODS, bottleneck, count, days_of, waits
from states.packs.room_parts import Ranking
from states.regions import Region
from states.reports.book import find
from states.reports.figure import asking, listed
from states.reports.period import Period
from states.roles import ROLES as POSTS
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World

LISTS = {"open": ("steps-open", ()), "late": ("steps-late", ()), "in_time": ("steps-done", ("in-time",))}
LISTS |= {"done_late": ("steps-done", ("late",))}


class Figures:
    """What one process holds, and the invented places that a scenario ranks."""

    def __init__(self, world: World) -> None:
        self.world, self.memory = world, Memory()
        self.places: list[Standing] = []
        self.lines: list[Line] = []

    def here(self, role: str, place: str) -> Scope:
        with reading(self.world.db) as session:
            area = session.scalars(select(Region.code).where(Region.name == place)).one()
        return scope(area, ROLES[role], self.world.today)

    def board(self, role: str, place: str, memory: Memory | None = None) -> Board:
        here = self.here(role, place)
        with reading(self.world.db) as session:
            return board(session, memory or self.memory, here)


@pytest.fixture
def figures(world: World) -> Figures:
    """The figures of the scenario."""
    return Figures(world)


@given(phrase('登记{n:n}户的"{name}"有待整改疑点{waits_:n}条、待复查{claimed:n}条，整改不实{false:n}条'))
def place_has_doubts(figures: Figures, n: int, name: str, waits_: int, claimed: int, false: int) -> None:
    told = {"household.monitored": n, "finding.open": waits_, "finding.claimed": claimed, "false": false}
    figures.places.append(Standing(name, told))


@when("按一般程序给这些村排名")
def ranks(figures: Figures) -> None:
    figures.lines = in_order(Ranking(), figures.places)


@then(phrase('"{name}"每百户差错分是{told:yuan}'))
def has_points(figures: Figures, name: str, told: str) -> None:
    assert [str(one.points) for one in figures.lines if one.code == name] == [told]


@then(phrase('名次依次是"{told}"'))
def ranks_are(figures: Figures, told: str) -> None:
    assert "、".join(f"{one.code}{one.rank or '不排'}" for one in figures.lines) == told


@then(phrase('{role:role}看到"{place}"整改不实{n:n}条'))
def false_corrections(figures: Figures, role: str, place: str, n: int) -> None:
    assert figures.board(role, place).whole.false == n


@then(phrase('{role:role}看到"{place}"的差错分比上月末少'))
def better_than_before(figures: Figures, role: str, place: str) -> None:
    with reading(figures.world.db) as session:
        area = session.scalars(select(Region.code).where(Region.name == place)).one()
        lines = ranked(session, figures.memory, scope(area[:9], ROLES[role], figures.world.today))
    assert [one.change is not None and one.change < 0 for one in lines if one.code == area] == [True]


@when(phrase('{role:role}查看"{place}"的数据质量排名'))
@when(phrase('{role:role}查看"{place}"的调度图表'))
@given(phrase('{role:role}打开了"{place}"的调度图表'))
def looks(figures: Figures, role: str, place: str) -> None:
    figures.world.trying(lambda: figures.board(role, place))


@then(phrase('{role:role}看到"{one}"超期{n:n}个，"{other}"超期{m:n}个'))
def late_steps(figures: Figures, role: str, one: str, n: int, other: str, m: int) -> None:
    assert [figures.board(role, place).whole.late for place in (one, other)] == [n, m]


@then(phrase('{role:role}看到的图说"{words}"'))
def picture_says(figures: Figures, role: str, words: str) -> None:
    here = scope("", ROLES[role], figures.world.today)
    with reading(figures.world.db) as session:
        chart = late(board(session, figures.memory, here), names_of(session, here), plain)
    assert words in chart.says
    assert chart.labels[0] in words


@then(phrase("{role:role}在调度图表看到的每个数，各级相加都相等"))
def levels_agree(figures: Figures, role: str) -> None:
    with reading(figures.world.db) as session:
        whole = board(session, figures.memory, scope("", ROLES[role], figures.world.today))
        below = [board(session, figures.memory, scope(one, ROLES[role], figures.world.today)) for one in whole.parts]
    told = [Standing("", dict(one.whole.n)) for one in below]
    assert whole.whole.n == {name: sum(one.n.get(name, 0) for one in told) for name in whole.whole.n}


@then(phrase("{role:role}看到的在办、超期、按时和逾期环节，和点开的名单一样多"))
def lists_agree(figures: Figures, role: str) -> None:
    by, today = ROLES[role], figures.world.today
    here = scope("", by, today)
    with reading(figures.world.db) as session:
        whole = board(session, figures.memory, here).whole
        asked = asking(session, by, here.area, Period(here.since, today), today)
        rows = {name: listed(find(figure, by), asked, parts, limit=999) for name, (figure, parts) in LISTS.items()}
    assert {name: getattr(whole, name) for name in LISTS} == {name: len(found) for name, found in rows.items()}
    assert whole.open
    assert whole.in_time


@then(phrase('{role:role}再看"{place}"的调度图表，和重新统计的一样'))
def held_is_true(figures: Figures, role: str, place: str) -> None:
    assert figures.board(role, place) == figures.board(role, place, Memory())


@then(phrase('{role:role}看到用时最多的一步等的是"{post}"'))
def waits_for(figures: Figures, role: str, post: str) -> None:
    here = scope("", ROLES[role], figures.world.today)
    with reading(figures.world.db) as session:
        places = figures.memory.of(session, count, here.area, here.finest, Days(here.since, here.today))
    slow = bottleneck(waits(places.values()))
    assert slow
    assert POSTS[slow.role].title == post


@then(phrase("{role:role}看到本季度没有办结的环节，上季度和今年有"))
def belongs_to_its_quarter(figures: Figures, role: str) -> None:
    here = scope("", ROLES[role], figures.world.today)
    with reading(figures.world.db) as session:
        found = {
            period: sum(one.n for one in waits(count(session, [here.area], 12, days_of(period, here.today)).values()))
            for period in PERIODS
        }
    assert found["quarter"] == 0
    assert found["quarter-before"] == found["year"] > 0


@given("归集了过去每一天的数字")
@when("归集过去每一天的数字")
def keeps(world: World) -> None:
    with work(world.db) as session:
        while keeping.keep(session, world.today):
            pass


@then(phrase('趋势里{day:day}"{place}"的消除比例是{told:yuan}%'))
def trend_is(figures: Figures, day: date, place: str, told: str) -> None:
    here = figures.here("州市审核员", place)
    with reading(figures.world.db) as session:
        assert [str(one.percent) for one in points(session, here, [day])] == [told]


@then("归集的每一天都和按台账重新算的一样")
def kept_is_rebuilt(world: World) -> None:
    with reading(world.db) as session:
        days = set(session.scalars(select(DailyFigure.day)))
        assert max(days) == world.today - timedelta(days=1)
        assert [day for day in days if keeping.kept(session, day) != keeping.rebuilt(session, day)] == []


@then(phrase('{role:role}看到今年"{place}"的"{title}"里"{part}"{n:n}户'))
def left_so(figures: Figures, role: str, place: str, title: str, part: str, n: int) -> None:
    here = figures.here(role, place)
    with reading(figures.world.db) as session:
        found = left_by_way(session, ROLES[role], here)
    assert [one.n for kind in found if kind.title == title for one in kind.parts if one.label == part] == [n]
