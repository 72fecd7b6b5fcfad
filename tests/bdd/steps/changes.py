"""Sentences about changes: proposed, keyed twice, and checked by another person."""

from datetime import date
from typing import Any

import pytest
from pytest_bdd import given, when
from sqlalchemy import select

from engine.db import reading, work
from states.changes import deciding, keying, natural
from states.changes.change import Change
from states.changes.proposing import Edit, propose_many
from states.evidence.record import record
from states.members import Member
from tests.bdd.changing import CHECKER, PHOTO, TRACES, Changes, named, plan
from tests.bdd.papers import paper
from tests.bdd.people import HEPING, ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World


@pytest.fixture
def changes(world: World) -> Changes:
    """The changes of a scenario."""
    return Changes(world)


@given(phrase('"{town}"的方案要求"{one}"和"{other}"由两人各录一遍'))
def plan_keys_twice(world: World, town: str, one: str, other: str) -> None:
    names = [named("member", label) for label in (one, other)]
    plan(world, ("cutoff = 2021-09-30", f"double_keyed = {names}".replace("'", '"')))


@given(phrase('"{town}"的方案规定{since:day}至{until:day}不办自然增减'))
def plan_closes(world: World, town: str, since: date, until: date) -> None:
    plan(world, ("cutoff = 2021-09-30", f"closed = [{{ from = {since}, until = {until} }}]"))


@given(phrase('"{town}"的方案要求入户核查有地点或照片'))
def plan_wants_traces(world: World, town: str) -> None:
    plan(world, ('evidence = "visit", visitors = 2', 'evidence = "visit", visitors = 2, traced = true'))


@given(phrase('"{village}"另有拟监测户{n:n}户'))
def more_households(world: World, village: str, n: int) -> None:
    world.register([f"杨秀{number}" for number in range(n)], VILLAGE[village])


@given(phrase('{role:role}提出把"{head}"户的"{label}"改为"{value}"'))
@when(phrase('{role:role}提出把"{head}"户的"{label}"改为"{value}"'))
def proposes(changes: Changes, role: str, head: str, label: str, value: str) -> None:
    changes.propose(role, head, label, value)


@given(phrase('{role:role}提出把"{head}"户"{name}"的"{label}"改为"{value}"'))
def proposes_for_member(changes: Changes, role: str, head: str, name: str, label: str, value: str) -> None:
    changes.propose(role, head, label, value, name)


@given(phrase('{role:role}按旧表"{before}"提出把"{head}"户的"{label}"改为"{value}"'))
@when(phrase('{role:role}按旧表"{before}"提出把"{head}"户的"{label}"改为"{value}"'))
def proposes_from_an_old_list(changes: Changes, role: str, before: str, head: str, label: str, value: str) -> None:
    changes.propose(role, head, label, value, before=before)


@when(phrase("{role:role}把表格里改过的{n:n}个格子导入为变更，其余格子没有改"))
def imports_cells(world: World, changes: Changes, role: str, n: int) -> None:
    with work(world.db) as session:
        members = session.scalars(select(Member).where(Member.village == HEPING).order_by(Member.id)).all()
        edits = [
            Edit("member", one.id, "phone", f"138{place:08}" if place < n else one.phone, one.phone)
            for place, one in enumerate(members)
        ]
        done = propose_many(session, edits, by=ROLES[role], at=world.at, source="workbook")
    assert (len(done.made), done.held, done.same) == (n, {}, len(members) - n)


@given(phrase('{role:role}核对通过"{head}"户的"{label}"'))
@when(phrase('{role:role}核对通过"{head}"户的"{label}"'))
def verifies(changes: Changes, role: str, head: str, label: str) -> None:
    changes.verify(role, head, label)


@when(phrase('{role:role}核对通过"{head}"户"{name}"的"{label}"'))
def verifies_for_member(changes: Changes, role: str, head: str, name: str, label: str) -> None:
    changes.verify(role, head, label, name)


@when(phrase('{role:role}核对通过"{head}"户的自然变更'))
def verifies_natural(changes: Changes, role: str, head: str) -> None:
    changes.verify(role, head)


@when(phrase('{role:role}批量核对通过"{village}"的变更'))
def verifies_many(world: World, changes: Changes, role: str, village: str) -> None:
    world.pass_to(None)
    with work(world.db) as session:
        ids = list(session.scalars(select(Change.id).where(Change.live)))
        done = deciding.verify_many(session, world.book, ids, by=ROLES[role], at=world.at)
    changes.outcome = done


@when(phrase('{role:role}核对不通过"{head}"户的"{label}"，原因是"{reason}"'))
def rejects(world: World, changes: Changes, role: str, head: str, label: str, reason: str) -> None:
    def act(session: Any) -> None:
        change = changes.latest(session, head, label)
        deciding.reject(session, world.book, change, reason, by=ROLES[role], at=world.at)

    world.attempt(act)


@given(phrase('{role:role}第二遍录入"{head}"户的"{label}"为"{value}"'))
@when(phrase('{role:role}第二遍录入"{head}"户的"{label}"为"{value}"'))
def keys_again(world: World, changes: Changes, role: str, head: str, label: str, value: str) -> None:
    def act(session: Any) -> None:
        keying.key_again(session, changes.latest(session, head, label), value, by=ROLES[role], at=world.at)

    world.attempt(act)


