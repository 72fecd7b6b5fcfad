"""Sentences about what came of changes: the register, the ledgers, and what nobody visited for."""

from datetime import date

from pytest_bdd import then
from sqlalchemy import func, select

from engine.db import reading
from engine.ledger import history
from states.changes import key_facts, ledgers, shown, unvisited
from states.changes.change import PARTS, Change
from states.evidence.fieldwork import SIGNERS
from states.households import Household
from states.members import Member
from states.person_months import household_size
from tests.bdd.changing import Changes, exported, month, months
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World


@then(phrase('"{head}"户的"{label}"仍是"{value}"'))
@then(phrase('"{head}"户的"{label}"已是"{value}"'))
def register_says(world: World, changes: Changes, head: str, label: str, value: str) -> None:
    world.finish()
    assert changes.shown_value(head, label) == value


@then(phrase('"{head}"户"{name}"的"{label}"已是"{value}"'))
def register_says_of_member(world: World, changes: Changes, head: str, name: str, label: str, value: str) -> None:
    world.finish()
    assert changes.shown_value(head, label, name) == value


@then(phrase('"{head}"户的台账多了一条变更，提出人"{proposer}"，核对人"{checker}"'))
def ledger_tells(world: World, head: str, proposer: str, checker: str) -> None:
    with reading(world.db) as session:
        [entry] = [one for one in history(session, world.cases[head]) if one.kind == "changed"]
    assert (entry.told["proposed_by"], entry.actor_name) == (proposer, checker)


@then(phrase('"{head}"户和"{other}"户的台账各多了一条变更'))
def both_ledgers_tell(world: World, head: str, other: str) -> None:
    with reading(world.db) as session:
        for one in (head, other):
            assert [entry.kind for entry in history(session, world.cases[one])].count("changed") == 1


@then(phrase('"{village}"有{n:n}条变更待核对，登记册一处也没有变'))
def waiting_and_nothing_changed(world: World, village: str, n: int) -> None:
    with reading(world.db) as session:
        assert session.scalar(select(func.count()).where(Change.live)) == n
        assert session.scalar(select(func.count()).where(Member.phone != "")) == 0


@then(phrase('"{village}"有{n:n}条变更待核对'))
def waiting(world: World, village: str, n: int) -> None:
    with reading(world.db) as session:
        assert session.scalar(select(func.count()).where(Change.live)) == n


@then(phrase('{n:n}条入册，{held:n}条留下，原因是"{reason}"'))
def came_of_many(changes: Changes, n: int, held: int, reason: str) -> None:
    assert (len(changes.outcome.moved), len(changes.outcome.held)) == (n, held)
    assert {b.message for reasons in changes.outcome.held.values() for b in reasons} == {reason}


@then(phrase('{role:role}看不到"{head}"户"{label}"第一遍录入的值'))
def keyed_blind(world: World, changes: Changes, role: str, head: str, label: str) -> None:
    with reading(world.db) as session:
        line = shown.one(session, changes.latest(session, head, label).id, ROLES[role])
    assert (line.blind, line.after) == (True, "")


@then(phrase('"{village}"的重要信息纸质台账上"{head}"户签字齐全，"{other}"户缺"{signers}"签字'))
def paper_ledger(world: World, village: str, head: str, other: str, signers: str) -> None:
    with reading(world.db) as session:
        rows = {one.head_name: one for one in key_facts.of_village(session, ROLES["村级信息员"], VILLAGE[village])}
    assert rows[head].missing == ()
    assert "、".join(SIGNERS[one] for one in rows[other].missing) == signers


@then(phrase('"{head}"户{year:n}年的人月数是{n:n}，家庭人口数是"{size}"'))
def size_is(world: World, head: str, year: int, n: int, size: str) -> None:
    world.finish()
    counted = months(world, head, year)
    assert (counted, str(household_size(counted))) == (n, size)


@then(phrase('"{head}"户{year:n}年的人月数是{n:n}，"{other}"户{again:n}年的人月数是{m:n}'))
def sizes_are(world: World, head: str, year: int, n: int, other: str, again: int, m: int) -> None:
    assert (months(world, head, year), months(world, other, again)) == (n, m)


@then(phrase('"{head}"户有成员"{name}"，标为无证'))
def member_without_papers(world: World, changes: Changes, head: str, name: str) -> None:
    world.finish()
    with reading(world.db) as session:
        member = session.get_one(Member, changes.subject(session, head, name)[1])
    assert (member.id_kind, member.id_no, member.person) == ("none", "", "")


