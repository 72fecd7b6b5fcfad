"""What the public sees of a village: its notices with masked names, and the answer to an objection by its receipt.

Masking belongs to the layer above, so it is handed in; nothing leaves here that was not frozen for publication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.clock import office_day
from engine.errors import NotFound
from states.notice_lines import NoticeLine
from states.notice_places import NoticePlace
from states.notices import CLOSED, INTERRUPTED, POSTED, PRINTED, REPLACED, Notice
from states.objections import OBJECTION, Objection
from states.receipts import understood

Mask = Callable[[str], str]
ONLINE = "online"


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One household on a public list, its name masked; `case_id` is what an objection is filed against."""

    case_id: int
    position: int
    village: str
    group: str
    head: str
    persons: int
    move: str
    label: str
    category: str
    mode: str


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A notice as it hangs on the public board; `lines` are empty once its period is over."""

    number: str
    edition: int
    level: str
    title: str
    issuer: str
    posted_on: date | None
    first_on: date
    last_on: date
    provisional: bool
    is_over: bool
    places: tuple[str, ...]
    phone: str
    address: str
    hours: str
    lines: tuple[PublicLine, ...]
    is_announcement: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """How an objection stands, for whoever holds its receipt: neither what was said nor who said it."""

    receipt: str
    notice: str
    filed_on: date
    status: str
    label: str
    settled_on: date | None
    answer: str
    late: bool


def notices_on(session: Session, village: str, today: date, mask: Mask) -> list[PublicNotice]:
    """The notices that hang for a village, its own and its superiors'; of these only the village's households.

    Three statements for any number of notices.
    """
    places = [village[:length] for length in (6, 9, 12)]
    hanging = _hanging(session, Notice.area.in_(places))
    lines = _lines(session, hanging, within(Case.area, village))
    found = [_public(notice, lines.get(notice.id, []), today, mask) for notice in hanging]
    return [notice for notice in found if notice.lines or notice.is_over]


def by_number(session: Session, number: str, today: date, mask: Mask) -> PublicNotice:
    """The notice that the code on the paper leads to, as it hangs now; raises `NotFound` when none does."""
    notice = hanging_notice(session, number)
    return _public(notice, _lines(session, [notice]).get(notice.id, []), today, mask)


def after(session: Session, number: str, today: date) -> tuple[PublicNotice, str]:
    """What a paper's code leads to when nothing hangs any more: the newest edition without names, and its state.

    Raises `NotFound` for a notice that never hung.
    """
    query = select(Notice, Case.state).join(Case, Case.id == Notice.case_id).where(Notice.number == number)
    query = query.where(Case.state.in_([INTERRUPTED[0], CLOSED[0], REPLACED[0]]), Notice.posted_on.is_not(None))
    row = session.execute(query.order_by(Notice.edition.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound("notice", number)
    return _public(row[0], [], today, str), row[1]


def hanging_notice(session: Session, number: str) -> Notice:
    """The row of a notice that hangs, for taking in an objection; raises `NotFound`."""
    for notice in _hanging(session, Notice.number == number):
        return notice
    raise NotFound("notice", number)


def by_receipt(session: Session, receipt: str) -> Answer:
    """How the objection with this receipt stands; raises `NotFound`."""
    query = (
        select(Objection, Case.state, Notice.number)
        .join(Case, Case.id == Objection.case_id)
        .join(Notice, Notice.id == Objection.notice_id)
        .where(Objection.receipt == understood(receipt))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("receipt", receipt)
    objection, state, number = row
    return Answer(
        objection.receipt,
        number,
        office_day(objection.filed_at),
        state,
        OBJECTION.labels[state],
        office_day(objection.settled_at) if objection.settled_at else None,
        objection.answer,
        objection.late,
    )


def _hanging(session: Session, which: ColumnElement[bool]) -> list[Notice]:
    """Notices in force, newest first; one that must hang online shows from the day it was posted there."""
    states = [PRINTED[0], POSTED[0], INTERRUPTED[0]]
    query = select(Notice, Case.state).join(Case, Case.id == Notice.case_id).where(which, Case.state.in_(states))
    rows = session.execute(query.order_by(Notice.id.desc())).all()
    online = select(NoticePlace.notice_id).where(
        NoticePlace.notice_id.in_([notice.id for notice, _ in rows]),
        NoticePlace.place == ONLINE,
        NoticePlace.taken_down_on.is_(None),
    )
    there = set(session.scalars(online))
    return [notice for notice, state in rows if (notice.id in there if ONLINE in notice.places else state == POSTED[0])]


def _lines(session: Session, notices: Sequence[Notice], *which: ColumnElement[bool]) -> dict[int, list[NoticeLine]]:
    """The lines in force of these notices, in print order."""
    query = select(NoticeLine).join(Case, Case.id == NoticeLine.case_id)
    query = query.where(NoticeLine.notice_id.in_([one.id for one in notices]), NoticeLine.live, *which)
    query = query.where(NoticeLine.removed_at.is_(None))
    found: dict[int, list[NoticeLine]] = {}
    for line in session.scalars(query.order_by(NoticeLine.notice_id, NoticeLine.position)):
        found.setdefault(line.notice_id, []).append(line)
    return found


def _public(notice: Notice, lines: Sequence[NoticeLine], today: date, mask: Mask) -> PublicNotice:
    over = notice.is_over(today)
    return PublicNotice(
        notice.number,
        notice.edition,
        notice.level,
        notice.title,
        notice.issuer,
        notice.posted_on,
        notice.first_on,
        notice.last_on,
        notice.provisional,
        over,
        notice.places,
        notice.phone,
        notice.address,
        notice.hours,
        () if over else tuple(_line(line, mask) for line in lines),
        notice.is_announcement,
    )


def _line(line: NoticeLine, mask: Mask) -> PublicLine:
    shown = line.shown
    head = shown["head"] if shown["minor"] else mask(shown["head"])
    return PublicLine(
        line.case_id,
        line.position,
        shown["village"],
        shown["group"],
        head,
        shown["persons"],
        shown["move"],
        shown["label"],
        shown["category"],
        shown["mode"],
    )
