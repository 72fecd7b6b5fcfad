"""Sentences about sweeps: beginning, ticking houses off, how far it has come, ending, and the scale table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading
from publicity.reporting.drafting import drafted
from publicity.reporting.kinds import KINDS
from states.help.quarters import Quarter, quarter_of
from states.leads import desk as leads
from states.leads.channels import SOURCES
from states.places.grids import Grid
from states.reports.figure import asking
from states.reports.period import of_quarter
from states.sweeps import beginning, counting, desk, handing_in, ticking
from states.sweeps.roster import FOUND
from states.sweeps.sweep import LABELS, Sweep
from states.sweeps.ticking import Call
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

CODES = {label: code for code, label in FOUND.items()}
WATCHER = "县级审核员"


@dataclass
class Sweeps:
    """The sweep of the scenario, and how many were ticked off in bulk."""

    id: int = 0
    ticked: int = 0
    places: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def sweeps() -> Sweeps:
    """The sweep of the scenario."""
    return Sweeps()


def code(world: World, place: str) -> str:
    return world.place.code if place == world.place.name else VILLAGE[place]


def own(session: Session, sweeps: Sweeps) -> Sweep:
    return session.get_one(Sweep, sweeps.id)


def looked(world: World, sweeps: Sweeps, look: Callable[[Session, Sweep, Actor], object]) -> object:
    world.finish()
    with reading(world.db) as session:
        return look(session, own(session, sweeps), ROLES[WATCHER])


@given(phrase('{role:role}开始了"{place}"{year:n}年第{q:n}季度的排查'))
@when(phrase('{role:role}开始"{place}"{year:n}年第{q:n}季度的排查'))
def begins(world: World, sweeps: Sweeps, role: str, place: str, year: int, q: int) -> None:
    told = code(world, place), Quarter(year, q)
    world.pass_to(None)
    made = world.attempt(lambda session: beginning.begin(session, *told, by=ROLES[role], at=world.at).id)
    sweeps.id = made or sweeps.id


@given(phrase('{role:role}登记了"{head}"户{day:day}的走访，"{who}"同去，结果是"{found}"，"{note}"'))
@when(phrase('{role:role}登记"{head}"户{day:day}的走访，"{who}"同去，结果是"{found}"，"{note}"'))
def ticks(
    world: World, sweeps: Sweeps, role: str, head: str, day: date, who: str, found: str, note: str
) -> None:  # fmt: skip
    home, call = world.household(head).id, Call(day, ticking.names(who), CODES[found], note)
    by = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: ticking.tick(session, own(session, sweeps), home, call, **by))  # type: ignore[arg-type]


@when(phrase('{role:role}把"{place}"{day:day}走访的户成批登记，"{who}"同去'))
def ticks_many(world: World, sweeps: Sweeps, role: str, place: str, day: date, who: str) -> None:
    area, call, by = code(world, place), Call(day, ticking.names(who)), {"by": ROLES[role], "at": world.at}
    ticked = world.attempt(lambda session: ticking.tick_group(session, own(session, sweeps), area, call, **by))  # type: ignore[arg-type]
    sweeps.ticked = ticked or 0


@given(phrase('{role:role}结束了排查，原因是"{reason}"'))
@when(phrase('{role:role}结束排查，原因是"{reason}"'))
def ends(world: World, sweeps: Sweeps, role: str, reason: str) -> None:
    by = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: beginning.close(session, world.book, own(session, sweeps), reason, **by))  # type: ignore[arg-type]


@when(phrase('{role:role}重新打开排查，原因是"{reason}"'))
def reopens(world: World, sweeps: Sweeps, role: str, reason: str) -> None:
    by = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: beginning.reopen(session, world.book, own(session, sweeps), reason, **by))  # type: ignore[arg-type]


@then(phrase("排查名单有{n:n}户，其中一般户{general:n}户、脱贫户{lifted:n}户、监测对象{monitored:n}户"))
def on_the_roster(world: World, sweeps: Sweeps, n: int, general: int, lifted: int, monitored: int) -> None:
    counts = looked(world, sweeps, lambda session, sweep, by: counting.by_part(session, sweep, by, ""))
    assert {part: one.households for part, one in counts.items()} == {  # type: ignore[attr-defined]
        "general": general, "lifted_out": lifted, "monitored": monitored,
    }  # fmt: skip
    assert sum((general, lifted, monitored)) == n


@then(phrase('"{place}"应走访{n:n}户，已走访{visited:n}户'))
def has_come_to(world: World, sweeps: Sweeps, place: str, n: int, visited: int) -> None:
    area = code(world, place)
    counts = looked(world, sweeps, lambda session, sweep, by: counting.by_place(session, sweep, by, area, len(area)))
    assert [(one.households, one.visited) for one in counts.values()] == [(n, visited)]  # type: ignore[attr-defined]


@then(phrase('"{name}"的排查名单有{n:n}户，已走访{visited:n}户'))
def grid_has_come_to(world: World, sweeps: Sweeps, name: str, n: int, visited: int) -> None:
    with reading(world.db) as session:
        grid = session.scalars(select(Grid.id).where(Grid.name == name)).one()
    assert _of_grid(world, sweeps, grid) == (n, visited)


@then(phrase("没有编进网格的排查名单有{n:n}户，已走访{visited:n}户"))
def outside_grids_has_come_to(world: World, sweeps: Sweeps, n: int, visited: int) -> None:
    assert _of_grid(world, sweeps, 0) == (n, visited)


def _of_grid(world: World, sweeps: Sweeps, grid: int) -> tuple[int, int]:
    counts = looked(world, sweeps, lambda session, sweep, by: counting.by_grid(session, sweep, by, ""))
    one = counts[grid]  # type: ignore[index]
    return one.households, one.visited


@then(phrase('还没有走访的是"{heads}"'))
def left(world: World, sweeps: Sweeps, heads: str) -> None:
    assert _shown(world, sweeps, desk.LEFT) == heads


@then(phrase('说有变化还没有登记变更的是"{heads}"'))
def unmarked(world: World, sweeps: Sweeps, heads: str) -> None:
    assert _shown(world, sweeps, desk.UNMARKED) == heads


def _shown(world: World, sweeps: Sweeps, shown: str) -> str:
    found = looked(world, sweeps, lambda session, sweep, by: desk.houses(session, sweep, by, shown=shown)[0])
    return "、".join(one.head_name for one in found)  # type: ignore[attr-defined]


@then(phrase('"{head}"户最近一次走访是"{found}"'))
def last_call(world: World, sweeps: Sweeps, head: str, found: str) -> None:
    home = world.household(head).id
    calls = looked(world, sweeps, lambda session, sweep, _by: [one.found for one in desk.calls(session, sweep, home)])
    assert FOUND[calls[0]] == found  # type: ignore[index]


@then(phrase("成批登记了{n:n}户"))
def ticked_in_bulk(world: World, sweeps: Sweeps, n: int) -> None:
    world.finish()
    assert sweeps.ticked == n


@then(phrase('排查现在是"{state}"'))
def stands(world: World, sweeps: Sweeps, state: str) -> None:
    shown = looked(world, sweeps, lambda session, sweep, by: desk.find(session, sweep.id, by).state)
    assert LABELS[str(shown)] == state


@then(phrase('"{head}"户有一条来源是"{source}"的线索'))
def became_a_lead(world: World, head: str, source: str) -> None:
    world.finish()
    with reading(world.db) as session:
        found = leads.about(session, world.household(head).id, ROLES[WATCHER])
    assert [SOURCES[one.lead.source] for one in found] == [source]


@then(phrase('落后的村是"{villages}"'))
def behind(world: World, sweeps: Sweeps, villages: str) -> None:
    with reading(world.db) as session:
        shown = desk.find(session, sweeps.id, ROLES[WATCHER])
        counts = counting.by_place(session, shown.sweep, ROLES[WATCHER], "", 12)
    late = {name for name, code in VILLAGE.items() if code in counts and shown.is_behind(counts[code], world.today)}
    assert late == set(villages.split("、"))


@then(phrase('本季度排查"{village}"在{day:day}完成'))
def done_on(world: World, village: str, day: date) -> None:
    assert _handed_in(world, village) == [day]


@then(phrase('本季度排查"{village}"还没有完成'))
def not_done(world: World, village: str) -> None:
    assert _handed_in(world, village) == []


def _handed_in(world: World, village: str) -> list[date]:
    world.finish()
    days = of_quarter(quarter_of(world.today))
    with reading(world.db) as session:
        return [one.on for one in handing_in.handed_in(session, VILLAGE[village], days.first_on, days.last_on)]


@then(phrase('{role:role}{year:n}年第{q:n}季度的规模统计表"{place}"一行的户数是"{numbers}"'))
def scale_table(world: World, role: str, year: int, q: int, place: str, numbers: str) -> None:
    world.finish()
    with reading(world.db) as session:
        asked = asking(session, ROLES[role], ROLES[role].area, of_quarter(Quarter(year, q)), world.today)
        rows = {row[0].text: row for row in drafted(KINDS["scale"], asked).tables[0].rows}
    assert [word.text for word in rows[place][1:9:2]] == numbers.split("、")
