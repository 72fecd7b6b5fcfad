"""Natural changes: members joining, leaving, and moving between registered households (TZ05, XZ05, HT07).

For every category of household alike. Clearing out and back-filling are other things and are refused here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import hold
from engine.clock import office_day
from engine.errors import BadInput, MoveBlocked, NotFound, Problem
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states.changes import register
from states.changes.against import BASIS, against
from states.changes.change import JOIN, LEAVE, NATURES, ONCE, PRESENCE, SOURCES, TRANSFER, Change
from states.changes.fields import fields
from states.changes.moving import TRANSFERRED, numbered
from states.changes.proposing import proposed, sorted_by, store, subject_of
from states.changes.standing import OTHERS, last_changers, terms_of
from states.codes import codes
from states.households import Household
from states.packs.store import in_force

ELSEWHERE = {"clear_out": N_("清退"), "back_fill": N_("补录")}
"""What is not done here, though other systems offer it beside joining and leaving."""
RIGHT_WAY = {
    "clear_out": N_("成员自然减少不能用“清退”：成员离开请办“自然减少”，整户不符合条件的在该户“办理”页按程序清退"),
    "back_fill": N_("成员自然增加不能用“补录”：请按实际月份办“自然增加”并选择原因"),
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who joins a household, as written; a newborn without a number leaves it empty and brings the birthday."""

    name: str
    relation: str
    id_no: str = ""
    sex: str = ""
    birth_on: str = ""
    ethnicity: str = ""


def join(
    session: Session,
    household_id: int,
    who: Newcomer,
    reason: str,
    on: date | None,
    *,
    by: Actor,
    at: datetime,
    source: str,
) -> Change:
    """Propose that somebody joined; raises `BadInput`, `NotFound`, and `MoveBlocked` with every reason."""
    _refuse_elsewhere("join", reason)
    told, problems = read_newcomer(who, reason, on, at)
    if problems or on is None:
        raise BadInput(*problems)
    person = str(numbered(told["id_no"])["person"])
    known = register.look(session, [household_id], (), [person])
    home = _home(known, household_id, by)
    change = _change(JOIN, home, on, reason, told, by, at, source)
    change.subject, change.subject_id, change.field, change.person = "household", home.id, JOIN, person
    return _propose(session, change, known, by, at)


def leave(
    session: Session,
    member_id: int,
    reason: str,
    on: date | None,
    *,
    new_head: int | None = None,
    by: Actor,
    at: datetime,
    source: str,
) -> Change:
    """Propose that a member left; a head who leaves others behind needs a new head in the same act.

    Raises `BadInput`, `NotFound`, and `MoveBlocked` with every reason.
    """
    _refuse_elsewhere("leave", reason)
    known = subject_of(session, member_id, by)
    problems = _problems("left_reason", reason, on, at)
    if problems or on is None:
        raise BadInput(*problems)
    member = known.members[member_id]
    told = {"new_head": new_head} if new_head else {}
    change = _change(LEAVE, known.households[member.household_id], on, reason, told, by, at, source)
    change.subject, change.subject_id, change.field, change.member_id = "member", member_id, PRESENCE, member_id
    change.person = member.person
    return _propose(session, change, known, by, at)


def transfer(
    session: Session,
    member_id: int,
    number: str,
    relation: str,
    on: date | None,
    *,
    new_head: int | None = None,
    by: Actor,
    at: datetime,
    source: str,
) -> Change:
    """Propose that a member moved to the registered household of that number: one act for both households.

    Raises `BadInput`, `NotFound`, and `MoveBlocked` with every reason.
    """
    known = subject_of(session, member_id, by)
    problems = _problems("left_reason", "other", on, at)
    if relation not in codes("relation", office_day(at)).labels or relation == "head":
        problems.append(Problem("relation", N_("请选择与新户户主的关系")))
    other = session.scalar(select(Household).where(Household.number == number.strip()))
    if other is None or not by.covers(other.group_code):
        problems.append(Problem("number", N_("您的辖区里没有这个户编号；跨辖区的转移请由上一级办理")))
    if problems or on is None or other is None:
        raise BadInput(*problems)
    member = known.members[member_id]
    known.households[other.id] = other
    told = {"relation": relation} | ({"new_head": new_head} if new_head else {})
    change = _change(TRANSFER, known.households[member.household_id], on, TRANSFERRED, told, by, at, source)
    change.subject, change.subject_id, change.field, change.member_id = "member", member_id, PRESENCE, member_id
    change.person, change.other_household_id = member.person, other.id
    return _propose(session, change, known, by, at)


