"""Drawing up the check lists of an area: everybody for whom something speaks, each with all the grounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, MoveBlocked, NotFound, Problem
from engine.guards import Blocker
from engine.words import N_
from states.help.left_out import left_out
from states.households import Household
from states.kept import written as problems_of
from states.lifecycle import ELIMINATED, LABELS, MONITORED, RE_FLAGGED
from states.look_back.check_lines import BEGUN, CONFIRMED, LAPSED, LEADS, PROPOSED, STRUCK, CheckLine, Ground, written
from states.look_back.grounds import grounds
from states.look_back.watched import households_in, load
from states.packs.income_lines import Lines
from states.quality import desk

BY = ("village", "township", "county")
WATCHED = (MONITORED, ELIMINATED, RE_FLAGGED)
A_LOT = 500
Spoken = Mapping[str, Sequence[Ground]]
Lot = tuple[dict[int, Household], dict[int, Spoken]]


def propose(session: Session, area: str, *, by: Actor, at: datetime) -> int:
    """Draw up the lists of an area anew; answer how many lines wait for the village.

    What was struck stays struck until something new speaks for it; what speaks for nobody any more is taken off.
    """
    _refuse_role(by)
    if not area.startswith(by.area):
        raise NotFound("region", area)
    today, seen = office_day(at), set[int]()
    for homes, spoken in (*_watched(session, area, by, today), *_unwatched(session, area, by, today)):
        seen |= _put(session, homes, spoken, at)
    lapsed = (
        update(CheckLine)
        .where(within(CheckLine.area, area), CheckLine.standing == PROPOSED, CheckLine.proposed_at < at)
        .values(standing=LAPSED)
    )
    _keep_leads(session, area, seen, at)
    session.execute(lapsed)
    return len(seen)


def add_lead(session: Session, household: Household, source: str, what: str, *, by: Actor, at: datetime) -> CheckLine:
    """Put a household on the adjustment list because somebody named it; raises `BadInput`."""
    problems = problems_of("what", what, N_("请写明反映的情况"))
    if source not in LEADS:
        problems.append(Problem("source", N_("请选择线索来自哪里")))
    if problems:
        raise BadInput(*problems)
    state = session.execute(households_in(tuple(LABELS)).where(Household.id == household.id)).one()[1]
    way = "re_flag" if state == ELIMINATED else "identify"
    ground = Ground(source, f"{LEADS[source]}（{office_day(at)}）：{what.strip()}")
    line = session.scalar(select(CheckLine).where(CheckLine.household_id == household.id, CheckLine.way == way))
    if line is None:
        line = CheckLine(household_id=household.id, area=household.group_code, way=way, grounds="[]")
        session.add(line)
    line.grounds, line.standing, line.proposed_at = written([*line.told, ground]), PROPOSED, at
    session.flush()
    told = {"way": way, "did": "lead", "reason": ground.said}
    ledger.append_many(session, [(case, "check-line", told) for case in hold(session, [household.case_id])], by, at)
    return line


def _watched(session: Session, area: str, by: Actor, today: date) -> Iterator[Lot]:
    lines, after = Lines(session), 0
    while True:
        query = households_in(WATCHED).where(within(Household.group_code, area), Household.id > after)
        rows = [tuple(row) for row in session.execute(query.order_by(Household.id).limit(A_LOT))]
        if not rows:
            return
        after = rows[-1][0].id
        looked = load(session, rows, by, today)
        yield {one.home.id: one.home for one in looked}, {one.home.id: grounds(one, lines, today) for one in looked}


def _unwatched(session: Session, area: str, by: Actor, today: date) -> Iterator[Lot]:
    """Households outside the list: what the screens found, and what the last visit saw."""
    for screen in (1, 2):
        after, asked = 0, desk.Asked(area, screen=screen)
        while True:
            doubts, after = desk.listed(session, by, asked, after=after, limit=A_LOT)
            found = [(one.finding.household_id or 0, Ground(f"screen-{screen}", one.sentence)) for one in doubts]
            yield _identify(session, found)
            if not after:
                break
    after = 0
    while True:
        rows, after = left_out(session, by, area, today, after, A_LOT)
        seen = [(one, f"{one.seen_on}入户看到{'、'.join(one.reasons)}") for one in rows]
        yield _identify(session, [(one.household_id, Ground("visit", said)) for one, said in seen])
        if not after:
            return


def _identify(session: Session, said: Sequence[tuple[int, Ground]]) -> Lot:
    query = select(Household).where(Household.id.in_({number for number, _ in said}))
    homes = {home.id: home for home in session.scalars(query)}
    found: dict[int, list[Ground]] = {}
    for number, ground in said:
        found.setdefault(number, []).append(ground)
    return homes, {number: {"identify": told} for number, told in found.items() if number in homes}


def _put(session: Session, homes: Mapping[int, Household], spoken: Mapping[int, Spoken], at: datetime) -> set[int]:
    """Write the lines of a lot; answer those that wait for the village."""
    query = select(CheckLine).where(CheckLine.household_id.in_(homes))
    there = {(line.household_id, line.way): line for line in session.scalars(query)}
    touched = []
    for number, ways in spoken.items():
        for way, told in ways.items():
            line = there.get((number, way))
            if line is None:
                line = CheckLine(household_id=number, area=homes[number].group_code, way=way, grounds="[]")
                session.add(line)
            elif line.standing == CONFIRMED or not _speaks_again(line, told):
                continue
            known = [one for one in line.told if one.code in LEADS or (line.proposed_at == at and one not in told)]
            line.grounds, line.standing, line.proposed_at = written([*known, *told]), PROPOSED, at
            touched.append(line)
    session.flush()
    return {line.id for line in touched}


def _speaks_again(line: CheckLine, told: Sequence[Ground]) -> bool:
    if line.standing in (PROPOSED, LAPSED):
        return True
    new = {one.code for one in told} - {one.code for one in line.told}
    return bool(new) if line.standing in (STRUCK, BEGUN) else False


def _keep_leads(session: Session, area: str, seen: set[int], at: datetime) -> None:
    """What somebody brought stays on the list until the village has looked."""
    waiting = (CheckLine.standing == PROPOSED, CheckLine.proposed_at < at)
    query = select(CheckLine).where(within(CheckLine.area, area), *waiting)
    for line in session.scalars(query):
        if line.leads:
            line.grounds, line.proposed_at = written(line.leads), at
            seen.add(line.id)
    session.flush()


def _refuse_role(by: Actor) -> None:
    if by.role not in BY:
        text = N_("核查名单由村级、乡镇或县级提出")
        raise MoveBlocked("check-list", [Blocker("role-required", text, {}, "四(二)2", "village")])
