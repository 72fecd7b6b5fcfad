"""Sentences about what happens to leads: who visits, by when, who is answered, which went together."""

from __future__ import annotations

from datetime import date

from pytest_bdd import given, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM
from engine.db import reading, work
from engine.errors import MoveBlocked
from states import users
from states.leads import answering, assignment, desk, drawing, due, following, receiving
from states.leads.desk import Asked
from states.leads.lead import Lead
from states.leads.pushing import own
from states.passwords import Secret
from tests.bdd.people import ROLES, department
from tests.bdd.phrases import phrase
from tests.bdd.world import World

STAFF = ("村级信息员", "另一名村级信息员", "团结村的村级信息员", "网格员")


def lead_of(session: Session, leads: dict[str, int], head: str) -> Lead:
    return session.get_one(Lead, leads[head])


def username_of(session: Session, name: str) -> str:
    return session.scalars(select(users.User.username).where(users.User.name == name)).one()


@given("村里的工作人员都有账号")
def staff_have_accounts(world: World) -> None:
    with work(world.db) as session:
        for by in (ROLES[title] for title in STAFF):
            account = users.Account(by.id, by.name, by.role, by.area)
            users.add(session, account, Secret("-", "-", one_time=False), SYSTEM, world.at)


@given(phrase('"{name}"的账号停用了'))
@when(phrase('"{name}"的账号停用了'))
def account_is_closed(world: World, name: str) -> None:
    with work(world.db) as session:
        person = session.scalars(select(users.User).where(users.User.name == name)).one()
        users.deactivate(session, person, by=SYSTEM, at=world.at)


@given(phrase('{role:role}把"{head}"户的线索派给"{name}"，{until:day}以前入户'))
@when(phrase('{role:role}把"{head}"户的线索派给"{name}"，{until:day}以前入户'))
def gives(world: World, leads: dict[str, int], role: str, head: str, name: str, until: date) -> None:
    _give(world, leads, role, head, name, until, "")


@when(phrase('{role:role}因"{reason}"把"{head}"户的线索改派给"{name}"，{until:day}以前入户'))
def passes_on(world: World, leads: dict[str, int], role: str, reason: str, head: str, name: str, until: date) -> None:
    _give(world, leads, role, head, name, until, reason)


def _give(world: World, leads: dict[str, int], role: str, head: str, name: str, until: date, reason: str) -> None:
    def act(session: Session) -> None:
        lead, to = lead_of(session, leads, head), username_of(session, name)
        held = assignment.assign_many(session, [lead], to, until, reason, by=ROLES[role], at=world.at)
        if held:
            raise MoveBlocked("assign", list(held[lead.id]))

    world.pass_to(None)
    world.attempt(act)


