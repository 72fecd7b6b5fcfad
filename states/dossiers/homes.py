"""Who a household is: its own facts and its people, those who left among them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import Case
from states import regions
from states.codes import codes
from states.dossiers.plain import fields
from states.history.facts import OF_HOUSEHOLD, OF_MEMBER
from states.households import Household
from states.lifecycle import LABELS
from states.members import Member


def homes_of(session: Session, households: Sequence[Household]) -> dict[int, dict[str, Any]]:
    """The facts of each household by its case, with the words for its codes; a few statements for all."""
    cases = {one.id: one for one in session.scalars(select(Case).where(Case.id.in_([h.case_id for h in households])))}
    places = regions.names(session, {home.group_code[:n] for home in households for n in regions.LEVELS})
    return {home.case_id: _home(home, cases[home.case_id], places) for home in households}


def _home(home: Household, case: Case, places: dict[str, str]) -> dict[str, Any]:
    chain = [places.get(home.group_code[:n], "") for n in regions.LEVELS if n <= len(home.group_code)]
    return {
        "number": home.number,
        "case": home.case_id,
        "area": home.group_code,
        "place": "".join(chain),
        "village": places.get(home.village, ""),
        "group": places.get(home.group_code, ""),
        "state": case.state,
        "state_label": LABELS.get(case.state, case.state),
        "kind_label": codes("household_kind").label(home.kind),
        "category_label": codes("category").label(home.category) if home.category != "none" else "",
        **fields(home, (*OF_HOUSEHOLD, "created_at")),
        "details": json.loads(home.details or "{}"),
    }


def people_of(session: Session, household_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """The people of each household, the head first and who left last; one statement."""
    found: dict[int, list[dict[str, Any]]] = {}
    query = select(Member).where(Member.household_id.in_(list(household_ids)))
    order = (Member.household_id, Member.left_on.is_not(None), Member.is_head.desc(), Member.id)
    for one in session.scalars(query.order_by(*order)):
        found.setdefault(one.household_id, []).append(_person(one))
    return found


def _person(one: Member) -> dict[str, Any]:
    return {
        "member": one.id,
        **fields(one, OF_MEMBER),
        "relation_label": codes("relation").label(one.relation),
        "sex_label": codes("sex").label(one.sex),
        "health_label": codes("health").label(one.health),
        "labour_label": one.labour_label,
        "left_label": codes("left_reason").label(one.left_reason),
        "details": json.loads(one.details or "{}"),
    }
