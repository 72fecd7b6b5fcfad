"""A household as it stood on a past day: what was recorded by then, and a mark where nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from sqlalchemy.orm import Session

from engine.errors import BadInput
from engine.words import N_
from states import case_file, openings
from states.changes.fields import fields
from states.codes import codes
from states.history.place_names import names_on
from states.history.standing import Stood, end_of, households_on, members_on
from states.households import Household
from states.identified import WORDS
from states.identity import masked
from states.income.figures import Figures, figures
from states.lifecycle import LABELS
from states.members import Member, of_households_on
from states.roles import Permission
from states.weighing_guards import METRICS
from web import now, who
from web.access import Area, access
from web.cases.blueprint import bp
from web.database import reading, work
from web.exchange.asked import past_day

Fact = tuple[str, str | None]
STANDING: dict[str, tuple[str, Callable[[str], str]]] = {
    "state": (N_("状态"), lambda code: LABELS.get(code, code)),
    "category": (N_("监测对象类别"), codes("category").label),
    "identified_on": (N_("识别监测日期"), str),
    "eliminated_on": (N_("风险消除日期"), str),
    **{name: (label, lambda said: METRICS.get(said, said)) for name, label in WORDS.items()},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One household's facts in words, by label; None for what nobody knows. Nothing is `known` before it came in."""

    known: bool
    place: str
    head: str | None
    facts: list[Fact]
    members: list[tuple[str | None, list[Fact]]]
    income: Figures | None


@bp.get("/<int:case_id>/on-day")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def on_day(case_id: int) -> str | tuple[str, int]:
    """Show how the household stood at the end of the day that is asked for; the opening is logged."""
    problem, day = "", None
    try:
        day = past_day("day")
    except BadInput as error:
        problem = error.problems[0].reason
    with reading() as db:
        household = case_file.household(db, case_id, who.actor())
        shown = _shown(db, household, day) if day else None
    with work() as db:
        openings.note(db, who.signed_in().id, f"household:{household.id}", now.wall())
    page = render_template(
        "cases/on_day.html", household=household, case_id=case_id, day=day, shown=shown, problem=problem,
        written=request.args.get("day", ""),
    )  # fmt: skip
    return (page, 422) if problem else page


def _shown(db: Session, household: Household, day: date) -> Shown:
    stood = households_on(db, [household], day)[household.id]
    there = of_households_on(db, [household.id], day)
    people = members_on(db, there, day)
    group = stood.facts["group_code"]
    names = names_on(db, [group[:length] for length in (9, 12, 14)], day)
    income = figures(db, [household.id], day.year, written_before=end_of(day)).get(household.id)
    return Shown(
        stood.known,
        "".join(names.get(group[:length], "") for length in (9, 12, 14)),
        stood.of("head_name"),
        _facts(stood),
        [(people[one.id].of("name"), _person(one, people[one.id])) for one in there],
        income if income and income.items and stood.known else None,
    )


def _facts(stood: Stood) -> list[Fact]:
    told = [(label, _said(stood, name, shown)) for name, (label, shown) in STANDING.items()]
    about = fields("household").values()
    return told + [(one.label, _said(stood, one.name, one.shown)) for one in about if one.name != "head_name"]


def _person(member: Member, stood: Stood) -> list[Fact]:
    told = []
    for name, one in fields("member").items():
        if name != "name":
            told.append((one.label, _said(stood, name, masked if name == "id_no" else one.shown)))
    joined = member.joined_on.isoformat() if member.joined_on else ""
    return [*told, *([(N_("增加日期"), joined)] if joined else [])]


def _said(stood: Stood, name: str, shown: Callable[[str], str]) -> str | None:
    value = stood.of(name)
    return shown(value) if value else value
