"""What is asked of villages, month by month: visits, records, signs keyed, papers printed; and what one visit saved.

A visit is a household on a day; every paper and record that was brought home from it besides the first would have
been a way of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.evidence import Evidence, Exhibit
from engine.ledger import Entry
from states.evidence.known import KINDS
from states.figures.dates import office_day_of
from states.figures.replay import HOUSEHOLD, begin_of
from states.figures.scope import Scope
from states.history.standing import end_of

MONTHS = 6
FIELD = "village"
AT_HOME = ("visit", "application", "authorisation", "consent")
"""Evidence that is gathered in the household's house."""


@dataclass(frozen=True, slots=True)
class Month:
    """What a month asked of the villages of a place."""

    first_on: date
    visits: int = 0
    records: int = 0
    signs: int = 0
    gathered: int = 0
    forms: int = 0

    @property
    def saved(self) -> int:
        """How many ways to a house were saved, because several papers came home from one."""
        return max(0, self.gathered - self.visits)


def by_month(session: Session, here: Scope) -> list[Month]:
    """The last months with the present one, the earliest first."""
    firsts = _firsts(here.today)
    columns = (
        _counted(session, _evidence(here.area, firsts[0], here.today)),
        _counted(session, _visits(here.area, firsts[0], here.today)),
        _counted(session, _printed(here.area, firsts[0], here.today)),
    )
    none = (0, 0)
    found = []
    for first in firsts:
        (records, signs), (visits, gathered), (forms, _) = (one.get(f"{first:%Y-%m}", none) for one in columns)
        found.append(Month(first, visits, records, signs, gathered, forms))
    return found


def _firsts(today: date) -> list[date]:
    first, found = today.replace(day=1), [today.replace(day=1)]
    for _ in range(MONTHS - 1):
        first = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
        found.append(first)
    return found[::-1]


def _counted(session: Session, query: Select[Any]) -> dict[str, tuple[int, int]]:
    """Two figures by month: days are told apart in the statement, months here."""
    found: dict[str, tuple[int, int]] = {}
    for day, one, other in session.execute(query):
        before = found.get(f"{day:%Y-%m}", (0, 0))
        found[f"{day:%Y-%m}"] = before[0] + int(one or 0), before[1] + int(other or 0)
    return found


def _village_kinds() -> Sequence[str]:
    return [name for name, kind in KINDS.items() if FIELD in kind.by]


def _mine(area: str) -> Any:
    return select(Exhibit.evidence_id).join(Case, Case.id == Exhibit.case_id).where(
        Case.kind == HOUSEHOLD, within(Case.area, area)
    )  # fmt: skip


def _evidence(area: str, since: date, until: date) -> Select[Any]:
    """Each piece once, however many households it speaks for, with the signs of its content."""
    day: Any = office_day_of(Evidence.recorded_at)
    query = select(day, func.count(), func.sum(func.length(Evidence.body))).where(
        Evidence.kind.in_(_village_kinds()), Evidence.id.in_(_mine(area))
    )
    return query.where(Evidence.recorded_at >= begin_of(since), Evidence.recorded_at < end_of(until)).group_by(day)


def _visits(area: str, since: date, until: date) -> Select[Any]:
    """Households on days, and how many papers came home from them."""
    papers = (
        select(Exhibit.case_id, Exhibit.happened_on, func.count().label("papers"))
        .join(Case, Case.id == Exhibit.case_id)
        .where(Case.kind == HOUSEHOLD, within(Case.area, area), Exhibit.kind.in_(AT_HOME))
        .where(Exhibit.happened_on.between(since, until))
        .group_by(Exhibit.case_id, Exhibit.happened_on)
        .subquery()
    )
    return select(papers.c.happened_on, func.count(), func.sum(papers.c.papers)).group_by(papers.c.happened_on)


def _printed(area: str, since: date, until: date) -> Select[Any]:
    """Papers that were printed and entered in the ledger of what they are about."""
    day: Any = office_day_of(Entry.at)
    query: Select[Any] = select(day, func.count(), literal(0)).join(Case, Case.id == Entry.case_id)
    inside_ = within(Case.area, area), Entry.at >= begin_of(since), Entry.at < end_of(until)
    return query.where(Entry.kind == "printed", *inside_).group_by(day)
