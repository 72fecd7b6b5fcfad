"""The desk: the notices of an area by state, the households that wait for one, and drawing up a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, StringField
from wtforms.validators import Optional

from engine.errors import NotFound, Refused
from publicity import unprintable
from publicity.unprintable import HEAD, Unfit
from states import notice_desk, regions
from states.drafting import Foot, draft, issuer_of
from states.notices import NOTICE
from states.overdue import still_up
from states.regions import Region
from states.roles import Permission
from states.waiting_list import Eligible, eligible
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most
from web.notices.blueprint import bp
from web.words import message


class DraftForm(Form):
    """What a notice prints at its head and foot, and the day it shall be posted."""

    planned_on = DateField(_l("计划张贴日"), [Optional()], description=_l("不填就按方案规定的日期；已过就是今天"))
    issuer = StringField(_l("署名单位"), [at_most(60)])
    phone = StringField(_l("联系电话"), [at_most(40)])
    address = StringField(_l("来访地址"), [at_most(120)])
    hours = StringField(_l("接收时间"), [at_most(80)])

    def foot(self) -> Foot:
        """What was entered."""
        return Foot("", self.issuer.data, self.phone.data, self.address.data, self.hours.data)


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the area's notices, and where households wait for one."""
    by = who.actor()
    state = request.args.get("state", "")
    with reading() as db:
        waiting = notice_desk.waiting_for_notice(db, tools.book(), by)
        counts = notice_desk.counts(db, by)
        hanging = still_up(db, by)
        found, more = notice_desk.listed(db, by, state, request.args.get("before", 0, int))
    return render_template(
        "notices/desk.html",
        waiting=waiting,
        counts=counts,
        found=found,
        more=more,
        state=state,
        labels=NOTICE.labels,
        hanging=hanging,
    )


@bp.get("/new/<code>/<step>")
@access(Permission.NOTICE, Area.RECORD)
def new(code: str, step: str) -> str:
    """Show the households of a place that wait for this notice; those with nothing else in the way are ticked."""
    with reading() as db:
        place, found = _waiting(db, code, step)
    form = DraftForm(
        issuer=issuer_of(place), phone=place.phone, address=place.address, hours=place.contact_hours, formdata=None
    )
    ticked = {one.case_id for one in found if not one.blockers} - {one.case_id for one in _unfit(found)}
    return _page(place, step, found, form, ticked)


@bp.post("/new/<code>/<step>")
@access(Permission.NOTICE, Area.RECORD)
def add(code: str, step: str) -> str | Response | tuple[str, int]:
    """Draw up the notice."""
    ticked = {int(one) for one in request.form.getlist("case") if one.isdecimal()}
    form = DraftForm()
    with reading() as db:
        place, found = _waiting(db, code, step)
    unfit = _unfit([one for one in found if one.case_id in ticked])
    if request.form.get("without") == "1":
        ticked -= {one.case_id for one in unfit}
    elif unfit:
        form.form_errors.extend(one.reason for one in unfit)
        return _page(place, step, found, form, ticked, asks=True), 422
    if not form.validate_on_submit():
        return _page(place, step, found, form, ticked), 422
    try:
        with work() as db:
            told = only_once.carry_out(db, lambda: _drafted(db, ticked, step, form))
    except Refused as refused:
        form.form_errors.extend(message(blocker) for blocker in refused.blockers)
        return _page(place, step, found, form, ticked), 409
    flash(_("已起草%(number)s号公示，请预览后印制", number=told["number"]), "success")
    return redirect(url_for(".show", notice_id=told["notice"]))


def _drafted(db: Session, ticked: set[int], step: str, form: DraftForm) -> dict[str, Any]:
    by, at = who.actor(), now.now()
    notice = draft(db, tools.book(), ticked, step, by=by, at=at, planned_on=form.planned_on.data, foot=form.foot())
    return {"notice": notice.id, "number": notice.number}


def _waiting(db: Session, area: str, step: str) -> tuple[Region, list[Eligible]]:
    """The place with its waiting households; a place outside the actor's area does not exist."""
    by = who.actor()
    place = db.get(Region, area)
    if place is None or not by.covers(area):
        raise NotFound("region", area)
    return place, eligible(db, tools.book(), area, step, by, now.now())


def _unfit(found: Sequence[Eligible]) -> list[Unfit]:
    """The households whose head's name cannot be printed; they wait on, each with its reason."""
    return unprintable.among((one.case_id, one.number, one.head_name, HEAD, one.head_name) for one in found)


def _page(
    place: Region, step: str, found: Sequence[Eligible], form: DraftForm, ticked: set[int], *, asks: bool = False
) -> str:
    with reading() as db:
        places = regions.names(db, {code for one in found for code in (one.group_code, one.group_code[:12])})
        labels: dict[str, str] = {}
        title = ""
        for one in found:
            definition = tools.book().definition(db, one.definition)
            labels[one.move] = definition.by_name[one.move].label
            procedure = definition.by_name[one.move].procedure
            title = procedure.by_name[step].title if procedure else ""
    several = len({one.group_code[:12] for one in found}) > 1
    return render_template(
        "notices/new.html",
        place=place, step=step, title=title, found=found, form=form, ticked=ticked, places=places, labels=labels,
        several=several, asks=asks, unfit={one.case_id: one.problem.message for one in _unfit(found)},
    )  # fmt: skip
