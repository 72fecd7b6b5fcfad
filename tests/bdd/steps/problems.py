"""Sentences about problem lists: claimed, traced, rectified, checked, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.db import reading
from engine.evidence import Attachment
from states import workbooks
from states.intake import taking as intake
from states.intake.kind import Asking
from states.problems import claiming, desk, due, problem_list, queries, rectifying, taking, tracing
from states.problems.desk import Asked, Shown
from states.problems.problem import LABELS
from states.problems.problem_file import PROBLEMS
from states.problems.problem_list import Received
from states.problems.queries import Part, Query
from states.problems.rectifying import Done
from states.problems.similar import VERDICTS, Similar, Trace
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

PHOTO = Attachment("0" * 64, "整改照片.jpg", "image/jpeg", 1000)
ALIKE = {title: verdict for verdict, title in VERDICTS.items()}


@dataclass
class Told:
    """The list and the problems of the scenario: the newest last, and by the unit that each was handed to."""

    list_id: int = 0
    problem: int = 0
    of: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def told() -> Told:
    """What the scenario speaks of."""
    return Told()


@given(phrase('{role:role}登记了{year:n}年收到的"{kind}"清单，整改期限{until:day}'))
@when(phrase('{role:role}登记{year:n}年收到的"{kind}"清单，整改期限{until:day}'))
def receives(world: World, told: Told, role: str, year: int, kind: str, until: date) -> None:
    with reading(world.db) as session:
        known = problem_list.kinds(session, ROLES[role].area, world.today)
    code = next((name for name, one in known.items() if one.title == kind), "")
    one = Received(code, f"{kind}清单", year, "上级单位", world.today - timedelta(days=1), until)
    made = world.attempt(lambda db: problem_list.receive(db, one, by=ROLES[role], at=world.at).id)
    told.list_id = made or 0


@then(phrase('可以登记的问题清单是"{kinds}"'))
def offered(world: World, kinds: str) -> None:
    with reading(world.db) as session:
        known = problem_list.kinds(session, world.place.code, world.today)
    assert "、".join(one.title for one in known.values()) == kinds


@given(phrase('{role:role}把审计反馈的问题"{text}"分到"{unit}"'))
def handed_out(world: World, told: Told, role: str, text: str, unit: str) -> None:
    _hand_out(world, told, role, ("audit", date(2023, 12, 10)), text, unit)


@given(phrase('{role:role}把区扶贫办反馈的问题"{text}"分到"{unit}"'))
def handed_out_in_hetu(world: World, told: Told, role: str, text: str, unit: str) -> None:
    _hand_out(world, told, role, ("district", date(2018, 12, 20)), text, unit)


@given(phrase('{role:role}把审计反馈的问题"{text}"分到"{unit}"，点名"{head}"户'))
def handed_out_naming(world: World, told: Told, role: str, text: str, unit: str, head: str) -> None:
    _hand_out(world, told, role, ("audit", date(2023, 12, 10)), text, unit, world.household(head).id)


def _hand_out(world: World, told: Told, role: str, what: tuple[str, date], text: str, unit: str, *homes: int) -> None:
    by, at, (kind, until) = ROLES[role], world.at, what
    one = Received(kind, "反馈问题清单", world.today.year, "上级单位", world.today, until)

    def act(db: Session) -> tuple[int, int]:
        listed = problem_list.receive(db, one, by=by, at=at)
        draft = taking.Draft(text, VILLAGE[unit], None, homes)
        return listed.id, taking.add_many(db, listed, [draft], by=by, at=at)[0].id

    told.list_id, told.problem = world.attempt(act) or (0, 0)
    told.of[unit] = told.problem


@when(phrase("{role:role}导入问题清单:"))
def takes_a_file(world: World, told: Told, role: str, datatable: list[list[str]]) -> None:
    headings, *rows = datatable
    sheet = intake.read(PROBLEMS, workbooks.write(headings, rows), "问题清单.xlsx")
    asking = Asking(ROLES[role], world.at, {"list": str(told.list_id)})
    world.attempt(lambda db: intake.take(db, PROBLEMS, intake.preview(db, PROBLEMS, sheet, asking), asking))


@then(phrase("清单上有{n:n}个问题"))
def on_the_list(world: World, told: Told, n: int) -> None:
    world.refusal = None
    with reading(world.db) as session:
        assert len(desk.listed(session, ROLES["乡镇业务员"], Asked(list_id=told.list_id))[0]) == n


def _act(world: World, told: Told, role: str, act: Callable[[Session, Shown, dict[str, Any]], object]) -> None:
    """Let somebody act on the problem, as far as the own area shows it."""
    world.pass_to(None)
    by = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda db: act(db, desk.find(db, told.problem, ROLES["县级审核员"]), by))


@given(phrase("{role:role}认领了这个问题"))
@when(phrase("{role:role}认领这个问题"))
def claims(world: World, told: Told, role: str) -> None:
    _act(world, told, role, lambda db, one, by: claiming.claim(db, world.book, one.problem, **by))


@when(phrase('{role:role}认领"{unit}"的问题'))
def claims_of(world: World, told: Told, role: str, unit: str) -> None:
    told.problem = told.of[unit]
    _act(world, told, role, lambda db, one, by: claiming.claim(db, world.book, one.problem, **by))


@when(phrase('{role:role}退回这个问题，理由"{reason}"'))
def disclaims(world: World, told: Told, role: str, reason: str) -> None:
    _act(world, told, role, lambda db, one, by: claiming.disclaim(db, world.book, one.problem, reason, **by))


@when(phrase('{role:role}把这个问题改分到"{unit}"'))
def hands_on(world: World, told: Told, role: str, unit: str) -> None:
    _act(world, told, role, lambda db, one, by: claiming.hand_out(db, world.book, one.problem, VILLAGE[unit], **by))


@then(phrase('这个问题现在是"{state}"'))
def stands(world: World, told: Told, state: str) -> None:
    world.finish()
    with reading(world.db) as session:
        assert LABELS[desk.find(session, told.problem, ROLES["县级审核员"]).state] == state


@then(phrase('"{unit}"有{n:n}个问题，"{other}"没有'))
def lies_at(world: World, unit: str, n: int, other: str) -> None:
    with reading(world.db) as session:
        found = {one.key: one.all for one in desk.by_unit(session, ROLES["乡镇业务员"], world.today)}
    assert (found.get(VILLAGE[unit]), found.get(VILLAGE[other])) == (n, None)


@given(phrase('{role:role}用"{title}"举一反三'))
@when(phrase('{role:role}用"{title}"举一反三'))
def traces_by_a_saved_query(world: World, told: Told, role: str, title: str) -> None:
    query = next(one for one in queries.saved().values() if one.title == title)
    _act(world, told, role, lambda db, one, by: tracing.trace(db, one.problem, one.state, query, **by))


@when(phrase('{role:role}到"{unit}"用"{title}"举一反三'))
def traces_elsewhere(world: World, told: Told, role: str, unit: str, title: str) -> None:
    query, area = next(one for one in queries.saved().values() if one.title == title), VILLAGE[unit]
    _act(world, told, role, lambda db, one, by: tracing.trace(db, one.problem, one.state, query, area=area, **by))


@given(phrase('{role:role}按"{label}"是"{value}"举一反三'))
@when(phrase('{role:role}按"{label}"是"{value}"举一反三'))
def traces_by_a_condition(world: World, told: Told, role: str, label: str, value: str) -> None:
    name = next((name for name, one in queries.askable().items() if one.label == label), label)

    def query() -> Query:
        return queries.of_parts([Part(name, "is", value)])

    _act(world, told, role, lambda db, one, by: tracing.trace(db, one.problem, one.state, query(), **by))


@then(phrase("举一反三查了{asked:n}户，查出{found:n}户"))
def traced(world: World, told: Told, asked: int, found: int) -> None:
    world.finish()
    with reading(world.db) as session:
        newest = session.scalars(select(Trace).where(Trace.problem_id == told.problem).order_by(-Trace.id)).first()
        assert newest is not None
        assert (newest.looked_at, newest.found) == (asked, found)


@then(phrase('"{head}"户等待判定，"{other}"户不在其中'))
def waits(world: World, told: Told, head: str, other: str) -> None:
    found = dict(_similar(world, told))
    assert found[world.household(head).id] == ""
    assert world.household(other).id not in found


def _similar(world: World, told: Told) -> list[tuple[int, str]]:
    with reading(world.db) as session:
        query = select(Similar.household_id, Similar.verdict).where(Similar.problem_id == told.problem)
        return [(row[0], row[1]) for row in session.execute(query)]


@given(phrase('{role:role}判定"{head}"户"{verdict}"，理由"{reason}"'))
@when(phrase('{role:role}判定"{head}"户"{verdict}"，理由"{reason}"'))
def judges(world: World, told: Told, role: str, head: str, verdict: str, reason: str) -> None:
    home = world.household(head).id
    _act(
        world, told, role,
        lambda db, one, by: tracing.judge(
            db, one.problem, one.state, _rows(db, told, home), ALIKE[verdict], reason, **by
        ),
    )  # fmt: skip


def _rows(db: Session, told: Told, *homes: int) -> list[int]:
    query = select(Similar.id).where(Similar.problem_id == told.problem)
    return list(db.scalars(query.where(Similar.household_id.in_(homes)) if homes else query))


@given(phrase("{role:role}办结举一反三"))
@when(phrase("{role:role}办结举一反三"))
def finishes_tracing(world: World, told: Told, role: str) -> None:
    _act(world, told, role, lambda db, one, by: tracing.finish(db, world.book, one.problem, **by))


@given(phrase("{role:role}把点名的户一并整改了"))
def rectifies_along(world: World, told: Told, role: str) -> None:
    done, on = "重新登记了电话", world.today
    _act(
        world, told, role,
        lambda db, one, by: tracing.rectify_along(db, one.problem, one.state, _rows(db, told), done, on, **by),
    )  # fmt: skip


@given(phrase("{role:role}报整改完成，附照片"))
@when(phrase("{role:role}报整改完成，附照片"))
def rectifies(world: World, told: Told, role: str) -> None:
    _rectify(world, told, role, [PHOTO])


@when(phrase("{role:role}报整改完成，不附材料"))
def rectifies_without_proof(world: World, told: Told, role: str) -> None:
    _rectify(world, told, role, [])


def _rectify(world: World, told: Told, role: str, files: list[Attachment]) -> None:
    done = Done("逐户核对并登记了电话", "和秀兰", world.today)
    _act(world, told, role, lambda db, one, by: rectifying.rectify(db, world.book, one.problem, done, files, **by))


@given(phrase("{role:role}核查通过"))
@when(phrase("{role:role}核查通过"))
def checks(world: World, told: Told, role: str) -> None:
    said = "到户看过，电话能打通"
    _act(world, told, role, lambda db, one, by: rectifying.check(db, world.book, one.problem, said, **by))


@when(phrase("{role:role}凭材料销号"))
def closes(world: World, told: Told, role: str) -> None:
    said = "整改到位，同意销号"
    _act(world, told, role, lambda db, one, by: rectifying.close(db, world.book, one.problem, said, [PHOTO], **by))


@when(phrase('{role:role}退回这个问题重新整改，理由"{reason}"，新期限{until:day}'))
def sends_back(world: World, told: Told, role: str, reason: str, until: date) -> None:
    _act(world, told, role, lambda db, one, by: rectifying.send_back(db, world.book, one.problem, reason, until, **by))


@when(phrase('{role:role}把这个问题延期到{until:day}，理由"{reason}"'))
def extends(world: World, told: Told, role: str, until: date, reason: str) -> None:
    _act(world, told, role, lambda db, one, by: rectifying.extend(db, one.problem, one.state, until, reason, **by))


@then(phrase("这个问题有{n:n}份佐证材料"))
def has_proof(world: World, told: Told, n: int) -> None:
    with reading(world.db) as session:
        problem = desk.find(session, told.problem, ROLES["县级审核员"]).problem
        assert len(desk.files(session, problem)) == n


@then(phrase('"{head}"户的页面上有这个问题'))
def is_on_the_household(world: World, told: Told, head: str) -> None:
    with reading(world.db) as session:
        found = desk.about(session, world.household(head).id, ROLES["村级信息员"])
        assert [one.problem.id for one in found] == [told.problem]


@then(phrase('"{unit}"的问题逾期{n:n}个'))
def overdue(world: World, unit: str, n: int) -> None:
    with reading(world.db) as session:
        found = {one.key: one.overdue for one in desk.by_unit(session, ROLES["乡镇业务员"], world.today)}
    assert found[VILLAGE[unit]] == n


@then(phrase('到期的事里有"{title}"，由"{unit}"办'))
def is_due(world: World, title: str, unit: str) -> None:
    _is_due(world, title, unit, world.today)


@then(phrase('{until:day}到期的事里有"{title}"，由"{unit}"办'))
def is_due_by(world: World, until: date, title: str, unit: str) -> None:
    _is_due(world, title, unit, until)


def _is_due(world: World, title: str, unit: str, until: date) -> None:
    world.finish()
    with reading(world.db) as session:
        found = due.due(session, world.place.code, world.today, until)
        before = due.due(session, world.place.code, world.today, date(2018, 1, 1))
    assert [(one.title, one.area, one.done_on) for one in found] == [(title, VILLAGE[unit], None)]
    assert before == []


@then(phrase('按社区看，"{unit}"有{n:n}个问题，认领{claimed:n}个；"{other}"有{m:n}个问题，认领{taken:n}个'))
def by_community(world: World, unit: str, n: int, claimed: int, other: str, m: int, taken: int) -> None:
    world.finish()
    with reading(world.db) as session:
        rows = desk.by_unit(session, ROLES["乡镇业务员"], world.today)
    found = {one.key: (one.all, one.claimed) for one in rows}
    assert found == {VILLAGE[unit]: (n, claimed), VILLAGE[other]: (m, taken)}


@then(phrase('{role:role}看到的问题只有"{unit}"的{n:n}个'))
def sees_only(world: World, role: str, unit: str, n: int) -> None:
    with reading(world.db) as session:
        found, _more = desk.listed(session, ROLES[role])
    assert [one.problem.area for one in found] == [VILLAGE[unit]] * n
