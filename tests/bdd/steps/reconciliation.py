"""Sentences about ledgers of departments and systems: sent out, taken back, laid against ours, settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.cases import Case
from engine.clock import office_day
from engine.db import reading, work
from publicity.visiting import visit_values
from states import workbooks
from states.changes.change import CHANGE
from states.members import Member
from states.reconciliation import agreeing, asking, difference_sheets, ledgers, proposals, sending, settling, standings
from states.reconciliation.differences import DIFFERENCE, MOVED, Difference
from states.reconciliation.files import OutsideFile, Round, SentLedger, problems_of
from states.reconciliation.looking import look
from states.reconciliation.settling import Verdict
from states.reconciliation.taking import take
from tests.bdd.people import ROLES, department
from tests.bdd.phrases import phrase
from tests.bdd.world import World


@dataclass
class Outside:
    """What the other side writes, by ledger: our own lines, changed in what the scenario is about."""

    changes: dict[tuple[str, str, str], str] = field(default_factory=dict)
    dropped: set[tuple[str, str]] = field(default_factory=set)


@pytest.fixture
def outside() -> Outside:
    """The other side."""
    return Outside()


def known(title: str) -> ledgers.Ledger:
    """The ledger that people call so."""
    return next(one for one in ledgers.shipped() if one.title == title)


def came_back(world: World, outside: Outside, role: str, title: str, day: date) -> None:
    """Take in the ledger as the other side has it on that day."""
    ledger, by = known(title), ROLES[role]
    with reading(world.db) as session:
        headings, lines = sending.layout(session, ledger, by)
    rows = [lines_of(outside, title, headings, line) for line in lines]
    handed_in(world, role, ledger, workbooks.write(headings, [row for row in rows if row]), day)


def handed_in(world: World, role: str, ledger: ledgers.Ledger, data: bytes, day: date) -> None:
    """Take in a file: through the pages where the scenario goes through them."""
    if pages := world.through_pages():
        world.trying(lambda: pages.ledger(role, ledger.id, data, day.isoformat()))
        return

    def act(session: Any) -> None:
        sheet = workbooks.read(data, "收回.xlsx", ledger.headings)
        looked = look(session, ledger, sheet, day, ROLES[role], world.today)
        take(session, world.book, looked, by=ROLES[role], at=world.at)

    world.attempt(act)


def lines_of(outside: Outside, title: str, headings: list[str], line: list[str]) -> list[str]:
    """A line as the other side has it; empty when it has none."""
    heads = {head for name, head, *_ in [*outside.changes, *outside.dropped] if name == title}
    head = next((cell for cell in line if cell in heads), "")
    if (title, head) in outside.dropped:
        return []
    return [outside.changes.get((title, head, column), cell) for column, cell in zip(headings, line, strict=True)]


def differing(world: World, column: str) -> tuple[Difference, str]:
    """The one difference about a column, and its state."""
    with reading(world.db) as session:
        rows = session.execute(select(Difference, Case.state).join(Case, Case.id == Difference.case_id)).all()
    [found] = [(one, state) for one, state in rows if column == titled(one)]
    return found


def titled(one: Difference) -> str:
    """What people call the field of a difference."""
    return next(ledger for ledger in ledgers.shipped() if ledger.id == one.ledger).title_of(one.field)


@given(phrase('部门的"{title}"里"{head}"的"{column}"写成"{value}"'))
def writes(outside: Outside, title: str, head: str, column: str, value: str) -> None:
    outside.changes[title, head, column] = value


@given(phrase('部门的"{title}"里没有"{head}"'))
def has_nobody(outside: Outside, title: str, head: str) -> None:
    outside.dropped.add((title, head))


@given(phrase('"{head}"户入户核查的人均纯收入是{income:n}元'))
def found_on_a_visit(world: World, head: str, income: int) -> None:
    world.record("visit", [world.cases[head]], income_per_head=income)


@given(phrase('"{head}"本人的联系电话在我们的台账里改成了"{phone}"'))
def telephone_changed(world: World, head: str, phone: str) -> None:
    with work(world.db) as session:
        member = session.scalars(select(Member).where(Member.name == head)).one()
        member.phone = phone or member.phone


@given(phrase('{role:role}已导入收回的"{title}"'))
@when(phrase('{role:role}导入收回的"{title}"'))
def takes_in(world: World, outside: Outside, role: str, title: str) -> None:
    came_back(world, outside, role, title, world.today)


@when(phrase('{role:role}导入"{head}"一人的"{title}"'))
def takes_in_one(world: World, role: str, head: str, title: str) -> None:
    ledger = known(title)
    with reading(world.db) as session:
        member = session.scalars(select(Member).where(Member.name == head)).one()
    data = workbooks.write([ledger.key[0], ledger.fields[0].title], [[member.id_no, member.name]])
    handed_in(world, role, ledger, data, world.today)


@when(phrase('{role:role}在网页上打开"{head}"的"{column}"这条差异'))
def opens_a_difference(world: World, role: str, column: str) -> None:
    pages = world.through_pages()
    assert pages is not None
    world.page = pages.of(role).get(f"/data/reconciliation/differences/{differing(world, column)[0].id}")


@when(phrase('{role:role}导入{day:day}的"{title}"'))
def takes_in_an_older_one(world: World, outside: Outside, role: str, day: date, title: str) -> None:
    came_back(world, outside, role, title, day)


@when(phrase('{role:role}把"{title}"推送给部门'))
def sends(world: World, role: str, title: str) -> None:
    world.attempt(lambda session: sending.send(session, known(title), by=ROLES[role], at=world.at))


@when(phrase("{role:role}把这一轮标记为已一致"))
def marks(world: World, role: str) -> None:
    def act(session: Any) -> None:
        last = session.scalars(select(Round).order_by(Round.id.desc()).limit(1)).one()
        agreeing.agree(session, last, by=ROLES[role], at=world.at)

    world.attempt(act)


@when(phrase('教育部门打开"{title}"'))
def opens(world: World, title: str) -> None:
    world.trying(lambda: ledgers.find(known(title).id, department("education")))


@given(phrase('{role:role}已核定"{head}"的"{column}""{outcome}"，依据是"{document}"'))
@when(phrase('{role:role}核定"{head}"的"{column}""{outcome}"，依据是"{document}"'))
def settles(world: World, role: str, column: str, outcome: str, document: str) -> None:
    settle(world, role, column, outcome, "与本人核对过", document)


@when(phrase('{role:role}核定"{head}"的"{column}""{outcome}"，却没有写理由'))
def settles_without_a_reason(world: World, role: str, column: str, outcome: str) -> None:
    settle(world, role, column, outcome, "", "社保局工资流水")


def settle(world: World, role: str, column: str, outcome: str, reason: str, document: str) -> None:
    """Settle the difference about a column."""
    one, _state = differing(world, column)
    name = next(state.name for state in DIFFERENCE.states if state.label == outcome)
    verdict = Verdict(name, reason, None, document, world.today if document else None)
    if pages := world.through_pages():
        said = {"outcome": name, "reason": reason, "document": document, "document_on": world.today.isoformat()}
        world.trying(lambda: pages.settle(role, one.id, **said))
        return
    told = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: settling.settle(session, world.book, [one.id], verdict, **told))


@then(phrase('推送记录写明{day:day}、"{name}"、{n:n}行'))
def was_sent(world: World, day: date, name: str, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        [sent] = session.scalars(select(SentLedger))
    assert (sent.sent_on, sent.sent_by_name, sent.rows) == (day, name, n)


@then(phrase('这一轮{n:n}行一致，已由"{name}"标记为已一致'))
def agreed(world: World, n: int, name: str) -> None:
    world.finish()
    with reading(world.db) as session:
        [last] = session.scalars(select(Round))
    assert (last.agreeing, last.agreed_by_name, last.agreed_at is not None) == (n, name, True)


@then(phrase('"{head}"的"{column}"这条差异现在是"{label}"'))
def stands(world: World, column: str, label: str) -> None:
    world.finish()
    assert DIFFERENCE.labels[differing(world, column)[1]] == label


@then(phrase('"{head}"的"{column}"这条差异写明"{moved}"'))
def moved_by(world: World, column: str, moved: str) -> None:
    world.finish()
    assert MOVED[differing(world, column)[0].moved] == moved


@then(phrase("有{n:n}条差异待核定"))
def waiting(world: World, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        states = session.scalars(select(Case.state).where(Case.kind == "difference")).all()
    assert states == ["open"] * n


@then(phrase('"{head}"的"{column}"提出的变更现在是"{label}"，依据是"{document}"'))
def proposed(world: World, column: str, label: str, document: str) -> None:
    world.finish()
    one, _state = differing(world, column)
    with reading(world.db) as session:
        [(change, state)] = proposals.of_differences(session, [one.id])[one.id]
        basis = proposals.basis_of(session, change.id)
    assert basis is not None
    assert (CHANGE.labels[state], basis.settlement.document) == (label, document)
    assert basis.row > 1  # below the heading


@then(phrase('"{head}"户入户时要核实"{title}"的"{column}"'))
def asked_at_the_house(world: World, head: str, title: str, column: str) -> None:
    world.finish()
    with reading(world.db) as session:
        _paper, values = visit_values(session, world.cases[head], world.today, ROLES["村级信息员"])
    [part] = [part for part in values["parts"] if part["title"] == "台账差异"]
    assert [task["text"].split("：")[0] for task in part["tasks"]] == [f"{title}“{column}”"]


@then(phrase('推送的台账请对方更正"{text}"'))
def asked_to_correct(world: World, text: str) -> None:
    world.finish()
    with reading(world.db) as session:
        [sent] = session.scalars(select(SentLedger))
        wanted = asking.asked(session, ledgers.by_id()[sent.ledger], ROLES["乡镇业务员"])
    assert [one.text for some in wanted.values() for one in some] == [text]
    assert sent.asked == 1


@then(phrase('"{title}"送出{n:n}天，还没有收回'))
def is_silent(world: World, title: str, n: int) -> None:
    world.finish()
    assert [(one.ledger.title, one.days) for one in quiet(world)] == [(title, n)]


@then(phrase("没有送出未收回的台账"))
def nobody_is_silent(world: World) -> None:
    world.finish()
    assert quiet(world) == []


@then(phrase('"{title}"历轮差异是"{trend}"，{day:day}相符'))
def trend_is(world: World, title: str, trend: str, day: date) -> None:
    world.finish()
    with reading(world.db) as session:
        found = standings.standings(session, ROLES["乡镇业务员"], world.today)
    [one] = [one for one in found if one.ledger.title == title]
    assert one.agreed_at is not None
    assert (" → ".join(str(n) for n in one.trend), office_day(one.agreed_at)) == (trend, day)


@then(phrase('"{title}"的差异核对表写着"{ours}"和"{theirs}"，没有完整的证件号码'))
def sheet_is_masked(world: World, title: str, ours: str, theirs: str) -> None:
    world.finish()
    out = BytesIO()
    with reading(world.db) as session:
        difference_sheets.write(session, known(title), ROLES["乡镇业务员"], out)
        numbers = set(session.scalars(select(Member.person)))
    [row] = workbooks.read(out.getvalue(), "差异.xlsx").rows
    assert {ours, theirs} <= set(row.cells)
    assert not numbers & {str(cell) for cell in row.cells}
    assert any("****" in str(cell) for cell in row.cells)


def quiet(world: World) -> list[standings.Silent]:
    """What the township waits for."""
    with reading(world.db) as session:
        return standings.silent(session, ROLES["乡镇业务员"], world.today)


@then(phrase('"{column}"有一格读不出来，说明是"{reason}"'))
def unreadable(world: World, column: str, reason: str) -> None:
    world.finish()
    with reading(world.db) as session:
        [told] = problems_of(session.scalars(select(OutsideFile)).one())
    assert (told["column"], told["text"] % told["facts"]) == (column, reason)
