"""Notices: listed, drawn up, printed, posted, closed."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from flask import Response
from pydantic import Field
from sqlalchemy.orm import Session

from publicity.notice_papers import note_printed
from publicity.notices import notice_values
from states import closing, drafting, notice_desk, posting
from states.notices import Notice as Row
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.api import cursors, repeated
from web.api.answers import Answer, Held, answer, reasons
from web.api.blueprint import bp
from web.api.shapes import Body, CaseId, Cursor, Day, Keyed, Name, NoticePath, Query
from web.database import reading, work
from web.papers import public_address

StateName = Literal["", "drafted", "printed", "posted", "interrupted", "closed", "cancelled", "replaced"]


class NoticeQuery(Query):
    """Which notices."""

    state: StateName = ""
    after: Cursor = ""


class Draft(Body):
    """The households of one place whose run waits for this notice."""

    step: Name
    cases: list[CaseId] = Field(min_length=1, max_length=3000)
    planned_on: Day | None = None


class Hang(Body):
    """Where the notice was posted, and since when."""

    places: list[Name] = Field(min_length=1, max_length=10)
    on: Day


class Notice(Answer):
    """A notice and its days, both included."""

    notice_id: int
    number: str
    edition: int
    level: str
    step: str
    area: str
    title: str
    state: str
    planned_on: date
    posted_on: date | None
    first_on: date
    last_on: date
    provisional: bool
    places: list[str]
    printed_digest: str


class NoticePage(Answer):
    """The newest first; `next` goes on, null at the end."""

    items: list[Notice]
    next: str | None


class Closed(Answer):
    """Who went on, and who was held and why."""

    moved: list[int]
    held: list[Held]


@bp.get("/notices", responses={200: NoticePage})
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def notices(query: NoticeQuery) -> Response:
    """List the notices of the account's area."""
    place = cursors.read(query.after, int)
    with reading() as db:
        found, more = notice_desk.listed(db, who.actor(), query.state, place[0] if place else 0)
        items = [_notice(one.notice, one.state) for one in found]
    return answer(NoticePage(items=items, next=cursors.written(more) if more else None))


@bp.post("/notices", responses={201: Notice})
@access(Permission.NOTICE, Area.LIST)
def draft(header: Keyed, body: Draft) -> Response:
    """Draw up a notice."""
    by, at = who.actor(), now.now()
    with work() as db:

        def act() -> dict[str, Any]:
            told = {"by": by, "at": at, "planned_on": body.planned_on}
            return {"notice": drafting.draft(db, tools.book(), body.cases, body.step, **told).id}  # type: ignore[arg-type]

        return _answered(db, repeated.once(db, header.key, act)["notice"], 201)


@bp.post("/notices/<int:notice_id>/print", responses={200: Notice})
@access(Permission.NOTICE, Area.RECORD)
def print_out(path: NoticePath, header: Keyed) -> Response:
    """Print: the paper is kept under its digest and put on record."""
    by, at = who.actor(), now.now()
    with reading() as db:
        notice, state = notice_desk.find(db, path.notice_id, by)
        address = public_address(notice.number, notice.edition)
        document, values = notice_values(db, tools.book(), notice, address)
    if notice.printed_digest:
        return answer(_notice(notice, state))  # printed already, perhaps by this very request
    paper = tools.typeset(document, values)
    tools.store().put(paper.pdf)
    with work() as db:
        notice, _state = notice_desk.find(db, path.notice_id, by)

        def act() -> dict[str, Any]:
            note_printed(db, tools.book(), notice, address, values, paper, by=by, at=at)
            return {}

        repeated.once(db, header.key, act)
        return _answered(db, path.notice_id)


@bp.post("/notices/<int:notice_id>/post", responses={200: Notice})
@access(Permission.NOTICE, Area.RECORD)
def post(path: NoticePath, header: Keyed, body: Hang) -> Response:
    """Note that a notice hangs; its days count once it hangs in every required place."""
    by, at = who.actor(), now.now()
    with work() as db:
        notice, _state = notice_desk.find(db, path.notice_id, by)

        def act() -> dict[str, Any]:
            for place in dict.fromkeys(body.places):
                posting.post(db, tools.book(), notice, place, body.on, by=by, at=at)
            return {}

        repeated.once(db, header.key, act)
        return _answered(db, path.notice_id)


@bp.post("/notices/<int:notice_id>/close", responses={200: Closed})
@access(Permission.NOTICE, Area.RECORD)
def close(path: NoticePath, header: Keyed) -> Response:
    """Close a notice whose period is over: who stands without objection goes on."""
    by, at, key = who.actor(), now.now(), repeated.key(header.key)
    with work() as db:
        notice, _state = notice_desk.find(db, path.notice_id, by)
        outcome = closing.close(db, tools.book(), notice, by=by, at=at, key=key)
    held = [Held(case_id=number, blockers=reasons(blockers)) for number, blockers in outcome.held.items()]
    return answer(Closed(moved=[one.case_id for one in outcome.moved], held=held))


def _answered(db: Session, notice_id: int, status: int = 200) -> Response:
    return answer(_notice(*notice_desk.find(db, notice_id, who.actor())), status)


def _notice(one: Row, state: str) -> Notice:
    return Notice(
        notice_id=one.id,
        number=one.number,
        edition=one.edition,
        level=one.level,
        step=one.step,
        area=one.area,
        title=one.title,
        state=state,
        planned_on=one.planned_on,
        posted_on=one.posted_on,
        first_on=one.first_on,
        last_on=one.last_on,
        provisional=one.provisional,
        places=list(one.places),
        printed_digest=one.printed_digest or "",
    )
