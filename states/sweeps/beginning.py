"""Beginning a sweep, ending it, and opening it again (BZ01)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, and_, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.advance import advance
from engine.areas import within
from engine.book import Book
from engine.cases import hold, open_cases
from engine.clock import office_day
from engine.db import Base
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.help.quarters import Quarter
from states.households import Household
from states.packs.store import in_force
from states.regions import Region
from states.sweeps import counting
from states.sweeps.roster import DONE, VISIT, SweepHouse, freeze
from states.sweeps.sweep import OFFICES, SWEEP, Sweep

LONGEST = 1000


def begin(session: Session, area: str, quarter: Quarter, *, by: Actor, at: datetime) -> Sweep:
    """Begin the sweep of an area and put every household of it on the roster; raises `Refused` and `NotFound`.

    The plan in force at the place says which households are swept, how much has to be covered and by how many.
    """
    today = office_day(at)
    region = session.scalar(select(Region).where(Region.code == area).with_for_update())
    if region is None or not by.covers(area) or len(area) not in (6, 9, 12):
        raise NotFound("region", area)
    blockers = _against(session, area, quarter, by, today)
    terms = None if blockers else in_force(session, area, today).file.sweep
    if not blockers and terms is None:
        blockers.append(Blocker("no-sweep", N_("当地执行的方案没有规定排查"), {}, "", "admin"))
    if blockers or terms is None:
        raise Refused("begin", blockers)
    [case] = open_cases(session, SWEEP, [area], by, at)
    sweep = Sweep(
        case_id=case.id, area=area, quarter=str(quarter), since_on=quarter.first_on, until_on=quarter.last_on,
        parts=",".join(terms.households), coverage=terms.coverage, visitors=terms.visitors, households=0,
        basis=terms.basis, begun_on=today, begun_by=by.id, begun_by_name=by.name,
    )  # fmt: skip
    session.add(sweep)
    session.flush()
    sweep.households = freeze(session, sweep.id, area, terms.households)
    if not sweep.households:
        raise Refused("begin", [Blocker("nobody-to-visit", N_("这个地方没有要排查的农户"))])
    told = {"quarter": sweep.quarter, "households": sweep.households, "coverage": sweep.coverage}
    ledger.append_many(session, [(case, "roster", told)], by, at)
    session.flush()
    return sweep


def close(session: Session, book: Book, sweep: Sweep, reason: str = "", *, by: Actor, at: datetime) -> None:
    """End it; short of what is demanded only with a reason. Raises `MoveBlocked` and `BadInput`.

    What counted because of visits for other reasons is written down first, so that a closed sweep never changes.
    """
    own(sweep, by)
    if reason.strip():
        _written(reason)
    move = "close_short" if reason.strip() else "close"
    advance(session, book, sweep.case_id, move, by=by, at=at, note=reason.strip())
    keep_visits(session, sweep, by=by, at=at)
    sweep.closed_on, sweep.reason = office_day(at), reason.strip()
    session.flush()
    [case] = hold(session, [sweep.case_id])
    ledger.append_many(session, [(case, "counted", counted(session, sweep))], by, at)


def reopen(session: Session, book: Book, sweep: Sweep, reason: str, *, by: Actor, at: datetime) -> None:
    """Open it again, with the reason; raises `MoveBlocked` and `BadInput`."""
    own(sweep, by)
    _written(reason)
    advance(session, book, sweep.case_id, "reopen", by=by, at=at, note=reason.strip())
    sweep.closed_on, sweep.reason = None, reason.strip()
    session.flush()


def own(sweep: Sweep, by: Actor) -> None:
    """Refuse who does not answer for the whole area of a sweep; raises `Refused`."""
    if not by.covers(sweep.area):
        raise Refused("close", [Blocker("other-area", N_("只有负责整个排查范围的单位才能结束或重新打开"))])


def keep_visits(session: Session, sweep: Sweep, *, by: Actor, at: datetime) -> int:
    """Write down which households counted because of a real visit that stands in their file; answer how many."""
    days = sweep.since_on, sweep.until_on
    mine = and_(SweepHouse.sweep_id == sweep.id, SweepHouse.found.not_in(DONE), counting.really_visited(*days))
    homes = select(SweepHouse.household_id, counting.really_visited_on(*days))
    chosen = session.execute(homes.join(Household, Household.id == SweepHouse.household_id).where(mine)).all()
    if chosen:
        calls = [_call(sweep, home, day, by, at) for home, day in chosen]
        session.execute(insert(Base.metadata.tables["sweep_call"]), calls)
        rows = [{"sweep_id": sweep.id, "household_id": home, "found": VISIT, "called_on": day} for home, day in chosen]
        session.execute(update(SweepHouse), rows)
    return len(chosen)


def counted(session: Session, sweep: Sweep) -> dict[str, object]:
    """What a sweep came to: how many were visited, and the digest of the roster with each result, for the ledger."""
    rows = session.execute(
        select(SweepHouse.household_id, SweepHouse.found)
        .where(SweepHouse.sweep_id == sweep.id)
        .order_by("household_id")
    )
    text = "\n".join(f"{home} {found}" for home, found in rows)
    visited = counting.visited(session, sweep.id, sweep.since_on, sweep.until_on)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"households": sweep.households, "visited": visited, "digest": digest}


def swept(session: Session, quarter: Quarter) -> list[str]:
    """The areas that have a sweep in a quarter."""
    return list(session.scalars(select(Sweep.area).where(Sweep.quarter == str(quarter))))


def overlapping(area: str, quarter: Quarter) -> ColumnElement[bool]:
    """The sweeps of the quarter that share households with an area: inside it, or around it."""
    around = literal(area, String).like(Sweep.area + "%")
    return and_(Sweep.quarter == str(quarter), or_(within(Sweep.area, area), around))


def _against(session: Session, area: str, quarter: Quarter, by: Actor, today: date) -> list[Blocker]:
    found = []
    if by.role not in OFFICES:
        found.append(Blocker("role-required", N_("您的岗位不能开始排查"), {}, "", "township"))
    if not quarter.first_on <= today <= quarter.last_on:
        text = N_("%(quarter)s的排查只能在%(first)s到%(last)s开始")
        told = {"quarter": str(quarter), "first": quarter.first_on, "last": quarter.last_on}
        found.append(Blocker("outside-quarter", text, told, "二(一)"))
    if other := session.scalar(
        select(Sweep.area).where(overlapping(area, quarter)).order_by(func.length(Sweep.area)).limit(1)
    ):
        name = session.scalar(select(Region.name).where(Region.code == other)) or other
        text = N_("%(place)s在%(quarter)s已经有排查了，同一户一个季度只排查一次")
        found.append(Blocker("swept-already", text, {"place": name, "quarter": str(quarter)}, "二(一)"))
    return found


def _written(reason: str) -> None:
    if len(reason.strip()) < 4:
        raise BadInput(Problem("reason", N_("请写明原因")))
    if len(reason.strip()) > LONGEST:
        raise BadInput(Problem("reason", N_("文字太长")))


def _call(sweep: Sweep, home: int, day: date, by: Actor, at: datetime) -> dict[str, object]:
    told = {"sweep_id": sweep.id, "household_id": home, "called_on": day, "visitors": "", "found": VISIT}
    return told | {"note": "", "by": by.id, "by_name": by.name, "at": at}


OFFICE_OF = {6: "county", 9: "township", 12: "village"}
"""The post that answers for a sweep, by the length of its area's code."""
