"""Pages and evidence: a page goes into new evidence as a file, or beside what was recorded without the paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import Refused
from engine.evidence import Exhibit
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.scans.page import FILED, ScanPage, ScanUse


def waiting(session: Session, household: Household, run_id: int | None, kind: str) -> list[ScanPage]:
    """The filed pages of a household that evidence of a kind in this run may take up, paper by paper."""
    used = select(ScanUse.page_id).where(ScanUse.page_id == ScanPage.id, ScanUse.kind == kind).exists()
    query = select(ScanPage).where(ScanPage.household_id == household.id, ScanPage.status == FILED, ~used)
    query = query.where((ScanPage.run_id == run_id) | ScanPage.run_id.is_(None))
    rows = session.scalars(query.order_by(ScanPage.form, ScanPage.sheet, ScanPage.page, ScanPage.id))
    return [one for one in rows if kind in one.proves]


def use(session: Session, pages: Sequence[ScanPage], kind: str, evidence_id: int, at: datetime) -> None:
    """Note that evidence has these pages among its files; `Refused` when one was taken back or used meanwhile."""
    ids = [one.id for one in pages]
    query = select(ScanPage.id).where(ScanPage.id.in_(ids), ScanPage.status == FILED).with_for_update()
    used = select(ScanUse.page_id).where(ScanUse.page_id.in_(ids), ScanUse.kind == kind)
    if len(set(session.scalars(query))) != len(ids) or session.scalars(used).first():
        raise Refused("scan", [Blocker("scan-changed", N_("有扫描页刚被撤销，或者已经用过，请重新打开这一页"))])
    session.add_all(ScanUse(page_id=one, kind=kind, evidence_id=evidence_id, supplement=False, at=at) for one in ids)


def supplement(session: Session, pages: Iterable[tuple[ScanPage, int]], at: datetime) -> dict[int, list[int]]:
    """Lay pages, each with its case, beside the evidence that stands in their run; the evidence by page.

    Only evidence of the day on which the paper was made out, or of a later day: a paper is signed after it is printed.
    """
    wanted = [(page, case_id) for page, case_id in pages if page.run_id is not None]
    standing = _standing(session, {page.run_id for page, _ in wanted if page.run_id})
    found: dict[int, list[int]] = {}
    for page, case_id in wanted:
        for kind in page.proves:
            there = standing.get((case_id, page.run_id, kind))
            if there and (page.made_on is None or there[1] >= page.made_on):
                session.add(ScanUse(page_id=page.id, kind=kind, evidence_id=there[0], supplement=True, at=at))
                found.setdefault(page.id, []).append(there[0])
    return found


def _standing(session: Session, runs: Collection[int]) -> dict[tuple[int, int | None, str], tuple[int, date]]:
    """The newest standing evidence of each case, run and kind with the day on which it happened."""
    if not runs:
        return {}
    columns = (Exhibit.case_id, Exhibit.run_id, Exhibit.kind, Exhibit.evidence_id, Exhibit.happened_on)
    query = select(*columns).where(Exhibit.run_id.in_(runs), Exhibit.superseded.is_(False))
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in session.execute(query.order_by(Exhibit.evidence_id))}


def follow(session: Session, old: int, new: int) -> None:
    """Let the pages beside evidence go along to what took its place."""
    session.execute(update(ScanUse).where(ScanUse.evidence_id == old).values(evidence_id=new))


def beside(session: Session, evidence_id: int, by: Actor) -> list[ScanPage]:
    """The pages that lie beside a piece of evidence, recorded before the paper came."""
    query = select(ScanPage).join(ScanUse, ScanUse.page_id == ScanPage.id)
    query = query.where(
        ScanUse.evidence_id == evidence_id, ScanUse.supplement.is_(True), within(ScanPage.area, by.area)
    )
    return list(session.scalars(query.order_by(ScanPage.form, ScanPage.page, ScanPage.id)))
