"""Reporting a phase done: by the place itself, with its commitment where the plan asks; sent back from above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import Case, hold
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states.campaigns import adjustments, phases
from states.campaigns.campaign import LABELS, UNDER_WAY, Campaign
from states.campaigns.phases import LEVEL_OF, Cell
from states.campaigns.records import PhaseReport
from states.issued import desk as papers
from states.issued.covering import DOCUMENT
from states.packs.campaign_parts import Phase
from states.packs.loader import Pack
from states.packs.store import of_digest

LONGEST, REASON = 2000, 400
WHO = {"village": ("village",), "township": ("township", "township_leader"), "county": ("county",)}
"""Whose post reports a phase for its place."""


def report(
    session: Session, campaign: Campaign, name: str, area: str, note: str, *, by: Actor, at: datetime
) -> PhaseReport:
    """Report that a place is done with a phase, with the numbers of its adjustments; raises `Refused`, `BadInput`."""
    if len(note) > LONGEST:
        raise BadInput(Problem("note", N_("文字太长")))
    pack = of_digest(session, campaign.digest)
    phase = phase_of(pack, name)
    [case] = hold(session, [campaign.case_id])
    if blockers := list(against(session, campaign, case, phase, area, by, office_day(at))):
        raise Refused("report", blockers)
    rows = adjustments.by_village(session, area, campaign.begun_on or office_day(at), pack)
    told = adjustments.together(rows.values(), pack)
    one = PhaseReport(
        campaign_id=campaign.id, phase=name, area=area, done_on=office_day(at), note=note.strip(),
        figures=canonical(told), by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    entry = {"phase": name, "area": area, "report": one.id, "figures": told}
    ledger.append_many(session, [(case, "phase-reported", entry)], by, at)
    return one


def against(
    session: Session, campaign: Campaign, case: Case, phase: Phase, area: str, by: Actor, today: date
) -> Iterator[Blocker]:
    """Every reason against reporting a phase for a place today."""
    level = LEVEL_OF.get(len(area), "")
    if case.state != UNDER_WAY[0]:
        text = N_("集中行动的状态是“%(state)s”，只有进行中的才能上报")
        yield Blocker("campaign-state", text, {"state": LABELS[case.state]}, "", "township")
    if level not in phase.by or not area.startswith(campaign.area):
        yield Blocker("not-its-phase", N_("“%(phase)s”不由这一级上报"), {"phase": phase.title}, phase.basis)
        return
    if by.role not in WHO[level] or by.area != area:
        yield Blocker("role-required", N_("阶段完成由各地自己上报，别的岗位不能代报"), {}, phase.basis, WHO[level][0])
    if phase.since and today < phase.since:
        text = N_("“%(phase)s”%(first)s才开始")
        yield Blocker(
            "phase-not-begun", text, {"phase": phase.title, "first": phase.since}, phase.basis, "", phase.since
        )
    if phases.cell(session, campaign, phase, area).report:
        yield Blocker("reported-already", N_("“%(phase)s”已经上报完成"), {"phase": phase.title}, phase.basis)
    yield from _below(session, campaign, phase, area)
    if phase.commitment and not committed(session, campaign, [area]):
        text = N_("这里还没有作出数据准确性承诺，先承诺再上报")
        yield Blocker("commitment-missing", text, {}, "四(二)", "township_leader" if level != "county" else "county")


def _below(session: Session, campaign: Campaign, phase: Phase, area: str) -> Iterator[Blocker]:
    """The places below that have not reported the same phase."""
    if LEVEL_OF[len(area)] == "village" or "village" not in phase.by:
        return
    pack = of_digest(session, campaign.digest)
    rows = phases.places(session, campaign, pack, area)
    waited = [one.name for one in rows if len(one.area) > len(area) and _owes(one.cells.get(phase.name))]
    if waited:
        text = N_("还有%(n)s个下级没有上报“%(phase)s”：%(names)s")
        told = {"n": len(waited), "phase": phase.title, "names": "、".join(waited[:10])}
        yield Blocker("below-missing", text, told, phase.basis, "village")


def _owes(cell: Cell | None) -> bool:
    return cell is not None and cell.report is None


def committed(session: Session, campaign: Campaign, areas: list[str]) -> set[str]:
    """Those of these places whose commitment stands and was given since the campaign began; one statement."""
    found = papers.standing(session, DOCUMENT, areas)
    since = campaign.begun_on or date.max
    return {area for area, paper in found.items() if paper.issued_on >= since}


def send_back(
    session: Session, campaign: Campaign, report_id: int, reason: str, *, by: Actor, at: datetime
) -> PhaseReport:
    """Send a report back to the place, from a level above, with the reason; raises `NotFound` and `BadInput`."""
    mine = PhaseReport.id == report_id, PhaseReport.campaign_id == campaign.id
    one = session.scalars(select(PhaseReport).where(*mine).with_for_update()).one_or_none()
    if one is None or not by.covers(one.area) or len(by.area) >= len(one.area) or one.returned_because:
        raise NotFound("report", report_id)
    if not 4 <= len(reason.strip()) <= REASON:
        raise BadInput(Problem("reason", N_("请写明退回的理由，4至400字")))
    [case] = hold(session, [campaign.case_id])
    if case.state != UNDER_WAY[0]:
        raise Refused("send-back", [Blocker("campaign-state", N_("集中行动不在进行中，不能退回"), {}, "")])
    one.returned_because, one.returned_by_name = reason.strip(), by.name
    session.flush()
    told = {"phase": one.phase, "area": one.area, "report": one.id, "reason": reason.strip()}
    ledger.append_many(session, [(case, "phase-returned", told)], by, at)
    return one


def find(session: Session, campaign: Campaign, report_id: int, by: Actor) -> PhaseReport:
    """A report of a place in the actor's area; raises `NotFound`."""
    one = session.get(PhaseReport, report_id)
    if one is None or one.campaign_id != campaign.id or not by.covers(one.area):
        raise NotFound("report", report_id)
    return one


def phase_of(pack: Pack, name: str) -> Phase:
    """A phase of a plan; raises `NotFound`."""
    for phase in pack.file.phase:
        if phase.name == name:
            return phase
    raise NotFound("phase", name)
