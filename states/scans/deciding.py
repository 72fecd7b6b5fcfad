"""What a person decides about a page: it is filed under a household, is not filed, or goes back into the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import hold
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.scans.filing import enter
from states.scans.page import FILED, OPEN, QUEUED, REJECTED, ScanBatch, ScanPage, ScanUse
from states.scans.slots import asked_for


def find(session: Session, page_id: int, by: Actor, *, held: bool = False) -> ScanPage:
    """A page of the actor's area; raises `NotFound`."""
    query = select(ScanPage).where(ScanPage.id == page_id, within(ScanPage.area, by.area))
    page = session.scalar(query.with_for_update() if held else query)
    if page is None:
        raise NotFound("scan", page_id)
    return page


def file(
    session: Session, book: Book, page: ScanPage, number: str, form: str, kinds: Sequence[str], *, by: Actor,
    at: datetime,
) -> Household:  # fmt: skip
    """File a page under the household of that number as this form, which proves these kinds; the household.

    Raises `BadInput` for a number that is not the area's, and `Refused` when somebody decided meanwhile.
    """
    query = select(Household).where(Household.number == number.strip(), within(Household.group_code, by.area))
    home = session.scalar(query)
    if home is None:
        raise BadInput(Problem("number", N_("您的辖区里没有这个户编号，请先按姓名找到这一户")))
    if not form:
        raise BadInput(Problem("form", N_("请选择这是哪一种表")))
    _refuse_decided(page, OPEN)
    same = (page.form, page.subject) == (form, home.number)
    if not same:
        page.sheet, page.page, page.pages, page.made_on, page.edition = "", 0, 0, None, 0
    page.form, page.kinds, page.subject = form, " ".join(kinds), home.number
    _put(session, book, [(page, home)], by, at)
    return home


def file_as_read(session: Session, book: Book, pages: Sequence[ScanPage], *, by: Actor, at: datetime) -> int:
    """File pages under the household and form that their codes name; how many. Raises `Refused` for another page."""
    query = select(Household).where(Household.id.in_({page.household_id for page in pages}))
    homes = {one.id: one for one in session.scalars(query.where(within(Household.group_code, by.area)))}
    for page in pages:
        _refuse_decided(page, (QUEUED,))
        if page.household_id not in homes or not page.kinds:
            raise Refused("scan", [Blocker("not-read", N_("有的页没有读出是哪一户哪一种表，请逐页归档"))])
    _put(session, book, [(page, homes[page.household_id]) for page in pages if page.household_id], by, at)
    return len(pages)


def discard(page: ScanPage, *, by: Actor, at: datetime) -> None:
    """Leave a page unfiled; it stays with its batch and can still be filed."""
    _refuse_decided(page, OPEN)
    page.status, page.reason = REJECTED, "discarded"
    page.decided_by, page.decided_by_name, page.decided_at = by.id, by.name, at


def undo(session: Session, page: ScanPage, *, by: Actor, at: datetime) -> None:
    """Take a decision back: the page waits for a person again, and the household's ledger tells of it.

    Raises `Refused` for a page that is among the files of evidence, which does not change.
    """
    uses = list(session.scalars(select(ScanUse).where(ScanUse.page_id == page.id)))
    if any(not one.supplement for one in uses):
        text = N_("这一页已经作为材料的附件登记，不能撤销归档；归错了请更正那份材料")
        raise Refused("scan", [Blocker("scan-used", text)])
    _refuse_decided(page, (FILED, REJECTED))
    if page.status == FILED:
        _tell_undone(session, page, by, at)
    for one in uses:
        session.delete(one)
    page.status, page.reason, page.run_id, page.step = QUEUED, "undone", None, ""
    page.decided_by, page.decided_by_name, page.decided_at = by.id, by.name, at


def _tell_undone(session: Session, page: ScanPage, by: Actor, at: datetime) -> None:
    home = session.get(Household, page.household_id)
    facts: Mapping[str, object] = {"page": page.id, "form": page.form, "image": page.image}
    if home is not None:
        ledger.append_many(session, [(case, "scan-undone", facts) for case in hold(session, [home.case_id])], by, at)
    batch = session.get(ScanBatch, page.batch_id)
    if not page.told and batch is not None:  # nothing on the page says whose it is
        page.household_id, page.area, page.subject, page.form, page.kinds = None, batch.area, "", "", ""


def _put(session: Session, book: Book, found: Sequence[tuple[ScanPage, Household]], by: Actor, at: datetime) -> None:
    slots = asked_for(session, book, [home.case_id for _page, home in found])
    for page, home in found:
        mine = slots.get(home.case_id, {})
        slot = next((mine[kind] for kind in page.proves if kind in mine), None)
        page.run_id, page.step = (slot.run_id, slot.step) if slot else (None, "")
        page.status, page.reason, page.household_id, page.area = FILED, "by-hand", home.id, home.group_code
        page.same_as = None
        page.decided_by, page.decided_by_name, page.decided_at = by.id, by.name, at
    session.flush()
    cases = {home.id: home.case_id for _page, home in found}
    enter(session, [page for page, _home in found], cases, by=by, at=at)


def _refuse_decided(page: ScanPage, among: Sequence[str]) -> None:
    if page.status not in among:
        raise Refused("scan", [Blocker("decided-meanwhile", N_("这一页已经办过了，请刷新后再看"))])
