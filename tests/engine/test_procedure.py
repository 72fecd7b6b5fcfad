"""Procedures: what makes a graph of steps unsound, and what can be asked of a sound one."""

import pytest

from engine.durations import Duration
from engine.errors import InvalidDefinition
from engine.guards import any_of
from engine.procedure import Clock, Procedure, Rule, Skip, StepSpec
from tests.engine.standing import GRANT, QUICK, facts, lacks, step, waits


def problems(*steps):
    with pytest.raises(InvalidDefinition) as refused:
        Procedure("p", "程序", steps)
    return [str(problem) for problem in refused.value.problems]


def test_a_procedure_has_steps():
    assert problems() == ["p: 程序没有任何步骤"]


def test_no_two_steps_have_one_name():
    assert problems(step("a"), step("a")) == ["p: 有同名的步骤"]


@pytest.mark.parametrize("spec", [step("a", "ghost"), step("a", apart_from=("ghost",))])
def test_a_step_names_only_steps_there_are(spec):
    assert problems(spec) == ["p.a: 没有名为“ghost”的步骤"]


def test_steps_go_in_no_circle_and_those_in_it_are_named():
    assert problems(step("a"), step("b", "c"), step("c", "b")) == ["p: 步骤首尾相接成环: b、c"]


def test_everything_wrong_is_told_at_once():
    assert problems(step("a", "ghost"), step("b", "b")) == ["p.a: 没有名为“ghost”的步骤", "p: 步骤首尾相接成环: b"]


def test_steps_stand_so_that_each_comes_after_what_it_waits_for():
    shuffled = Procedure("p", "程序", (step("d", "b", "c"), step("b", "a"), step("a"), step("c", "a")))
    assert [spec.name for spec in shuffled.ordered] == ["a", "c", "b", "d"]
    assert list(shuffled.by_name) == ["d", "b", "a", "c"]


def test_descendants_are_near_and_far():
    assert GRANT.descendants == {
        "apply": frozenset({"look", "compare", "agree"}),
        "look": frozenset({"agree"}),
        "compare": frozenset({"agree"}),
        "agree": frozenset(),
    }


def test_a_procedure_knows_whether_a_case_can_make_it_leave_steps_out():
    assert not GRANT.never_skips
    assert Procedure("p", "程序", (step("a"), step("b", "a"))).never_skips


def test_the_first_rule_that_applies_gives_the_sentence():
    skip = Skip((Rule(lambda _: False, "甲"), Rule(lambda _: True, "乙"), Rule(lambda _: True, "丙")))
    assert skip.reason(facts()) == "乙"
    assert QUICK.reason(facts()) == ""


@pytest.mark.parametrize("looks", [True, False])
def test_a_procedure_looks_back_when_one_of_its_rules_does(looks):
    rules = (Rule(lambda _: False, "甲"), Rule(lambda _: False, "乙", looks))
    assert Skip(rules).looks_back is looks
    assert Procedure("p", "程序", (step("a", skip=Skip(rules)), step("b"))).looks_back is looks
    assert not Procedure("p", "程序", (step("a"),)).looks_back


@pytest.mark.parametrize(
    ("clock", "asks"),
    [
        (Clock(), False),
        (Clock(within=Duration(3, "days")), False),
        (Clock(within=Duration(3, "days"), start="run"), True),
        (Clock(start="run"), False),
        (waits("3 days"), True),
    ],
)
def test_a_clock_asks_for_days_that_lie_in_the_run(clock, asks):
    assert clock.asks_for_days is asks
    assert Procedure("p", "程序", (step("a"), step("b", clock=clock))).asks_for_days is asks


def test_a_procedure_knows_the_steps_from_whose_end_a_clock_counts():
    steps = (step("a"), step("b", clock=waits("3 days", "step:a")), step("c", clock=waits("3 days", "evidence:b")))
    assert Procedure("p", "程序", steps).ends_that_count == frozenset({"a"})


def test_alternatives_are_laid_out_beside_each_other():
    one, other, third = lacks("a"), lacks("b"), lacks("c")
    assert step("a", needs=(third, any_of("一种", (one, other)))).each_need == (third, one, other)


def test_a_step_that_says_nothing_more_waits_for_nothing():
    bare = StepSpec("a", "甲", "clerk", "窗口", 12)
    assert (bare.after, bare.needs, bare.clock, bare.skip, bare.apart_from, bare.basis, bare.forms) == (
        (), (), Clock(), None, (), "", ()
    )  # fmt: skip
    assert (Clock().within, Clock().planned, Clock().window, Clock().period, Clock().start) == (
        None, None, (None, None), None, "opening"
    )  # fmt: skip
