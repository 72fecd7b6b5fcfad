"""Sentences about the township's check and meeting, and the city's departments and decision."""

from pytest_bdd import when

from states.evidence.reviews import DEPARTMENTS
from tests.bdd.papers import ANSWERS
from tests.bdd.people import department
from tests.bdd.phrases import phrase
from tests.bdd.steps.evidence import hand_in
from tests.bdd.world import World

CODES = {title: code for code, title in DEPARTMENTS.items()}


def answer(world: World, head: str, *, silent: str = "", hits: dict[str, str] | None = None) -> None:
    """Let every department answer but the silent ones; a hit says on what."""
    quiet = [CODES[title] for title in silent.split("、") if title]
    for said in ANSWERS:
        code = str(said["department"])
        if code not in quiet:
            hit = {"hit": True, "item": hits[code]} if hits and code in hits else {}
            world.record("department_answer", [world.cases[head]], department(code), **said | hit)


@when(phrase('{role:role}登记"{head}"户的抽查核实，与上报情况"{holds}"'))
def checked(world: World, role: str, head: str, holds: str) -> None:
    hand_in(world, role, head, "spot_check", holds=holds == "相符")


@when(phrase('{role:role}登记专题会议，对"{head}"户"{opinion}"，措施"{measures}"'))
def met(world: World, role: str, head: str, opinion: str, measures: str) -> None:
    agreed = [world.cases[head]] if opinion == "同意" else []
    hand_in(world, role, head, "meeting", agreed=agreed, measures=measures)


@when(phrase('各部门都答复"{head}"户没有命中'))
def all_answered(world: World, head: str) -> None:
    answer(world, head)


@when(phrase('除"{silent}"以外各部门都答复"{head}"户没有命中'))
def others_answered(world: World, silent: str, head: str) -> None:
    answer(world, head, silent=silent)


@when(phrase('"{title}"部门答复"{head}"户命中"{item}"，其他部门没有命中'))
def one_has_a_hit(world: World, title: str, head: str, item: str) -> None:
    answer(world, head, hits={CODES[title]: item})


@when(phrase('{role:role}说明"{head}"户的"{title}"命中: {explanation}'))
def explained(world: World, role: str, head: str, title: str, explanation: str) -> None:
    hand_in(world, role, head, "explanation", department=CODES[title], explanation=explanation)


@when(phrase('"{one}"部门替"{other}"部门答复"{head}"户'))
def answered_for_another(world: World, one: str, other: str, head: str) -> None:
    said = {"department": CODES[other], "hit": False}
    by = department(CODES[one])
    world.trying(lambda: world.record("department_answer", [world.cases[head]], by, **said))


@when(phrase('{role:role}替"{other}"部门答复"{head}"户'))
def answered_without_being_one(world: World, role: str, other: str, head: str) -> None:
    hand_in(world, role, head, "department_answer", department=CODES[other], hit=False)


@when(phrase('{role:role}审定"{head}"户不同意'))
def decided_against(world: World, role: str, head: str) -> None:
    hand_in(world, role, head, "decision", approve=False, reason="收入稳定，不符合条件")
