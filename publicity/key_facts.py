"""What the paper ledger of a village says: each household's key facts, group by group, to be signed (TZ25, BZ04)."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.words import N_
from publicity.offices import office_at
from states import regions
from states.changes.key_facts import FACTS, KeyFacts, of_village
from states.codes import codes
from states.drafting import issuer_of
from states.households import Household

HEADINGS = ("不愁吃", "不愁穿", "义务教育", "基本医疗", "住房安全", "饮水安全", "年人均纯收入（元）")
TO_ASK = 2
"""So many of the headings no visit tells of: they are asked and written by hand."""
SIGNED = "已签"


def ledger_values(session: Session, area: str, on: date, by: Actor) -> tuple[str, dict[str, Any]]:
    """The ledger of a village or villager group; NotFound outside the actor's area, Refused where nobody lives."""
    if len(area) < 12 or not (by.covers(area) or by.area.startswith(area)):
        raise NotFound("region", area)
    rows = [one for one in of_village(session, by, area[:12]) if one.group_code.startswith(area)]
    village = office_at(session, area[:12])
    if not rows:
        text = N_("“%(place)s”没有登记的农户，没有台账可印")
        raise Refused("print", [Blocker("no-household", text, {"place": village.name}, "TZ25")])
    names = regions.names(session, {one.group_code for one in rows})
    query = select(Household.case_id, Household.kind).where(Household.case_id.in_([one.case_id for one in rows]))
    kinds = dict(session.execute(query).all())
    return "paper_ledger", {
        "number": f"TZ-{on.year}-{area}",
        "addressee": issuer_of(village),
        "year": on.year,
        "village": village.name,
        "headings": list(HEADINGS),
        "groups": [
            {"name": names.get(group, group), "rows": [_row(one, kinds[one.case_id]) for one in homes]}
            for group, homes in groupby(rows, key=lambda one: one.group_code)
        ],
        "made_on": on.isoformat(),
    }


def _row(one: KeyFacts, kind: str) -> dict[str, Any]:
    said = one.visit.said if one.visit else {}
    return {
        "household_number": one.number,
        "head": one.head_name,
        "kind": codes("household_kind").label(kind),
        "persons": one.members,
        "facts": [""] * TO_ASK + [_fact(said.get(name)) for name in FACTS],
        "visited_on": one.visit.happened_on.isoformat() if one.visit else None,
        "household_signed": "" if "household" in one.missing else SIGNED,
        "collector_signed": "" if "collector" in one.missing else SIGNED,
    }


def _fact(value: object) -> str:
    return "" if value is None else "是" if value is True else "否" if value is False else str(value)
