"""The worklist: the open steps of a desk, which can be finished now, and what stands in the way of the others."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import Response

from engine.worklist import Place
from states import desk
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.api import cursors
from web.api.answers import Answer, Reason, answer, reasons
from web.api.blueprint import bp
from web.api.shapes import AreaCode, Cursor, NameOrNone, Query
from web.database import reading


class WorkQuery(Query):
    """Which part of the desk."""

    step: NameOrNone = ""
    area: AreaCode = ""
    only: Literal["", "ready", "blocked"] = ""
    after: Cursor = ""


class Work(Answer):
    """One open step of one household."""

    case_id: int
    number: str
    head: str
    area: str
    move: str
    step: str
    title: str
    role: str
    due_on: date | None
    overdue: bool
    returned: bool
    ready: bool
    notice_id: int | None
    blockers: list[Reason]


class WorkPage(Answer):
    """The most urgent first; `next` goes on, null at the end."""

    items: list[Work]
    next: str | None


@bp.get("/worklist", responses={200: WorkPage})
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def worklist(query: WorkQuery) -> Response:
    """List the open steps of the account's desk."""
    by, place = who.actor(), cursors.read(query.after, date, int, str)
    with reading() as db:
        wanted = desk.desk_of(by, query.area, query.step)
        after = Place(*place) if place else None
        page = desk.page(db, tools.book(), wanted, by, now.now(), after, query.only)
    end = cursors.written(page.after.due_on, page.after.case_id, page.after.step) if page.after else None
    return answer(WorkPage(items=[_work(row) for row in page.rows], next=end))


def _work(row: desk.Row) -> Work:
    return Work(
        case_id=row.case_id,
        number=row.number,
        head=row.head_name,
        area=row.group_code,
        move=row.move,
        step=row.step,
        title=row.title,
        role=row.role,
        due_on=row.due_on,
        overdue=row.is_overdue,
        returned=row.returned,
        ready=row.can_finish,
        notice_id=row.notice or None,
        blockers=reasons(row.blockers),
    )
