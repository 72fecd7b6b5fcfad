"""Households that the national system monitored before this program: taken over as they stand, with their days.

What was done then is judged by the procedure of then; which papers of it there are is not claimed by anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import evidence
from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.clock import OFFICE, office_day
from engine.errors import BadInput, MoveBlocked, Problem
from engine.guards import Blocker
from engine.taking_over import FormerMove, take_over
from engine.words import N_
from states.codes import codes
from states.history.former import keep
from states.households import Household
from states.lifecycle import CANDIDATE, WAYS
from states.look_back.times import Times

BY = ("township", "county")
ENTRY = "entry"
"""The evidence that the national system itself gives: who is on its list stands in it."""


@dataclass(frozen=True, slots=True)
class Formerly:
    """How a household stood on the list of the national system: its number, its category, and its days."""

    number: str
    category: str
    identified_on: date
    eliminated_on: date | None = None
    re_flagged_on: date | None = None

    @property
    def moves(self) -> list[tuple[str, date]]:
        """The moves that led there, in their order."""
        days = (("identify", self.identified_on), ("eliminate", self.eliminated_on), ("re_flag", self.re_flagged_on))
        return [(move, on) for move, on in days if on is not None]


def take_over_list(
    session: Session, book: Book, lines: Sequence[Formerly], source: str, *, by: Actor, at: datetime
) -> int:
    """Take over every household of a list, all or none; answer how many.

    `source` is the list that says so. Raises `BadInput` naming each line that cannot be right, and `MoveBlocked`.
    """
    if by.role not in BY:
        text = N_("承接在册监测对象由乡镇或县级办理")
        raise MoveBlocked("take_over", [Blocker("role-required", text, {}, "三(二)", "township")])
    homes = _homes(session, lines, by)
    if problems := [*_source(source), *(one for line in lines for one in _problems(line, homes, office_day(at)))]:
        raise BadInput(*problems)
    times = Times(session)
    former = {}
    for line in lines:
        home = homes[line.number]
        former[home.case_id] = [_move(book, times, home.village, move, on) for move, on in line.moves]
    told = {"source": source.strip()}
    runs = take_over(session, former, CANDIDATE, told, by=by, at=at)
    _prove(session, runs, source.strip(), by, at)
    _enter(session, lines, homes, at)
    return len(lines)


def _homes(session: Session, lines: Sequence[Formerly], by: Actor) -> dict[str, Household]:
    query = select(Household).where(
        Household.number.in_({one.number for one in lines}), within(Household.group_code, by.area)
    )
    return {home.number: home for home in session.scalars(query)}


def _source(source: str) -> Iterator[Problem]:
    if not 2 <= len(source.strip()) <= 40:
        yield Problem("source", N_("请写明名单来自哪里，不超过40个字"))


def _problems(line: Formerly, homes: Mapping[str, Household], today: date) -> Iterator[Problem]:
    where = line.number or "number"
    if line.number not in homes:
        yield Problem(where, N_("找不到这一户，或不在您的管辖范围内"))
    if line.category not in codes("category").labels.keys() - {"none"}:
        yield Problem(where, N_("监测对象类别不对"))
    days = [on for _move_, on in line.moves]
    if days != sorted(days) or len(days) != len(set(days)) or days[-1] > today:
        yield Problem(where, N_("识别、消除、再标注的日期要先后有序，不晚于今天"))
    if line.re_flagged_on and not line.eliminated_on:
        yield Problem(where, N_("再标注以前要有风险消除的日期"))


def _move(book: Book, times: Times, village: str, move: str, on: date) -> FormerMove:
    definition = book.add(times.pack(village, on).definition)
    noon = datetime.combine(on, time(12), OFFICE)
    name = next(one.name for one in definition.moves if one.way == move)
    return FormerMove(name, definition.digest, noon, WAYS[move].target)


def _prove(session: Session, runs: Mapping[int, Sequence[int]], source: str, by: Actor, at: datetime) -> None:
    for place in range(max(map(len, runs.values()), default=0)):
        mine = {case_id: found[place] for case_id, found in runs.items() if len(found) > place}
        facts: dict[int, dict[str, str]] = {case_id: {} for case_id in mine}
        body = {"system_number": source}
        evidence.record(session, ENTRY, body, facts, office_day(at), by, at, runs=mine)


def _enter(session: Session, lines: Sequence[Formerly], homes: Mapping[str, Household], at: datetime) -> None:
    """Put the days and the category into the register; what stood there before is kept."""
    changed = []
    for line in lines:
        home = homes[line.number]
        changed.append(("household", home.id, {"category": home.category, "identified_on": "", "eliminated_on": ""}))
        home.category = line.category
        home.identified_on = line.re_flagged_on or line.identified_on
        home.eliminated_on = None if line.re_flagged_on else line.eliminated_on
    keep(session, changed, office_day(at), at)
    session.flush()
