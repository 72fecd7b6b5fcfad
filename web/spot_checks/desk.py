"""The list of spot checks, and one of them: its seed, its houses, how many records were wrong in each village."""

from __future__ import annotations

from flask import render_template, request

from states import regions
from states.codes import codes
from states.lifecycle import LABELS
from states.roles import Permission
from states.spot_checks import desk, drawing
from states.spot_checks.check import RESULTS
from states.spot_checks.population import ABOUT
from web import who
from web.access import Area, access, may
from web.database import reading
from web.spot_checks.blueprint import bp


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the spot checks of the area, newest first."""
    by = who.actor()
    with reading() as db:
        found, more = desk.listed(db, by, request.args.get("before", 0, int))
        names = regions.names(db, {one.check.area for one in found})
    return render_template("spot_checks/index.html", found=found, more=more, names=names)


@bp.get("/<int:check_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(check_id: int) -> str:
    """Show a spot check with its houses."""
    by = who.actor()
    result = request.args.get("result", "") if request.args.get("result", "") in (*RESULTS, "waiting") else ""
    with reading() as db:
        shown = desk.find(db, check_id, by)
        drawn = desk.drawn(db, shown.check, by, result=result)
        rates = desk.rates(db, shown.check, by)
        faults = drawing.redo(db, shown.check) if by.covers(shown.check.area) else []
        places = {one.house.area for one in drawn} | {one.house.area[:12] for one in drawn} | {shown.check.area}
        names = regions.names(db, places | {one.village for one in rates})
    return render_template(
        "spot_checks/show.html", shown=shown, one=shown.check, drawn=drawn, rates=rates, faults=faults, names=names,
        asked=told(shown.check.filter), result=result, results=RESULTS,
        runs=may(Permission.SPOT_CHECK) and by.covers(shown.check.area),
    )  # fmt: skip


def told(asked: dict[str, str]) -> list[str]:
    """What a spot check draws from, in words."""
    kinds = {"state": LABELS, "category": codes("category").labels, "kind": codes("household_kind").labels}
    days = "—".join(asked[name] for name in ("since", "until") if name in asked)
    words = [ABOUT[asked.get("about", "")], *(labels[asked[name]] for name, labels in kinds.items() if name in asked)]
    return [*words, days] if days else words
