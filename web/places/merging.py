"""Merging places and giving them another code: asked, looked at, carried out."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.actors import Actor
from engine.errors import BadInput, Refused
from engine.guards import Blocker
from states import region_desk, regions
from states.places import merging, recoding, relocating
from states.places.plans import Plan
from states.regions import Region
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.areas import bp
from web.database import reading, work
from web.places.forms import MergerForm
from web.words import term

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
    target = request.args.get("target", "").strip()
    place = _place(code)
    if not target:
        return _page(place, planner, "")
    try:
        with reading() as db:
            plan = planner(db, code, target, who.actor())
    except BadInput as error:
        return _page(place, planner, target, problem=term(error.problems[0].reason)), 422
    form = MergerForm(formdata=None, target=target, seen=plan.digest)
    return _page(place, planner, target, plan, form, plan.blockers)


def _carry_out(code: str, planner: Planner) -> Response | tuple[str, int]:
    form, place, by, at = MergerForm(), _place(code), who.actor(), now.now()
    target = form.target.data or ""
    blockers: tuple[Blocker, ...] = ()
    if form.validate_on_submit():
        try:
            with work() as db:

                def act() -> dict[str, int]:
                    plan = planner(db, code, target, by)
                    return {"n": relocating.carry_out(db, plan, form.seen.data or "", form.why(), by, at)}

                done = only_once.carry_out(db, act)
            flash(_("区划已调整，%(n)s户随迁", n=done["n"]), "success")
            return redirect(url_for(".show", code=target))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            blockers = refused.blockers
    try:
        with reading() as db:
            plan = planner(db, code, target, by)
    except BadInput as error:
        return _page(place, planner, target, problem=term(error.problems[0].reason)), 422
    form.seen.data = plan.digest
    return _page(place, planner, target, plan, form, blockers or plan.blockers), 409 if blockers else 422


def _place(code: str) -> Region:
    with reading() as db:
        return region_desk.own(db, code, who.actor())


def _page(
    place: Region,
    planner: Planner,
    target: str,
    plan: Plan | None = None,
    form: MergerForm | None = None,
    blockers: tuple[Blocker, ...] = (),
    problem: str = "",
) -> str:
    is_merger = planner is merging.plan_merger
    with reading() as db:
        around = _around(db, place) if is_merger else []
        above = regions.names(db, {one.code[:12] for one in around} | {one.code[:9] for one in around})
    return render_template(
        "places/merge.html", place=place, others=around, above=above, target=target, plan=plan, form=form,
        blockers_=blockers, problem=problem, is_merger=is_merger,
        act="areas.merge" if is_merger else "areas.recode",
        ask="areas.ask_merger" if is_merger else "areas.ask_code",
    )  # fmt: skip


def _around(db: Session, place: Region) -> list[Region]:
    """What a place may be merged into: groups of its township, villages of its county, the nearest first."""
    found = regions.below(db, place.code[:9] if place.level == "group" else place.code[:6], place.level)
    by = who.actor()
    others = [one for one in found if one.abolished_on is None and one.code != place.code and by.covers(one.code)]
    return sorted(others, key=lambda one: (one.parent != place.parent, one.code))
