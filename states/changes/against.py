"""What stands in the register against a change: the same reasons when it is proposed and when it is applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.guards import Blocker
from engine.words import N_
from states.changes.categories import unfit
from states.changes.change import EDIT, JOIN, LEAVE, NATURAL, Change
from states.changes.register import Register
from states.households import Household
from states.members import Member
from states.packs.schema import ChangePart

BASIS = "三(三)"


def against(change: Change, register: Register, terms: ChangePart, today: date, changed_by: str) -> Iterator[Blocker]:
    """Every reason against a change that lies in the register or in the day; `changed_by` is who was there before."""
    if change.nature in NATURAL and (blocker := closed(terms, today)):
        yield blocker
    if change.nature == EDIT:
        yield from _edit(change, register, changed_by)
    elif change.nature == JOIN:
        yield from _join(change, register)
    else:
        yield from _going(change, register, changed_by)


def closed(terms: ChangePart, today: date) -> Blocker | None:
    """The reason of a window in which no natural change is taken, with the first day after it (TZ17)."""
    day = today
    for span in sorted(terms.closed, key=lambda one: one.since or date.min):
        if span.since and span.until and span.since <= day <= span.until:
            day = span.until + timedelta(days=1)
    if day == today:
        return None
    text = N_("年度收入录入期间不办理家庭成员自然增减，%(first)s起可以办理")
    return Blocker("natural-closed", text, {"first": day}, "二", "", day)


def _edit(change: Change, register: Register, changed_by: str) -> Iterator[Blocker]:
    row = register.row(change.subject, change.subject_id)
    if row is None or (isinstance(row, Member) and not row.is_here):
        yield Blocker("member-gone", N_("这名成员已不在这一户"))
    elif change.about.of(row) != change.before:
        yield _meanwhile(changed_by)
    elif change.field == "category" and isinstance(row, Household):
        yield from unfit(row, change.after)
    if change.person and (there := register.persons.get(change.person)) and there.id != change.subject_id:
        yield Blocker("registered-elsewhere", N_("这个证件号码已登记在另一名成员名下，请核对"))


def _join(change: Change, register: Register) -> Iterator[Blocker]:
    there = register.persons.get(change.person)
    if there is None:
        return
    if there.household_id == change.household_id:
        yield Blocker("already-here", N_("此人已在这一户"))
    else:
        text = N_("此人现在另一登记户，要在原户办理“转移”，不能一减一增")
        yield Blocker("must-transfer", text, {}, BASIS, "township")


def _going(change: Change, register: Register, changed_by: str) -> Iterator[Blocker]:
    member = register.members.get(change.member_id or 0)
    if member is None or not member.is_here or member.household_id != change.household_id:
        yield _meanwhile(changed_by)
        return
    if member.joined_on and change.happened_on and change.happened_on < member.joined_on:
        yield Blocker("before-joining", N_("日期早于此人加入这一户的%(day)s"), {"day": member.joined_on})
    others = [one for one in register.here[change.household_id] if one.id != member.id]
    heir = next((one for one in others if one.id == change.told.get("new_head")), None)
    if member.is_head and others and heir is None:
        text = N_("户主减少，要同时在其余成员中指定新户主")
        yield Blocker("new-head-needed", text, {}, BASIS, "village")
    if heir is not None and heir.joined_on and change.happened_on and change.happened_on < heir.joined_on:
        text = N_("新户主%(day)s才加入这一户，请指定当天在这一户的成员")
        yield Blocker("head-not-there", text, {"day": heir.joined_on}, BASIS, "village")
    if change.nature != LEAVE:
        yield from _arriving(change, register.households.get(change.other_household_id or 0))


def _arriving(change: Change, home: Household | None) -> Iterator[Blocker]:
    if home is None or home.id == change.household_id:
        yield Blocker("no-destination", N_("请写明要转入的另一登记户"), {}, BASIS)


def _meanwhile(changed_by: str) -> Blocker:
    text = N_("变更前的信息已被%(who)s改过，请撤回后按现在的信息重新提出")
    return Blocker("changed-meanwhile", text, {"who": changed_by}, "", "", None, True)
