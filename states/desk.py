"""The desk of a post: its open steps with their households, which can be finished now, and what stands in the way.

The guards that refuse an act answer here, for the steps of one page only: a list that asked for more would be slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from engine import worklist
from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.clock import office_day
from engine.decide import against_step
from engine.due import Cap, cap_of
from engine.facts import Facts, gather
from engine.guards import Blocker
from engine.procedure import StepSpec
from engine.runs import Step
from engine.worklist import Desk, Item, Place
from states.caps import past_cap
from states.case_list import named
from states.lifecycle import WAYS
from states.look_back.overdue import long_watched
from states.packs.build import LEVEL
from states.packs.store import StoredPack, of_digest
from states.terms import terms_of

PAGE, SCANNED = 50, 8
SOON = timedelta(days=3)
PERSONAL = frozenset({"role-required", "outside-area", "same-person"})
"""Reasons that lie in who looks, which mean nothing to those who only look on."""
WORKS_FOR = {"grid": "village"}
"""Posts without steps of their own see the steps that they collect evidence for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One open step of one household; `notice` is the id of the notice it waits for, 0 before there is one.

    `cap` is the last day of the whole run, where the plan sets one.
    """

    case_id: int
    number: str
    head_name: str
    group_code: str
    move: str
    step: str
    title: str
    role: str
    role_title: str
    due_on: date | None
    returned: bool
    blockers: tuple[Blocker, ...]
    is_notice: bool
    notice: int
    today: date
    definition: str
    move_name: str
    cap: Cap | None = None
    long_watched: bool = False
    """Whether the household has been watched for over a year, its risk not gone (TZ04)."""

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blockers

    @property
    def can_finish(self) -> bool:
        """Whether it can be finished from the list: a notice step is finished by closing its notice."""
        return not self.blockers and not self.is_notice

    @property
    def is_overdue(self) -> bool:
        """Whether its last day has passed, or that of the whole run."""
        return self.last_on is not None and self.last_on < self.today

    @property
    def last_on(self) -> date | None:
        """Its last day, or that of the whole run where that comes earlier."""
        return min((day for day in (self.due_on, self.cap.last_on if self.cap else None) if day), default=None)

    @property
    def is_soon(self) -> bool:
        """Whether its last day is near."""
        return self.last_on is not None and self.today <= self.last_on <= self.today + SOON


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a desk, and where the next page begins; None when this is the last."""

    rows: tuple[Row, ...]
    after: Place | None


def desk_of(by: Actor, area: str = "", step: str = "") -> Desk:
    """The desk of a person, perhaps only a part of it; who holds no post in procedures looks at all posts."""
    role = WORKS_FOR.get(by.role, by.role)
    inside = area if area.startswith(by.area) else by.area
    return Desk(role if role in LEVEL else "", inside, step, LEVEL.get(role, 0))


def page(
    session: Session, book: Book, desk: Desk, by: Actor, at: datetime, after: Place | None = None, only: str = ""
) -> Page:
    """A page of the desk, the most urgent first; `only` may be "ready" or "blocked".

    Whether a step is ready lies in no column: that filter looks through a few pages at most and offers to go on.
    """
    found: list[Row] = []
    for _ in range(SCANNED if only else 1):
        items = worklist.page(session, desk, after=after, limit=PAGE + 1)
        for item, row in zip(items[:PAGE], _rows(session, book, items[:PAGE], by, at), strict=True):
            if row and (not only or row.ready == (only == "ready")):
                found.append(row)
            after = worklist.place_of(item)
            if len(found) == PAGE and item is not items[-1]:
                return Page(tuple(found), after)
        if len(items) <= PAGE:
            return Page(tuple(found), None)
    return Page(tuple(found), after)


def chosen(session: Session, book: Book, step: str, case_ids: list[int], by: Actor, at: datetime) -> list[Row]:
    """The same step of these cases as rows, for a bulk act; those outside the area or without the step are left out."""
    items = [
        Item(facts.case_id, facts.run_id or 0, step, "", facts.area, None, None, False)
        for facts in gather(session, book, case_ids, by, at).values()
        if by.covers(facts.area) and step in facts.steps
    ]
    return [row for row in _rows(session, book, items, by, at) if row]