@then(phrase('"{name}"名下有{n:n}条线索要入户'))
def has_to_visit(world: World, name: str, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        person = next(by for by in ROLES.values() if by.name == name)
        assert len(desk.asked_for(session, person, Asked(held="mine"))[0]) == n


@then(phrase("派给已停用账号的线索有{n:n}条"))
def held_by_nobody(world: World, n: int) -> None:
    with reading(world.db) as session:
        assert len(desk.asked_for(session, ROLES["乡镇业务员"], Asked(held="orphan"))[0]) == n


@then(phrase("超期的线索有{n:n}条"))
def are_late(world: World, n: int) -> None:
    with reading(world.db) as session:
        asked = Asked(held="late", today=world.today)
        assert len(desk.asked_for(session, ROLES["乡镇业务员"], asked)[0]) == n


@then(phrase('"{head}"户的线索先后派给"{names}"'))
def was_given_to(world: World, leads: dict[str, int], head: str, names: str) -> None:
    world.finish()
    with reading(world.db) as session:
        given_to = assignment.history(session, lead_of(session, leads, head))
        assert "、".join(one.name for one in given_to) == names


@then(phrase('"{head}"户的线索{until:day}以前要入户'))
def visit_is_due(world: World, leads: dict[str, int], head: str, until: date) -> None:
    world.finish()
    assert until in _days(world, leads[head], due.VISIT)


@then(phrase('"{head}"户的线索的答复期限是"{until}"'))
def answer_is_due(world: World, leads: dict[str, int], head: str, until: str) -> None:
    days = [f"{one.year}年{one.month}月{one.day}日" for one in _days(world, leads[head], due.ANSWER)]
    assert days == ([] if until.strip() == "没有" else [until.strip()])


def _days(world: World, lead: int, kind: str) -> list[date]:
    with reading(world.db) as session:
        told = due.due(session, world.place.county, world.today, date.max)
        return [one.due_on for one in told if one.kind == kind and one.page == f"/leads/{lead}"]


@when(phrase('{role:role}分析"{head}"户的线索，{day:day}入户，入户人"{names}"'))
def analyses(world: World, leads: dict[str, int], role: str, head: str, day: date, names: str) -> None:
    def act(session: Session) -> None:
        lead, told = lead_of(session, leads, head), names.split("、")
        following.analyse(session, world.book, lead, "户主患病住院", day, told, by=ROLES[role], at=world.at)

    world.pass_to(None)
    world.attempt(act)


@when(phrase('{role:role}{day:day}答复"{head}"户的线索"{said}"'))
def answers(world: World, leads: dict[str, int], role: str, day: date, head: str, said: str) -> None:
    by = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: answering.answer(session, lead_of(session, leads, head), said, day, **by))  # type: ignore[arg-type]


@when(phrase('{role:role}把"{name}"的线索对到"{head}"户'))
def matches_to_another(world: World, leads: dict[str, int], role: str, name: str, head: str) -> None:
    by, number = ROLES[role], world.household(head).number
    world.pass_to(None)
    world.attempt(
        lambda session: (
            receiving.match(session, world.book, lead_of(session, leads, name), number, by=by, at=world.at).id
        )
    )


@then(phrase('"{name}"的线索已并入"{head}"户的线索'))
def went_into(world: World, leads: dict[str, int], name: str, head: str) -> None:
    with reading(world.db) as session:
        shown = desk.find(session, leads[name], ROLES["县级审核员"])
        assert (shown.label, shown.lead.merged_into) == ("已并入", leads[head])


@then(phrase('"{head}"户的线索来自"{titles}"'))
def came_from(world: World, head: str, titles: str) -> None:
    with reading(world.db) as session:
        [shown] = desk.about(session, world.household(head).id, ROLES["县级审核员"])
        assert "、".join(desk.sources(session, [shown.lead])[shown.lead.id]) == titles


@when(phrase("{role:role}梳理“四类人”名单"))
def draws(world: World, role: str) -> None:
    with reading(world.db) as session:
        assert drawing.proposed(session, ROLES[role])


@then(phrase('名单上有"{head}"户，情况是"{ground}"'))
def is_proposed(world: World, head: str, ground: str) -> None:
    with reading(world.db) as session:
        found, _more = drawing.proposed(session, ROLES["村级信息员"])
        assert [one.grounds for one in found if one.household.head_name == head] == [(ground,)]


@then(phrase('“四类人”名单上没有"{head}"户'))
def is_not_proposed(world: World, head: str) -> None:
    with reading(world.db) as session:
        found, _more = drawing.proposed(session, ROLES["村级信息员"])
        assert head not in [one.household.head_name for one in found]


@when(phrase('{role:role}勾选"{head}"户登记为线索'))
def ticks(world: World, role: str, head: str) -> None:
    ids = [world.household(head).id]
    world.attempt(lambda session: len(drawing.confirm(session, ids, by=ROLES[role], at=world.at)))


@then(phrase('民政看到"{head}"户是"{state}"，答复是"{answer}"'))
def is_told(world: World, head: str, state: str, answer: str) -> None:
    with reading(world.db) as session:
        [one] = own(session, department("civil-affairs"))[0]
        assert (one.report.name, one.label, one.report.answer) == (head, state, answer)
