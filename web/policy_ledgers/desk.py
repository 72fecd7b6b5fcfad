"""The policy ledgers of an area by quarter: who pushed and who is silent, one ledger, and the lines of the area."""

from __future__ import annotations

import re

from flask import render_template, request

from states import regions
from states.departments.asked_by_plan import asked_of
from states.help.quarters import quarter_of
from states.packs.departments import departments
from states.policy_ledgers import desk, proof
from states.policy_ledgers.ledger import period_of
from states.policy_ledgers.marking import SETTLED
from states.policy_ledgers.matching import WHY
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.policy_ledgers.blueprint import bp

PERIOD = re.compile(r"20\d\d-Q[1-4]")


@bp.get("")
@access(Permission.READ_POLICY_LEDGER, Area.LIST)
def index() -> str:
    """List the ledgers of a quarter, and for offices which departments have not pushed theirs."""
    by, today, asked = who.actor(), now.today(), request.args
    period = asked.get("period", "")
    period = period if PERIOD.fullmatch(period) else period_of(quarter_of(today))
    with reading() as db:
        found, more = desk.listed(db, by, period=period, before=asked.get("before", 0, int))
        periods = sorted({period, period_of(quarter_of(today)), *desk.periods(db, by)}, reverse=True)
        silent = (
            [] if by.department or len(by.area) < 6 else proof.owing(db, by.area, period, asked_of(db, by.area, today))
        )
        titles = departments(db)
    return render_template(
        "policy_ledgers/index.html", found=found, more=more, period=period, periods=periods, silent=silent,
        titles=titles, department=by.department,
    )  # fmt: skip


@bp.get("/lines")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def lines() -> str:
    """List the lines of the area, by what is still to be done about them."""
    by, asked = who.actor(), request.args
    area = asked.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else ""
    only = asked.get("only", "") if asked.get("only", "") in desk.ONLY else ""
    with reading() as db:
        found, more = desk.lines(db, by, area=area, only=only, after=asked.get("after", 0, int))
        villages = regions.below(db, by.area, "village") if 6 <= len(by.area) < 12 else ()
        names = regions.names(db, {one.line.area[:12] for one in found})
        titles = departments(db)
    return render_template(
        "policy_ledgers/lines.html", found=found, more=more, area=area, only=only, parts=desk.ONLY, villages=villages,
        names=names, titles=titles, why=WHY, settled=SETTLED,
    )  # fmt: skip


@bp.get("/<int:policy_id>")
@access(Permission.READ_POLICY_LEDGER, Area.RECORD)
def show(policy_id: int) -> str:
    """Show one ledger with its lines: of a department its own, of an office those of its area."""
    by = who.actor()
    with reading() as db:
        one = desk.find(db, policy_id, by)
        found, more = desk.lines(db, by, ledger=policy_id, after=request.args.get("after", 0, int))
        names = regions.names(db, {line.line.area[:12] for line in found})
        titles = departments(db)
    return render_template(
        "policy_ledgers/show.html", one=one, found=found, more=more, names=names, titles=titles, why=WHY,
        settled=SETTLED, department=by.department,
    )  # fmt: skip
