"""One finding: what was seen, what may be done about it, and everything that was done."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask_babel import gettext as _

from engine import ledger
from engine.ledger import Entry
from states import openings, regions
from states.evidence.record import KINDS
from states.quality import correcting, desk
from states.quality.findings import FINDING
from states.quality.rulebook import PROOFS, SEVERITIES
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access, may
from web.database import reading, work
from web.quality.blueprint import bp
from web.quality.forms import ClaimForm, WaiveForm
from web.quality.tabs import tab_of
from web.words import day, term


@bp.get("/findings/<int:finding_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def show(finding_id: int) -> str:
    """Show a finding; the opening is logged."""
    with work() as db:
        found = desk.find(db, finding_id, who.actor())
        one = found.finding
        what = f"household:{one.household_id}" if one.household_id else f"village:{one.area}"
        openings.note(db, who.signed_in().id, what, now.wall())
    return page(finding_id, ClaimForm(formdata=None), WaiveForm(formdata=None))


def page(finding_id: int, claim: ClaimForm, waive: WaiveForm) -> str:
    """The page of a finding with these forms on it."""
    by = who.actor()
    with reading() as db:
        doubt = desk.find(db, finding_id, by)
        acts = desk.against(db, tools.book(), doubt.finding, by, now.now())
        usable = correcting.usable(db, doubt.finding)
        claims, entries = desk.claims(db, finding_id), ledger.history(db, doubt.finding.case_id)
        place = regions.full_name(db, doubt.finding.area, above=by.area[:9])
    offer(claim, doubt, usable)
    return render_template(
        "quality/show.html", doubt=doubt, one=doubt.finding, acts=acts, claims=claims, place=place, claim=claim,
        waive=waive, proofs=PROOFS, severities=SEVERITIES, history=[(entry, said(entry)) for entry in entries],
        corrects=may(Permission.CORRECT_FINDING), waives=may(Permission.WAIVE_FINDING),
        records=may(Permission.RECORD_EVIDENCE) and "visit" in taken(doubt), tab=tab_of(doubt.rule),
    )  # fmt: skip


def taken(doubt: desk.Doubt) -> tuple[str, ...]:
    """The kinds of proof that settle a finding."""
    return doubt.rule.proof if doubt.rule else tuple(PROOFS)


def offer(form: ClaimForm, doubt: desk.Doubt, usable: Sequence[tuple[int, str, object]]) -> None:
    """Offer the proofs that the rule takes, and the household's visits and answers since it was found."""
    takes = taken(doubt)
    titles = [(number, f"{day(on)} {term(KINDS[kind].title)}") for number, kind, on in usable]  # type: ignore[arg-type]
    form.offer([(kind, term(PROOFS[kind])) for kind in takes], titles)
    shown = {kind: proof for proof, kind in correcting.SHOWS.items() if proof in takes}
    if usable and request.method == "GET" and usable[0][1] in shown:
        form.suggest(shown[usable[0][1]], usable[0][0])


def said(entry: Entry) -> str:
    """A line of a finding's ledger in a sentence."""
    facts = entry.told
    note = facts.get("note", "")
    if note.startswith("round:"):
        note = _("第%(n)s轮筛查", n=note.removeprefix("round:"))
    note = term(PROOFS.get(note, note))
    label = FINDING.by_name[facts["act"]].label if facts.get("act") in FINDING.by_name else FINDING.labels["open"]
    return f"{term(label)} · {note}" if note else term(label)
