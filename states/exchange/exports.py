"""Lists that go out: whom a filter shows, never outside the actor's area, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from states import regions
from states.case_list import KIND
from states.exchange import past
from states.exchange.layouts import Column, Layout
from states.history.facts import AT_IDENTIFICATION
from states.households import Household
from states.identified import rested_on
from states.identity import masked
from states.lifecycle import ELIMINATED, EXITED, LABELS, MONITORED, RE_FLAGGED
from states.members import Member, there_on
from states.quality.details import parsed
from states.roles import Permission, allows
from states.search import search

A_PAGE = 1000
MONITORED_STATES = (MONITORED, ELIMINATED, RE_FLAGGED)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the page shows: an area, a state, a category, or whom a search finds."""

    area: str = ""
    state: str = ""
    category: str = ""
    words: str = ""
    collected: bool = False
    """Only the households of the yearly collection (TZ06): lifted out, or monitored, eliminated or not."""
    as_of: date | None = None
    """Values and members as they stood at the end of that day; present ones by default (BZ02, TZ23)."""
    with_room: bool = False
    """With an empty column beside each, to write in what has changed since (BZ02)."""


def kept(asked: Filter) -> dict[str, str]:
    """A filter as a job's parameters keep it."""
    told = {"area": asked.area, "state": asked.state, "category": asked.category, "words": asked.words}
    return told | ({"as_of": asked.as_of.isoformat()} if asked.as_of else {})


def asked_by(told: Mapping[str, str]) -> Filter:
    """The filter that a job's parameters tell."""
    facts: dict[str, Any] = dict(told)
    return Filter(**facts | ({"as_of": date.fromisoformat(told["as_of"])} if "as_of" in told else {}))


def sees_numbers(layout: Layout, by: Actor) -> bool:
    """Whether identity numbers go out in full: the layout says so, and the role makes out papers that bear them."""
    return layout.shows_in_full and allows(by.role, Permission.PRINT)


def rows(session: Session, by: Actor, layout: Layout, asked: Filter) -> Iterator[list[str]]:
    """The lines of the list in the order of the register, read a page at a time."""
    teller = Teller(session, layout, sees_numbers(layout, by), asked.as_of)
    for page in _pages(session, by, layout, asked):
        for told in teller.of(_asked_for(session, page, asked)):
            line = [told[column.field] for column in layout.columns]
            if asked.with_room:
                line = [one for cell, column in zip(line, layout.columns, strict=True) for one in _room(cell, column)]
            yield line + (past.remarked(told, asked.as_of) if asked.as_of else [])


def _asked_for(session: Session, page: Sequence[Any], asked: Filter) -> Sequence[Any]:
    """The lines of a page that are on the list; of a past day, by how they stood then."""
    if asked.as_of and (asked.state or asked.category):
        return past.only(session, page, asked.as_of, asked.state, asked.category)
    return page


def headings(layout: Layout, asked: Filter) -> list[str]:
    """The headings of the list that is asked for: the layout's own, with room beside, and those of a past day."""
    own = layout.headings
    if asked.with_room:
        own = [one for column in layout.columns for one in _room(column.heading, column, f"{column.heading}{CHANGED}")]
    return own + ([past.DAY, past.REMARK] if asked.as_of else [])


CHANGED = "（变动后）"


def _room(cell: str, column: Column, beside: str = "") -> list[str]:
    return [cell] if column.field == "number" else [cell, beside]


def first(session: Session, by: Actor, layout: Layout, lines: int) -> list[list[str]]:
    """The first lines of the list, numbers masked: to see what a layout makes of the register."""
    key = Member.id if layout.subject == "member" else Household.id
    page = session.execute(_query(by, layout, Filter()).order_by(Household.number, key).limit(lines)).all()
    told = Teller(session, layout, in_full=False).of(page)
    return [[one[column.field] for column in layout.columns] for one in told]


class Teller:
    """Says what stands on a layout's lines, in its words; `in_full` gives identity numbers unmasked.

    With `as_of` it tells what stood there at the end of that day.
    """

    def __init__(self, session: Session, layout: Layout, in_full: bool, as_of: date | None = None) -> None:
        self._session, self._layout, self._in_full, self._as_of = session, layout, in_full, as_of
        self._names = _Places(session)

    def of(self, page: Sequence[Any]) -> Iterator[dict[str, str]]:
        """The text of each column by its field, for rows of household, state and, in a list of people, member."""
        for told in self._lines(page):
            yield {column.field: column.label(told.get(column.field, "")) for column in self._layout.columns}

    def _lines(self, page: Sequence[Any]) -> Iterable[dict[str, str]]:
        if self._as_of:
            return past.told(self._session, page, self._as_of, self._in_full)
        known = self._names.of(page)
        persons = _persons(self._session, page) if "persons" in self._layout.by_field else {}
        return (_told(row, persons, known, self._in_full) for row in page)


