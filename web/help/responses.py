"""How fast the three levels answer for a risk, by township."""

from __future__ import annotations

from flask import render_template

from states import regions
from states.evidence.responses import LEVELS
from states.help.responses import by_township
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.help import asked
from web.help.blueprint import bp


@bp.get("/responses")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def responses() -> str:
    """Show the times of each level by township."""
    by, area = who.actor(), asked.area()
    with reading() as db:
        times = by_township(db, by, area, now.now())
        places = regions.names(db, set(times))
        parts = regions.below(db, by.area, "village" if len(by.area) < 12 else "group")
    return render_template("help/responses.html", times=times, places=places, parts=parts, area=area, levels=LEVELS)
