"""Households of which an open lead warns (XZ21, XZ01): a lead that is closed or confirmed speaks no longer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from engine.areas import within
from engine.cases import Case
from states.households import Household
from states.leads.channels import SOURCES
from states.leads.lead import OPEN, Lead
from states.leads.report import Report
from states.lifecycle import CANDIDATE, ELIMINATED, EXITED
from states.look_back.check_lines import Ground

WARNED = "lead-"
"""How the code of a ground begins that a lead gave; the source of the lead follows."""
LONGEST = 200
Warnings = Mapping[int, Mapping[str, Sequence[Ground]]]


def warned(session: Session, area: str, after: int, limit: int) -> tuple[dict[int, Household], Warnings, int]:
    """A lot of the open leads of an area: the households, the way each speaks for, the lead to go on from (0: none).

    Who is watched already has a plan of help, and who is in a procedure is being looked at: a lead adds nothing there.
    """
    own = aliased(Case)
    idle = and_(Case.state.in_((CANDIDATE, EXITED)), Case.run_id.is_(None))
    query = (
        select(Lead, Household, Case.state)
        .join(own, own.id == Lead.case_id)
        .join(Household, Household.id == Lead.household_id)
        .join(Case, Case.id == Household.case_id)
        .where(within(Household.group_code, area), Lead.id > after, own.state.in_(OPEN), Lead.merged_into.is_(None))
        .where(or_(Case.state == ELIMINATED, idle))
    )
    rows = session.execute(query.order_by(Lead.id).limit(limit)).all()
    said = _said(session, [lead.id for lead, _home, _state in rows])
    homes, found = dict[int, Household](), dict[int, dict[str, list[Ground]]]()
    for lead, home, state in rows:
        homes[home.id] = home
        way = "re_flag" if state == ELIMINATED else "identify"
        found.setdefault(home.id, {}).setdefault(way, []).extend(said.get(lead.id, ()))
    return homes, found, rows[-1][0].id if len(rows) == limit else 0


def news(told: Sequence[Ground], known: Sequence[Ground]) -> Iterator[Ground]:
    """The grounds that are not known yet: another lead, or a lead that was reported again, is always new."""
    codes = {ground.code for ground in known}
    for ground in told:
        if ground.code not in codes or (ground.code.startswith(WARNED) and ground not in known):
            yield ground


def _said(session: Session, leads: Collection[int]) -> dict[int, list[Ground]]:
    """What was reported of each lead: a ground for each source, with its first day and its words, the newest first."""
    told: dict[int, dict[str, list[Report]]] = {}
    for one in session.scalars(select(Report).where(Report.lead_id.in_(leads)).order_by(Report.id)):
        told.setdefault(one.lead_id, {}).setdefault(one.source, []).append(one)
    return {lead: [_ground(source, some) for source, some in by.items()] for lead, by in told.items()}


def _ground(source: str, reports: Sequence[Report]) -> Ground:
    words = "；".join(one.text for one in reversed(reports))[:LONGEST]
    return Ground(WARNED + source, f"{SOURCES[source]}（{reports[0].received_on}收到）：{words}")
