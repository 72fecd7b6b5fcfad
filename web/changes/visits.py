"""What stands on visits: entries with none behind them, and the paper ledger of key facts with its signatures."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from states.changes import key_facts, unvisited
from states.evidence.fieldwork import SIGNERS
from states.regions import names
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.changes.blueprint import bp
from web.changes.forms import day_of
from web.changes.ledgers import area_asked, villages
from web.database import reading
from web.evidence.wording import LABELS

BACK = timedelta(days=90)


@bp.get("/unvisited")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def without_a_visit() -> str:
    """List what was entered for households that nobody really visited."""
    area, since = area_asked(), day_of(request.args.get("since", "")) or now.today() - BACK
    with reading() as db:
        rows = unvisited.listed(db, who.actor(), area, since, now.today())
        parts = villages(db)
        places = names(db, {one.area[:12] for one in rows})
    return render_template(
        "changes/unvisited.html", rows=rows, area=area, since=since, villages=parts, places=places, most=unvisited.MOST
    )


@bp.get("/key-facts")
@access(Permission.PRINT, Area.LIST)
def paper() -> str:
    """The ledger of key facts of one village, made to be printed and signed."""
    by = who.actor()
    with reading() as db:
        parts = villages(db)
        village = area_asked()[:12] or (by.area[:12] if len(by.area) >= 12 else "")
        rows = key_facts.of_village(db, by, village) if len(village) == 12 else []
        places = names(db, {one.group_code for one in rows} | {village, village[:9]})
    return render_template(
        "changes/key_facts.html", rows=rows, village=village, villages=parts, places=places, facts=key_facts.FACTS,
        labels=LABELS["visit"], signers=SIGNERS,
    )  # fmt: skip
