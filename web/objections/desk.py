"""The list of objections, and one of them."""

from __future__ import annotations

from flask import render_template, request

from states import objection_desk
from states.objections import CHANNELS, OBJECTION
from states.regions import full_name
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access, may
from web.database import reading
from web.objections.blueprint import bp
from web.objections.forms import SettleForm, WithdrawForm
from web.words import term


@bp.get("")
@access(Permission.READ_OBJECTION, Area.LIST)
def index() -> str:
    """List the area's objections, those that wait for an answer first of all."""
    only_open = request.args.get("all") != "1"
    with reading() as db:
        found, more = objection_desk.listed(
            db, who.actor(), only_open=only_open, before=request.args.get("before", 0, int)
        )
        waiting = objection_desk.open_count(db, who.actor())
    return render_template(
        "objections/index.html", found=found, more=more, only_open=only_open, waiting=waiting, labels=OBJECTION.labels
    )


@bp.get("/<int:objection_id>")
@access(Permission.READ_OBJECTION, Area.RECORD)
def show(objection_id: int) -> str:
    """Show an objection, and what can be done about it."""
    return page(objection_id, SettleForm(), WithdrawForm())


def page(objection_id: int, settle: SettleForm, withdraw: WithdrawForm) -> str:
    """The page of an objection with these forms on it."""
    by = who.actor()
    with reading() as db:
        voice = objection_desk.find(db, objection_id, by)
        acts = objection_desk.against(db, tools.book(), voice.objection, by, now.now())
        place = full_name(db, voice.objection.area, above=voice.objection.area[:4])
    return render_template(
        "objections/show.html", voice=voice, one=voice.objection, acts=acts, place=place, settle=settle,
        withdraw=withdraw, labels=OBJECTION.labels, channel=term(CHANNELS.get(voice.objection.channel, "")),
        handles=may(Permission.HANDLE_OBJECTION),
    )  # fmt: skip
