"""A stack of scanned papers as the job would have filed it: two pages that are known, and two that are not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.ledger import canonical
from states.book import open_book
from states.households import Household
from states.scans.filing import Leaf, take
from states.scans.page import ScanBatch
from states.scans.slots import Label


def label(home: Household, at: datetime, form: str = "visit_sheet", kinds: tuple[str, ...] = ("visit",)) -> Label:
    """What the code on a one-page form of a household says."""
    return Label(f"{form} {home.number}", form, kinds, home.number, 1, office_day(at), "9F86D081", 1, 1)


def hand_in(
    session: Session, home: Household, by: Actor, at: datetime, images: tuple[str, ...] = ("1" * 64, "2" * 64, "3" * 64)
) -> ScanBatch:
    """A visit sheet of the household, a page without a code, and an informed consent that nothing asks for."""
    batch = ScanBatch(area=by.area, name="核查单.pdf", sources=canonical([]), by=by.id, by_name=by.name, at=at)
    session.add(batch)
    session.flush()
    consent = label(home, at, "informed_consent", ("consent",))
    leaves = [
        Leaf(1, images[0], 1000, label(home, at)),
        Leaf(2, images[1], 1000, None, "unreadable"),
        Leaf(3, images[2], 1000, consent),
    ]
    take(session, open_book(), batch, leaves, by=by, at=at)
    return batch