def settles(world: World, changes: Changes, role: str, head: str, label: str, value: str, proven: bool) -> None:
    """Settle two keyings with a third value."""

    def act(session: Any) -> None:
        change = changes.latest(session, head, label)
        proofs = keying.proofs(session, change)
        proof = proofs[0].evidence_id if proven else None
        told = {"value": value, "evidence": proof, "by": ROLES[role], "at": world.at}
        keying.agree(session, change, "third", "入户当面核对", **told)

    world.attempt(act)


@when(phrase('{role:role}核定"{head}"户的"{label}"为"{value}"，没有材料'))
def settles_without_proof(world: World, changes: Changes, role: str, head: str, label: str, value: str) -> None:
    settles(world, changes, role, head, label, value, False)


@given(phrase('{role:role}核定"{head}"户的"{label}"为"{value}"，依据是入户核查记录'))
def settles_with_proof(world: World, changes: Changes, role: str, head: str, label: str, value: str) -> None:
    settles(world, changes, role, head, label, value, True)


@given(phrase('"{head}"户有一次{n:n}人入户、双方签字的核查记录'))
def visited_and_signed(world: World, head: str, n: int) -> None:
    world.record("visit", [world.cases[head]], insured=True, place="农户家中")


@given(phrase('"{head}"户有一次{n:n}人入户、只有采集人签字的核查记录'))
def visited_and_half_signed(world: World, head: str, n: int) -> None:
    world.record("visit", [world.cases[head]], signed_by=["collector"], insured=True)


@given(phrase('"{head}"户{day:day}有{n:n}人入户，痕迹是"{trace}"'))
def visited(world: World, head: str, day: date, n: int, trace: str) -> None:
    case = world.cases[head]
    who = [{"name": f"干部{number}", "post": ""} for number in range(n)]
    body = paper("visit", {case: "general"}, visitors=who, **TRACES[trace])
    files = [PHOTO] if trace == "拍了照片" else []
    with work(world.db) as session:
        told = {"happened_on": day, "by": ROLES["村级信息员"], "at": world.at}
        record(session, "visit", body, [case], files=files, **told)


@when(phrase('"{head}"户{day:day}"{name}"因"{reason}"增加，经核对入册'))
def joined(changes: Changes, head: str, day: date, name: str, reason: str) -> None:
    changes.joins(head, day, name, reason)
    changes.verify(CHECKER, head)


@when(phrase('"{head}"户{day:day}"{name}"因"{reason}"减少，经核对入册'))
def left(changes: Changes, head: str, day: date, name: str, reason: str) -> None:
    changes.leaves(head, day, name, reason)
    changes.verify(CHECKER, head)


@when(phrase('"{head}"户{day:day}户主因"{reason}"减少，新户主是"{heir}"，经核对入册'))
def head_left(world: World, changes: Changes, head: str, day: date, reason: str, heir: str) -> None:
    changes.leaves(head, day, head, reason, heir)
    changes.verify(CHECKER, head)


@when(phrase('"{head}"户{day:day}新生儿"{name}"增加，没有证件号码，经核对入册'))
def born(changes: Changes, head: str, day: date, name: str) -> None:
    changes.joins(head, day, name, "新生儿", "")
    changes.verify(CHECKER, head)


@when(phrase('{role:role}提出"{head}"户{day:day}"{name}"因"{reason}"增加，没有证件号码'))
def proposes_nameless(changes: Changes, role: str, head: str, day: date, name: str, reason: str) -> None:
    changes.joins(head, day, name, reason, "")


@given(phrase('{role:role}提出"{head}"户{day:day}"{name}"因"{reason}"减少'))
@when(phrase('{role:role}提出"{head}"户{day:day}"{name}"因"{reason}"减少'))
def proposes_leaving(changes: Changes, role: str, head: str, day: date, name: str, reason: str) -> None:
    changes.leaves(head, day, name, reason)


@when(phrase('{role:role}用“清退”减少"{head}"户的"{name}"'))
def clears_out(world: World, changes: Changes, role: str, head: str, name: str) -> None:
    changes.leaves(head, world.today, name, "clear_out")


@when(phrase('{role:role}用“补录”给"{head}"户增加"{name}"'))
def fills_back(world: World, changes: Changes, role: str, head: str, name: str) -> None:
    changes.joins(head, world.today, name, "back_fill")


@when(phrase('"{head}"户的"{name}"{day:day}转移到"{other}"户，经核对入册'))
def moved(world: World, changes: Changes, head: str, name: str, day: date, other: str) -> None:
    def act(session: Any, told: Any) -> None:
        member = changes.subject(session, head, name)[1]
        number = world.household(other).number
        natural.transfer(session, member, number, "nephew", day, **told)

    changes.natural(act)
    changes.verify(CHECKER, head)


@when(phrase('{role:role}提出把"{head}"户的"{name}"增加到"{other}"户'))
def proposes_twice(world: World, changes: Changes, role: str, head: str, name: str, other: str) -> None:
    with reading(world.db) as session:
        number = session.get_one(Member, changes.subject(session, head, name)[1]).id_no
    changes.joins(other, world.today, name, "户籍迁入", number)
