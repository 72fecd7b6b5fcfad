"""The worklist: what this post can do now, what is blocked and why, what falls due."""

from __future__ import annotations

from flask import render_template, url_for

from engine import worklist
from states import desk, regions
from states.evidence.record import KINDS
from states.packs.build import LEVEL
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access, may
from web.database import reading
from web.worklist.asked import asked
from web.worklist.blueprint import bp
from web.worklist.lines import lines


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """A page of the worklist; the number of statements does not grow with its rows."""
    by, at, book = who.actor(), now.now(), tools.book()
    wanted = asked(by)
    mine = desk.desk_of(by, wanted.area, wanted.step)
    with reading() as db:
        counts = worklist.counts(db, desk.whole(mine))
        overdue = desk.overdue(db, mine, now.today())
        page = desk.page(db, book, mine, by, at, wanted.after, wanted.only)
        titles = desk.titles(db, by.area) | {row.step: row.title for row in page.rows if wanted.step}
        parts = regions.below(db, by.area, "group" if len(by.area) >= 12 else "village")
        places = regions.names(db, {code for row in page.rows for code in (row.group_code, row.group_code[:12])})
        kinds = desk.kinds_needed(book, db, page.rows) if wanted.step else []
    acts = may(Permission.ADVANCE) and by.role in LEVEL and by.role not in desk.WORKS_FOR
    return render_template(
        "worklist/index.html", asked=wanted, counts=counts, overdue=overdue, page=page, titles=titles, parts=parts,
        places=places, acts=acts, ready=sum(row.can_finish for row in page.rows), watching=not mine.role,
        kinds=[KINDS[name] for name in kinds if by.role in KINDS[name].by and name != "department_answer"],
        case_base=url_for("cases.show", case_id=0)[:-1], notice_base=url_for("notices.show", notice_id=0)[:-1],
        has_villages=len(by.area) < 12,
        lines=lines(page.rows, places, villages=len(by.area) < 12, posts=not mine.role),
    )  # fmt: skip
