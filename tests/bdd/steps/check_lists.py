"""Sentences about the two check lists: what puts a household there, what the village says, and what begins from it."""

from datetime import date

from pytest_bdd import given, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.db import reading, work
from engine.months import later
from states.help import measures, risks
from states.help.kinds import RISKS, edition
from states.help.measures import Plan
from states.help.risks import Danger
from states.households import Household
from states.look_back import proposing, settling
from states.look_back.check_lines import LISTS, STANDINGS, CheckLine
from states.look_back.check_list import Asked, Listed, listed
from states.look_back.settling import Settled
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

RISK_CODES = {title: code for code, title in RISKS.items()}
LIST_CODES = {title: code for code, title in LISTS.items()}
CLERK = ROLES["村级信息员"]


def the(session: Session, world: World, head: str) -> Household:
    """The household in this transaction."""
    return session.scalars(select(Household).where(Household.case_id == world.cases[head])).one()


def lines(world: World, title: str, way: str = "") -> list[Listed]:
    """The lines of a list, of one way alone if given."""
    with reading(world.db) as session:
        return list(listed(session, ROLES["乡镇业务员"], Asked(LIST_CODES[title], way=way), limit=500)[0])


def line(world: World, head: str, way: str) -> int:
    """The line of a household for one way."""
    with reading(world.db) as session:
        number = the(session, world, head).id
        wanted = select(CheckLine.id).where(CheckLine.household_id == number, CheckLine.way == way)
        return session.scalars(wanted).one()


@given(phrase('"{head}"户{on:day}新出现"{kind}"的风险'))
def new_risk(world: World, head: str, on: date, kind: str) -> None:
    with work(world.db) as session:
        danger = Danger(RISK_CODES[kind], on)
        risks.name_risk(session, the(session, world, head), danger, by=CLERK, at=world.at)


@given(phrase('"{head}"户还在享受帮扶措施"{what}"'))
def still_helped(world: World, head: str, what: str) -> None:
    with work(world.db) as session:
        home = the(session, world, head)
        kind = next(iter(edition(home.group_code, world.today).kinds))
        plan = Plan(kind, what, world.today, later(world.today, 6), "和文华")
        measures.plan_measure(session, home, plan, by=CLERK, at=world.at)


@when(phrase('"{head}"户的帮扶措施"{what}"停止'))
def help_ends(world: World, head: str, what: str) -> None:
    world.pass_to(None)
    with work(world.db) as session:
        home = the(session, world, head)
        measure = next(one for one in measures.measures_of(session, home.id) if one.plan == what)
        measures.end_measure(session, home, measure, world.today, "已不需要", by=CLERK, at=world.at)


@given(phrase('{role:role}提出"{village}"的核查名单'))
@when(phrase('{role:role}提出"{village}"的核查名单'))
def proposes(world: World, role: str, village: str) -> None:
    world.pass_to(None)
    world.attempt(lambda session: proposing.propose(session, VILLAGE[village], by=ROLES[role], at=world.at))


@given(phrase('{role:role}确认"{head}"户要{move:move}'))
@when(phrase('{role:role}确认"{head}"户要{move:move}'))
def confirms(world: World, role: str, head: str, move: str) -> None:
    number = line(world, head, move)
    world.settled = world.attempt(lambda s: settling.confirm(s, [number], by=ROLES[role], at=world.at))


@when(phrase('{role:role}划去"{head}"户的{move:move}，理由是"{reason}"'))
def strikes(world: World, role: str, head: str, move: str, reason: str) -> None:
    number = line(world, head, move)
    world.settled = world.attempt(lambda s: settling.strike(s, [number], reason, by=ROLES[role], at=world.at))


@when(phrase("{role:role}从名单上启动已确认的程序"))
def begins_confirmed(world: World, role: str) -> None:
    with reading(world.db) as session:
        wanted = list(session.scalars(select(CheckLine.id).where(CheckLine.standing == "confirmed")))
    _begin(world, role, wanted)


@when(phrase('{role:role}从名单上启动"{head}"户的{move:move}'))
def begins_one(world: World, role: str, head: str, move: str) -> None:
    _begin(world, role, [line(world, head, move)])


def _begin(world: World, role: str, wanted: list[int]) -> None:
    world.settled = world.attempt(lambda s: settling.begin(s, world.book, wanted, by=ROLES[role], at=world.at))


@then(phrase('{title:list}上"{head}"户要{move:move}，理由有"{words}"'))
def stands_on_the_list(world: World, title: str, head: str, move: str, words: str) -> None:
    world.finish()
    [mine] = [one for one in lines(world, title, move) if one.head_name == head]
    assert [ground.said for ground in mine.line.told if words in ground.said] != []


@then(phrase('{title:list}上没有"{head}"户'))
def stands_not_on_the_list(world: World, title: str, head: str) -> None:
    world.finish()
    assert [one for one in lines(world, title) if one.head_name == head] == []


@then(phrase('{title:list}上有要{move:move}的"{head}"户'))
def to_go_that_way(world: World, title: str, move: str, head: str) -> None:
    world.finish()
    assert [one.head_name for one in lines(world, title, move)] == [head]


@then(phrase('{title:list}上没有要{move:move}的"{head}"户'))
def not_to_go_that_way(world: World, title: str, move: str, head: str) -> None:
    world.finish()
    assert head not in [one.head_name for one in lines(world, title, move)]


@then(phrase('名单上"{head}"户的{move:move}是"{standing}"'))
def line_is(world: World, head: str, move: str, standing: str) -> None:
    world.finish()
    with reading(world.db) as session:
        assert STANDINGS[session.get_one(CheckLine, line(world, head, move)).standing] == standing


@then(phrase('名单上"{head}"户没有办成，原因是"{reason}"'))
def line_held(world: World, head: str, reason: str) -> None:
    world.finish()
    assert isinstance(world.settled, Settled)
    assert world.settled.done == []
    assert [blocker.message for held in world.settled.held.values() for blocker in held] == [reason]
    assert head in world.cases
