"""Sentences about leads: taking them in, analysing, confirming, closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.db import reading
from engine.runs import Run
from states.leads import desk, following, receiving
from states.leads.channels import SOURCES
from states.leads.lead import Lead
from states.leads.receiving import Tip
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

CODES = {label: name for name, label in SOURCES.items()}


@pytest.fixture
def leads() -> dict[str, int]:
    """The newest lead about each household of the scenario."""
    return {}


@given(phrase('{role:role}登记了"{head}"户{day:day}"{source}"的线索"{text}"'))
@when(phrase('{role:role}登记"{head}"户{day:day}"{source}"的线索"{text}"'))
def takes_in(world: World, leads: dict[str, int], role: str, head: str, day: date, source: str, text: str) -> None:
    _take(world, leads, role, head, Tip(CODES[source], day, text, number=world.household(head).number))


@given(phrase('{role:role}登记了"{village}"没有登记的"{head}"户的线索，来源"{source}"'))
def takes_in_a_name(world: World, leads: dict[str, int], role: str, village: str, head: str, source: str) -> None:
    _take(world, leads, role, head, Tip(CODES[source], world.today, "网上说这一户因灾困难", VILLAGE[village], head))


def _take(world: World, leads: dict[str, int], role: str, head: str, tip: Tip) -> None:
    world.pass_to(None)
    taken = world.attempt(lambda session: receiving.receive(session, tip, by=ROLES[role], at=world.at)[0].id)
    leads[head] = taken or leads.get(head, 0)


@given(phrase('{role:role}分析了"{head}"户的线索，{day:day}入户'))
def analysed(world: World, leads: dict[str, int], role: str, head: str, day: date) -> None:
    _analyse(world, leads[head], role, "户主患病住院，收入减少", day)


@given(phrase('{role:role}分析了"{head}"户的线索，没有入户，理由是"{reason}"'))
def analysed_without_a_visit(world: World, leads: dict[str, int], role: str, head: str, reason: str) -> None:
    _analyse(world, leads[head], role, reason, None)


def _analyse(world: World, lead: int, role: str, said: str, day: date | None) -> None:
    told = {"by": ROLES[role], "at": world.at}
    _act(world, lead, lambda db, one: following.analyse(db, world.book, one, said, day, **told))  # type: ignore[arg-type]
    world.finish()


@given(phrase('{role:role}把"{head}"户的线索对到户'))
def matches(world: World, leads: dict[str, int], role: str, head: str) -> None:
    number = world.household(head).number
    _act(world, leads[head], lambda db, one: receiving.match(db, world.book, one, number, by=ROLES[role], at=world.at))


@given(phrase('{role:role}确认了"{head}"户的线索'))
@when(phrase('{role:role}确认"{head}"户的线索'))
def confirms(world: World, leads: dict[str, int], role: str, head: str) -> None:
    _act(world, leads[head], lambda db, one: following.confirm(db, world.book, one, by=ROLES[role], at=world.at))


@given(phrase('{role:role}了结"{head}"户的线索，理由"{reason}"，告知"{told}"'))
@when(phrase('{role:role}了结"{head}"户的线索，理由"{reason}"，告知"{told}"'))
def closes(world: World, leads: dict[str, int], role: str, head: str, reason: str, told: str) -> None:
    by = {"by": ROLES[role], "at": world.at}
    _act(world, leads[head], lambda db, one: following.close(db, world.book, one, reason, told, **by))  # type: ignore[arg-type]


def _act(world: World, lead: int, act: Callable[[Session, Lead], object]) -> None:
    world.pass_to(None)
    world.attempt(lambda session: act(session, session.get_one(Lead, lead)))


@then(phrase('"{head}"户的线索现在是"{state}"'))
def stands(world: World, leads: dict[str, int], head: str, state: str) -> None:
    with reading(world.db) as session:
        assert desk.find(session, leads[head], ROLES["县级审核员"]).label == state


@then(phrase('"{head}"户的线索启动了{move:move}，收到日期记入程序'))
def led_to(world: World, leads: dict[str, int], head: str, move: str) -> None:
    with reading(world.db) as session:
        run = select(Run.move, Run.lead_on, Lead.received_on).join(Lead, Lead.run_id == Run.id)
        way, lead_on, received_on = session.execute(run.where(Lead.id == leads[head])).one()
    assert (way, lead_on) == (move, received_on)


@then(phrase('"{head}"户有{n:n}条线索，最早一条{day:day}收到，反映了{times:n}次'))
def counted(world: World, head: str, n: int, day: date, times: int) -> None:
    world.finish()
    with reading(world.db) as session:
        found = desk.about(session, world.household(head).id, ROLES["县级审核员"])
        assert len(found) == n
        assert found[-1].lead.received_on == day
        assert len(desk.reports(session, found[-1].lead)) == times
