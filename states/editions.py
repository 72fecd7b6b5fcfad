"""Changing a notice that is drawn up: taking a household out, another day, another edition, or none at all.

A draft is changed in place. What was printed is never changed: a new edition takes its place, and the old one
stays on record as it hung.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.cases import open_cases
from engine.clock import office_day
from engine.guards import Blocker
from engine.words import N_
from states import hanging
from states.notice_acts import against, in_state, refuse, take, tell
from states.notice_lines import NoticeLine, lines_of, tell_households
from states.notice_places import up
from states.notices import DRAFTED, INTERRUPTED, NOTICE, POSTED, PRINTED, Notice
from states.overdue import ONLINE

CARRIED = (
    "number level step definition area township title issuer phone address hours length_n length_unit count roll_over "
    "after_interruption kind required extended"
).split()


def cancel(session: Session, book: Book, notice: Notice, reason: str, *, by: Actor, at: datetime) -> None:
    """Give up a notice that does not hang yet; its households can be listed anew. Raises `MoveBlocked`."""
    case = take(session, notice)
    refuse("cancel", [*against(notice, by), *in_state(case, DRAFTED, PRINTED), *_no_reason(reason)])
    _lay_down(session, notice, at)
    advance(session, book, notice.case_id, "cancel", by=by, at=at, note=reason.strip())


def remove_line(
    session: Session, book: Book, notice: Notice, case_id: int, reason: str, *, by: Actor, at: datetime
) -> Notice:
    """Take a household off the list, with a reason; answer the notice that holds the list from now on.

    Once it was printed that is a new edition, to be printed and posted; its period restarts or goes on as the
    pack says. Raises `MoveBlocked`, also for the last line.
    """
    case = take(session, notice)
    lines = lines_of(session, notice)
    line = next((one for one in lines if one.case_id == case_id), None)
    blockers = [*against(notice, by), *in_state(case, DRAFTED, PRINTED, POSTED, INTERRUPTED), *_no_reason(reason)]
    if line is None:
        blockers.append(Blocker("not-listed", N_("这一户不在名单上")))
    elif len(lines) == 1:
        blockers.append(Blocker("last-line", N_("名单上只剩这一户，请终止这一户的程序，或把公示作废")))
    refuse("remove", blockers)
    assert line is not None  # refused before
    line.live, line.removed_at, line.removed_by, line.reason = False, at, by.id, reason.strip()
    session.flush()
    tell(session, notice, "line-removed", {"case": case_id, "reason": reason.strip()}, by, at)
    told = {"notice": notice.id, "number": notice.number, "edition": notice.edition, "did": "removed"}
    tell_households(session, [line], told | {"reason": reason.strip()}, by, at)
    if case.state == DRAFTED[0]:
        return notice
    return _new_edition(session, book, notice, case.state, office_day(at), reason, by, at)


def replan(
    session: Session, book: Book, notice: Notice, planned_on: date, reason: str, *, by: Actor, at: datetime
) -> Notice:
    """Plan another day of posting; a paper that is printed already gives way to a new edition."""
    case = take(session, notice)
    blockers = [*against(notice, by), *in_state(case, DRAFTED, PRINTED)]
    if planned_on < office_day(at):
        blockers.append(Blocker("planned-in-past", N_("计划张贴日不能早于今天")))
    refuse("replan", blockers)
    if case.state == PRINTED[0]:
        return _new_edition(session, book, notice, case.state, planned_on, reason, by, at)
    _plan(session, book, notice, planned_on)
    tell(session, notice, "replanned", {"planned_on": planned_on, "reason": reason.strip()}, by, at)
    return notice


def _no_reason(reason: str) -> Iterator[Blocker]:
    if not reason.strip():
        yield Blocker("reason-needed", N_("请写明原因"))


def _plan(session: Session, book: Book, notice: Notice, planned_on: date) -> None:
    notice.planned_on = planned_on
    spans = [*notice.told_spans, (planned_on, None)]
    notice.runs(hanging.reckon(book.calendar(session, notice.area), notice.terms, spans))
    session.flush()


def _lay_down(session: Session, notice: Notice, at: datetime) -> None:
    """The paper is void: its lines bar no other notice. Online it is gone; elsewhere somebody takes it down."""
    for line in lines_of(session, notice):
        line.live = False
    if (row := up(session, notice).get(ONLINE)) is not None:
        row.taken_down_on = max(office_day(at), row.posted_on)
    session.flush()


def _new_edition(
    session: Session, book: Book, old: Notice, state: str, planned_on: date, reason: str, by: Actor, at: datetime
) -> Notice:
    lines = lines_of(session, old)
    _lay_down(session, old, at)
    advance(session, book, old.case_id, "replace", by=by, at=at, note=reason.strip())
    [case] = open_cases(session, NOTICE, [old.area], by, at)
    new = Notice(**{name: getattr(old, name) for name in CARRIED}, case_id=case.id, drafted_at=at)
    new.edition, new.supersedes = old.edition + 1, old.id
    spans = old.told_spans
    if state == POSTED[0]:
        spans[-1] = (spans[-1][0], max(office_day(at), spans[-1][0]))
    new.spans = hanging.written(spans if old.after_interruption == "go-on" else [])
    _plan(session, book, new, planned_on)
    session.add(new)
    session.flush()
    kept = [column.key for column in inspect(NoticeLine).column_attrs if column.key not in ("id", "notice_id", "live")]
    for position, line in enumerate(lines, 1):
        copied = {name: getattr(line, name) for name in kept}
        session.add(NoticeLine(**copied | {"notice_id": new.id, "position": position, "live": True}))
    session.flush()
    tell(session, new, "drafted", {"notice": new.id, "number": new.number, "edition": new.edition}, by, at)
    if state in (POSTED[0], INTERRUPTED[0]):
        told = {"notice": old.id, "number": old.number, "edition": old.edition, "did": "replaced", "by": new.edition}
        tell_households(session, lines, told, by, at)
    return new
