"""What becomes of the lines of a check list: the village confirms or strikes each, then procedures begin in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case, hold
from engine.clock import office_day
from engine.definition import Definition
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.start import purposes_of, refuse, start
from engine.words import N_
from states.households import Household
from states.look_back.check_lines import BEGUN, CONFIRMED, PROPOSED, STANDINGS, STRUCK, CheckLine
from states.look_back.times import Times

BY = ("village", "township")
OPEN = (PROPOSED, CONFIRMED)


@dataclass(slots=True)
class Settled:
    """What an act on many lines came to: the lines it did, and those it could not with every reason."""

    done: list[int] = field(default_factory=list)
    held: dict[int, tuple[Blocker, ...]] = field(default_factory=dict)


def confirm(session: Session, line_ids: Collection[int], *, by: Actor, at: datetime) -> Settled:
    """Confirm lines after the village has looked; a household goes one way at a time."""
    settled, lines = Settled(), _lines(session, line_ids, by)
    others = select(CheckLine.household_id).where(
        CheckLine.household_id.in_({line.household_id for line, _home in lines}), CheckLine.standing == CONFIRMED
    )
    taken = set(session.scalars(others))
    for line, home in lines:
        if blockers := [*_against(line, by, (PROPOSED,)), *_other_way(home, taken)]:
            settled.held[line.id] = tuple(blockers)
        else:
            taken.add(home.id)
            _settle(line, CONFIRMED, "", by, at)
            settled.done.append(line.id)
    _tell(session, lines, settled, "confirmed", "", by, at)
    return settled


def strike(session: Session, line_ids: Collection[int], reason: str, *, by: Actor, at: datetime) -> Settled:
    """Strike lines, with the reason that the village gives; raises `BadInput` without one."""
    if len(reason.strip()) < 4:
        raise BadInput(Problem("reason", N_("划去要写明核查的情况和理由")))
    settled, lines = Settled(), _lines(session, line_ids, by)
    for line, _home in lines:
        if blockers := list(_against(line, by, OPEN)):
            settled.held[line.id] = tuple(blockers)
        else:
            _settle(line, STRUCK, reason.strip()[:400], by, at)
            settled.done.append(line.id)
    _tell(session, lines, settled, "struck", reason.strip()[:400], by, at)
    return settled


def begin(session: Session, book: Book, line_ids: Collection[int], *, by: Actor, at: datetime) -> Settled:
    """Start the procedure of each confirmed line, under the plan in force at its place today."""
    settled, lines = Settled(), _lines(session, line_ids, by)
    cases = {case.id: case for case in hold(session, [home.case_id for _line, home in lines])}
    purposes, times = purposes_of(session, list(cases.values())), Times(session)
    groups: dict[tuple[str, str], list[tuple[CheckLine, Household]]] = {}
    definitions: dict[str, Definition] = {}
    for line, home in lines:
        definition = book.add(times.pack(home.village, office_day(at)).definition)
        case = cases[home.case_id]
        move = move_of(definition, line.way, case.state)
        blockers = [*_against(line, by, (CONFIRMED,)), *_not_startable(case, definition, move, by, purposes)]
        if blockers:
            settled.held[line.id] = tuple(blockers)
        else:
            definitions[definition.digest] = definition
            groups.setdefault((definition.digest, move), []).append((line, home))
    for (digest, move), group in groups.items():
        ids = [home.case_id for _line, home in group]
        start(session, book, ids, move, by=by, at=at, definition=definitions[digest])
        for line, _home in group:
            line.standing = BEGUN
            settled.done.append(line.id)
    session.flush()
    return settled


def _lines(session: Session, line_ids: Collection[int], by: Actor) -> list[tuple[CheckLine, Household]]:
    query = (
        select(CheckLine, Household)
        .join(Household, Household.id == CheckLine.household_id)
        .where(CheckLine.id.in_(set(line_ids)), within(Household.group_code, by.area))
        .order_by(CheckLine.id)
    )
    found = [(row[0], row[1]) for row in session.execute(query)]
    if len(found) != len(set(line_ids)):
        raise NotFound("check-line", sorted(line_ids))
    return found


def _against(line: CheckLine, by: Actor, standings: Sequence[str]) -> Iterator[Blocker]:
    if by.role not in BY:
        yield Blocker("role-required", N_("名单由村级或乡镇核查"), {}, "四(二)2", "village")
    if line.standing not in standings:
        if line.standing == PROPOSED:
            yield Blocker("not-confirmed", N_("村级还没有确认这一条"), {}, "四(二)2", "village")
        else:
            text = N_("这一条已经是“%(standing)s”")
            yield Blocker("line-settled", text, {"standing": STANDINGS[line.standing]})


def _other_way(home: Household, taken: Collection[int]) -> Iterator[Blocker]:
    if home.id in taken:
        text = N_("这一户已经确认走另一个程序，请先划去那一条")
        yield Blocker("other-way", text, {}, "四(二)2", "village")


def _not_startable(
    case: Case, definition: Definition, move: str, by: Actor, purposes: dict[int, str]
) -> Iterator[Blocker]:
    try:
        refuse(case, definition, move, by, purposes)
    except Refused as refused:
        yield from refused.blockers


def move_of(definition: Definition, way: str, state: str) -> str:
    """The move that goes this way from a state in this plan; the way's own name where the plan has none."""
    return next((move.name for move in definition.moves_from(state) if move.way == way), way)


def _settle(line: CheckLine, standing: str, reason: str, by: Actor, at: datetime) -> None:
    line.standing, line.reason = standing, reason
    line.settled_by, line.settled_by_name, line.settled_at = by.id, by.name, at


def _tell(
    session: Session,
    lines: Sequence[tuple[CheckLine, Household]],
    settled: Settled,
    did: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    session.flush()
    done = set(settled.done)
    ways: dict[int, list[str]] = {}
    for line, home in lines:
        if line.id in done:
            ways.setdefault(home.case_id, []).append(line.way)
    told = {case_id: {"way": "、".join(found), "did": did, "reason": reason} for case_id, found in ways.items()}
    ledger.append_many(session, [(case, "check-line", told[case.id]) for case in hold(session, told)], by, at)
