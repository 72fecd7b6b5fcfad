"""The list of problems, and one of them with all that can be done about it."""

from __future__ import annotations

from flask import render_template, request

from engine.ledger import history
from states import regions
from states.problems import desk, problem_list, taking
from states.problems.desk import Asked
from states.problems.problem import ABOVE, DISTRIBUTORS, LABELS, OPEN
from states.problems.similar import VERDICTS
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading
from web.forms import Form, set_apart
from web.problems import forms
from web.problems.blueprint import bp
from web.problems.entries import told

FORMS: dict[str, type[Form]] = {
    "disclaim": forms.ReasonForm,
    "dismiss": forms.ReasonForm,
    "hand_out": forms.HandOutForm,
    "trace": forms.TraceForm,
    "judge": forms.JudgeForm,
    "along": forms.AlongForm,
    "rectify": forms.RectifyForm,
    "check": forms.CheckForm,
    "send_back": forms.SendBackForm,
    "close": forms.CloseForm,
    "extend": forms.ExtendForm,
}


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the problems of an area, newest first, by what is still to be done about them."""
    by, sent, today = who.actor(), request.args, now.today()
    area = sent.get("area", "")
    area = area if area.isdecimal() and by.covers(area) else ""
    state = sent.get("state", "") if sent.get("state", "") in LABELS else ""
    over = today if sent.get("over") == "1" else None
    list_id = sent.get("list", 0, int)
    with reading() as db:
        found, more = desk.listed(db, by, Asked(area, state, "", list_id, over), before=sent.get("before", 0, int))
        counts = desk.counts(db, by, area)
        villages = regions.below(db, by.area, "village") if 6 <= len(by.area) < 12 else ()
        names = regions.names(db, {one.problem.area for one in found})
        lists = problem_list.of_area(db, by)
    return render_template(
        "problems/index.html", found=found, more=more, counts=counts, labels=LABELS, state=state, area=area, over=over,
        villages=villages, names=names, lists=lists, list_id=list_id, on=today,
    )  # fmt: skip


@bp.get("/<int:problem_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(problem_id: int) -> str:
    """Show a problem, and what can be done about it."""
    return page(problem_id)


def page(problem_id: int, **sent: Form) -> str:
    """The page of a problem with these forms on it, empty ones by default."""
    by, on = who.actor(), now.today()
    made = {name: sent.get(name) or form(formdata=None) for name, form in FORMS.items()}
    with reading() as db:
        shown = desk.find(db, problem_id, by)
        one = shown.problem
        acts = desk.against(db, tools.book(), one, by, now.now())
        homes, more = desk.households(db, one, by, after=request.args.get("after", 0, int))
        traces, verdicts, files = desk.traces(db, one), desk.judged(db, one), desk.files(db, one)
        place = regions.full_name(db, one.area, above=one.area[:4])
        entries = [(line, told(line)) for line in history(db, one.case_id)]
        if "hand_out" in acts:
            made["hand_out"].offer(taking.offered(db, by, on))
    for name, form in made.items():
        set_apart(form, name)
    made["trace"].offer()
    made["judge"].offer()
    for name in ("along", "rectify"):
        if not sent.get(name):
            made[name].on.data = on
    return render_template(
        "problems/show.html", shown=shown, one=one, acts=acts, homes=homes, more=more, traces=traces,
        verdicts=verdicts, files=files, place=place, entries=entries, forms=made, words=VERDICTS, on=on,
        extends=shown.state in OPEN and by.role in ABOVE and len(by.area) < len(one.area),
        hands_out=by.role in DISTRIBUTORS, works=bool({"trace", "rectify"} & acts.keys()),
    )  # fmt: skip
