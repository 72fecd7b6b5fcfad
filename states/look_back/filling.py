"""Filling gaps: begun in bulk for a village, with what was missing as the only open steps (XZ08)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.back_fill import Gaps, back_fill
from engine.book import Book
from engine.decide import under_way
from engine.errors import MoveBlocked, NotFound
from engine.guards import Blocker
from engine.runs import FOR_RECORD
from engine.words import N_
from states.look_back.finished import finished
from states.look_back.gaps import A_LOT, Checked, check, every

BY = ("village", "grid", "township")


@dataclass(slots=True)
class Begun:
    """What beginning came to: the run of each household that goes on, and those held with every reason."""

    runs: dict[int, int] = field(default_factory=dict)
    held: dict[int, tuple[Blocker, ...]] = field(default_factory=dict)


def begin(session: Session, book: Book, case_ids: Collection[int], *, by: Actor, at: datetime, note: str = "") -> Begun:
    """Begin to fill the gaps of these households, the oldest move of each first; who is in a procedure is held."""
    _refuse_role(by)
    rows, _ = finished(session, by, by.area, limit=A_LOT * len(case_ids), case_ids=case_ids)
    if missing := set(case_ids) - {row.case_id for row in rows}:
        raise NotFound("case", sorted(missing))
    return _begin(session, book, check(session, book, rows, by, at), set(case_ids), by, at, note)


def begin_area(session: Session, book: Book, area: str, *, by: Actor, at: datetime, note: str = "") -> Begun:
    """Begin to fill the gaps of every household of an area that lacks something."""
    _refuse_role(by)
    lacking = list(every(session, book, by, area, at))
    return _begin(session, book, lacking, {one.of.case_id for one in lacking}, by, at, note)


def _begin(
    session: Session, book: Book, checked: list[Checked], wanted: set[int], by: Actor, at: datetime, note: str
) -> Begun:
    begun, gaps = Begun(), dict[int, Gaps]()
    for one in checked:
        case_id = one.of.case_id
        if case_id in gaps or case_id in begun.held:
            continue
        if one.of.under_way is not None:
            begun.held[case_id] = (under_way(FOR_RECORD if one.begun else ""),)
        elif one.missing:
            steps = {lack.step for lack in one.missing}
            whole = {lack.step: N_("已经补过") for lack in one.lacks if lack.step not in steps}
            gaps[case_id] = Gaps(one.of.run_id, one.whole | whole)
    for case_id in wanted - gaps.keys() - begun.held.keys():
        begun.held[case_id] = (Blocker("nothing-missing", N_("这个程序不缺什么，不用补")),)
    if gaps:
        begun.runs = back_fill(session, book, gaps, by=by, at=at, note=note)
    return begun


def _refuse_role(by: Actor) -> None:
    if by.role not in BY:
        text = N_("补程序由村级或乡镇启动")
        raise MoveBlocked("back_fill", [Blocker("role-required", text, {}, "三(二)3", "village")])
