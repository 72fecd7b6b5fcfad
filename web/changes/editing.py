"""Proposing edits: the whole form of a household or a member; what differs becomes one proposal for each field."""

from __future__ import annotations

import dataclasses

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound, Refused
from engine.guards import Blocker
from states import case_file
from states.changes.change import SOURCES
from states.changes.fields import Field, fields
from states.changes.proposing import Edit, propose
from states.households import Household
from states.members import Member
from states.roles import Permission
from web import now, only_once, who
from web.access import Area, access
from web.changes.blueprint import bp
from web.changes.forms import HANDS, day_of
from web.database import reading, work
from web.words import term


@dataclasses.dataclass(slots=True)
class Asked:
    """A field as the form asks for it: the value in it and what is wrong with it."""

    field: Field
    value: str
    before: str
    errors: list[str] = dataclasses.field(default_factory=list)

    @property
    def choices(self) -> dict[str, str]:
        """What may be chosen today, and what stands there, even where it may not be chosen any more."""
        known = self.field.codes(now.today())
        if known is None:
            return {}
        return {**known.labels, **{one: known.label(one) for one in self.before.split(",") if one}}


@bp.get("/household/<int:case_id>/edit")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def ask_edit(case_id: int) -> str:
    """Show the values as they stand."""
    with reading() as db:
        home, row = _row(db, case_id)
    asked = [Asked(one, one.of(row), one.of(row)) for one in _fields(row)]
    return _page(home, row, asked)


@bp.post("/household/<int:case_id>/edit")
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def edit(case_id: int) -> Response | tuple[str, int]:
    """Propose what differs."""
    with reading() as db:
        home, row = _row(db, case_id)
    asked = [_asked(one, request.form) for one in _fields(row)]
    if any(one.errors for one in asked):
        return _page(home, row, asked), 422
    on, source = day_of(request.form.get("happened_on", "")), request.form.get("source", "")
    changed = [one for one in asked if one.value != one.before]
    if not changed:
        return _page(home, row, asked, problem=_("没有改动任何一项")), 422
    subject = "member" if isinstance(row, Member) else "household"
    edits = [Edit(subject, row.id, one.field.name, one.value, one.before, on) for one in changed]
    told = {"by": who.actor(), "at": now.now(), "source": source if source in HANDS else "office"}
    try:
        with work() as db:
            only_once.carry_out(db, lambda: {"n": len(propose(db, edits, **told))})  # type: ignore[arg-type]
    except Refused as error:
        return _page(home, row, asked, error.blockers), 409
    flash(_("已提出%(n)s条变更，由另一个人核对后入册", n=len(changed)), "success")
    return redirect(url_for(".household", case_id=case_id))


def _row(db: Session, case_id: int) -> tuple[Household, Household | Member]:
    home, number = case_file.household(db, case_id, who.actor()), request.values.get("member", "")
    if not number:
        return home, home
    member = db.get(Member, int(number)) if number.isdecimal() and len(number) < 16 else None
    if member is None or member.household_id != home.id or not member.is_here:
        raise NotFound("member", number)
    return home, member


def _fields(row: Household | Member) -> list[Field]:
    return list(fields("member" if isinstance(row, Member) else "household").values())


def _asked(one: Field, form: MultiDict[str, str]) -> Asked:
    several = one.type == "codes"
    written = ",".join(form.getlist(one.name)) if several else form.get(one.name, "")
    before = form.get(f"before-{one.name}", "")
    if written.strip() == before:
        return Asked(one, before, before)
    try:
        return Asked(one, one.read(written, now.today()), before)
    except BadInput as error:
        return Asked(one, written, before, [term(problem.reason) for problem in error.problems])


def _page(
    home: Household, row: Household | Member, asked: list[Asked], refused: tuple[Blocker, ...] = (), problem: str = ""
) -> str:
    member = row if isinstance(row, Member) else None
    shown = [one for one in asked if one.choices or one.field.codes() is None]
    return render_template(
        "changes/edit.html", household=home, member=member, asked=shown, refused=refused, problem=problem,
        sources={code: SOURCES[code] for code in HANDS},
    )  # fmt: skip
