"""Merging places and giving them another code: asked, looked at, carried out."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.actors import Actor
from engine.guards import Blocker
from states import regions
from states.places import merging, recoding
from states.places.plans import Plan
from states.regions import LEVELS, Region, parent_of
from states.roles import Permission
from web import who
from web.access import Area, access
from web.areas import bp
from web.database import reading
from web.places import changing
from web.places.forms import PlanForm

Planner = Callable[[Session, str, str, Actor], Plan]


@bp.get("/<code>/merge")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def ask_merger(code: str) -> str | tuple[str, int]:
    """Ask into which place it goes, and show what that would do."""
    return _ask(code, merging.plan_merger)


@bp.post("/<code>/merge")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def merge(code: str) -> Response | tuple[str, int]:
    """Merge it."""
    return _carry_out(code, merging.plan_merger)


@bp.get("/<code>/code")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def ask_code(code: str) -> str | tuple[str, int]:
    """Ask for the new code, and show what that would do."""
    return _ask(code, recoding.plan_code)


@bp.post("/<code>/code")
@access(Permission.MANAGE_AREAS, Area.RECORD)
def recode(code: str) -> Response | tuple[str, int]:
    """Give it the new code."""
    return _carry_out(code, recoding.plan_code)


def _ask(code: str, planner: Planner) -> str | tuple[str, int]:
    target, page = request.args.get("target", "").strip(), _page(code, planner, request.args.get("target", "").strip())
    return changing.look(lambda db: planner(db, code, target, who.actor()), page) if target else page()


def _carry_out(code: str, planner: Planner) -> Response | tuple[str, int]:
    target = request.form.get("target", "").strip()
    return changing.carry_out(lambda db: planner(db, code, target, who.actor()), _page(code, planner, target))


def _page(code: str, planner: Planner, target: str) -> changing.Page:
    place, is_merger = changing.own_place(code), planner is merging.plan_merger

    def page(
        plan: Plan | None = None, form: PlanForm | None = None, blockers: tuple[Blocker, ...] = (), problem: str = ""
    ) -> str:
        with reading() as db:
            around = _around(db, place) if is_merger else []
            above = regions.names(db, {one.parent for one in around if one.parent})
        return render_template(
            "places/merge.html", place=place, others=around, above=above, target=target, plan=plan, form=form,
            blockers_=blockers, problem=problem, is_merger=is_merger,
            act="areas.merge" if is_merger else "areas.recode",
            ask="areas.ask_merger" if is_merger else "areas.ask_code",
        )  # fmt: skip

    return page


def _around(db: Session, place: Region) -> list[Region]:
    """What a place may be merged into: those of its level two levels up, the nearest first."""
    by, above = who.actor(), parent_of(parent_of(place.code) or "") if len(place.code) > min(LEVELS) else ""
    found = regions.below(db, above or "", place.level)
    others = [one for one in found if one.abolished_on is None and one.code != place.code and by.covers(one.code)]
    return sorted(others, key=lambda one: (one.parent != place.parent, one.code))
