"""Following a lead: the village analyses it, the township confirms it into a procedure, or closes it (BZ07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance, advance_many
from engine.book import Book
from engine.cases import hold
from engine.clock import office_day
from engine.definition import Definition
from engine.errors import BadInput, MoveBlocked, Problem
from engine.guards import Blocker
from engine.start import start
from engine.words import N_
from states.households import Household
from states.leads.clocks import Clocks
from states.leads.lead import REASONS, Lead
from states.leads.merging import settle
from states.packs.store import in_force

LONGEST = 2000


def analyse(
    session: Session,
    book: Book,
    lead: Lead,
    analysis: str,
    visited_on: date | None,
    visitors: Sequence[str] | None = None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Say what the village found at the house, or why nobody needs to go; raises `BadInput` and `MoveBlocked`.

    Who names the visitors names as many different ones as the plan asks; None says nothing about them.
    """
    problems = _written("analysis", analysis, N_("请写明入户看到的情况；没有入户的，写明理由"))
    if visited_on and not lead.received_on <= visited_on <= office_day(at):
        problems.append(Problem("visited_on", N_("入户日期要在收到线索之后、今天以前")))
    went = list(dict.fromkeys(name.strip() for name in visitors or () if name.strip()))
    if visited_on and visitors is not None:
        problems += _enough(went, Clocks(session).of(lead.area, office_day(at), lead.source).visitors or 1)
    if problems:
        raise BadInput(*problems)
    advance(session, book, lead.case_id, "analyse", by=by, at=at)
    lead.analysis, lead.visited_on, lead.analysed_by = analysis.strip(), visited_on, by.id
    lead.visitors, lead.analysed_on = "、".join(went) if visited_on else "", office_day(at)
    session.flush()
    settle(session, book, [lead], by=by, at=at)


def confirm(session: Session, book: Book, lead: Lead, *, by: Actor, at: datetime) -> int:
    """Confirm one; answer the run that began. Raises `MoveBlocked` with every reason."""
    held = confirm_many(session, book, [lead], by=by, at=at)
    if held:
        raise MoveBlocked("confirm", list(held[lead.id]))
    assert lead.run_id is not None
    return lead.run_id


def confirm_many(
    session: Session, book: Book, leads: Sequence[Lead], *, by: Actor, at: datetime
) -> dict[int, tuple[Blocker, ...]]:
    """Confirm leads and begin the households' procedures under the pack in force, in one act; answer who was held.

    Each is confirmed or held with all its reasons, by the lead's id. The village draws up the plan of help before
    it puts a household on its list, as the pack asks. Two leads about one household begin one procedure.
    """
    wanted = {lead.household_id for lead in leads if lead.household_id}
    homes = {home.id: home for home in session.scalars(select(Household).where(Household.id.in_(wanted)))}
    cases = {case.id: case for case in hold(session, [home.case_id for home in homes.values()])}
    outcome = advance_many(session, book, [lead.case_id for lead in leads], "confirm", by=by, at=at)
    confirmed = {one.case_id for one in outcome.moved}
    groups: dict[tuple[str, str, date], list[Lead]] = {}
    plans: dict[str, Definition] = {}
    begun: set[int] = set()
    for lead in leads:
        if lead.case_id in confirmed and lead.household_id and lead.household_id not in begun:
            home = homes[lead.household_id]
            plan = in_force(session, home.group_code, office_day(at)).definition
            plans[plan.digest] = plan
            groups.setdefault((plan.digest, way_in(plan, cases[home.case_id].state), lead.received_on), []).append(lead)
            begun.add(home.id)
    runs: dict[int, int] = {}
    for (digest, move, lead_on), some in groups.items():
        ids, note = [homes[one.household_id or 0].case_id for one in some], "、".join(f"线索{one.id}" for one in some)
        plan = plans[digest]
        runs |= start(session, book, ids, move, by=by, at=at, definition=plan, note=note, lead_on=lead_on)
    for lead in leads:
        if lead.case_id in confirmed and lead.household_id:
            lead.run_id, lead.decided_on = runs[homes[lead.household_id].case_id], office_day(at)
    session.flush()
    settle(session, book, [lead for lead in leads if lead.case_id in confirmed], by=by, at=at)
    return {lead.id: outcome.held[lead.case_id] for lead in leads if lead.case_id in outcome.held}


def close(
    session: Session, book: Book, lead: Lead, reason: str, told: str, because: str = "other", *, by: Actor, at: datetime
) -> None:
    """Close it with the reason and how the household learnt of it; raises `BadInput` and `MoveBlocked`.

    `because` is the code of the reason in `REASONS`.
    """
    problems = _written("reason", reason, N_("请写明了结的理由"))
    problems += _written("told", told, N_("请写明哪天、怎样告知了农户"))
    if because not in REASONS:
        problems.append(Problem("because", N_("请选择了结的原因")))
    if problems:
        raise BadInput(*problems)
    advance(session, book, lead.case_id, "close", by=by, at=at)
    lead.because, lead.reason, lead.told, lead.decided_on = because, reason.strip(), told.strip(), office_day(at)
    session.flush()
    settle(session, book, [lead], by=by, at=at)


def way_in(definition: Definition, state: str) -> str:
    """The move of a pack by which a household in this state comes under monitoring; raises `MoveBlocked` for none."""
    for move in definition.moves_from(state):
        if move.way in INTO and move.procedure is not None:
            return move.name
    raise MoveBlocked("confirm", [Blocker("no-way-in", N_("方案里没有把这一户纳入监测的变动"))])


FEW = N_("入户人数不够，请写明每一位入户人")
INTO = ("identify", "re_flag", "return_to_poverty")
"""The ways into monitoring, each from other states."""


def _enough(went: Sequence[str], needed: int) -> list[Problem]:
    if len(went) >= needed:
        return []
    return [Problem("visitors", N_("入户要两人同行，请写明两位入户人")) if needed == 2 else Problem("visitors", FEW)]


def _written(where: str, text: str, empty: str) -> list[Problem]:
    if len(text.strip()) < 4:
        return [Problem(where, empty)]
    return [Problem(where, N_("文字太长"))] if len(text.strip()) > LONGEST else []
