"""The people of one household: who is there, who left, what waits to be checked, and what was changed."""

from __future__ import annotations

from datetime import date

from flask import render_template
from sqlalchemy import select

from states import case_file, openings
from states.changes import shown
from states.changes.change import CHANGE, NATURES, PARTS
from states.changes.moving import stays
from states.codes import codes
from states.members import Member
from states.person_months import household_size, person_months
from states.quality import details
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.changes.blueprint import bp
from web.database import reading, work

Basics = tuple[str, int | None, list[tuple[str, str]]]
"""The further facts of a member, or of the whole household: (name, member, label and words of each)."""


@bp.get("/household/<int:case_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def household(case_id: int) -> str:
    """Show the members and their history."""
    by, year = who.actor(), now.today().year
    with reading() as db:
        home = case_file.household(db, case_id, by)
        members = db.scalars(select(Member).where(Member.household_id == home.id).order_by(Member.id)).all()
        lines = shown.of_household(db, home, by)
    with work() as db:
        openings.note(db, who.signed_in().id, f"household:{home.id}", now.wall())
    basics: list[Basics] = [("", None, details.written("household", home.details))]
    basics += [(one.name, one.id, details.written("member", one.details)) for one in members if one.is_here]
    months = person_months(stays(members), date(year, 1, 1), date(year, 12, 31))
    return render_template(
        "changes/household.html", household=home, present=[one for one in members if one.is_here],
        gone=[one for one in members if not one.is_here], waiting=[one for one in lines if one.is_open],
        done=[one for one in lines if not one.is_open], months=months, size=household_size(months), year=year,
        basics=basics, codes=codes, natures=NATURES, parts=PARTS, labels=CHANGE.labels, me=by.id,
    )  # fmt: skip
