"""Checking a drawn household on site, by people who entered nothing of it; differences become changes (HN07, HN05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.evidence import Attachment
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states.changes.fields import fields
from states.changes.proposing import Edit, propose_many
from states.spot_checks.check import ABSENT, AGREES, DIFFERS, FINAL, OFFICES, SpotCheck, SpotFile, SpotHouse
from states.spot_checks.record import MEMBERS, NAMES, PROPOSED

CHECKERS = 2
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check on site came to: when, who went, and what was found by field (what agrees may be left out)."""

    checked_on: date
    checkers: tuple[str, ...]
    found: Mapping[str, str] = field(default_factory=dict)
    absent: bool = False
    note: str = ""


def drawn_one(session: Session, check: SpotCheck, household_id: int, by: Actor) -> SpotHouse:
    """A drawn household of the actor's area; raises `NotFound`."""
    mine = SpotHouse.check_id == check.id, SpotHouse.household_id == household_id, SpotHouse.position.is_not(None)
    house = session.scalars(select(SpotHouse).where(*mine, within(SpotHouse.area, by.area))).one_or_none()
    if house is None:
        raise NotFound("household", household_id)
    return house


def against(check: SpotCheck, house: SpotHouse, by: Actor) -> list[Blocker]:
    """What stands against this person's recording a result here: the post, their own entries, a result that stands."""
    found = []
    if by.role not in OFFICES:
        found.append(Blocker("role-required", N_("您的岗位不能登记抽查结果"), {}, "", "township"))
    if check.drawn_on is None or check.closed_on is not None:
        found.append(Blocker("not-drawn", N_("抽查没有在办，不能登记结果"), {}, "", "township"))
    if by.id in house.entrants:
        text = N_("这一户的数据您录入过，要由没有录入过的人去核查")
        found.append(Blocker("same-person", text, {}, "抓数据", "township"))
    if house.result in FINAL:
        text = N_("这一户已由%(who)s核查过，结果不能改")
        found.append(Blocker("checked-already", text, {"who": house.checked_by_name}))
    return found


def check_house(
    session: Session, check: SpotCheck, house: SpotHouse, seen: Seen, files: Sequence[Attachment] = (), *, by: Actor,
    at: datetime,
) -> SpotHouse:  # fmt: skip
    """Record what was found at a house; what differs is proposed as a change. Raises `BadInput` and `Refused`."""
    if blockers := against(check, house, by):
        raise Refused("check", blockers)
    if problems := _wrong(check, house, seen, files, office_day(at)):
        raise BadInput(*problems)
    differences = {} if seen.absent else _differences(house, seen.found)
    house.result = ABSENT if seen.absent else DIFFERS if differences else AGREES
    house.found, house.note, house.checked_on = canonical(differences), seen.note.strip(), seen.checked_on
    house.checkers, house.checked_by, house.checked_by_name, house.checked_at = (
        "、".join(seen.checkers),
        by.id,
        by.name,
        at,
    )
    house.followed = canonical(_propose(session, house, differences, by, at))
    for one in files:
        row = SpotFile(check_id=check.id, household_id=house.household_id, digest=one.digest, name=one.name)
        row.media_type, row.size = one.media_type, one.size
        session.add(row)
    [case] = hold(session, [check.case_id])
    told = {"household": house.household_id, "result": house.result, "differences": sorted(differences)}
    ledger.append_many(session, [(case, "checked", told)], by, at)
    session.flush()
    return house


def _differences(house: SpotHouse, found: Mapping[str, str]) -> dict[str, str]:
    """What was found, in stored form, where it is something else than the record; raises `BadInput`."""
    told: dict[str, str] = {}
    problems: list[Problem] = []
    for name, written in found.items():
        if not written.strip() or name not in NAMES:
            continue
        try:
            value = _count(written) if name == MEMBERS else fields("household")[name].read(written)
        except BadInput as error:
            problems += error.problems
            continue
        if value != house.recorded.get(name, ""):
            told[name] = value
    if problems:
        raise BadInput(*problems)
    return told


def _count(written: str) -> str:
    if not written.strip().isdecimal() or len(written.strip()) > 2:
        raise BadInput(Problem(MEMBERS, N_("家庭人口要填数字")))
    return str(int(written))


def _propose(
    session: Session, house: SpotHouse, differences: Mapping[str, str], by: Actor, at: datetime
) -> dict[str, int]:
    """The changes that were proposed for the differences that a form holds, by field."""
    edits = [
        Edit("household", house.household_id, name, fields("household")[name].shown(value))
        for name, value in differences.items()
        if name in PROPOSED
    ]
    if not edits:
        return {}
    made = propose_many(session, edits, by=by, at=at, source="visit").made
    return {change.field: change.id for change in made}


def _wrong(check: SpotCheck, house: SpotHouse, seen: Seen, files: Sequence[Attachment], today: date) -> list[Problem]:
    problems = []
    if not (check.drawn_on or today) <= seen.checked_on <= today:
        problems.append(Problem("checked_on", N_("核查日期要在抽取以后、今天以前")))
    if len(seen.checkers) < CHECKERS:
        problems.append(Problem("checkers", N_("入户核查要两人以上同去，请写明每个人的姓名")))
    if house.entrants.intersection(seen.checkers):
        problems.append(Problem("checkers", N_("登记过这一户情况的人不能去核查，请换人")))
    if len("、".join(seen.checkers)) > 200:
        problems.append(Problem("checkers", N_("文字太长")))
    if not files and len(seen.note.strip()) < 4:
        problems.append(Problem("note", N_("请写明在哪里见到了谁，或者附上照片")))
    if len(seen.note) > LONGEST:
        problems.append(Problem("note", N_("文字太长")))
    return problems
