"""The subscriptions of an area, one with its latest sendings, and adding one: its secret is shown this once."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput
from states import regions
from states.feed import managing
from states.feed.managing import KINDS
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access, may
from web.confirm import ask as ask_once_more
from web.database import reading, work
from web.site import site
from web.webhooks.addresses import Doors, doors
from web.webhooks.blueprint import bp
from web.webhooks.delivering import test as send_test
from web.webhooks.forms import ReplayForm, WebhookForm


@bp.get("")
@access(Permission.READ_WEBHOOKS, Area.LIST)
def index() -> str:
    """List the subscriptions with how far each has come."""
    with reading() as db:
        found = managing.listed(db, who.actor())
        behind = managing.behind(db, found)
        names = regions.names(db, {one.area for one in found})
    return render_template("webhooks/index.html", found=found, behind=behind, names=names, kinds=KINDS)


@bp.get("/new")
@access(Permission.MANAGE_WEBHOOKS, Area.LIST)
def ask() -> str:
    """Ask which system, where to, and what."""
    return render_template("webhooks/new.html", form=_form())


@bp.post("/new")
@access(Permission.MANAGE_WEBHOOKS, Area.LIST)
def add() -> Response | str | tuple[str, int]:
    """Add the subscription and show its secret."""
    form, by, at = _form(), who.actor(), now.wall()
    if form.validate_on_submit():
        url = (form.url.data or "").strip()
        what = form.name.data, url, form.area.data
        try:
            if url:
                open_doors().target(url)
            with work() as db:

                def act() -> dict[str, int]:
                    return {"webhook": managing.add(db, *what, kinds=form.kinds.data or (), by=by, at=at).id}

                made = managing.find(db, only_once.carry_out(db, act)["webhook"], by)
            return render_template("webhooks/secret.html", one=made)
        except BadInput as error:
            form.put(error)
    return render_template("webhooks/new.html", form=form), 422


@bp.get("/<int:webhook_id>")
@access(Permission.READ_WEBHOOKS, Area.RECORD)
def show(webhook_id: int) -> str:
    """Show one subscription with its latest sendings."""
    return _page(webhook_id, ReplayForm(formdata=None))


@bp.post("/<int:webhook_id>/test")
@access(Permission.MANAGE_WEBHOOKS, Area.RECORD)
def test(webhook_id: int) -> Response:
    """Send a signed message without entries."""
    with reading() as db:
        one = managing.find(db, webhook_id, who.actor())
    status, error = send_test(one, open_doors(), now.wall())
    if error:
        flash(_("没有送到：%(error)s", error=_(error)), "warning")
    else:
        flash(_("已送到，对方答复 %(status)s", status=status), "success")
    return redirect(url_for(".show", webhook_id=webhook_id))


@bp.post("/<int:webhook_id>/replay")
@access(Permission.MANAGE_WEBHOOKS, Area.RECORD)
def replay(webhook_id: int) -> Response | tuple[str, int]:
    """Send everything after an entry, or from a day on, once more."""
    form, by = ReplayForm(), who.actor()
    with reading() as db:
        managing.find(db, webhook_id, by)
    if not form.validate_on_submit() or (form.after.data is None) == (form.day.data is None):
        form.form_errors.append(_("从第几条之后、从哪一天起，填一样"))
        return _page(webhook_id, form), 422
    with work() as db:
        after = managing.before_day(db, form.day.data) if form.day.data else form.after.data
        managing.replay(db, webhook_id, after, by=by)
    flash(_("已从头补发，下一轮就送出"), "success")
    return redirect(url_for(".show", webhook_id=webhook_id))


@bp.get("/<int:webhook_id>/remove")
@access(Permission.MANAGE_WEBHOOKS, Area.RECORD)
def ask_remove(webhook_id: int) -> str:
    """Ask once more."""
    with reading() as db:
        one = managing.find(db, webhook_id, who.actor())
    text = _("停用“%(name)s”以后不再推送，密钥作废，不能恢复。", name=one.name)
    return ask_once_more(_("停用推送"), text, _("停用"), url_for(".show", webhook_id=webhook_id), danger=True)


@bp.post("/<int:webhook_id>/remove")
@access(Permission.MANAGE_WEBHOOKS, Area.RECORD)
def remove(webhook_id: int) -> Response:
    """Take the subscription back."""
    with work() as db:
        managing.remove(db, webhook_id, by=who.actor(), at=now.wall())
    flash(_("已停用"), "success")
    return redirect(url_for(".index"))


def open_doors() -> Doors:
    """Where this installation may send to."""
    return doors(site().settings.webhook_networks, training=site().training)


def _form() -> WebhookForm:
    form, area = WebhookForm(), who.actor().area
    with reading() as db:
        name = regions.full_name(db, area) or _("全部地区")
        form.offer(area, name, regions.children(db, area or None) if len(area) < 12 else ())
    return form


def _page(webhook_id: int, form: ReplayForm) -> str:
    with reading() as db:
        one = managing.find(db, webhook_id, who.actor())
        sent, behind = managing.attempts(db, one), managing.behind(db, [one])[one.id]
        place = regions.full_name(db, one.area)
    return render_template(
        "webhooks/show.html", one=one, sent=sent, behind=behind, place=place, form=form, kinds=KINDS,
        manages=may(Permission.MANAGE_WEBHOOKS),
    )  # fmt: skip
