"""What of a household a spot check lays beside the house: the register's own words on the day of the draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.evidence import Evidence, Exhibit
from engine.ledger import canonical
from engine.words import N_
from states.changes.change import Change
from states.changes.fields import fields
from states.households import Household
from states.members import Member
from states.quality.findings import Finding, FindingClaim
from states.spot_checks.check import SpotHouse
from states.sweeps.sweep import SweepCall

MEMBERS = "members"
PROPOSED = ("head_name", "phone", "address", "kind")
"""What differs here becomes a proposed change; whoever joined or left is recorded as a natural change."""
NAMES = {
    "head_name": N_("户主姓名"),
    "phone": N_("联系电话"),
    "address": N_("家庭住址"),
    "kind": N_("户类型"),
    MEMBERS: N_("家庭人口"),
}


def freeze_records(session: Session, houses: Sequence[SpotHouse]) -> None:
    """Keep with each drawn household what the register says, and who had entered something; six statements a lot."""
    for begin in range(0, len(houses), 500):
        lot = {house.household_id: house for house in houses[begin : begin + 500]}
        homes = session.scalars(select(Household).where(Household.id.in_(lot))).all()
        sizes, entrants = _sizes(session, list(lot)), _entrants(session, {home.id: home.case_id for home in homes})
        for home in homes:
            told = {name: fields("household")[name].of(home) for name in PROPOSED} | {MEMBERS: sizes.get(home.id, "0")}
            lot[home.id].record = canonical(told)
            lot[home.id].entered_by = canonical(sorted(entrants.get(home.id, ())))
    session.flush()


def shown(name: str, value: str) -> str:
    """A value in the words of the form."""
    return value if name == MEMBERS else fields("household")[name].shown(value)


def _sizes(session: Session, ids: Sequence[int]) -> dict[int, str]:
    here = select(Member.household_id, func.count()).where(Member.household_id.in_(ids), Member.left_on.is_(None))
    return {home: str(n) for home, n in session.execute(here.group_by(Member.household_id))}


def _entrants(session: Session, cases: Mapping[int, int]) -> dict[int, set[str]]:
    """Who entered evidence, proposed a change, claimed a correction, or swept the household: accounts and names."""
    homes = {case_id: home for home, case_id in cases.items()}
    evidence = select(Exhibit.case_id, Exhibit.recorded_by, Evidence.recorded_by_name)
    evidence = evidence.join(Evidence, Evidence.id == Exhibit.evidence_id).where(Exhibit.case_id.in_(homes))
    changed = select(Change.household_id, Change.proposed_by, Change.proposed_by_name)
    claimed = select(Finding.household_id, FindingClaim.claimed_by, FindingClaim.claimed_by_name)
    claimed = claimed.join(Finding, Finding.id == FindingClaim.finding_id).where(Finding.household_id.in_(cases))
    called = select(SweepCall.household_id, SweepCall.by, SweepCall.by_name, SweepCall.visitors)
    found: dict[int, set[str]] = {}
    for case_id, *who in session.execute(evidence.distinct()):
        found.setdefault(homes[case_id], set()).update(who)
    for query in (
        changed.where(Change.household_id.in_(cases)), claimed, called.where(SweepCall.household_id.in_(cases))
    ):  # fmt: skip
        for home, *told in session.execute(query.distinct()):
            found.setdefault(home, set()).update(name for text in told for name in text.split("、") if name)
    return found
