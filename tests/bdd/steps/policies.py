"""Sentences about weighing, criteria of the way out, causes of a return, three levels, and corrected categories."""

from datetime import date

from pytest_bdd import given, then, when

from engine.advance import advance
from engine.back import send_back, withdraw
from engine.db import reading
from engine.ledger import history
from states import criteria_desk
from states.changes import deciding, shown
from states.changes.proposing import Edit, propose
from states.departments import titles
from states.evidence.responses import LEVELS
from states.evidence.weighings import FOUND
from states.help import responses
from states.identified import identified
from states.policies import policy_of
from tests.bdd.people import ROLES, department
from tests.bdd.phrases import phrase
from tests.bdd.steps.evidence import hand_in
from tests.bdd.walking import begin, review, walk
from tests.bdd.world import World

CONCLUSIONS = {title: code for code, title in FOUND.items()}
LEVEL_CODES = {title: code for code, title in LEVELS.items()}
CATEGORY = "监测对象类别"


def criteria_of(world: World, head: str) -> dict[str, str]:
    """The criteria of the household's plan: codes by title."""
    known = policy_of(world.view(head).facts.definition).criteria
    return {one.title: code for code, one in known.items()}


def department_code(world: World, title: str) -> str:
    """The code of a department by the name it has here."""
    with reading(world.db) as session:
        return next(code for code, name in titles(session).items() if name == title)


@when(phrase('{role:role}登记"{head}"户的综合研判，人均纯收入{income:n}元，结论"{conclusion}"，理由"{why}"'))
def weighed(world: World, role: str, head: str, income: int, conclusion: str, why: str) -> None:
    told = {"income_per_head": income, "conclusion": CONCLUSIONS[conclusion], "explanation": why}
    hand_in(world, role, head, "weighing", **told)


@when(phrase('{role:role}登记"{head}"户的风险消除评估，收入从{day:day}起稳定'))
def assessed(world: World, role: str, head: str, day: date) -> None:
    hand_in(world, role, head, "assessment", stable_since=day.isoformat())


@when(phrase('{role:role}登记"{head}"户的风险消除评估，刚性支出"{controlled}"，措施"{effective}"'))
def assessed_otherwise(world: World, role: str, head: str, controlled: str, effective: str) -> None:
    told = {"expenses_controlled": controlled == "可控", "measures_effective": effective == "见效"}
    hand_in(world, role, head, "assessment", **told)


@given(phrase('"{head}"户除"{but}"以外都复核达标'))
def others_are_met(world: World, head: str, but: str) -> None:
    for title, code in criteria_of(world, head).items():
        if title not in but.split("、"):
            review(world, [world.cases[head]], code)


@when(phrase('"{name}"复核"{head}"户的"{criterion}"，结果"{result}"'))
def department_reviewed(world: World, name: str, head: str, criterion: str, result: str) -> None:
    code = department_code(world, name)
    told = {"criterion": criteria_of(world, head)[criterion], "department": code, "met": result == "达标"}
    world.trying(lambda: world.record("criterion_review", [world.cases[head]], department(code), **told))


@when(phrase('"{name}"复核"{head}"户的"{criterion}"，达标，“{ask}”是"{answer}"'))
def department_found(world: World, name: str, head: str, criterion: str, ask: str, answer: str) -> None:
    code, chosen = department_code(world, name), criteria_of(world, head)[criterion]
    names = policy_of(world.view(head).facts.definition).criteria[chosen].asks
    told = {"criterion": chosen, "department": code, "met": True} | dict.fromkeys(names, answer == "是")
    assert ask
    world.trying(lambda: world.record("criterion_review", [world.cases[head]], department(code), **told))


@when(phrase('{role:role}复核"{head}"户的"{criterion}"，结果"{result}"'))
def post_reviewed(world: World, role: str, head: str, criterion: str, result: str) -> None:
    told = {"criterion": criteria_of(world, head)[criterion], "met": result == "达标"}
    hand_in(world, role, head, "criterion_review", **told)


@when(phrase('"{name}"对等待的{n:n}户一次答复"{criterion}"达标'))
def department_answered_all(world: World, name: str, n: int, criterion: str) -> None:
    by = department(department_code(world, name))
    with reading(world.db) as session:
        owned = {one.criterion.title: one for one in criteria_desk.owned(session, world.book, by)}
        code = owned[criterion].code
        waiting = [one.case_id for one in criteria_desk.asked(session, world.book, code, by)]
    assert len(waiting) == owned[criterion].waiting == n
    told = {"on": world.today, "met": True, "asks": owned[criterion].criterion.asks}
    world.attempt(lambda session: criteria_desk.answer(session, world.book, code, waiting, by, world.at, **told))


