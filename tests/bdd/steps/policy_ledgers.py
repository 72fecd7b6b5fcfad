"""Sentences about the quarterly policy ledgers of departments."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, then, when

from engine.db import reading
from states.help.quarters import Quarter, quarter_of
from states.policy_ledgers import desk, marking, proof, workbook
from states.policy_ledgers.desk import ONLY
from states.policy_ledgers.ledger import period_of
from states.policy_ledgers.pushing import Push, push
from states.workbooks import write
from tests.bdd.people import NEIGHBOUR, ROLES, department
from tests.bdd.phrases import phrase
from tests.bdd.steps.intake import card
from tests.bdd.steps.reviews import CODES
from tests.bdd.world import World

HEADINGS = ("姓名", "证件号码", "所在村", "调整内容", "调整日期", "金额")
PARTS = {"待标注": "open", "已采用": "adopted", "没对到户": "unmatched"}


def send(world: World, title: str, policy: str, line: tuple[str, ...], reason: str = "") -> None:
    """Push a workbook of one line for the present quarter."""
    by, at = department(CODES[title]), world.at
    data = write(HEADINGS, [(*line, f"{world.today:%Y}-01-05", "420")])

    def act(session: Any) -> None:
        drafts = workbook.read_whole(session, data, "台账.xlsx", by=by, at=at)
        push(session, world.book, Push(quarter_of(world.today), policy, drafts, reason), by=by, at=at)

    world.pass_to(None)
    world.attempt(act)


@given(phrase('"{title}"推送了"{policy}"台账，"{head}"户的户主"{what}"'))
@when(phrase('"{title}"推送"{policy}"台账，"{head}"户的户主"{what}"'))
def pushes(world: World, title: str, policy: str, head: str, what: str) -> None:
    send(world, title, policy, (head, card(world, head), "", what))


@given(phrase('"{title}"推送了"{policy}"台账，"{village}"没有登记的"{name}""{what}"'))
@when(phrase('"{title}"推送"{policy}"台账，"{village}"没有登记的"{name}""{what}"'))
def pushes_a_stranger(world: World, title: str, policy: str, village: str, name: str, what: str) -> None:
    send(world, title, policy, (name, "", village, what))


@when(phrase('"{title}"推送"{policy}"台账，一条写"{name}""{number}""{village}"'))
def pushes_a_line(world: World, title: str, policy: str, name: str, number: str, village: str) -> None:
    send(world, title, policy, (name, number, village, "新纳入"))


@when(phrase('"{title}"更正"{policy}"台账，"{head}"户的户主"{what}"，原因"{reason}"'))
def corrects(world: World, title: str, policy: str, head: str, what: str, reason: str) -> None:
    send(world, title, policy, (head, card(world, head), "", what), reason)


@when(phrase('"{title}"作{year:n}年第{quarter:n}季度台账零报告'))
def reports_nothing(world: World, title: str, year: int, quarter: int) -> None:
    given_ = Push(Quarter(year, quarter))
    world.attempt(lambda session: push(session, world.book, given_, by=department(CODES[title]), at=world.at))


@given(phrase('{role:role}标注了台账里的"{name}"{how}，说明"{note}"'))
@when(phrase('{role:role}标注台账里的"{name}"{how}，说明"{note}"'))
def marks(world: World, role: str, name: str, how: str, note: str) -> None:
    told = {"adopted": how == "采用", "note": note, "visited_on": world.today}
    line, by = _line(world, name), {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: marking.mark(session, line, **told, **by))  # type: ignore[arg-type]


@when(phrase('{role:role}把台账里的"{name}"核对到"{head}"户'))
def settles(world: World, role: str, name: str, head: str) -> None:
    line, number, by = _line(world, name), world.household(head).number, {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: marking.settle(session, line, number, "", **by))  # type: ignore[arg-type]


@when(phrase('{role:role}说台账里的"{name}"查无此人，核实情况"{reason}"'))
def knows_nobody(world: World, role: str, name: str, reason: str) -> None:
    line, by = _line(world, name), {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: marking.settle(session, line, "", reason, **by))  # type: ignore[arg-type]


@then(phrase('{role:role}的台账{part}的有"{name}"'))
def is_on(world: World, role: str, part: str, name: str) -> None:
    assert name in names(world, role, PARTS[part])


@then(phrase('{role:role}的台账{part}的没有"{name}"'))
def is_not_on(world: World, role: str, part: str, name: str) -> None:
    assert name not in names(world, role, PARTS[part])


@then(phrase('{role:role}的台账待标注的内容是"{what}"'))
def says(world: World, role: str, what: str) -> None:
    assert [one.line.what for one in seen(world, role, "open")] == [what]


@then(phrase('别村的信息员看不到台账里的"{name}"'))
def neighbour_sees_nothing(world: World, name: str) -> None:
    assert not any(name in names(world, NEIGHBOUR, part) for part in ONLY)


@then(phrase('{year:n}年第{quarter:n}季度的台账"{title}"{what}'))
def stands(world: World, year: int, quarter: int, title: str, what: str) -> None:
    with reading(world.db) as session:
        known = proof.owing(session, ROLES["县级审核员"].area, period_of(Quarter(year, quarter)), (CODES[title],))
    one = next(one for one in known if one.title == title)
    came = "未推送" if one.on is None else "迟报" if one.is_late(world.today) else "已推送"
    assert came == what


def seen(world: World, role: str, part: str) -> list[desk.Line]:
    """The lines of a part as somebody sees them."""
    with reading(world.db) as session:
        return desk.lines(session, ROLES[role], only=part)[0]


def names(world: World, role: str, part: str) -> list[str]:
    """Whom they name."""
    return [one.line.name for one in seen(world, role, part)]


def _line(world: World, name: str) -> int:
    """The newest line that names somebody."""
    with reading(world.db) as session:
        found = desk.lines(session, ROLES["县级审核员"])[0]
    return [one.line.id for one in found if one.line.name == name][-1]
