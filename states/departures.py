"""People who leave a household: they stay on record, with the day and the reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.codes import codes
from states.history.former import changing
from states.households import Household
from states.members import Member


def leave(
    session: Session,
    household: Household,
    member_ids: Collection[int],
    reason: str,
    on: date,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Note that these members left the household on a day, for a reason of the code list.

    Raises `NotFound` for a household outside the actor's area or people who do not live there, and `BadInput`.
    """
    here = select(Member).where(Member.household_id == household.id, Member.left_on.is_(None))
    members = session.scalars(here.where(Member.id.in_(list(member_ids)))).all()
    if not by.covers(household.group_code) or not members or len(members) != len(set(member_ids)):
        raise NotFound("household", household.id)
    if (
        reason not in codes("left_reason", office_day(at)).labels or reason == "transferred"
    ):  # that is an act of its own
        raise BadInput(Problem("reason", N_("请选择减少的原因")))
    if on > office_day(at):
        raise BadInput(Problem("on", N_("日期不能晚于今天")))
    [case] = hold(session, [household.case_id])
    with changing(session, members, on, at):
        for member in members:
            member.left_on, member.left_reason = on, reason
    session.flush()
    told = {"members": sorted(member.id for member in members), "reason": reason, "on": on}
    ledger.append_many(session, [(case, "members-left", told)], by, at)