@then(phrase('没有农户还在等"{name}"复核'))
def nobody_waits(world: World, name: str) -> None:
    world.finish()
    by = department(department_code(world, name))
    with reading(world.db) as session:
        found = criteria_desk.owned(session, world.book, by)
    assert [one.waiting for one in found] == [0]


@when(phrase('{role:role}没有确认，就办结"{head}"户的"{step}"'))
def finishes_unconfirmed(world: World, role: str, head: str, step: str) -> None:
    name, by, case = world.step(head, step), ROLES[role], world.cases[head]
    world.attempt(lambda session: advance(session, world.book, case, name, by=by, at=world.at, sure=False))


@given(phrase('"{head}"户的{move:move}全部办完'))
def went_through(world: World, head: str, move: str) -> None:
    begin(world, [head], move)
    walk(world, [head])


@when(phrase('{role:role}想把"{head}"户办成的"{step}"退回'))
def wants_it_back(world: World, role: str, head: str, step: str) -> None:
    assert step == "系统录入"
    told = {"by": ROLES[role], "at": world.at, "code": "check-failed", "reason": "情况有变"}
    world.attempt(lambda session: send_back(session, world.book, world.cases[head], "entry", **told))


@when(phrase('{role:role}想把"{head}"户办成的"{step}"撤回'))
def wants_to_take_it_back(world: World, role: str, head: str, step: str) -> None:
    assert step == "系统录入"
    told = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: withdraw(session, world.book, world.cases[head], "entry", **told))


@when(phrase('{role:role}登记"{head}"户的"{level}"，结论"{said}"'))
def responded(world: World, role: str, head: str, level: str, said: str) -> None:
    told = {"level": LEVEL_CODES[level], "response": "gone" if said == "风险已消除" else "remains"}
    hand_in(world, role, head, "response", **told)


@then(phrase('"{head}"户三级联动的用时是:'))
def took(world: World, head: str, datatable: list[list[str]]) -> None:
    world.finish()
    with reading(world.db) as session:
        times = responses.of_case(session, world.cases[head], world.at)
    assert [[LEVELS[one.level], f"{one.days}天"] for one in times] == datatable[1:]


@then(phrase('全镇"{level}"平均用时"{average}"天，最长"{longest}"天'))
def township_took(world: World, level: str, average: str, longest: str) -> None:
    by = ROLES["乡镇业务员"]
    with reading(world.db) as session:
        (times,) = responses.by_township(session, by, by.area, world.at).values()
    assert (times[LEVEL_CODES[level]].average, times[LEVEL_CODES[level]].longest) == (average, longest)


@when(phrase('{role:role}提出把"{head}"户的类别更正为"{category}"'))
def proposed_a_category(world: World, role: str, head: str, category: str) -> None:
    edit = Edit("household", world.household(head).id, "category", category)
    world.attempt(lambda session: propose(session, [edit], by=ROLES[role], at=world.at, source="look-back"))


@when(phrase('{role:role}核对"{head}"户的类别更正'))
def verified_a_category(world: World, role: str, head: str) -> None:
    home, by = world.household(head), ROLES[role]
    world.pass_to(None)
    with reading(world.db) as session:
        (line,) = shown.waiting_of(session, [home.id], by)
    number = line.change.id
    world.attempt(
        lambda session: deciding.verify(session, world.book, deciding.find(session, number, by), by=by, at=world.at)
    )


@then(phrase('"{head}"户识别时的依据是:'))
def rested_on(world: World, head: str, datatable: list[list[str]]) -> None:
    world.finish()
    assert [list(one) for one in identified(world.household(head))] == datatable


@then(phrase('"{head}"户的台账里有一条"{field}"的更正，由{role:role}提出'))
def ledger_tells(world: World, head: str, field: str, role: str) -> None:
    assert field == CATEGORY
    with reading(world.db) as session:
        told = [one.told for one in history(session, world.cases[head], limit=500) if one.kind == "changed"]
    assert [(one["field"], one["proposed_by"]) for one in told] == [("category", ROLES[role].name)]
