"""Drawing up the check lists of an area: everybody for whom something speaks, each with all the grounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.clock import office_day
from engine.errors import MoveBlocked, NotFound
from engine.guards import Blocker
from engine.words import N_
from states.help.left_out import left_out
from states.households import Household
from states.lifecycle import ELIMINATED, MONITORED, RE_FLAGGED
from states.look_back.check_lines import BEGUN, CONFIRMED, LAPSED, PROPOSED, STRUCK, CheckLine, Ground, written
from states.look_back.grounds import grounds
from states.look_back.warned import news, warned
from states.look_back.watched import households_in, load
from states.packs.income_lines import Lines
from states.quality import desk

BY = ("village", "township", "county")
WATCHED = (MONITORED, ELIMINATED, RE_FLAGGED)
A_LOT = 500
Spoken = Mapping[str, Sequence[Ground]]
Lot = tuple[Mapping[int, Household], Mapping[int, Spoken]]


def propose(session: Session, area: str, *, by: Actor, at: datetime) -> int:
    """Draw up the lists of an area anew; answer how many lines wait for the village.

    What was struck stays struck until something new speaks for it; what speaks for nobody any more is taken off.
    """
    _refuse_role(by)
    if not area.startswith(by.area):
        raise NotFound("region", area)
    today, seen = office_day(at), set[int]()
    lots = _warned(session, area), _watched(session, area, by, today), _unwatched(session, area, by, today)
    for homes, spoken in chain.from_iterable(lots):
        seen |= _put(session, homes, spoken, at)
    lapsed = (
        update(CheckLine)
        .where(within(CheckLine.area, area), CheckLine.standing == PROPOSED, CheckLine.proposed_at < at)
        .values(standing=LAPSED)
    )
    session.execute(lapsed)
    return len(seen)


def _warned(session: Session, area: str) -> Iterator[Lot]:
    """Households of which somebody warned, whatever our own records say."""
    after = 0
    while True:
        homes, spoken, after = warned(session, area, after, A_LOT)
        yield homes, spoken
        if not after:
            return


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
            known = [one for one in line.told if line.proposed_at == at and one not in told]
            line.grounds, line.standing, line.proposed_at = written([*known, *told]), PROPOSED, at
            touched.append(line)
    session.flush()
    return {line.id for line in touched}


def _speaks_again(line: CheckLine, told: Sequence[Ground]) -> bool:
    if line.standing in (PROPOSED, LAPSED):
        return True
    return line.standing in (STRUCK, BEGUN) and any(news(told, line.told))


def _refuse_role(by: Actor) -> None:
    if by.role not in BY:
        text = N_("核查名单由村级、乡镇或县级提出")
        raise MoveBlocked("check-list", [Blocker("role-required", text, {}, "四(二)2", "village")])
