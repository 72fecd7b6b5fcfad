"""The papers of a household that came back scanned, each with its pages and those that are missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.scans.page import FILED, ScanPage, ScanUse


@dataclass(frozen=True, slots=True)
class PaperIn:
    """One paper: its form, the day it was made out, its pages in order; `used` are the kinds already recorded."""

    form: str
    made_on: date | None
    pages: Sequence[ScanPage]
    used: frozenset[str]

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the pages that have not come."""
        there = {one.page for one in self.pages}
        return tuple(number for number in range(1, self.pages[0].pages + 1) if number not in there)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of evidence that it is proof of and that it was not put to yet."""
        return tuple(kind for kind in self.pages[0].proves if kind not in self.used)


def of_households(session: Session, household_ids: Collection[int]) -> dict[int, list[PaperIn]]:
    """The papers of each household, the latest first."""
    query = select(ScanPage).where(ScanPage.household_id.in_(set(household_ids)), ScanPage.status == FILED)
    pages = list(session.scalars(query.order_by(ScanPage.page, ScanPage.id)))
    used: dict[int, set[str]] = {}
    for page_id, kind in session.execute(
        select(ScanUse.page_id, ScanUse.kind).where(ScanUse.page_id.in_([one.id for one in pages]))
    ):
        used.setdefault(page_id, set()).add(kind)
    sheets: dict[tuple[object, ...], list[ScanPage]] = {}
    for one in pages:
        own = (one.sheet, one.made_on, one.edition) if one.sheet else (one.id,)
        sheets.setdefault((one.household_id, one.form, *own), []).append(one)
    found: dict[int, list[PaperIn]] = {}
    for some in sorted(sheets.values(), key=lambda some: -max(one.id for one in some)):
        kinds = frozenset(set.intersection(*(used.get(one.id, set()) for one in some)))
        found.setdefault(some[0].household_id or 0, []).append(PaperIn(some[0].form, some[0].made_on, some, kinds))
    return found


def waiting_kinds(papers: Sequence[PaperIn], run_id: int | None) -> frozenset[str]:
    """The kinds of evidence whose paper is in while the facts are still to be recorded in this run."""
    mine = [one for one in papers if one.pages[0].run_id in (run_id, None)]
    return frozenset(kind for one in mine for kind in one.kinds)
