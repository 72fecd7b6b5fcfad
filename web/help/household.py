"""The risks and the help of one household: its page, its booklet on paper, and entering one thing."""

from __future__ import annotations

from typing import Any

from flask import render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from states import case_file, openings, regions
from states.codes import codes
from states.help.booklet import booklet_of
from states.help.deliveries import kind_label
from states.help.effects import QUESTIONS
from states.help.kinds import DISASTERS, RISKS
from states.help.risks import WAYS
from states.help.securities import securities_of
from states.help.verdicts import TOPICS
from states.households import Household
from states.members import of_households
from states.roles import Permission
from web import entry, now, who
from web.access import Area, access
from web.database import reading, work
from web.entry import EntryForm
from web.help import forms
from web.help.blueprint import bp
from web.help.security_form import SecurityForm

PAGE = "help.household"
THINGS: dict[str, type[EntryForm]] = {
    "risk": forms.RiskForm,
    "settle-risk": forms.SettleRiskForm,
    "measure": forms.MeasureForm,
    "end-measure": forms.EndMeasureForm,
    "delivery": forms.DeliveryForm,
    "adopt": forms.AdoptForm,
    "effect": forms.EffectForm,
    "security": SecurityForm,
}


@bp.get("/household/<int:case_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def household(case_id: int) -> str:
    """Show the household's risks, measures and what came of them."""
    home = _open(case_id)
    with reading() as db:
        return render_template("help/household.html", **_shown(db, home))


@bp.get("/household/<int:case_id>/booklet")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def booklet(case_id: int) -> str:
    """Show the booklet as it is printed and kept at the household."""
    home = _open(case_id)
    with reading() as db:
        people = of_households(db, [home.id])[home.id]
        return render_template("help/booklet.html", people=people, codes=codes, **_shown(db, home))


@bp.get("/household/<int:case_id>/new/<thing>")
@access(Permission.ENTER_HELP, Area.RECORD)
def ask(case_id: int, thing: str) -> str:
    """Ask for one thing about the household's help."""
    return entry.ask(THINGS, case_id, thing, PAGE)


@bp.post("/household/<int:case_id>/new/<thing>")
@access(Permission.ENTER_HELP, Area.RECORD)
def take(case_id: int, thing: str) -> Response | tuple[str, int]:
    """Record it."""
    return entry.take(THINGS, case_id, thing, PAGE)


def _open(case_id: int) -> Household:
    with work() as db:
        home = case_file.household(db, case_id, who.actor())
        openings.note(db, who.signed_in().id, f"household-help:{home.id}", now.wall())
        return home


def _shown(db: Session, home: Household) -> dict[str, Any]:
    found = booklet_of(db, home)
    labels = {one.id: kind_label(home.group_code, one.delivered_on, one.kind) for one in found.outside}
    return {
        "home": home,
        "found": found,
        "labels": labels,
        "place": regions.full_name(db, home.group_code, above=who.actor().area[:9]),
        "securities": securities_of(db, home, now.today()),
        "risk_labels": RISKS,
        "disasters": DISASTERS,
        "ways": WAYS,
        "questions": QUESTIONS,
        "topics": TOPICS,
    }
