"""A plan of visits: each house once, with everything there is to do there, on working days before its last day (TZ28).

Who is due first is visited first, house by house along the groups; what does not fit is named, not squeezed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.arrangements import calendar_for
from engine.cases import Case
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from engine.workdays import Calendar
from states.households import Household
from states.leads.due import VISIT, days_of
from states.leads.lead import OPEN, Lead
from states.places.grids import Grid, GridPlace
from states.places.locations import Location
from states.spot_checks import desk as spot_checks
from states.sweeps import desk as sweeps
from states.visits.due import SECTIONS, Due, due_at

MOST_DAYS, MOST_A_DAY = 92, 60
VILLAGE = 12
FURTHER = {"sweep": N_("季度排查"), "leads": N_("核实线索"), "spot-check": N_("抽查")}
TASKS = SECTIONS | FURTHER
"""Everything that a visit can be for, by its code."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom is planned: a village, or a grid of it; from when until when, and how many houses fit into a day."""

    village: str
    since: date
    until: date
    per_day: int
    grid: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """One house of the plan, with all that is to be done there and the day by which."""

    household_id: int
    case_id: int
    number: str
    head_name: str
    area: str
    address: str
    phone: str
    tasks: tuple[str, ...]
    due_on: date

    @property
    def labels(self) -> tuple[str, ...]:
        """What is to be done, for people."""
        return tuple(TASKS[task] for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Day:
    """A working day with its walk."""

    on: date
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The days with their houses, and the houses that do not fit before their last day."""

    days: tuple[Day, ...]
    unfit: tuple[Stop, ...]

    @property
    def planned(self) -> int:
        """How many houses have a day."""
        return sum(len(day.stops) for day in self.days)


def plan(session: Session, asked: Asked, by: Actor, today: date) -> Plan:
    """The plan of a village or grid; some forty statements, however many houses. Raises `BadInput` and `NotFound`."""
    _refuse(session, asked, by, today)
    stops = _stops(session, asked, by, today)
    calendar = calendar_for(session, asked.village)
    days = workdays(calendar, max(asked.since, today), asked.until)
    return scheduled(_walk(stops, _places(session, [one.household_id for one in stops])), days, asked.per_day)


def scheduled(stops: Sequence[Stop], days: Sequence[date], per_day: int) -> Plan:
    """Who is due first goes first, in the given order among equals; pure, and nobody fits who could not.

    Who is overdue goes before all others: it cannot be in time any more, only soon.
    """
    slots = [day for day in days for _ in range(per_day)]
    chosen: dict[date, list[Stop]] = {day: [] for day in days}
    unfit, at = [], 0
    for stop in sorted(stops, key=lambda one: one.due_on):
        if at < len(slots) and (slots[at] <= stop.due_on or stop.due_on < slots[0]):
            chosen[slots[at]].append(stop)
            at += 1
        else:
            unfit.append(stop)
    return Plan(tuple(Day(day, tuple(some)) for day, some in chosen.items() if some), tuple(unfit))


def workdays(calendar: Calendar, first: date, last: date) -> list[date]:
    """The working days from the first to the last day, make-up days among them."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if calendar.is_workday(day)]


def along(places: Mapping[int, tuple[int, int]]) -> list[int]:
    """The houses one after the other, each the nearest to the one before; the first one begins."""
    left, order = dict(places), list[int]()
    while left:
        here = order[-1] if order else next(iter(left))
        x, y = places[here]
        nearest = min(left, key=lambda one: ((left[one][0] - x) ** 2 + (left[one][1] - y) ** 2, one))
        order.append(nearest)
        del left[nearest]
    return order


def _refuse(session: Session, asked: Asked, by: Actor, today: date) -> None:
    if len(asked.village) != VILLAGE or not (by.covers(asked.village) or by.area[:VILLAGE] == asked.village):
        raise NotFound("region", asked.village)
    if asked.grid and session.scalar(select(Grid.village).where(Grid.id == asked.grid)) != asked.village:
        raise NotFound("grid", asked.grid)
    problems = []
    if not max(asked.since, today) <= asked.until <= max(asked.since, today) + timedelta(days=MOST_DAYS):
        problems.append(Problem("until", N_("截止日期要在开始日期以后、92天以内")))
    if not 1 <= asked.per_day <= MOST_A_DAY:
        problems.append(Problem("per_day", N_("每天走访的户数填1到60")))
    if problems:
        raise BadInput(*problems)


def _stops(session: Session, asked: Asked, by: Actor, today: date) -> list[Stop]:
    query = select(Household.id).where(
        within(Household.group_code, asked.village), within(Household.group_code, by.area)
    )
    if asked.grid:
        lies = (GridPlace.household_id == Household.id) & GridPlace.until.is_(None)
        query = query.join(GridPlace, lies).where(GridPlace.grid_id == asked.grid)
    ids = session.scalars(query.order_by(Household.group_code, Household.number)).all()
    further = _further(session, ids, asked, by, today)
    found = (
        _stop(due, further.get(number, {}), asked.until) for number, due in due_at(session, ids, by, today).items()
    )
    return [one for one in found if one.tasks]


def _stop(due: Due, further: Mapping[str, date], until: date) -> Stop:
    home = due.household
    tasks = (*due.sections, *(task for task in FURTHER if task in further))
    told = home.id, home.case_id, home.number, home.head_name, home.group_code, home.address, home.phone
    return Stop(*told, tasks, min([until, *further.values()]))


def _further(session: Session, ids: Sequence[int], asked: Asked, by: Actor, today: date) -> dict[int, dict[str, date]]:
    """What there is to do besides the forms, by household: the task and the day by which."""
    found: dict[int, dict[str, date]] = {}
    for running in sweeps.running(session, by, today):
        for home in sweeps.of_household(session, ids, running.sweep):
            found.setdefault(home, {})["sweep"] = running.sweep.until_on
    for home, day in _with_a_lead(session, ids, asked.until).items():
        found.setdefault(home, {})["leads"] = day
    for home, check in spot_checks.waiting_for(session, ids).items():
        found.setdefault(home, {})["spot-check"] = check.due_on
    return found


def _with_a_lead(session: Session, ids: Sequence[int], until: date) -> dict[int, date]:
    """The households of which a lead warns that nobody has followed yet, with the day by which the visit is wanted."""
    query = select(Lead).join(Case, Case.id == Lead.case_id)
    mine = Lead.household_id.in_(ids), Lead.visited_on.is_(None), Case.state.in_(OPEN)
    found: dict[int, date] = {}
    leads = {lead.id: lead for lead in session.scalars(query.where(*mine))}
    wanted = days_of(session, leads.values())
    for lead in leads.values():
        days = [one.due_on for one in wanted.get(lead.id, ()) if one.kind == VISIT]
        home = lead.household_id or 0
        found[home] = min([found.get(home, until), *days])
    return found


def _places(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    query = select(Location.household_id, Location.longitude, Location.latitude)
    mine = Location.household_id.in_(ids), Location.superseded.is_(False)
    return {home: (x, y) for home, x, y in session.execute(query.where(*mine)) if home}


def _walk(stops: Sequence[Stop], places: Mapping[int, tuple[int, int]]) -> list[Stop]:
    """Group by group, along the houses whose place is known, then those whose place is not."""
    groups: dict[str, list[Stop]] = {}
    for stop in stops:
        groups.setdefault(stop.area, []).append(stop)
    walk: list[Stop] = []
    for some in groups.values():
        known = {one.household_id: places[one.household_id] for one in some if one.household_id in places}
        order = {number: at for at, number in enumerate(along(known))}
        walk += sorted(some, key=lambda one: order.get(one.household_id, len(order)))
    return walk
