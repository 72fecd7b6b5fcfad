"""Taking a merger, a new code or a split back: possible as long as nothing else has changed there (XZ22).

What came along by its place goes back by its place; households that went into a group which was there before go back
by what their own ledgers say of that day.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import moving
from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.hot import as_list, as_pairs, dialect_of, listed
from engine.ledger import Entry
from engine.words import N_
from states.households import Household
from states.places import changes, plans, regrouping
from states.places.changes import RegionChange, Why
from states.places.columns import ABOVE, CASE, Column, by_household
from states.places.following import PLAIN, follow_households, follow_places
from states.places.relocating import lock
from states.regions import Region

NOTICE = Column("notice", "area", "case_id", CASE, {"township": ABOVE["township"]})
KINDS = (changes.MERGED, changes.RECODED, changes.SPLIT)


@dataclass(frozen=True, slots=True)
class Return:
    """What taking a change back would do: its lines, and the codes that go back to what they were.

    `households` and `notices` are the cases that have to go back one by one, with where they were.
    """

    whole: RegionChange
    parts: tuple[RegionChange, ...]
    codes: dict[str, str]
    households: dict[int, str]
    notices: dict[int, str]
    blockers: tuple[Blocker, ...]

    @property
    def opened(self) -> list[RegionChange]:
        """The lines of the places that were abolished then and are opened again."""
        return [line for line in (self.whole, *self.parts) if line.kind != changes.SPLIT]


def is_last(lines: Sequence[RegionChange]) -> bool:
    """Whether the newest change among a place's lines, without its names, is one of those that may be taken back."""
    turns = (line for line in lines if line.kind in (*KINDS, changes.RETURNED))
    line = next(turns, None)
    return line is not None and line.kind in KINDS and line.part_of is None


def plan_return(session: Session, code: str, by: Actor) -> Return:
    """What taking back the last change of a place would do: of one that was abolished, or that was split off.

    Raises `NotFound` outside the area, and `BadInput` where there is nothing to take back.
    """
    place = session.get(Region, code)
    query = select(RegionChange).where(RegionChange.code == code, RegionChange.kind.in_((*KINDS, changes.RETURNED)))
    whole = session.scalars(query.order_by(RegionChange.id.desc()).limit(1)).one_or_none()
    if place is None or not by.covers(code) or (whole is not None and not by.covers(whole.other)):
        raise NotFound("region", code)
    if whole is None or whole.kind == changes.RETURNED:
        raise BadInput(Problem("code", N_("这个地区没有可以撤回的区划调整")))
    if whole.part_of is not None:
        raise BadInput(Problem("code", N_("这是随上一级一起调整的，请从上一级撤回")))
    parts = tuple(session.scalars(select(RegionChange).where(RegionChange.part_of == whole.id)).all())
    codes = {line.other: line.code for line in (whole, *parts) if line.kind == changes.RECODED}
    went = _went(session, whole, {line.code: line.other for line in (whole, *parts) if line.kind != changes.SPLIT})
    swallowed = {line.code for line in (whole, *parts) if line.kind == changes.MERGED}
    back = {case: was for case, (was, _to) in went.items() if was in swallowed}
    kinds = _kinds(session, back)
    households, notices = (
        {case: back[case] for case in back if kinds[case] == kind} for kind in ("household", "notice")
    )
    blockers = tuple(_against(session, whole, parts, codes, went))
    return Return(whole, parts, codes, households, notices, blockers)


def take_back(session: Session, plan: Return, why: Why, by: Actor, at: datetime) -> int:
    """Do it; answer how many households went back. Raises `BadInput` without reason and document, and `Refused`."""
    why.require()
    whole = plan.whole
    lock(session, whole.other if whole.kind != changes.SPLIT else whole.code)
    if plan.blockers:
        raise Refused("take-back", plan.blockers)
    _open_and_close(session, plan, why, by, at)
    n = follow_places(session, plan.codes, plan.codes, why, by, at)
    n += len(follow_households(session, plan.households, why, by, at))
    _notices_back(session, plan.notices, why, by, at)
    return n