@then(phrase('"{head}"户有成员"{name}"'))
def member_is_there(world: World, changes: Changes, head: str, name: str) -> None:
    world.finish()
    with reading(world.db) as session:
        assert changes.subject(session, head, name)


@then(phrase('"{head}"户有成员"{name}"，"{other}"户没有'))
def member_is_there_only(world: World, changes: Changes, head: str, name: str, other: str) -> None:
    world.finish()
    with reading(world.db) as session:
        member = session.get_one(Member, changes.subject(session, head, name)[1])
        homes = {one: changes.subject(session, one)[1] for one in (head, other)}
        here = select(func.count()).where(Member.person == member.person, Member.left_on.is_(None))
        assert member.household_id == homes[head]
        assert session.scalar(here.where(Member.household_id == homes[other])) == 0


@then(phrase('"{head}"户的户主是"{name}"，登记册上的户主姓名也是'))
def head_is(world: World, changes: Changes, head: str, name: str) -> None:
    world.finish()
    with reading(world.db) as session:
        home = session.get_one(Household, changes.subject(session, head)[1])
        member = changes.member(session, home.id, name)
        heads = select(func.count()).where(Member.household_id == home.id, Member.is_head)
        assert (home.head_name, member.is_head, member.relation, session.scalar(heads)) == (name, True, "head", 1)


@then(phrase('这条变更归入"{part}"'))
def belongs_to(world: World, part: str) -> None:
    world.finish()
    with reading(world.db) as session:
        assert PARTS[session.scalars(select(Change)).one().part] == part


@then(phrase('"{village}"{year:n}年{number:n}月的村级台账有{n:n}条，是"{head}"户"{label}"从"{before}"变为"{after}"'))
def village_ledger_tells(
    world: World, village: str, year: int, number: int, n: int, head: str, label: str, before: str, after: str
) -> None:
    world.finish()
    with reading(world.db) as session:
        lines = ledgers.entries(session, ROLES["乡镇业务员"], "village", VILLAGE[village], month(year, number))
    assert [(one.head_name, one.what, one.before, one.after) for one in lines] == [(head, label, before, after)]
    assert len(lines) == n


@then(phrase('"{village}"{year:n}年{number:n}月的村级台账有{n:n}条'))
def village_ledger_has(world: World, village: str, year: int, number: int, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        who = ROLES["乡镇业务员"]
        assert len(ledgers.entries(session, who, "village", VILLAGE[village], month(year, number))) == n


@then(phrase("{role:role}看{year:n}年{number:n}月的村级台账有{n:n}条"))
def ledger_of_area_has(world: World, role: str, year: int, number: int, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        assert len(ledgers.entries(session, ROLES[role], "village", "", month(year, number))) == n


@then(phrase('"{village}"{year:n}年{number:n}月的自然增加台账导出为"{form}"，有"{name}"，原因是"{reason}"'))
def increase_exported(world: World, village: str, year: int, number: int, form: str, name: str, reason: str) -> None:
    [row] = exported(world, "increase", village, year, number)
    assert (row["增加人员姓名"], row["增加原因"]) == (name, reason)
    assert ledgers.SHEETS["increase"] == form


@then(phrase('"{village}"{year:n}年{number:n}月的自然减少台账导出为"{form}"，有"{name}"，原因是"{reason}"'))
def decrease_exported(world: World, village: str, year: int, number: int, form: str, name: str, reason: str) -> None:
    [row] = exported(world, "decrease", village, year, number)
    assert (row["减少人员姓名"], row["减少原因"]) == (name, reason)
    assert ledgers.SHEETS["decrease"] == form


@then(phrase('{role:role}看到"{part}"的待核对变更是"{who}"，"{other}"的是"{whom}"'))
def sorted_into(world: World, role: str, part: str, who: str, other: str, whom: str) -> None:
    world.finish()
    codes = {label: code for code, label in PARTS.items()}
    with reading(world.db) as session:
        seen = [shown.waiting(session, ROLES[role], part=codes[label])[0] for label in (part, other)]
    assert [[line.who for line in lines] for lines in seen] == [[who], [whom]]


@then(phrase('"{village}"没有入户的录入有{n:n}条'))
def entries_without_a_visit(world: World, village: str, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        found = unvisited.listed(session, ROLES["乡镇业务员"], VILLAGE[village], date(2021, 1, 1), world.today)
    assert len(found) == n
