"""Printing and hanging a notice: its period counts from the day on which the last required place was posted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.clock import office_day
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states import hanging
from states.notice_acts import against, in_state, refuse, take, tell
from states.notice_lines import lines_of, tell_households
from states.notice_places import NoticePlace, hangings, up
from states.notices import CANCELLED, CLOSED, DRAFTED, INTERRUPTED, PLACES, POSTED, PRINTED, REPLACED, Notice


def printed(
    session: Session,
    book: Book,
    notice: Notice,
    pdf_digest: str,
    values: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    values_digest: str = "",
) -> None:
    """Note that the paper was made: the digest of its PDF and the values it was made from.

    `values_digest` is the digest that the paper itself bears in short.

    Raises `MoveBlocked` unless the notice is a draft.
    """
    case = take(session, notice)
    refuse("print", [*against(notice, by), *in_state(case, DRAFTED)])
    notice.printed_digest, notice.printed_values = pdf_digest, canonical(values)
    notice.printed_on, notice.printed_last_on = office_day(at), notice.last_on
    session.flush()
    advance(session, book, notice.case_id, "print", by=by, at=at)
    told = {"number": notice.number, "edition": notice.edition, "digest": pdf_digest, "last_on": notice.last_on}
    if values_digest:
        told["values_digest"] = values_digest
    tell(session, notice, "printed", told, by, at)


def post(
    session: Session, book: Book, notice: Notice, place: str, on: date, *, by: Actor, at: datetime, photo: str = ""
) -> bool:
    """Note that the notice hangs in one place since `on`; answer whether it hangs everywhere now and counts.

    The same after an interruption, for the places where it came down. Raises `MoveBlocked`.
    """
    case = take(session, notice)
    refuse(
        "post", [*against(notice, by), *in_state(case, PRINTED, INTERRUPTED), *_unfit(session, notice, place, on, at)]
    )
    session.add(
        NoticePlace(
            notice_id=notice.id,
            place=place,
            posted_on=on,
            posted_by=by.id,
            posted_by_name=by.name,
            recorded_at=at,
            photo=photo,
        )
    )
    session.flush()
    tell(session, notice, "hung", {"place": place, "on": on, "photo": photo}, by, at)
    there = up(session, notice)
    if not set(notice.places) <= there.keys():
        return False
    start = max(row.posted_on for row in there.values())
    spans: list[hanging.Span] = [*notice.told_spans, (start, None)]
    notice.spans = hanging.written(spans)
    notice.posted_on = spans[0][0] if notice.after_interruption == "go-on" else start
    notice.runs(hanging.reckon(book.calendar(session, notice.area), notice.terms, spans))
    session.flush()
    advance(session, book, notice.case_id, "resume" if case.state == INTERRUPTED[0] else "post", by=by, at=at)
    days = {"from": notice.first_on, "until": notice.last_on, "provisional": notice.provisional}
    told = {"notice": notice.id, "number": notice.number, "edition": notice.edition, "did": "posted", **days}
    tell(session, notice, "counting", {"posted_on": start, **days}, by, at)
    tell_households(session, lines_of(session, notice), told, by, at)
    return True


def _unfit(session: Session, notice: Notice, place: str, on: date, at: datetime) -> Iterator[Blocker]:
    """Reasons that lie in the place and the day."""
    if place not in notice.places:
        required = "、".join(PLACES.get(one, one) for one in notice.places)
        yield Blocker("place-unknown", N_("这份公示规定张贴的地点是：%(places)s"), {"places": required})
    elif place in up(session, notice):
        text = N_("“%(place)s”已经张贴过了")
        yield Blocker("place-up", text, {"place": PLACES.get(place, place)})
    yield from not_ahead(on, at)
    if notice.printed_on and on < notice.printed_on:
        text = N_("张贴日不能早于印制日%(printed)s")
        yield Blocker("before-printing", text, {"printed": notice.printed_on})
    down = [row.taken_down_on for row in hangings(session, notice) if row.place == place and row.taken_down_on]
    if down and on < max(down):
        text = N_("重新张贴日不能早于取下的那天%(down)s")
        yield Blocker("before-taken-down", text, {"down": max(down)})


def not_ahead(on: date, at: datetime) -> Iterator[Blocker]:
    """What has not happened yet cannot be recorded."""
    if on > office_day(at):
        yield Blocker("in-the-future", N_("日期不能晚于今天"), {}, "", "", on)


def interrupt(
    session: Session,
    book: Book,
    notice: Notice,
    on: date,
    reason: str,
    *,
    by: Actor,
    at: datetime,
    places: Collection[str] = (),
) -> None:
    """Note that the notice came down on `on`, in these places (all by default); the period stands still.

    Raises `MoveBlocked`, also when the day lies before the posting or after the last day.
    """
    case = take(session, notice)
    refuse("interrupt", [*against(notice, by), *in_state(case, POSTED), *_unfit_break(notice, on, reason, at)])
    for place, row in up(session, notice).items():
        if not places or place in places:
            row.taken_down_on = on
    *ended, (start, _) = notice.told_spans
    notice.spans = hanging.written([*ended, (start, on)])
    session.flush()
    advance(session, book, notice.case_id, "interrupt", by=by, at=at, note=reason.strip())
    told = {"notice": notice.id, "number": notice.number, "edition": notice.edition, "did": "interrupted", "on": on}
    tell(session, notice, "came-down", {"on": on, "places": sorted(places), "reason": reason.strip()}, by, at)
    tell_households(session, lines_of(session, notice), told, by, at)


def _unfit_break(notice: Notice, on: date, reason: str, at: datetime) -> Iterator[Blocker]:
    if not reason.strip():
        yield Blocker("reason-needed", N_("请写明公示为什么中断"))
    yield from not_ahead(on, at)
    spans = notice.told_spans
    if spans and on < spans[-1][0]:
        yield Blocker("before-posting", N_("中断日不能早于张贴日"))
    if on > notice.last_on:
        yield Blocker("period-over", N_("公示期已满，不用登记中断"))


def corrected(session: Session, notice: Notice, pdf_digest: str, *, by: Actor, at: datetime) -> None:
    """Note that the sheet with the real last day hangs beside the paper; raises `MoveBlocked` unless it is needed."""
    case = take(session, notice)
    blockers = [*against(notice, by), *in_state(case, POSTED, INTERRUPTED)]
    if notice.paper_is_right:
        blockers.append(Blocker("paper-right", N_("墙上文书印的截止日与实际相符，不用更正")))
    refuse("correct", blockers)
    told = {"from": notice.printed_last_on, "until": notice.last_on, "digest": pdf_digest}
    notice.printed_last_on = notice.last_on
    session.flush()
    tell(session, notice, "corrected", told, by, at)


def resume(session: Session, book: Book, notice: Notice, on: date, *, by: Actor, at: datetime, photo: str = "") -> None:
    """Post an interrupted notice again wherever it came down; the period restarts or goes on as its pack says."""
    case = take(session, notice)
    refuse("resume", [*against(notice, by), *in_state(case, INTERRUPTED)])
    there = up(session, notice)
    for place in notice.places:
        if place not in there:
            post(session, book, notice, place, on, by=by, at=at, photo=photo)


def take_down(
    session: Session, notice: Notice, place: str, on: date, *, by: Actor, at: datetime, photo: str = ""
) -> None:
    """Note that a notice that is over or void was taken down; raises `MoveBlocked` while it has to hang."""
    case = take(session, notice)
    there = up(session, notice)
    blockers = [*against(notice, by), *in_state(case, CLOSED, CANCELLED, REPLACED), *not_ahead(on, at)]
    if place not in there:
        blockers.append(Blocker("place-down", N_("这个地点没有张贴着公示")))
    refuse("take-down", blockers)
    there[place].taken_down_on, there[place].taken_down_photo = on, photo
    session.flush()
    tell(session, notice, "taken-down", {"place": place, "on": on, "photo": photo}, by, at)
