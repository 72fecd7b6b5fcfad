"""Putting a phase off: only by a level above the one that owes it, only later, always with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import hold
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.campaigns import phases
from states.campaigns.campaign import UNDER_WAY, Campaign
from states.campaigns.phases import DIGITS
from states.campaigns.records import Extension
from states.campaigns.reporting import phase_of
from states.packs.campaign_parts import Phase
from states.packs.store import of_digest

REASON = 400
WHO = ("township", "township_leader", "county", "city")


def extend(
    session: Session, campaign: Campaign, name: str, level: str, area: str, until: date, reason: str, *,
    by: Actor, at: datetime,
) -> Extension:  # fmt: skip
    """Let a phase last until a later day for the places of `level` inside `area`; raises `Refused` and `BadInput`."""
    phase = phase_of(of_digest(session, campaign.digest), name)
    if not 4 <= len(reason.strip()) <= REASON:
        raise BadInput(Problem("reason", N_("请写明延期的理由，4至400字")))
    if not area.startswith(campaign.area) or level not in DIGITS or len(area) > DIGITS[level]:
        raise NotFound("region", area)
    [case] = hold(session, [campaign.case_id])
    was = latest(session, campaign, phase, level, area)
    if blockers := list(_against(phase, level, area, until, was, case.state, by)):
        raise Refused("extend", blockers)
    assert was is not None
    one = Extension(
        campaign_id=campaign.id, phase=name, level=level, area=area, was=was, until=until, reason=reason.strip(),
        by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    told = {"phase": name, "level": level, "area": area, "was": was, "until": until, "reason": reason.strip()}
    ledger.append_many(session, [(case, "phase-extended", told)], by, at)
    return one


def latest(session: Session, campaign: Campaign, phase: Phase, level: str, area: str) -> date | None:
    """The last day that any of these places has for the phase now."""
    longer = [
        one.until
        for one in phases.extensions(session, campaign)
        if one.phase == phase.name and one.level == level and (area.startswith(one.area) or one.area.startswith(area))
    ]
    return max([phase.until, *longer]) if phase.until else None


def _against(
    phase: Phase, level: str, area: str, until: date, was: date | None, state: str, by: Actor
) -> Iterator[Blocker]:
    if state != UNDER_WAY[0]:
        yield Blocker("campaign-state", N_("集中行动不在进行中，不能延期"), {}, phase.basis)
    if level not in phase.by:
        yield Blocker("not-its-phase", N_("“%(phase)s”不由这一级上报"), {"phase": phase.title}, phase.basis)
    if by.role not in WHO or not by.covers(area) or len(by.area) >= DIGITS[level]:
        text = N_("延期由上一级批准：村级的由乡镇，乡镇的由县级")
        yield Blocker("role-required", text, {}, phase.basis, "township" if level == "village" else "county")
    if was is None:
        yield Blocker("no-last-day", N_("“%(phase)s”没有截止日期，不用延期"), {"phase": phase.title}, phase.basis)
    elif until <= was:
        text = N_("现在的截止日期是%(was)s，只能往后延，不能缩短")
        yield Blocker("not-later", text, {"was": was}, phase.basis)
