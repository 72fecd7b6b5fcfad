"""What a department pushes: one warning, a list, the month's word - and what became of its own warnings only."""

from __future__ import annotations

from flask import Response as File
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound
from states import regions
from states.imports import ImportRefused
from states.intake import taking
from states.intake.kind import Asking
from states.leads import push, pushing
from states.leads.channels import CIVIL_AFFAIRS
from states.leads.receiving import Tip
from states.leads.warning_list import TITLES, WARNINGS
from states.roles import Permission
from states.workbooks import XLSX, BadWorkbook, write
from web import now, once, only_once, who
from web.access import Area, access
from web.database import reading, work
from web.department.desk import name
from web.leads.blueprint import bp
from web.leads.forms import PushForm
from web.uploaded import uploads
from web.words import fill


@bp.get("/pushed")
@access(Permission.PUSH_WARNING, Area.LIST)
def pushed() -> str:
    """List what the department pushed, where each stands, and the months it handed in."""
    return _pushed()


@bp.get("/push")
@access(Permission.PUSH_WARNING, Area.LIST)
def ask_push() -> str:
    """Ask for one warning."""
    form = _form()
    form.received_on.data = now.today()
    return render_template("leads/push.html", form=form, department=name())


@bp.post("/push")
@access(Permission.PUSH_WARNING, Area.LIST)
def push_one() -> Response | tuple[str, int]:
    """Push one warning."""
    form = _form()
    if form.validate_on_submit():
        tip = Tip(form.source.data, form.received_on.data, form.text.data, form.area.data, form.name.data)
        try:
            with work() as db:
                pushing.push(db, tip, form.id_no.data or "", by=who.actor(), at=now.now(), key=once.key())
            flash(_("预警线索已推送到村和乡镇"), "success")
            return redirect(url_for(".pushed"))
        except BadInput as error:
            form.put(error)
        except NotFound:
            form.area.errors = [_("您的辖区里没有这个村")]
    return render_template("leads/push.html", form=form, department=name()), 422


@bp.post("/push/month")
@access(Permission.PUSH_WARNING, Area.LIST)
def hand_in() -> Response | tuple[str, int]:
    """Say that a month's warnings are all there; without any it is a zero report."""
    by, at = who.actor(), now.now()
    try:
        with work() as db:
            period = request.form.get("period", "")
            told = only_once.carry_out(db, lambda: {"n": push.hand_in(db, period, by=by, at=at).count})
    except BadInput as error:
        return _pushed(problems=[one.reason for one in error.problems]), 422
    flash(_("已报送，共%(n)s条", n=told["n"]) if told["n"] else _("已作零报告"), "success")
    return redirect(url_for(".pushed"))


@bp.get("/push/form")
@access(Permission.PUSH_WARNING)
def push_form() -> File:
    """The empty form of a list of warnings, with a made-up line."""
    response = File(write(*WARNINGS.blank()), mimetype=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="warnings.xlsx"'
    return response


@bp.post("/push/file")
@access(Permission.PUSH_WARNING, Area.LIST)
def push_file() -> Response | tuple[str, int]:
    """Push a whole list: all of it or, where a line has a problem, nothing, with every problem told."""
    by, at, sent = who.actor(), now.now(), uploads("file")
    if not sent:
        return _pushed(problems=[_("请选择要推送的表格文件")]), 422
    source = request.form.get("source", "")
    asking = Asking(by, at, {"source": source} if source in TITLES else {})
    try:
        sheet = taking.read(WARNINGS, sent[0].data, sent[0].name)
        with reading() as db:
            looked = taking.preview(db, WARNINGS, sheet, asking)
        if looked.problems:
            return _pushed(lines=looked.problems), 422
        with work() as db:
            told = only_once.carry_out(db, lambda: {"n": taking.take(db, WARNINGS, looked, asking, good=False).taken})
    except BadWorkbook as error:
        return _pushed(problems=[fill(error.text, error.facts)]), 422
    except ImportRefused as error:
        return _pushed(lines=error.cells), 422
    except BadInput as error:
        return _pushed(problems=[one.reason for one in error.problems]), 422
    flash(_("推送了%(n)s条预警线索", n=told["n"]), "success")
    return redirect(url_for(".pushed"))


@bp.get("/departments")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def departments() -> str:
    """Show which departments handed the month in, and which are silent."""
    asked = request.args.get("period", "")
    month = asked if push.MONTH.fullmatch(asked) else push.month_before(now.today()).period
    with reading() as db:
        found = pushing.silent_or_not(db, who.actor(), month)
    return render_template("leads/departments.html", found=found, month=month)


def _pushed(problems: list[str] | None = None, lines: object = ()) -> str:
    by, today = who.actor(), now.today()
    with reading() as db:
        found, more = pushing.own(db, by, request.args.get("before", 0, int))
        months = push.own(db, by)
        names = regions.names(db, {one.area[:12] for one in found})
    choices = [push.month_before(today).period, push.month_of(today).period]
    return render_template(
        "leads/pushed.html", found=found, more=more, months=months, names=names, choices=choices, department=name(),
        problems=problems or [], lines=lines, sources=_sources(), is_late=pushing.is_late,
    )  # fmt: skip


def _sources() -> dict[str, str]:
    mine = who.actor().department == CIVIL_AFFAIRS
    return {code: title for code, title in TITLES.items() if mine or code != "low-income"}


def _form() -> PushForm:
    form, area = PushForm(), who.actor().area
    with reading() as db:
        villages = regions.below(db, area, "village")
        form.offer(_sources(), villages, regions.names(db, {one.code[:9] for one in villages}))
    return form
