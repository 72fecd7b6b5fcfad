"""Where households stood at the end of a day, as conditions of a statement: what was changed later is undone.

States come from the ledger's own entries; the kind and the category from what was kept of each change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from engine.cases import Case
from engine.ledger import Entry
from states.history.former import Former
from states.history.standing import MOVED, TAKEN_OVER
from states.households import Household
from states.lifecycle import LABELS
from states.members import Member
from states.reports.figure import Asked


def last_states(asked: Asked, kind: str = "household", states: Iterable[str] = LABELS) -> Any:
    """For every case that was moved by the end of the period: `case_id`, and the `state` that the last move made."""
    last = (
        select(Entry.case_id, func.max(Entry.sequence).label("sequence"))
        .join(Case, Case.id == Entry.case_id)
        .where(Case.kind == kind, asked.inside(Case.area))
        .where(Entry.kind.in_((MOVED, TAKEN_OVER)), Entry.at < asked.period.ends_at)
        .group_by(Entry.case_id)
        .subquery()
    )
    same = (Entry.case_id == last.c.case_id) & (Entry.sequence == last.c.sequence)
    state = case(*((_made(one), one) for one in states)).label("state")
    return select(Entry.case_id, state).join(last, same).subquery()


def _made(state: str) -> ColumnElement[bool]:
    """Whether an entry says that it led into a state: sealed texts have no spaces, and what people wrote is quoted."""
    return Entry.facts.contains(f'"state":"{state}"', autoescape=True)


def present(asked: Asked) -> ColumnElement[bool]:
    """The condition that a member belonged to the household at the end of the period."""
    day = asked.period.last_on
    return or_(Member.joined_on.is_(None), Member.joined_on <= day) & or_(
        Member.left_on.is_(None), Member.left_on > day
    )


def households(asked: Asked, name: str, now: Any, values: Iterable[str]) -> Any:
    """The households in the register by the end of the period: `id`, and `value`, what a coded fact was by then.

    `now` is its column, `values` are the codes it may have.
    """
    was = _before_the_first_later_change(asked, name)
    found = (
        select(Household.id, now.label("now"), was.label("was"))
        .where(asked.inside(Household.group_code), Household.created_at < asked.period.ends_at)
        .subquery()
    )
    told = ((found.c.was.contains(f'"{name}":"{one}"', autoescape=True), one) for one in values)
    value = case((found.c.was.is_(None), found.c.now), *told, else_="").label("value")
    return select(found.c.id, value).subquery()


def _before_the_first_later_change(asked: Asked, name: str) -> Any:
    """What was kept of the first change after the period, of those since the newest that held by then."""
    day = asked.period.last_on
    mine = (Former.subject == "household", Former.subject_id == Household.id, Former.before.contains(f'"{name}":'))
    settled: Select[Any] = select(func.coalesce(func.max(Former.id), 0)).where(*mine, Former.holds_from <= day)
    later = select(Former.before).where(*mine, Former.holds_from > day, Former.id > _inner(settled))
    return _inner(later.order_by(Former.id).limit(1))


def _inner(query: Select[Any]) -> Any:
    return query.correlate(Household).scalar_subquery()
