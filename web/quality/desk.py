"""The findings of an area by rule and by village, and those of one household."""

from __future__ import annotations

from functools import partial

from flask import render_template, request

from engine.counting import shown
from states import case_file, openings, regions
from states.quality import desk
from states.quality.desk import Asked
from states.quality.findings import FINDING
from states.quality.rulebook import SCREENS, SEVERITIES
from states.roles import Permission
from web import now, who
from web.access import Area, access, may
from web.database import reading, work
from web.quality.asked import address, asked
from web.quality.blueprint import AT_ONCE, bp


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the findings that the address asks for, with the counts by rule and by village."""
    by = who.actor()
    filter_, after = asked(by), request.args.get("after", 0, int)
    with reading() as db:
        found, more = desk.listed(db, by, filter_, after=after)
        rules, villages = desk.by_rule(db, by, filter_), desk.by_village(db, by, filter_)
        unproved = shown(desk.count(db, by, Asked(filter_.area, unproved=True)))
        last = next(iter(desk.rounds(db, by, limit=1)), None)
        codes = {code for code, _n in villages} | {filter_.area} | {one.finding.area[:12] for one in found}
        places = regions.names(db, codes)
        parts = regions.below(db, by.area, "village") if len(by.area) >= 6 else ()
        large = may(Permission.RUN_QUALITY) and desk.is_large(db, by, filter_.area or by.area, AT_ONCE)
    return render_template(
        "quality/index.html", found=found, more=more, after=after, rules=rules, villages=villages, unproved=unproved,
        last=last, places=places, parts=parts, filter=filter_, address=partial(address, filter_),
        labels=FINDING.labels, severities=SEVERITIES, screens=SCREENS, total=sum(n for _rule, n in rules),
        fresh=address(Asked()), large=large,
    )  # fmt: skip


@bp.get("/household/<int:case_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def household(case_id: int) -> str:
    """Show everything that was ever found about a household; the opening is logged."""
    by = who.actor()
    with work() as db:
        house = case_file.household(db, case_id, by)
        openings.note(db, who.signed_in().id, f"household:{house.id}", now.wall())
    with reading() as db:
        found, _more = desk.listed(db, by, Asked(state="all", household=house.id), limit=None)
        place = regions.full_name(db, house.group_code, above=by.area[:9])
    return render_template(
        "quality/household.html", household=house, case_id=case_id, found=found, place=place, severities=SEVERITIES
    )
