"""The handbook in the browser, for everybody who is signed in."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from web.access import Anyone, access
from web.handbook.manual import clauses, opened
from web.handbook.results import FAILED, NOT_RUN, PASSED

bp = Blueprint("handbook", __name__, url_prefix="/handbook")
TONES = {PASSED: "good", FAILED: "bad", NOT_RUN: "quiet"}


@bp.get("")
@access(Anyone.SIGNED_IN)
def index() -> str:
    """Show the requirements and the steps, or the scenarios of the one that was asked for."""
    manual, requirement, step = opened(), request.args.get("requirement", ""), request.args.get("step", "")
    words = {PASSED: _("通过"), FAILED: _("没有通过"), NOT_RUN: _("未检验")}
    if not requirement and not step:
        return render_template("handbook/index.html", manual=manual, words=words, tones=TONES)
    wanted = manual.having(requirement) if requirement else manual.about(step)
    if not wanted:
        raise NotFound
    about = {"title": requirement or step, "lead": clauses().get(requirement, "")}
    shown = {"features": manual.only(wanted), "results": manual.results, "words": words, "tones": TONES}
    return render_template("handbook/scenarios.html", count=len(wanted), **about, **shown)
