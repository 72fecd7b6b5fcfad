"""The lists of scanned papers: the batches with what became of their pages, and the pages that wait for a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound
from states.households import Household
from states.scans.page import LABELS, QUEUED, ScanBatch, ScanPage

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A page with the household that it is about, once that is known."""

    page: ScanPage
    number: str | None
    head_name: str | None
    case_id: int | None


def batches(session: Session, by: Actor, before: int = 0) -> tuple[list[ScanBatch], int]:
    """A page of the area's batches, newest first, and the id to go on from (0 at the end)."""
    query = select(ScanBatch).where(within(ScanBatch.area, by.area)).order_by(ScanBatch.id.desc()).limit(PAGE + 1)
    rows = list(session.scalars(query.where(ScanBatch.id < before) if before else query))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else 0


def counts(session: Session, batch_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many pages of each batch stand in each status."""
    query = select(ScanPage.batch_id, ScanPage.status, func.count()).where(ScanPage.batch_id.in_(set(batch_ids)))
    found: dict[int, dict[str, int]] = {one: dict.fromkeys(LABELS, 0) for one in batch_ids}
    for batch_id, status, number in session.execute(query.group_by(ScanPage.batch_id, ScanPage.status)):
        found[batch_id][status] = number
    return found


def batch(session: Session, batch_id: int, by: Actor) -> ScanBatch:
    """A batch of the actor's area; raises `NotFound`."""
    found = session.scalar(select(ScanBatch).where(ScanBatch.id == batch_id, within(ScanBatch.area, by.area)))
    if found is None:
        raise NotFound("scan-batch", batch_id)
    return found


def pages(session: Session, batch_id: int, by: Actor, *, status: str = "", after: int = 0) -> list[Shown]:
    """Pages of a batch in the order in which they lay, from a position on; one more than `PAGE` if there are more."""
    query = _query(by).where(ScanPage.batch_id == batch_id, ScanPage.position > after)
    query = query.where(ScanPage.status == status) if status else query
    return [Shown(*row) for row in session.execute(query.order_by(ScanPage.position).limit(PAGE + 1))]


def queue(session: Session, by: Actor, after: int = 0, limit: int = PAGE) -> list[Shown]:
    """The pages of the area that wait for a person, oldest first; one more than `limit` if there are more."""
    query = _query(by).where(ScanPage.status == QUEUED, ScanPage.id > after)
    return [Shown(*row) for row in session.execute(query.order_by(ScanPage.id).limit(limit + 1))]


def queued(session: Session, by: Actor) -> int:
    """How many pages of the area wait for a person."""
    query = select(func.count()).select_from(ScanPage)
    return session.scalar(query.where(ScanPage.status == QUEUED, within(ScanPage.area, by.area))) or 0


def shown(session: Session, page_ids: Sequence[int], by: Actor) -> list[Shown]:
    """These pages of the actor's area, in their order."""
    query = _query(by).where(ScanPage.id.in_(set(page_ids)))
    return [Shown(*row) for row in session.execute(query.order_by(ScanPage.id))]


def _query(by: Actor) -> Any:
    columns = (ScanPage, Household.number, Household.head_name, Household.case_id)
    query = select(*columns).outerjoin(Household, Household.id == ScanPage.household_id)
    return query.where(within(ScanPage.area, by.area))
