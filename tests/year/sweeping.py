"""Four sweeps: begun by the township, walked group by group by the grid workers, ended when the quarter is."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading
from states.help.quarters import quarter_of
from states.sample_places import GROUPS
from states.sweeps import beginning, desk, ticking
from states.sweeps.desk import ABSENT, House
from states.sweeps.roster import CHANGES, LEAD, NOTHING
from states.sweeps.sweep import Sweep
from states.sweeps.ticking import Call
from tests.year.office import Office
from tests.year.people import Person

OF_MONTH = {0: ("03", "04"), 1: ("01",), 2: ("02",)}
"""Which groups are walked in a month, by its number modulo 3: the last month of a quarter takes the last two."""
RARE = ((LEAD, 0.002), (CHANGES, 0.01), (ABSENT, 0.01))
NOTES = {LEAD: "主要劳动力患病，收入明显下降", CHANGES: "家里添了人，已记下", ABSENT: "", NOTHING: ""}
REASON = "个别村走访人员生病，本季度没有走访完，下季度优先补走"


def begin(office: Office, person: Person) -> None:
    """The township puts every household of its area on the roster of the quarter."""
    quarter = quarter_of(office.today)
    by = person.actor
    office.must_refuse("beginning next quarter's sweep", "outside-quarter", lambda session: beginning.begin(
        session, by.area, quarter.next, by=by, at=office.now
    ))  # fmt: skip
    office.do("sweep begun", lambda session: beginning.begin(session, by.area, quarter, by=by, at=office.now))


def walk(office: Office, person: Person) -> None:
    """The grid worker and the clerk go from house to house, and tick a group off when it is walked."""
    with reading(office.db) as session:
        running = [one.sweep.id for one in desk.running(session, person.actor, office.today)]
    for number in running:
        for group in OF_MONTH[office.today.month % 3]:
            office.do("sweep walked", lambda session, one=number, group=group: _walk(
                session, office, person.actor, one, person.actor.area + group
            ), 0)  # fmt: skip


def _walk(session: Session, office: Office, by: Actor, number: int, area: str) -> None:
    sweep = session.get_one(Sweep, number)
    homes, _ = desk.houses(session, sweep, by, area=area, limit=400)
    for home in homes:
        if found := _found(office):
            _tick(session, office, by, sweep, home, found)
    call = Call(office.today, _visitors(office, by))
    office.done["sweep visits"] += ticking.tick_group(session, sweep, area, call, by=by, at=office.now)


def again(office: Office, person: Person) -> None:
    """Those who were not at home are visited once more before the quarter ends."""
    with reading(office.db) as session:
        running = [one.sweep.id for one in desk.running(session, person.actor, office.today)]
    for number in running:
        office.do("sweep walked again", lambda session, one=number: _again(session, office, person.actor, one))


def _again(session: Session, office: Office, by: Actor, number: int) -> None:
    sweep = session.get_one(Sweep, number)
    homes, _ = desk.houses(session, sweep, by, shown=ABSENT, limit=400)
    for home in homes:
        _tick(session, office, by, sweep, home, NOTHING)


def _tick(session: Session, office: Office, by: Actor, sweep: Sweep, home: House, found: str) -> None:
    call = Call(office.today, _visitors(office, by), found, NOTES[found])
    ticking.tick(session, sweep, home.household_id, call, by=by, at=office.now)
    office.done[f"sweep found {found}"] += 1


def end(office: Office, person: Person) -> None:
    """The township ends last quarter's sweep; where houses are left, only with a reason."""
    last = str(quarter_of(office.today).previous)
    with reading(office.db) as session:
        shown = desk.listed(session, person.actor)[0]
        open_ones = [one.sweep.id for one in shown if one.sweep.quarter == last and one.sweep.closed_on is None]
    for number in open_ones:
        if office.do("sweep ended", lambda session, one=number: _end(session, office, person.actor, one, "")) is None:
            office.do("sweep ended short", lambda session, one=number: _end(session, office, person.actor, one, REASON))
        _try_late(office, person.actor, number)


def _try_late(office: Office, by: Actor, number: int) -> None:
    """Nothing is ticked in a sweep that is over."""
    area, call = f"{by.area}20001", Call(office.today, ("甲", "乙"))
    office.must_refuse("ticking in a sweep that is over", "sweep-closed", lambda session: ticking.tick_group(
        session, session.get_one(Sweep, number), area, call, by=by, at=office.now
    ))  # fmt: skip


def _end(session: Session, office: Office, by: Actor, number: int, reason: str) -> bool:
    beginning.close(session, office.book, session.get_one(Sweep, number), reason, by=by, at=office.now)
    return True


def _found(office: Office) -> str:
    drawn = office.random.random()
    for found, share in RARE:
        if drawn < share:
            return found
        drawn -= share
    return ""


def _visitors(office: Office, by: Actor) -> tuple[str, ...]:
    return by.name, office.staff.of("village", by.area).name


assert set(OF_MONTH[0] + OF_MONTH[1] + OF_MONTH[2]) == set(GROUPS)
