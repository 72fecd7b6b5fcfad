"""Something to look at in the campaign room: a problem list half-way, a training, and yearly sheets of a village."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from states.households import Household
from states.places import expected, teams, village_sheets
from states.places.sheet_kinds import LIFTED, TEAM
from states.places.teams import Sent
from states.problems import claiming, problem_list, queries, taking, tracing
from states.problems.problem_list import Received
from states.problems.taking import Draft
from states.regions import Region
from states.sessions import holding
from states.sessions.holding import Course, Person


def records(session: Session, book: Book, officer: Actor, clerk: Actor, at: datetime) -> None:
    """Let an officer of a township and the clerk of one of its villages have something of everything."""
    _problems(session, book, officer, clerk, at)
    _sessions(session, officer, clerk, at)
    _sheets(session, officer, clerk, at)


def _problems(session: Session, book: Book, officer: Actor, clerk: Actor, at: datetime) -> None:
    """One problem is traced, the other one waits to be claimed."""
    today = office_day(at)
    if not (known := problem_list.kinds(session, officer.area, today)):
        return
    kind, about = next(iter(known.items()))
    told = Received(kind, f"{about.title}清单", today.year, "市级督导组", today, today + timedelta(days=30))
    on_list = problem_list.receive(session, told, by=officer, at=at)
    homes = session.scalars(
        select(Household.id).where(Household.village == clerk.area).order_by(Household.number).limit(1)
    ).all()
    drafts = [
        Draft("个别农户没有登记联系电话，核查时联系不上", clerk.area, None, tuple(homes)),
        Draft("入户核查记录不完整", clerk.area),
    ]
    first, _second = taking.add_many(session, on_list, drafts, by=officer, at=at)
    claiming.claim(session, book, first, by=clerk, at=at)
    tracing.trace(session, first, "claimed", queries.of_saved("never_visited"), by=clerk, at=at)


def _sessions(session: Session, officer: Actor, clerk: Actor, at: datetime) -> None:
    today = office_day(at)
    contents = "入户核查和信息采集\n收入核算口径"
    course = Course(
        officer.area, "动态调整业务培训", "lecture", contents, "市乡村振兴局 杨红", today, today, 4, (clerk.area,)
    )
    one = holding.plan(session, course, by=officer, at=at)
    people = [Person(clerk.name, "村委会", "村级信息员"), Person("和建军", "村委会", "网格员", came=False)]
    holding.attend(session, one, people, by=officer, at=at)


def _sheets(session: Session, officer: Actor, clerk: Actor, at: datetime) -> None:
    village, year = session.get_one(Region, clerk.area), office_day(at).year
    expected.expect(session, village, LIFTED, year - 1, by=officer, at=at)
    told = {"households": "312", "persons": "1286", "natural_villages": "6", "collective_income": "9.5"}
    before = village_sheets.enter(session, village, year - 1, told, "", by=clerk, at=at, kind=LIFTED)
    village_sheets.verify(session, before.id, by=officer, at=at)
    sent = Sent("王建国", "市财政局", teams.LEADER, office_day(at) - timedelta(days=160))
    teams.join(session, village, sent, by=officer, at=at)
    team = {"members": "1", "sending_unit": "市财政局"}
    village_sheets.enter(session, village, year, team, "", by=clerk, at=at, kind=TEAM)
