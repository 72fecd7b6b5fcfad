"""The work, study and training of one household, and entering it."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from states import case_file, openings, regions
from states.codes import codes
from states.livelihood import work_doubts
from states.livelihood.mismatches import ADVICE, KINDS
from states.livelihood.of_household import livelihood_of
from states.roles import Permission
from web import entry, now, who
from web.access import Area, access
from web.database import reading, work
from web.livelihood.blueprint import bp
from web.livelihood.forms import THINGS

PAGE = "livelihood.household"


@bp.get("/household/<int:case_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def household(case_id: int) -> str:
    """Show the household's work, study and training."""
    by = who.actor()
    with work() as db:
        home = case_file.household(db, case_id, by)
        openings.note(db, who.signed_in().id, f"household-livelihood:{home.id}", now.wall())
    with reading() as db:
        found = livelihood_of(db, home)
        doubts = work_doubts.doubts(db, by, home.village, now.today().year, case_id=case_id)
        place = regions.full_name(db, home.group_code, above=by.area[:9])
    return render_template(
        "livelihood/household.html", home=home, found=found, names=found.names, doubts=doubts, place=place,
        codes=codes, kinds=KINDS, advice=ADVICE,
    )  # fmt: skip


@bp.get("/household/<int:case_id>/new/<thing>")
@access(Permission.ENTER_HELP, Area.RECORD)
def ask(case_id: int, thing: str) -> str:
    """Ask for one thing about a member."""
    return entry.ask(THINGS, case_id, thing, PAGE)


@bp.post("/household/<int:case_id>/new/<thing>")
@access(Permission.ENTER_HELP, Area.RECORD)
def take(case_id: int, thing: str) -> Response | tuple[str, int]:
    """Record it."""
    return entry.take(THINGS, case_id, thing, PAGE)