def _open_and_close(session: Session, plan: Return, why: Why, by: Actor, at: datetime) -> None:
    """Open the old places again, close those that were made, and write a line for each of these and for the whole."""
    whole, involved = plan.whole, {plan.whole.code, *plan.codes, *(line.code for line in plan.opened)}
    places = {one.code: one for one in session.scalars(select(Region).where(Region.code.in_(involved)))}
    moved = whole.households, whole.persons
    top = changes.note(session, whole.code, changes.RETURNED, why, by, at, other=whole.other, moved=moved)
    for line in plan.opened:
        places[line.code].abolished_on = None
    for code, old in plan.codes.items():
        name = places[code].name
        changes.note(session, code, changes.RETURNED, why, by, at, other=old, before=name, part_of=top.id)
        places[code].abolished_on = office_day(at)
    if whole.kind == changes.SPLIT:
        places[whole.code].abolished_on = office_day(at)
    session.flush()


def _notices_back(session: Session, notices: dict[int, str], why: Why, by: Actor, at: datetime) -> None:
    moving.put(session, notices, why.told, by, at)
    pairs = {"pairs": as_pairs(notices)}
    session.execute(by_household(NOTICE, dialect_of(session)), pairs, execution_options=PLAIN)
    session.expire_all()


def _went(session: Session, whole: RegionChange, codes: dict[str, str]) -> dict[int, tuple[str, str]]:
    """The cases that were put elsewhere by a change, with from where to where."""
    query = select(Entry.case_id, Entry.facts).where(Entry.at == whole.at, Entry.kind == "placed")
    told = [(case, json.loads(facts)) for case, facts in session.execute(query)]
    ways = {case: (facts["from"], facts["to"]) for case, facts in told}
    return {case: way for case, way in ways.items() if codes.get(way[0]) == way[1]}


def _kinds(session: Session, case_ids: Collection[int]) -> dict[int, str]:
    query = select(Case.id, Case.kind).where(Case.id.in_(listed(dialect_of(session), "ids")))
    return {row[0]: row[1] for row in session.execute(query, {"ids": as_list(session, sorted(case_ids))})}


def _against(
    session: Session,
    whole: RegionChange,
    parts: Sequence[RegionChange],
    codes: dict[str, str],
    went: dict[int, tuple[str, str]],
) -> Iterator[Blocker]:
    involved = {code for line in (whole, *parts) for code in (line.code, line.other)}
    last = max(line.id for line in (whole, *parts))
    later = select(RegionChange.id).where(
        RegionChange.id > last, or_(RegionChange.code.in_(involved), RegionChange.other.in_(involved))
    )
    if session.scalar(later.limit(1)) is not None:
        yield Blocker("changed-since", N_("这里的区划之后又有变动，不能撤回；请按新的文件另行调整"), {}, "", "county")
    if n := _strangers(session, codes, went):
        text = N_("调整之后有%(n)d户新登记或又换了小组，不能撤回；请按新的文件另行调整")
        yield Blocker("households-since", text, {"n": n}, "", "county")
    swallowed = {line.code for line in (whole, *parts) if line.kind == changes.MERGED}
    yield from regrouping.against(session, [case for case, (was, _to) in went.items() if was in swallowed])
    yield from plans.jobs_under_way(session, whole.code if whole.kind == changes.SPLIT else whole.other)


def _strangers(session: Session, codes: dict[str, str], went: dict[int, tuple[str, str]]) -> int:
    """How many households do not stand where the change put them, or stand in its new places of their own."""
    query = select(Household.case_id, Household.group_code)
    here: dict[int, str] = {}
    for area in (code for code in codes if not any(code != one and code.startswith(one) for one in codes)):
        inside = query.where(within(Household.group_code, area))
        here |= {row[0]: row[1] for row in session.execute(inside)}
    put = query.where(Household.case_id.in_(listed(dialect_of(session), "ids")))
    here |= {row[0]: row[1] for row in session.execute(put, {"ids": as_list(session, sorted(went))})}
    return sum(case not in went or went[case][1] != group for case, group in here.items())
