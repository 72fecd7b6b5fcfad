"""Making a new township or village out of parts of one: chosen, looked at, carried out."""

from __future__ import annotations

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.guards import Blocker
from states import regions
from states.places import splitting
from states.places.plans import Plan
from states.roles import Permission
from web import who
from web.access import Area, access
from web.areas import bp
from web.database import reading
from web.places import changing
from web.places.forms import PlanForm


@bp.get("/<code>/split")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def ask_split(code: str) -> str | tuple[str, int]:
    """Ask for the new place and its parts, and show what that would do."""
    page = _page(code)
    return changing.look(lambda db: _plan(db, code), page) if "code" in request.args else page()


@bp.post("/<code>/split")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def split(code: str) -> Response | tuple[str, int]:
    """Split it."""
    return changing.carry_out(lambda db: _plan(db, code), _page(code))


def _plan(db: Session, code: str) -> Plan:
    asked = request.values
    new, name = asked.get("code", "").strip(), asked.get("name", "").strip()
    return splitting.plan_split(db, code, new, name, asked.getlist("part"), who.actor())


def _page(code: str) -> changing.Page:
    place, asked = changing.own_place(code), request.values

    def page(
        plan: Plan | None = None, form: PlanForm | None = None, blockers: tuple[Blocker, ...] = (), problem: str = ""
    ) -> str:
        with reading() as db:
            parts = [one for one in regions.children(db, code) if one.abolished_on is None]
        return render_template(
            "places/split.html", place=place, parts=parts, chosen=set(asked.getlist("part")), plan=plan, form=form,
            code=asked.get("code", ""), name=asked.get("name", ""), blockers_=blockers, problem=problem,
        )  # fmt: skip

    return page