def _refuse_elsewhere(act: str, reason: str) -> None:
    if reason in RIGHT_WAY:
        raise MoveBlocked(act, [Blocker("other-way", RIGHT_WAY[reason], {}, BASIS, "village")])


def _problems(code_list: str, reason: str, on: date | None, at: datetime) -> list[Problem]:
    problems = []
    if reason not in codes(code_list, office_day(at)).labels or reason == TRANSFERRED:
        problems.append(Problem("reason", N_("请选择原因")))
    if on is None:
        problems.append(Problem("happened_on", N_("请填写实际发生的日期")))
    elif on > office_day(at):
        problems.append(Problem("happened_on", N_("日期不能晚于今天")))
    return problems


def read_newcomer(who: Newcomer, reason: str, on: date | None, at: datetime) -> tuple[dict[str, str], list[Problem]]:
    """What is stored of somebody who joins, and everything that is wrong with what was written, beside its field."""
    told: dict[str, str] = {}
    problems: list[Problem] = []
    for name in ("name", "relation", "id_no", "sex", "birth_on", "ethnicity"):
        written = str(getattr(who, name))
        if name == "id_no" and not written.strip():
            told[name] = ""
            if reason != "born":
                problems.append(Problem(name, N_("只有新生儿可以暂无证件号码")))
            elif not who.birth_on.strip():
                problems.append(Problem("birth_on", N_("新生儿没有证件号码的，要填出生日期")))
            continue
        try:
            told[name] = fields("member")[name].read(written, office_day(at))
        except BadInput as error:
            problems += error.problems
    if told.get("relation") == "head":
        problems.append(Problem("relation", N_("户主在户主减少时指定，不能作为新增成员")))
    return told, problems + _problems("joined_reason", reason, on, at)


def _home(known: register.Register, household_id: int, by: Actor) -> Household:
    home = known.households.get(household_id)
    if home is None or not by.covers(home.group_code):
        raise NotFound("household", household_id)
    return home


def _change(
    nature: str, home: Household, on: date, reason: str, told: Mapping[str, Any], by: Actor, at: datetime, source: str
) -> Change:
    assert source in SOURCES, source
    facts = {"household_id": home.id, "area": home.group_code, "happened_on": on, "reason": reason}
    return Change(nature=nature, after=canonical(told), before="", source=source, **facts, **proposed(by, at))


def _propose(session: Session, change: Change, known: register.Register, by: Actor, at: datetime) -> Change:
    homes = [known.households[number] for number in (change.household_id, change.other_household_id) if number]
    hold(session, [home.case_id for home in homes])
    today = office_day(at)
    terms = terms_of(session, in_force, [change.area], today)[change.area]
    changer = last_changers(session, [homes[0].case_id]).get(homes[0].case_id, OTHERS)
    reasons = [*against(change, known, terms, today, changer), *_waiting(session, change)]
    if reasons:
        raise MoveBlocked(change.nature, reasons)
    change.part = sorted_by(terms, change.happened_on)
    change.keying = ONCE if change.nature == JOIN and change.keyed and "id_no" in terms.double_keyed else ""
    store(session, [change], by, at)
    return change


def _waiting(session: Session, change: Change) -> list[Blocker]:
    """What already waits about this person: the same again, or the other half of what must be one transfer."""
    query = select(Change).where(Change.live, Change.nature.in_((JOIN, LEAVE, TRANSFER)))
    about = Change.person == change.person if change.person else Change.member_id == change.member_id
    if not change.person and change.member_id is None:
        return []
    reasons = []
    for other in session.scalars(query.where(about)):
        if other.nature != change.nature and JOIN in (other.nature, change.nature):
            text = N_("此人另有一条“%(nature)s”待核对：户与户之间的迁移要办“转移”，不能一减一增")
            told = {"nature": NATURES[other.nature]}
            reasons.append(Blocker("must-transfer", text, told, BASIS, "village"))
        else:
            text = N_("这一项已有%(who)s提出的变更待核对")
            reasons.append(Blocker("already-waiting", text, {"who": other.proposed_by_name}))
    return reasons
