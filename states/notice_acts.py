"""What every act on a notice begins and ends with: its lock, its refusals, its entry in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.cases import Case, hold
from engine.errors import MoveBlocked
from engine.guards import Blocker
from engine.words import N_
from states.notice_lines import NoticeLine
from states.notices import BY, NOTICE, Notice


def take(session: Session, notice: Notice) -> Case:
    """The notice's case, locked with its households until the transaction ends, and the notice read anew.

    All are locked at once and in one order: two acts on overlapping lists never wait for each other in a ring.
    """
    households = session.scalars(select(NoticeLine.case_id).where(NoticeLine.notice_id == notice.id))
    cases = {case.id: case for case in hold(session, [notice.case_id, *households])}
    session.refresh(notice)
    return cases[notice.case_id]


def against(notice: Notice, by: Actor) -> list[Blocker]:
    """Reasons against any act on the notice that lie in who acts."""
    blockers = []
    if by.role not in BY:
        blockers.append(Blocker("role-required", N_("您的岗位不能办理公示"), {}, "", notice.level))
    if not by.covers(notice.area):
        blockers.append(Blocker("outside-area", N_("不在您负责的辖区内"), {}, "", notice.level))
    return blockers


def in_state(case: Case, *allowed: tuple[str, str]) -> list[Blocker]:
    """The reason that lies in where the notice stands, if any."""
    if case.state in dict(allowed):
        return []
    text = N_("这份公示的状态是“%(state)s”，不能这样办")
    return [Blocker("notice-state", text, {"state": NOTICE.labels[case.state]})]


def refuse(act: str, blockers: Iterable[Blocker]) -> None:
    """Raise `MoveBlocked` with every reason, if there is one."""
    if found := list(blockers):
        raise MoveBlocked(act, found)


def tell(session: Session, notice: Notice, kind: str, facts: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Write an entry into the notice's own ledger."""
    ledger.append_many(session, [(case, kind, facts) for case in hold(session, [notice.case_id])], by, at)
