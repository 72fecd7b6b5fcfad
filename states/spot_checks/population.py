"""From which households a spot check draws: those of an area by state and category, or with entries of some days."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, insert, literal, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.cases import Case
from engine.clock import OFFICE
from engine.db import Base
from engine.evidence import Exhibit
from engine.words import N_
from states.changes.change import Change
from states.households import Household
from states.members import Member
from states.quality.findings import Finding, FindingClaim
from states.spot_checks.check import SpotHouse
from states.sweeps.sweep import SweepCall

ALL, ENTRIES, FINDINGS, VISITS, SWEPT = "", "entries", "findings", "visits", "swept"
ABOUT = {
    ALL: N_("全部在册农户"),
    ENTRIES: N_("这段时间提出过变更的户"),
    FINDINGS: N_("这段时间报过疑点整改的户"),
    VISITS: N_("这段时间登记过入户核查的户"),
    SWEPT: N_("这段时间排查登记过的户"),
}


@dataclass(frozen=True, slots=True)
class Population:
    """Which households: of an area, in a state, of a category and kind, with something of some days behind them."""

    area: str
    state: str = ""
    category: str = ""
    kind: str = ""
    about: str = ALL
    since: date | None = None
    until: date | None = None

    @property
    def told(self) -> dict[str, Any]:
        """What was asked, as it is published."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


def freeze(session: Session, check_id: int, asked: Population) -> int:
    """Write the population down; answer how many households it has. Two statements."""
    columns = ["check_id", "household_id", "number", "area", "stratum"]
    texts = {"record": "{}", "entered_by": "[]", "result": "", "found": "{}", "note": "", "checkers": ""}
    texts |= {"checked_by": "", "checked_by_name": "", "followed": "{}"}
    chosen = _chosen(asked).with_only_columns(
        literal(check_id), Household.id, Household.number, Household.group_code, Household.village,
        *(literal(text) for text in texts.values()),
    )  # fmt: skip
    session.execute(insert(Base.metadata.tables["spot_check_house"]).from_select([*columns, *texts], chosen))
    return session.scalar(select(func.count()).where(SpotHouse.check_id == check_id)) or 0


def _chosen(asked: Population) -> Select[Any]:
    lived_in = select(Member.id).where(Member.household_id == Household.id, Member.left_on.is_(None)).exists()
    query = select(Household.id).join(Case, Case.id == Household.case_id)
    query = query.where(within(Household.group_code, asked.area), lived_in)
    for column, value in (
        (Case.state, asked.state),
        (Household.category, asked.category),
        (Household.kind, asked.kind),
    ):
        if value:
            query = query.where(column == value)
    return query if asked.about == ALL else query.where(_behind(asked))


def _behind(asked: Population) -> ColumnElement[bool]:
    """Whether something of these days stands behind a household."""
    first, last = asked.since or date.min, asked.until or date.max
    begins = datetime.combine(first, time(), OFFICE)
    ends = datetime.combine(min(last, date.max - timedelta(days=1)) + timedelta(days=1), time(), OFFICE)
    if asked.about == ENTRIES:
        mine = Change.household_id == Household.id
        return select(Change.id).where(mine, Change.proposed_at >= begins, Change.proposed_at < ends).exists()
    if asked.about == FINDINGS:
        claims = select(FindingClaim.id).join(Finding, Finding.id == FindingClaim.finding_id)
        days = FindingClaim.claimed_at >= begins, FindingClaim.claimed_at < ends
        return claims.where(Finding.household_id == Household.id, *days).exists()
    if asked.about == VISITS:
        seen = select(Exhibit.case_id).where(Exhibit.case_id == Household.case_id, Exhibit.kind == "visit")
        return seen.where(Exhibit.superseded == false(), Exhibit.happened_on.between(first, last)).exists()
    calls = select(SweepCall.id).where(SweepCall.household_id == Household.id)
    return calls.where(SweepCall.called_on.between(first, last)).exists()
