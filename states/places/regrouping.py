"""Moving households to another villager group: none is lost, and each one's ledger says why (XZ22)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
from states.places import changes
from states.places.changes import Why
from states.places.following import follow_households
from states.regions import Region

RUNNING = (DRAFTED[0], PRINTED[0], POSTED[0], INTERRUPTED[0])
AT_ONCE = 5000


def against(session: Session, case_ids: Collection[int]) -> Iterator[Blocker]:
    """Every reason against moving these households: a notice that is not over still names their old place."""
    found: Counter[str] = Counter()
    for lot in _lots(sorted(case_ids)):
        query = (
            select(Notice.number, func.count())
            .join(NoticeLine, NoticeLine.notice_id == Notice.id)
            .join(Case, Case.id == Notice.case_id)
            .where(NoticeLine.case_id.in_(lot), NoticeLine.removed_at.is_(None), Case.state.in_(RUNNING))
            .group_by(Notice.number)
        )
        for number, n in session.execute(query):
            found[number] += n
    for number, n in sorted(found.items()):
        text = N_("%(number)s号公示还没有办结，其中有这里的%(n)d户；请等公示期满或先作废")
        yield Blocker("notice-running", text, {"number": number, "n": n}, "", "village")


def cases_of(session: Session, groups: Collection[str]) -> dict[int, str]:
    """The cases of all households of some groups, with their groups."""
    query = select(Household.case_id, Household.group_code).where(Household.group_code.in_(groups))
    return {row[0]: row[1] for row in session.execute(query.order_by(Household.case_id))}


def cases_by_number(session: Session, numbers: Collection[str], by: Actor) -> list[int]:
    """The cases of households of the actor's area by their numbers; raises `NotFound` that names the unknown ones."""
    found: dict[str, int] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Household.number, Household.case_id).where(within(Household.group_code, by.area))
        found |= dict(session.execute(query.where(Household.number.in_(wanted[start : start + AT_ONCE]))).all())
    if unknown := [number for number in wanted if number not in found]:
        raise NotFound("household", "、".join(unknown))
    return sorted(found.values())


def persons(session: Session, case_ids: Collection[int]) -> int:
    """How many people live in these households."""
    query = select(func.count()).select_from(Member).join(Household, Household.id == Member.household_id)
    here = query.where(Member.left_on.is_(None))
    return sum(session.scalar(here.where(Household.case_id.in_(lot))) or 0 for lot in _lots(sorted(case_ids)))


@dataclass(frozen=True, slots=True)
class Regrouping:
    """What moving chosen households to a group would do: from which groups, and how many people."""

    target: str
    target_name: str
    from_groups: dict[str, int]
    persons: int
    blockers: tuple[Blocker, ...]


def plan_regrouping(session: Session, case_ids: Sequence[int], target: str, by: Actor) -> Regrouping:
    """What moving chosen households would do; raises `BadInput`, and `NotFound` outside the area."""
    place = session.get(Region, target)
    problems = [Problem("case", N_("请选择要调整的农户"))] if not case_ids else []
    if place is None or place.level != "group" or place.abolished_on is not None:
        problems.append(Problem("target", N_("请选择一个没有撤销的村民小组")))
    if problems or place is None:
        raise BadInput(*problems)
    old = {case: group for case, group in _groups(session, case_ids).items() if by.covers(group)}
    if not by.covers(target) or set(old) != set(case_ids):
        raise NotFound("household", target)
    if {group[:12] for group in old.values()} != {target[:12]}:
        raise BadInput(Problem("target", N_("只能在本村的小组之间调整；跨村的请由管理员按文件调整区划")))
    leaving = {case: group for case, group in old.items() if group != target}
    count = persons(session, leaving)
    return Regrouping(target, place.name, dict(Counter(leaving.values())), count, tuple(against(session, leaving)))


def regroup(session: Session, case_ids: Sequence[int], target: str, why: Why, by: Actor, at: datetime) -> int:
    """Move chosen households to another group of the actor's area; answer how many moved.

    Raises `BadInput`, `NotFound` for households or a group outside the area, and `Refused` with every reason.
    """
    why.require(with_document=False)
    plan = plan_regrouping(session, case_ids, target, by)
    if plan.blockers:
        raise Refused("regroup", plan.blockers)
    old = _groups(session, case_ids)
    moved = follow_households(session, dict.fromkeys(case_ids, target), why, by, at)
    for group in sorted(plan.from_groups):
        those = [case for case in moved if old[case] == group]
        count = (len(those), persons(session, those))
        changes.note(session, group, changes.REGROUPED, why, by, at, other=target, moved=count)
    return len(moved)


def _groups(session: Session, case_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for lot in _lots(sorted(set(case_ids))):
        query = select(Household.case_id, Household.group_code).where(Household.case_id.in_(lot))
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def _lots(case_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (case_ids[start : start + AT_ONCE] for start in range(0, len(case_ids), AT_ONCE))
