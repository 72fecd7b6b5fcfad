"""Sentences about weighing a household as a whole, and about judging whether its risk is gone."""

from __future__ import annotations

from pytest_bdd import when

from states.evidence.fieldwork import GUARANTEES
from states.evidence.weighings import FOUND
from tests.bdd.phrases import phrase
from tests.bdd.steps.evidence import hand_in
from tests.bdd.world import World

CONCLUSIONS = {words: code for code, words in FOUND.items()}


@when(
    phrase('{role:role}综合研判"{head}"户：人均{income:n}元，住房"{housing}"，结论"{conclusion}"，理由"{explanation}"')
)
def weighed(world: World, role: str, head: str, income: int, housing: str, conclusion: str, explanation: str) -> None:
    said = {"income_per_head": income, "housing_safe": housing == "安全", "conclusion": CONCLUSIONS[conclusion]}
    hand_in(world, role, head, "weighing", explanation=explanation, **said)


@when(phrase('{role:role}登记"{head}"户的研判，没有列入重点核查对象'))
def not_put_on_the_list(world: World, role: str, head: str) -> None:
    hand_in(world, role, head, "situation_analysis", listed=False)


@when(phrase('{role:role}评估"{head}"户：刚性支出"{expenses}"，措施"{measures}"，结论"{conclusion}"'))
def assessed(world: World, role: str, head: str, expenses: str, measures: str, conclusion: str) -> None:
    said = {"expenses_controlled": expenses == "可控", "measures_effective": measures == "见效"}
    hand_in(world, role, head, "assessment", conclusion="eliminate" if conclusion == "消除" else "keep", **said)


@when(phrase('{role:role}入户看到"{head}"户的"{guarantee}"没有保障'))
def a_guarantee_is_missing(world: World, role: str, head: str, guarantee: str) -> None:
    field = next(code for code, words in GUARANTEES.items() if words == guarantee)
    hand_in(world, role, head, "visit", **{field: False})
