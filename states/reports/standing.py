"""How many there are: the register by kind, those monitored by state and category, at the end of a period (BZ01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, case

from engine.words import N_
from states.codes import codes
from states.households import Household
from states.lifecycle import ELIMINATED, LABELS, MONITORED, RE_FLAGGED
from states.members import Member
from states.reports.figure import Asked, Figure, rows
from states.reports.stood import households, last_states, present

KINDS = ("general", "lifted_out")
WATCHED, COUNTED = (MONITORED, RE_FLAGGED), (MONITORED, RE_FLAGGED, ELIMINATED)
CATEGORIES = ("unstable", "marginal", "sudden")


def kinds(_asked: Asked) -> Mapping[str, str]:
    """The kinds of household, in the words of the register."""
    return codes("household_kind").labels


def categories(_asked: Asked) -> Mapping[str, str]:
    """The categories of those monitored."""
    return codes("category").labels


def states(asked: Asked) -> Mapping[str, str]:
    """The states in the words of the plan that holds at the place."""
    words = asked.plan.file.words if asked.plan else {}
    return {name: words.get(name, label) for name, label in LABELS.items()}


def _of_kind(asked: Asked) -> Select[Any]:
    then = households(asked, "kind", Household.kind, KINDS)
    return rows(Household.id, then.c.value).join(then, then.c.id == Household.id)


def _stood(asked: Asked, part: str) -> Select[Any]:
    """The households that had been taken in by then, by `state` or `category`; by category those watched only."""
    told, then = last_states(asked), households(asked, "category", Household.category, categories(asked))
    by_state = part == "state"
    query = rows(Household.id, told.c.state if by_state else then.c.value)
    query = query.join(told, told.c.case_id == Household.case_id).join(then, then.c.id == Household.id)
    return query.where(told.c.state.in_(COUNTED if by_state else WATCHED))


def scale_parts(asked: Asked) -> Mapping[str, str]:
    """The parts of 规模统计表, of which each household belongs to one: its category if it is watched, else its kind."""
    return {**{kind: kinds(asked)[kind] for kind in KINDS}, **{one: categories(asked)[one] for one in CATEGORIES}}


def _scale(asked: Asked) -> Select[Any]:
    """Every household once: by category those who are monitored at the time, by kind all others."""
    kind = households(asked, "kind", Household.kind, KINDS)
    category = households(asked, "category", Household.category, categories(asked))
    told = last_states(asked)
    watched = told.c.state.in_(WATCHED) & category.c.value.in_(CATEGORIES)
    query = rows(Household.id, case((watched, category.c.value), else_=kind.c.value))
    query = query.join(kind, kind.c.id == Household.id).join(category, category.c.id == Household.id)
    return query.outerjoin(told, told.c.case_id == Household.case_id)


def _persons(of_households: Select[Any], asked: Asked) -> Select[Any]:
    """The people of these households instead of the households."""
    homes = of_households.subquery()
    told = rows(Member.id, homes.c.part, Member.name, None).select_from(Member)
    told = told.join(Household, Household.id == Member.household_id).join(homes, homes.c.key == Household.id)
    return told.where(present(asked))


FIGURES = (
    Figure("registered", N_("登记农户"), "户", _of_kind, kinds),
    Figure("registered-persons", N_("登记人口"), "人", lambda asked: _persons(_of_kind(asked), asked), kinds),
    Figure("scale", N_("农户规模"), "户", _scale, scale_parts),
    Figure("scale-persons", N_("农户规模人口"), "人", lambda asked: _persons(_scale(asked), asked), scale_parts),
    Figure("monitored", N_("监测对象户"), "户", lambda asked: _stood(asked, "state"), states),
    Figure(
        "monitored-persons", N_("监测对象人口"), "人", lambda asked: _persons(_stood(asked, "state"), asked), states
    ),
    Figure("category", N_("监测对象分类别户数"), "户", lambda asked: _stood(asked, "category"), categories),
    Figure(
        "category-persons",
        N_("监测对象分类别人数"),
        "人",
        lambda asked: _persons(_stood(asked, "category"), asked),
        categories,
    ),
)
