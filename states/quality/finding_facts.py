"""What guards read of findings: whether a correction is proved, and who entered the data that they doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.ledger import Entry
from states.households import Household
from states.places.figures import Figure
from states.places.sheet_kinds import VILLAGE
from states.places.village_sheets import VillageSheet
from states.quality.findings import Finding, FindingClaim, FindingFacts

ENTERS_NOTHING = ("step", "moved", "started", "sent-back", "withdrawn", "broken-off", "notice", "objection")
"""Kinds of entries of a household's ledger that change none of its data; whoever made another one entered some."""


def finding_facts(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, FindingFacts]:
    """The loader of what is particular to cases of the kind "finding"; a few statements for any number."""
    columns = (Finding.case_id, Finding.proof, Finding.gone_on, Finding.waived_reason, Household.case_id, Finding.id)
    query = select(*columns, Finding.area).outerjoin(Household, Household.id == Finding.household_id)
    rows: list[Any] = list(session.execute(query.where(Finding.case_id.in_(list(case_ids)))))
    of_houses = _who(session, _entries({row[4] for row in rows if row[4] is not None}))
    of_villages: dict[Any, set[str]] = {}
    for told in _of_villages({row[6] for row in rows if row[4] is None}):
        for place, actors in _who(session, told).items():
            of_villages.setdefault(place, set()).update(actors)
    claims = select(FindingClaim.finding_id, FindingClaim.claimed_by)
    claimed = _who(session, claims.where(FindingClaim.finding_id.in_([row[5] for row in rows])))
    found = {}
    for case_id, proof, gone_on, reason, house, finding_id, area in rows:
        entered = of_villages.get(area, set()) if house is None else of_houses.get(house, set())
        by = frozenset(entered | claimed.get(finding_id, set()))
        found[case_id] = FindingFacts(proof, gone_on is not None, reason, by)
    return found


def _entries(cases: set[int]) -> Any:
    told = select(Entry.case_id, Entry.actor_id).where(Entry.case_id.in_(sorted(cases)))
    return told.where(Entry.kind.not_in(ENTERS_NOTHING))


def _of_villages(villages: set[str]) -> list[Any]:
    """Who declared a village's figures, and who entered or verified its sheets."""
    if not villages:
        return []
    figures = select(Figure.place, Figure.by).where(Figure.place.in_(sorted(villages)))
    mine = (VillageSheet.kind == VILLAGE,)
    sheets = [
        select(VillageSheet.place, column).where(VillageSheet.place.in_(sorted(villages)), *mine, column != "")
        for column in (VillageSheet.entered_by, VillageSheet.verified_by)
    ]
    return [figures, *sheets]


def _who(session: Session, query: Any) -> Mapping[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    for what, actor in session.execute(query.distinct()):
        found.setdefault(what, set()).add(actor)
    return found
