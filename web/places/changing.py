"""What pages that change places have in common: a plan is looked at, and carried out while it is still the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.errors import BadInput, Refused
from engine.guards import Blocker
from states import region_desk
from states.places import relocating
from states.places.plans import Plan
from states.regions import Region
from web import now, only_once, who
from web.database import reading, work
from web.places.forms import PlanForm
from web.words import term

Planned = Callable[[Session], Plan]


class Page(Protocol):
    """The page on which a plan is asked for and shown."""

    def __call__(
        self,
        plan: Plan | None = None,
        form: PlanForm | None = None,
        blockers: tuple[Blocker, ...] = (),
        problem: str = "",
    ) -> str:
        """The page with what is known so far."""


def own_place(code: str) -> Region:
    """The place in the actor's own area; raises `NotFound`."""
    with reading() as db:
        return region_desk.own(db, code, who.actor())


def look(planned: Planned, page: Page) -> str | tuple[str, int]:
    """Show what the plan would do, or what is wrong with what was asked."""
    try:
        with reading() as db:
            plan = planned(db)
    except BadInput as error:
        return page(problem=term(error.problems[0].reason)), 422
    return page(plan, PlanForm(formdata=None, seen=plan.digest), plan.blockers)


def carry_out(planned: Planned, page: Page) -> Response | tuple[str, int]:
    """Carry the plan out; where that cannot be, show it again as it is now."""
    form, by, at = PlanForm(), who.actor(), now.now()
    blockers: tuple[Blocker, ...] = ()
    if form.validate_on_submit():
        try:
            with work() as db:

                def act() -> dict[str, str | int]:
                    plan = planned(db)
                    moved = relocating.carry_out(db, plan, form.seen.data or "", form.why(), by, at)
                    return {"n": moved, "target": plan.target}

                done = only_once.carry_out(db, act)
            flash(_("区划已调整，%(n)s户随迁", n=done["n"]), "success")
            return redirect(url_for("areas.show", code=done["target"]))
        except BadInput as error:
            form.put(error)
        except Refused as refused:
            blockers = refused.blockers
    try:
        with reading() as db:
            plan = planned(db)
    except BadInput as error:
        return page(problem=term(error.problems[0].reason)), 422
    form.seen.data = plan.digest
    return page(plan, form, blockers or plan.blockers), 409 if blockers else 422
