"""Filing the pages of a batch as they are read: what is certain goes to its household, all else before a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import hold
from engine.clock import office_day
from states.households import Household
from states.scans import linking
from states.scans.page import DUPLICATE, FILED, QUEUED, REJECTED, ScanBatch, ScanPage
from states.scans.slots import Label, Slot, Slots, asked_for, doubt, homes, slot_of


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it was read: its picture, and its label or the reason why there is none."""

    position: int
    image: str
    size: int
    label: Label | None = None
    fault: str = ""


def take(session: Session, book: Book, batch: ScanBatch, leaves: Sequence[Leaf], *, by: Actor, at: datetime) -> None:
    """Put some pages of a batch where they belong; the ledger of each household tells what came."""
    labels = [leaf.label for leaf in leaves if leaf.label]
    known = homes(session, {label.subject for label in labels}, by)
    slots = asked_for(session, book, [home.case_id for home in known.values()])
    hold(session, [home.case_id for home in known.values()])  # two batches with the same page come one after the other
    seen, rows = _seen(session, leaves, by), []
    for leaf in leaves:
        page = _page(batch, leaf, known, slots, by, at)
        _compare(page, leaf, seen)
        session.add(page)
        session.flush()
        seen.setdefault(_key(leaf), page.id)
        rows.append(page)
    cases = {home.id: home.case_id for home in known.values()}
    enter(session, [page for page in rows if page.status == FILED], cases, by=by, at=at)


def enter(session: Session, pages: Sequence[ScanPage], cases: Mapping[int, int], *, by: Actor, at: datetime) -> None:
    """Tell the ledger of each household (`cases` by household) of its filed pages, and lay them beside evidence."""
    filed = [(page, cases[page.household_id]) for page in pages if page.household_id]
    beside = linking.supplement(session, filed, at)
    told: dict[int, dict[str, Any]] = {}
    for page, case_id in filed:
        facts = told.setdefault(case_id, {"pages": []})
        one = {"page": page.id, "form": page.form, "image": page.image}
        facts["pages"].append(one | ({"beside": beside[page.id]} if page.id in beside else {}))
    ledger.append_many(session, [(case, "scanned", told[case.id]) for case in hold(session, told)], by, at)


def _page(
    batch: ScanBatch, leaf: Leaf, known: Mapping[str, Household], slots: Slots, by: Actor, at: datetime
) -> ScanPage:
    label = leaf.label
    home = known.get(label.subject) if label else None
    slot = slot_of(label, slots.get(home.case_id, {})) if label and home else None
    fault = doubt(label, home, slot, office_day(at)) if label else leaf.fault
    status = REJECTED if fault in ("blank", "broken") else QUEUED if fault else FILED
    page = ScanPage(
        batch_id=batch.id, position=leaf.position, area=home.group_code if home else batch.area, image=leaf.image,
        size=leaf.size, status=status, reason=fault, household_id=home.id if home else None,
        decided_by=by.id, decided_by_name=by.name, decided_at=at,
    )  # fmt: skip
    if label:
        _label(page, label, None if fault else slot)
    return page


def _label(page: ScanPage, label: Label, slot: Slot | None) -> None:
    page.told, page.form, page.kinds, page.subject = label.code, label.form, " ".join(label.kinds), label.subject
    page.edition, page.made_on, page.sheet = label.edition, label.made_on, label.sheet
    page.page, page.pages = label.page, label.pages
    if slot:
        page.run_id, page.step = slot.run_id, slot.step


Key = tuple[Any, ...]


def _key(leaf: Leaf) -> Key:
    return leaf.label.key if leaf.label else (leaf.image,)


def _seen(session: Session, leaves: Sequence[Leaf], by: Actor) -> dict[Key, int]:
    """The pages that were there before and are the same: by their labels, or by the picture itself."""
    subjects = {leaf.label.subject for leaf in leaves if leaf.label}
    images = {leaf.image for leaf in leaves if leaf.image}
    query = select(ScanPage).where(or_(ScanPage.subject.in_(subjects), ScanPage.image.in_(images)))
    query = query.where(ScanPage.status.in_((FILED, QUEUED)), within(ScanPage.area, by.area))
    found: dict[Key, int] = {}
    for one in session.scalars(query.order_by(ScanPage.id)):
        label = (one.form, one.subject, one.sheet, one.made_on, one.edition, one.page)
        found.setdefault(label if one.sheet else (one.image,), one.id)
    return found


def _compare(page: ScanPage, leaf: Leaf, seen: Mapping[Key, int]) -> None:
    """Mark a page as the same as one that was there before."""
    before = seen.get(_key(leaf)) if leaf.image else None
    if before and page.status in (FILED, QUEUED):
        page.status, page.reason, page.same_as = DUPLICATE, "again", before
        page.run_id, page.step = None, ""
