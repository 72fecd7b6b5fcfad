"""What waits for the person signed in, in the sections where counting it is cheap."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.counting import shown
from engine.jobs import desk as jobs
from states.changes import shown as changes
from states.income import desk as incomes
from states.places import grid_desk
from states.quality import desk as quality
from states.quality.findings import OPEN
from states.roles import Permission
from web.access import may
from web.income.desk import bulk_of, terms_here

Count = Callable[[Session, Actor], int]


def _changes(db: Session, by: Actor) -> int:
    return changes.waiting_count(db, by)


def _findings(db: Session, by: Actor) -> int:
    return quality.count(db, by, quality.Asked(state=OPEN[0]))


def _without_grid(db: Session, by: Actor) -> int:
    return sum(grid_desk.groups_without(db, by).values())


def _incomes(db: Session, by: Actor) -> int:
    terms = terms_here(db, by.area)
    return sum(one.count for one in bulk_of(terms, incomes.counts(db, by.area, terms.year, by))) if terms else 0


def _jobs(db: Session, by: Actor) -> int:
    return len(jobs.listed(db, by, wide=False, only_open=True)[0])


COUNTS: Mapping[str, tuple[Permission, Count]] = {
    "changes.index": (Permission.VERIFY_CHANGE, _changes),
    "quality.index": (Permission.CORRECT_FINDING, _findings),
    "grids.index": (Permission.MANAGE_GRIDS, _without_grid),
    "income.index": (Permission.REVIEW_INCOME, _incomes),
    "jobs.index": (Permission.READ_HOUSEHOLD, _jobs),
}
"""By the section's page: who settles it, and how many there are."""


def waiting(db: Session, by: Actor) -> dict[str, str]:
    """How much waits in each section for this person, no further than cards tell; sections without are left out."""
    found = {page: count(db, by) for page, (needs, count) in COUNTS.items() if may(needs)}
    return {page: shown(n) for page, n in found.items() if n}
