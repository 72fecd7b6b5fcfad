"""One household's year of income, on the screen and on the paper that household and collector sign."""

from __future__ import annotations

import json
from typing import Any

from flask import render_template, request

from engine.ledger import Entry
from engine.words import N_
from states import openings, regions
from states.income import desk, export, sheets
from states.income.desk import NOT_BEGUN
from states.income.items import DISPOSABLE, NET, REFERENCE, groups
from states.income.lines import SOURCE_LABELS
from states.income.sheets import Sheet
from states.income.statements import LABELS, LOCKED, WITH_REASON, definition
from states.packs.schema import LEVELS
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading, work
from web.income.blueprint import bp
from web.income.table import lines_of
from web.words import say as _
from web.words import term

MEASURE_LABELS = {NET: N_("纯收入"), DISPOSABLE: N_("可支配收入"), REFERENCE: N_("收入参考范围")}
STATES = dict([NOT_BEGUN]) | LABELS


@bp.get("/<int:case_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def show(case_id: int) -> str:
    """Open a household's income of the year under way, or of the year asked for; the opening is logged."""
    sheet = opened(case_id)
    with reading() as db:
        place = regions.full_name(db, sheet.household.group_code, above=who.actor().area[:9])
        following = desk.following(db, sheet.household, sheet.terms.year, who.actor())
    labels = {move.name: move.label for move in definition(LEVELS).moves}
    return render_template(
        "income/show.html", sheet=sheet, lines=list(lines_of(sheet)), place=place,
        measures=MEASURE_LABELS, groups=groups(), states=STATES, sources=SOURCE_LABELS, with_reason=WITH_REASON,
        acts=[one for one in sheet.acts if one[0] not in WITH_REASON or not one[2]],
        entries=[(entry, told(entry, labels)) for entry in sheet.entries],
        signed=json.loads(sheet.signed.body) if sheet.signed else None, following=following,
    )  # fmt: skip


@bp.get("/<int:case_id>/paper")
@access(Permission.PRINT, Area.RECORD, logs_opening=True)
def paper(case_id: int) -> str:
    """The paper ledger of one household: to be signed before the review, and the national layout once it is locked."""
    sheet = opened(case_id)
    with reading() as db:
        place = regions.full_name(db, sheet.household.group_code, above=sheet.household.group_code[:4])
        locked = sheet.state == LOCKED[0]
        national = export.columns(db, [sheet.household], sheet.terms.year)[sheet.household.id] if locked else {}
    return render_template(
        "income/paper.html", sheet=sheet, lines=list(lines_of(sheet)), place=place, national=national,
        measures=MEASURE_LABELS, groups=groups(), states=STATES,
    )  # fmt: skip


def opened(case_id: int) -> Sheet:
    """The sheet of a household, its opening logged."""
    by, at = who.actor(), now.now()
    year = request.args.get("year", 0, int) or None
    with work() as db:
        sheet = sheets.of_household(db, tools.book(), case_id, by, at, year)
        openings.note(db, who.signed_in().id, f"income:{sheet.household.id}", now.wall())
    return sheet


def told(entry: Entry, labels: dict[str, str]) -> str:
    """A line of the statement's ledger in a sentence."""
    facts: dict[str, Any] = entry.told
    reason = facts.get("note") or facts.get("reason") or ""
    if entry.kind == "income":
        source = term(SOURCE_LABELS[facts["source"]])
        quarters = "、".join(map(str, facts["quarters"]))
        text = _("%(source)s%(n)s条，第%(quarters)s季度", source=source, n=facts["lines"], quarters=quarters)
    elif entry.kind == "evidence":
        text = _("登记农户和信息采集员双签字")
    elif entry.kind == "opened":
        text = _("开始采集")
    else:
        text = term(labels.get(facts.get("move", ""), entry.kind))
    return f"{text}：{reason}" if reason else text
