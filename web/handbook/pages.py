"""The handbook in the browser, for everybody who is signed in."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from states.places import data_clerks
from web import who
from web.access import Anyone, access
from web.database import reading
from web.handbook.answers import KIND_LABELS, find
from web.handbook.asking import LONGEST, ask
from web.handbook.manual import clauses, opened
from web.handbook.results import FAILED, NOT_RUN, PASSED

bp = Blueprint("handbook", __name__, url_prefix="/handbook")
TONES = {PASSED: "good", FAILED: "bad", NOT_RUN: "quiet"}


@bp.get("/ask")
@access(Anyone.SIGNED_IN)
def question() -> str:
    """Answer a question: the one that a page links to, or the words that somebody typed."""
    words, asked = request.args.get("q", "")[:LONGEST], request.args
    named = next(((kind, asked[kind]) for kind in KIND_LABELS if asked.get(kind)), None)
    answer = find(*named) if named else None
    if named and answer is None:
        raise NotFound
    found = [] if answer else ask(words)
    manual, results = opened(), {PASSED: _("通过"), FAILED: _("没有通过"), NOT_RUN: _("未检验")}
    with reading() as db:
        clerks = data_clerks.posts(db, who.actor().area)
    clerk = clerks[0].clerk if len(clerks) == 1 else None
    return render_template(
        "handbook/ask.html", answer=answer, found=found, q=words, kinds=KIND_LABELS, results=manual.results,
        words=results, tones=TONES, clerk=clerk,
    )  # fmt: skip


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
