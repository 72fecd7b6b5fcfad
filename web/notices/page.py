"""One notice: where it stands, what comes next, its days, its list, its places, its objections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine.errors import NotFound
from states import notice_desk, objecting
from states.notice_lines import lines_of
from states.notice_places import NoticePlace, hangings
from states.notices import CLOSED, NOTICE, PLACES, POSTED, Notice
from states.objections import OBJECTION
from states.packs.store import of_digest
from states.regions import full_name
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access, may
from web.database import reading
from web.notices import timeline
from web.notices.blueprint import bp
from web.words import term


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day of the period, and whether it is over, today, or still to come."""

    on: date
    when: str


@bp.get("/<int:notice_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(notice_id: int) -> str:
    """Show a notice."""
    by, today = who.actor(), now.today()
    with reading() as db:
        notice, state = notice_desk.find(db, notice_id, by)
        hung = hangings(db, notice)
        up = {row.place for row in hung if row.taken_down_on is None}
        days = notice_desk.period_of(db, tools.book(), notice).days
        editions, names = list(notice_desk.editions(db, notice)), place_names(db, notice)
        tail = notice_desk.held(db, tools.book(), notice, by, now.now()) if state in (POSTED[0], CLOSED[0]) else []
        return render_template(
            "notices/show.html",
            notice=notice,
            state=state,
            labels=NOTICE.labels,
            place=full_name(db, notice.area, above=notice.area[:4]),
            lines=lines_of(db, notice, removed=True),
            hung=hung,
            up=up,
            missing=[code for code in notice.places if code not in up],
            place_names=names,
            events=timeline.told(db, notice, names),
            difference=timeline.difference(db, notice, editions),
            days=[CountedDay(on, "past" if on < today else "today" if on == today else "ahead") for on in days],
            left=sum(1 for on in days if on >= today),
            length=length(notice),
            over=notice.is_over(today),
            tail=tail,
            voices=objecting.objections(db, by, notice=notice) if may(Permission.READ_OBJECTION) else [],
            objection_labels=OBJECTION.labels,
            editions=editions,
            acts=may(Permission.NOTICE),
            closes=notice_desk.closes(db, tools.book(), notice, by),
        )


def place_names(db: Session, notice: Notice) -> dict[str, str]:
    """The places where it must hang, in the words of its pack."""
    try:
        own = of_digest(db, notice.definition).file.places
    except NotFound:
        own = {}
    return {code: own.get(code) or term(PLACES.get(code, code)) for code in notice.places}


def length(notice: Notice) -> str:
    """How long it hangs, in words."""
    texts = {
        "workdays": _("%(n)s个工作日", n=notice.length_n),
        "days": _("%(n)s日", n=notice.length_n),
        "months": _("%(n)s个月", n=notice.length_n),
    }
    return str(texts[notice.length_unit])


def photos_of(hung: NoticePlace) -> tuple[str, ...]:
    """The digests of the pictures of one hanging."""
    return tuple(digest for digest in (hung.photo, hung.taken_down_photo) if digest)