def counted(session: Session, by: Actor, layout: Layout, asked: Filter) -> int:
    """How many lines the list has; 0 where only its end tells: of a search, or of how households stood once."""
    if asked.words or (asked.as_of and (asked.state or asked.category)):
        return 0
    lines = _query(by, layout, asked).with_only_columns(Household.id).subquery()
    return session.scalar(select(func.count()).select_from(lines)) or 0


def _query(by: Actor, layout: Layout, asked: Filter) -> Any:
    query: Any = select(Household, Case.state).join(Case, Case.id == Household.case_id)
    if layout.subject == "member":
        query = query.add_columns(Member).join(Member, Member.household_id == Household.id)
        query = query.where(there_on(asked.as_of))
    query = query.where(
        Case.kind == KIND, within(Household.group_code, by.area), within(Household.group_code, asked.area)
    )
    if asked.state and not asked.as_of:
        query = query.where(Case.state == asked.state)
    if asked.category and not asked.as_of:
        query = query.where(Household.category == asked.category)
    if asked.collected:
        query = query.where(is_collected())
    return query


def _pages(session: Session, by: Actor, layout: Layout, asked: Filter) -> Iterator[Sequence[Any]]:
    key = Member.id if layout.subject == "member" else Household.id
    query = _query(by, layout, asked)
    if asked.words:
        for found in _found(session, by, layout, asked.words):
            yield session.execute(query.where(key.in_(found)).order_by(key)).all()
        return
    order = (Household.number, key)
    after: tuple[str, int] | None = None
    while True:
        page = query.order_by(*order).limit(A_PAGE)
        if after:
            page = page.where((Household.number > after[0]) | ((Household.number == after[0]) & (key > after[1])))
        lines = session.execute(page).all()
        if lines:
            yield lines
        if len(lines) < A_PAGE:
            return
        last: Any = lines[-1]
        after = last[0].number, (last[2] if layout.subject == "member" else last[0]).id
        session.expunge_all()


def is_collected() -> ColumnElement[bool]:
    """A household of either sub-system, once: one that stands in both is one row of the register (TZ06)."""
    lifted_out = (Household.kind == "lifted_out") & (Case.state != EXITED)
    return lifted_out | Case.state.in_(MONITORED_STATES)


def collects(kind: str, state: str) -> bool:
    """The same of one household, by its kind and state."""
    return state in MONITORED_STATES or (kind == "lifted_out" and state != EXITED)


def _found(session: Session, by: Actor, layout: Layout, words: str) -> Iterator[list[int]]:
    """The ids of whom a search finds, each once."""
    seen: set[int] = set()
    after = None
    while True:
        found = search(session, by, words, limit=200, after=after)
        ids = [hit.member_id if layout.subject == "member" else hit.household_id for hit in found.hits]
        fresh = list(dict.fromkeys(one for one in ids if one not in seen))
        seen.update(fresh)
        if fresh:
            yield fresh
        if (after := found.after) is None:
            return


def _persons(session: Session, page: Sequence[Any]) -> Mapping[int, int]:
    ids = [row[0].id for row in page]
    here = select(Member.household_id, func.count()).where(Member.household_id.in_(ids), Member.left_on.is_(None))
    return {row[0]: row[1] for row in session.execute(here.group_by(Member.household_id))}


class _Places:
    """Names of places, read as they are met."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, str] = {}

    def of(self, page: Sequence[Any]) -> Mapping[str, str]:
        """The names of all places of a page."""
        wanted = {code for row in page for code in (row[0].township, row[0].village, row[0].group_code)}
        if fresh := wanted - self._known.keys():
            self._known |= regions.names(self._session, fresh)
        return self._known


def _told(row: Any, persons: Mapping[int, int], names: Mapping[str, str], in_full: bool) -> dict[str, str]:
    """Every field of a line as text."""
    household: Household = row[0]
    told = {name: _text(getattr(household, name)) for name in HOUSEHOLD}
    told |= {"township": names.get(household.township, ""), "village": names.get(household.village, "")}
    told |= {"group": names.get(household.group_code, household.group_code), "state": LABELS.get(row[1], row[1])}
    told |= rested_on(told)
    told |= _kept(household.details)
    told["persons"] = str(persons.get(household.id, 0))
    if len(row) > 2:
        member: Member = row[2]
        told |= {name: _text(getattr(member, name)) for name in MEMBER}
        told |= _kept(member.details)
        told["id_no"] = member.id_no if in_full else masked(member.id_no)
    return told


HOUSEHOLD = (
    "number", "group_code", "head_name", "kind", "category", "phone", "address", "identified_on", "eliminated_on",
    *AT_IDENTIFICATION,
)  # fmt: skip
MEMBER = (
    "name", "relation", "id_kind", "birth_on", "sex", "ethnicity", "education", "school", "health", "labour",
    "phone", "joined_on", "left_on",
)  # fmt: skip


def _kept(text: str) -> dict[str, str]:
    """The further facts of the forms as text."""
    return {name: str(value) for name, value in parsed(text).items()}


def _text(value: object) -> str:
    return "" if value is None else str(value)