def _rows(session: Session, book: Book, items: list[Item], by: Actor, at: datetime) -> list[Row | None]:
    if not items:  # most desks are empty on most days
        return []
    ids = list({item.case_id for item in items})
    gathered = gather(session, book, ids, by, at)
    heads, long = named(session, ids), long_watched(session, ids, office_day(at))
    watching = by.role not in LEVEL or by.role in WORKS_FOR
    return [
        _row(
            session,
            book,
            item,
            gathered[item.case_id],
            heads[item.case_id],
            office_day(at),
            watching,
            item.case_id in long,
        )
        if item.case_id in gathered and item.case_id in heads
        else None
        for item in items
    ]


def _row(
    session: Session,
    book: Book,
    item: Item,
    facts: Facts,
    head: tuple[str, str],
    today: date,
    watching: bool,
    long: bool,
) -> Row | None:
    move = book.definition(session, facts.definition).by_name.get(facts.move)
    if move is None or move.procedure is None:
        return None
    spec = move.procedure.by_name[item.step]
    blockers = tuple(against_step(move.procedure, spec, facts))
    if watching:
        blockers = tuple(blocker for blocker in blockers if blocker.code not in PERSONAL)
    is_notice = terms_of(facts.definition, item.step) is not None
    return Row(
        item.case_id, *head, facts.area, move.label, spec.name, spec.title, spec.by, spec.by_title, item.due_on,
        item.returned, blockers, is_notice, notice_of(facts, spec) if is_notice else 0, today,
        facts.definition, move.name, cap_of(move, facts), long,
    )  # fmt: skip


def notice_of(facts: Facts, spec: StepSpec) -> int:
    """The notice on which this household stands for this step; 0 for none yet."""
    lines = [line for line in facts.subject.notices if line.step == spec.name and line.in_force]
    return lines[-1].notice_id if lines else 0


def titles(session: Session, area: str) -> dict[str, str]:
    """The title of every step that some pack knows: in the words of the area's own packs first, the narrowest ahead."""
    found: dict[str, str] = {}
    query = select(StoredPack.digest).order_by(StoredPack.retired_at.is_(None).desc(), StoredPack.added_at.desc())
    packs = [of_digest(session, digest) for digest in session.scalars(query)]
    for pack in sorted(packs, key=lambda one: _distance(one.file.pack.places, area)):
        for move in sorted(pack.definition.moves, key=lambda one: list(WAYS).index(one.way)):
            for spec in move.procedure.steps if move.procedure else ():
                found.setdefault(spec.name, spec.title)
    return found


def _distance(places: Sequence[str], area: str) -> tuple[bool, int]:
    """How far the places of a pack are from an area: those that touch it come first, the narrowest ahead."""
    touching = [len(place) for place in places if area.startswith(place) or place.startswith(area)]
    return not touching, -max(touching, default=0)


def whole(desk: Desk) -> Desk:
    """The desk with all its steps."""
    return replace(desk, step="")


def kinds_needed(book: Book, session: Session, rows: tuple[Row, ...]) -> list[str]:
    """The kinds of evidence that the steps of these rows need, each once, in the order of the packs."""
    found: dict[str, None] = {}
    for definition, move, step in dict.fromkeys((row.definition, row.move_name, row.step) for row in rows):
        procedure = book.definition(session, definition).by_name[move].procedure
        for need in procedure.by_name[step].each_need if procedure else ():
            if need.name.startswith("evidence:"):
                found.setdefault(need.name.removeprefix("evidence:"))
    return list(found)


def overdue(session: Session, desk: Desk, today: date) -> int:
    """How many open steps of a desk are past their last day, or belong to a run past its own."""
    return worklist.overdue(session, desk, today, past_cap(session, desk.area, today))


def load_by_place(session: Session, area: str, length: int, today: date) -> dict[str, tuple[int, int]]:
    """How many steps are open and how many of them overdue, by area code cut to `length`."""
    place = func.substr(Step.area, 1, length)
    late = func.sum(case((or_(Step.due_on < today, past_cap(session, area, today)), 1), else_=0))
    query = select(place, func.count(), late).where(worklist.IS_OPEN, within(Step.area, area)).group_by(place)
    return {row[0]: (int(row[1]), int(row[2] or 0)) for row in session.execute(query)}
