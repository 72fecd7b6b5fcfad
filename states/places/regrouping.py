"""Moving households to another villager group: none is lost, and each one's ledger says why (XZ22)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine import moving
from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.households import Household
from states.members import Member
from states.notice_lines import NoticeLine
from states.notices import DRAFTED, INTERRUPTED, POSTED, PRINTED, Notice
from states.objections import Objection
from states.places import assigning, changes
from states.places.changes import Why
from states.regions import Region

RUNNING = (DRAFTED[0], PRINTED[0], POSTED[0], INTERRUPTED[0])
AT_ONCE = 5000


def against(session: Session, case_ids: Collection[int]) -> Iterator[Blocker]:
    """Every reason against moving these households: a notice that is not over still names their old place."""
    found: dict[str, int] = {}
    for lot in _lots(sorted(case_ids)):
        query = (
            select(Notice.number, func.count())
            .join(NoticeLine, NoticeLine.notice_id == Notice.id)
            .join(Case, Case.id == Notice.case_id)
            .where(NoticeLine.case_id.in_(lot), NoticeLine.removed_at.is_(None), Case.state.in_(RUNNING))
            .group_by(Notice.number)
        )
        for number, n in session.execute(query):
            found[number] = found.get(number, 0) + n
    for number, n in sorted(found.items()):
        text = N_("%(number)s号公示还没有办结，其中有这里的%(n)d户；请等公示期满或先作废")
        yield Blocker("notice-running", text, {"number": number, "n": n}, "", "village")


def cases_in(session: Session, area: str) -> dict[int, str]:
    """The cases of all households inside an area, with their groups."""
    query = select(Household.case_id, Household.group_code).where(within(Household.group_code, area))
    return {row[0]: row[1] for row in session.execute(query.order_by(Household.case_id))}


def persons(session: Session, case_ids: Collection[int]) -> int:
    """How many people live in these households."""
    query = select(func.count()).select_from(Member).join(Household, Household.id == Member.household_id)
    here = query.where(Member.left_on.is_(None))
    return sum(session.scalar(here.where(Household.case_id.in_(lot))) or 0 for lot in _lots(sorted(case_ids)))


def regroup(session: Session, case_ids: Sequence[int], target: str, why: Why, by: Actor, at: datetime) -> int:
    """Move chosen households to another group of the actor's area; answer how many moved.

    Raises `BadInput`, `NotFound` for households or a group outside the area, and `Refused` with every reason.
    """
    place = session.get(Region, target)
    none = [Problem("case", N_("请选择要调整的农户"))] if not case_ids else []
    closed = [Problem("target", N_("请选择一个没有撤销的村民小组"))] if not _is_open_group(place) else []
    why.require(*none, *closed, with_document=False)
    old = {case: group for case, group in _groups(session, case_ids).items() if by.covers(group)}
    if not by.covers(target) or set(old) != set(case_ids):
        raise NotFound("household", target)
    if {group[:12] for group in old.values()} != {target[:12]}:
        raise BadInput(Problem("target", N_("只能在本村的小组之间调整；跨村的请由管理员按文件调整区划")))
    if blockers := tuple(against(session, case_ids)):
        raise Refused("regroup", blockers)
    moved = carry(session, dict.fromkeys(case_ids, target), why, by, at)
    for group in sorted(set(old.values()) - {target}):
        those = [case for case in moved if old[case] == group]
        count = (len(those), persons(session, those))
        changes.note(session, group, changes.REGROUPED, why, by, at, other=target, moved=count)
    return len(moved)


def carry(session: Session, targets: Mapping[int, str], why: Why, by: Actor, at: datetime) -> list[int]:
    """Put these cases and all that repeats their place to their new groups; answer those that moved.

    Household, members, objections and grid follow. A grid belongs to its village: who leaves it has none.
    """
    told = {"reason": why.reason.strip()} | ({"document": why.document.strip()} if why.document.strip() else {})
    moved = [case.id for case in moving.put(session, targets, told, by, at)]
    by_target: dict[str, list[int]] = {}
    for case_id in moved:
        by_target.setdefault(targets[case_id], []).append(case_id)
    for target, case_ids in by_target.items():
        for lot in _lots(case_ids):
            _follow(session, lot, target)
            _objections(session, lot, target, told, by, at)
            assigning.leave_village(session, lot, target[:12], why.reason.strip(), by, at)
    session.expire_all()
    return moved


def _follow(session: Session, case_ids: Sequence[int], target: str) -> None:
    place = {"group_code": target, "village": target[:12], "township": target[:9]}
    plain = {"synchronize_session": False}
    ours = select(Household.id).where(Household.case_id.in_(case_ids))
    session.execute(update(Member).where(Member.household_id.in_(ours)).values(place), execution_options=plain)
    session.execute(update(Household).where(Household.case_id.in_(case_ids)).values(place), execution_options=plain)


def _objections(
    session: Session, case_ids: Sequence[int], target: str, told: Mapping[str, str], by: Actor, at: datetime
) -> None:
    voices = dict(session.execute(_voices(case_ids)).all())
    moving.put(session, dict.fromkeys(voices.values(), target), told, by, at)
    moved = update(Objection).where(Objection.id.in_(list(voices))).values(area=target)
    session.execute(moved, execution_options={"synchronize_session": False})


def _voices(case_ids: Sequence[int]):  # type: ignore[no-untyped-def] # longer than the query
    return select(Objection.id, Objection.case_id).where(Objection.target_case_id.in_(case_ids))


def _groups(session: Session, case_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for lot in _lots(sorted(set(case_ids))):
        query = select(Household.case_id, Household.group_code).where(Household.case_id.in_(lot))
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def _is_open_group(place: Region | None) -> bool:
    return place is not None and place.level == "group" and place.abolished_on is None


def _lots(case_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (case_ids[start : start + AT_ONCE] for start in range(0, len(case_ids), AT_ONCE))
