"""A household's whole way on one sheet: procedure, standard, order, process, result, today or on a past day (HT15)."""

from __future__ import annotations

from flask import render_template, request

from engine.cases import Case
from engine.errors import BadInput
from states import case_file, openings, regions
from states.evidence.record import KINDS
from states.look_back import gaps
from states.look_back.whole_way import fills_of, whole_way
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access, may
from web.cases.entries import told
from web.database import reading, work
from web.exchange.asked import past_day
from web.look_back.blueprint import bp


@bp.get("/household/<int:case_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def way(case_id: int) -> str | tuple[str, int]:
    """Show the way of a household as known at the end of a day; the opening is logged."""
    by, book, problem, day = who.actor(), tools.book(), "", now.today()
    if request.args.get("day"):
        try:
            day = past_day("day") or day
        except BadInput as error:
            problem = error.problems[0].reason
    with reading() as db:
        home = case_file.household(db, case_id, by)
        found = whole_way(db, book, home, day)
        place = regions.full_name(db, home.group_code)
        lacking = gaps.of_case(db, book, case_id, by, now.now()) if day == now.today() else []
        case = db.get_one(Case, case_id)
        definition = book.definition(db, case.definition)
        later = fills_of(db, case_id)
        entries = [(entry, told(entry, definition)) for entry in found.entries] if may(Permission.READ_HISTORY) else []
    with work() as db:
        openings.note(db, who.signed_in().id, f"household:{home.id}", now.wall())
    page = render_template(
        "look_back/way.html", home=home, case_id=case_id, day=day, found=found, place=place, lacking=lacking,
        kinds=KINDS, later=later, entries=entries, problem=problem, written=request.args.get("day", ""),
        under_way=case.run_id,
    )  # fmt: skip
    return (page, 422) if problem else page
