"""The households that wait for a department's answer, first come first; for comparing, with their people."""

from __future__ import annotations

from datetime import datetime

from flask import render_template, request
from sqlalchemy.orm import Session

from states import joint_review, openings, regions
from states.joint_review import Asked
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.department.blueprint import bp
from web.words import department_title


@bp.get("")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def index() -> str:
    """List the households that wait, without what only a comparison needs."""
    with reading() as db:
        found = joint_review.asked(db, tools.book(), who.actor(), people=False, after=after())
        return page(db, found, people=False)


@bp.get("/compare")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST, logs_opening=True)
def compare() -> str:
    """List them with names and identity numbers; each household shown is noted in the access log."""
    with work() as db:
        found = joint_review.asked(db, tools.book(), who.actor(), people=True, after=after())
        for one in found:
            opened(db, one)
        return page(db, found, people=True)


@bp.get("/done")
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def done() -> str:
    """List the department's own answers."""
    with reading() as db:
        found, more = joint_review.answered(db, who.actor(), request.args.get("before", 0, int))
    return render_template("department/done.html", found=found, more=more, department=name())


def page(db: Session, found: list[Asked], *, people: bool) -> str:
    """The page of the list."""
    by = who.actor()
    last = found[-1] if len(found) == joint_review.PAGE else None
    return render_template(
        "department/index.html", found=found, people=people, department=name(),
        count=joint_review.asked_count(db, tools.book(), by),
        places=regions.names(db, {one.village for one in found}),
        more=f"{last.opened_at.isoformat()}_{last.case_id}" if last else "",
    )  # fmt: skip


def opened(db: Session, one: Asked) -> None:
    """Note that a household's people were looked at."""
    openings.note(db, who.signed_in().id, f"household:{one.household_id}", now.wall())


def name() -> str:
    """The department of the person signed in, in words; empty when the account names none."""
    own = who.actor().department
    return department_title(own) if own else ""


def after() -> tuple[datetime, int] | None:
    """Where the page begins, as the address says; a garbled one is the beginning."""
    at, _line, case_id = request.args.get("after", "").partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(case_id)) if moment.tzinfo else None
    except ValueError:
        return None
