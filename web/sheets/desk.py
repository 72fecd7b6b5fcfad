"""The places that owe a kind of sheet for a year, and one of them with its sheet."""

from __future__ import annotations

from flask import render_template, request

from engine.errors import NotFound
from states import region_desk
from states.places import expected, sheet_kinds, teams, village_sheets
from states.places.sheet_kinds import KINDS, LIFTED, TEAM, Fact, SheetKind, asked
from states.regions import Region
from states.roles import Permission
from web import now, who
from web.access import Area, access
from web.database import reading
from web.forms import set_apart
from web.sheets.blueprint import bp
from web.sheets.forms import LeaveForm, MemberForm, SheetForm


@bp.get("")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def index() -> str:
    """List the places that owe a kind of sheet, those that are missing among them."""
    by, year = who.actor(), asked_year()
    kind = KINDS.get(request.args.get("kind", ""), next(iter(KINDS.values())))
    with reading() as db:
        rows = expected.progress(db, by, by.area[:12], kind.name, year)
    return render_template(
        "sheets/index.html", rows=rows, kind=kind, kinds=KINDS, year=year, missing=expected.is_open(rows),
        years=range(now.today().year, now.today().year - 5, -1),
    )  # fmt: skip


@bp.get("/<kind>/<code>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def show(kind: str, code: str) -> str:
    """Show a place's sheet of a year, with the form that begins with what stood last."""
    found, place = of(kind, code)
    return page(found, place, asked_year())


def of(kind: str, code: str) -> tuple[SheetKind, Region]:
    """The kind, and the place in the own area, if it is of the kind's level; raises `NotFound`."""
    with reading() as db:
        place = region_desk.own(db, code, who.actor())
    found = sheet_kinds.find(kind)
    if place.level != found.level:
        raise NotFound("region", code)
    return found, place


def page(
    kind: SheetKind,
    place: Region,
    year: int,
    form: SheetForm | None = None,
    member: MemberForm | None = None,
    leave: LeaveForm | None = None,
) -> str:
    """The page of a place's sheet with these forms on it."""
    by, has_team = who.actor(), kind.name == TEAM
    with reading() as db:
        sheets = village_sheets.of_village(db, place.code, year, kind.name)
        last = village_sheets.before(db, place.code, year, kind.name)
        team = teams.of_village(db, place.code, year) if has_team else ()
        present = [(one.id, one.name) for one in teams.of_village(db, place.code)] if has_team else []
        owes = any(one.code == place.code for one in expected.owing(db, place.code, kind.name, year))
    stands = next((one for one in sheets if one.verified_at), None)
    waits = next((one for one in sheets if one.is_waiting), None)
    if form is None:
        form = SheetForm(formdata=None, year=year)
        form.prepare(kind.name)
        shown = waits or stands or last
        form.fill(kind.name, shown.told if shown else {})
    member, leave = member or MemberForm(formdata=None), leave or LeaveForm(formdata=None)
    set_apart(member, "member")
    set_apart(leave, "leave")
    member.offer(present)
    leave.offer(present)
    return render_template(
        "sheets/show.html", kind=kind, place=place, year=year, form=form, parts=_parts(kind.name), stands=stands,
        waits=waits, last=last, me=by.id, team=team, present=present, has_team=has_team, member=member, leave=leave,
        marks=kind.name == LIFTED, owes=owes,
    )  # fmt: skip


def _parts(kind: str) -> dict[str, list[Fact]]:
    """What a kind asks, by its parts, both in the order of the sheet."""
    found: dict[str, list[Fact]] = {}
    for fact in asked(kind).values():
        found.setdefault(fact.section, []).append(fact)
    return found


def asked_year() -> int:
    """The year in the address; this one by default."""
    sent, this = request.args.get("year", 0, int), now.today().year
    return sent if 2000 <= sent <= this else this
