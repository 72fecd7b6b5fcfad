"""Deciding: each reason by itself and all together, what an act opens and leaves out, and when the move is made."""

from dataclasses import replace
from datetime import date

import pytest

from engine.actors import Actor
from engine.decide import against_step, decide, ends_with, settle, successors, too_early
from engine.definition import Move
from engine.errors import UnknownAct
from engine.facts import Exhibits, Shown
from engine.guards import NONE_OF, Blocker, Need, any_of
from engine.procedure import Clock, Procedure
from tests.engine.standing import CHIEF, GRANT, MOVES, PERMIT, STEPS, days, facts, lacks, stands, step, waits

START = {"apply": "open", "look": "waiting", "compare": "waiting", "agree": "waiting"}
LAST = stands("apply", "look", "compare", agree="open")


def told(blockers):
    return [(b.code, dict(b.facts), b.basis, b.settled_by) for b in blockers]


def names(specs):
    return [spec.name for spec in specs]


def test_a_finished_step_opens_what_waited_for_it_alone():
    decision = decide(PERMIT, facts(stands(**START), ["form"]), "apply")

    assert (decision.act, decision.step.name, names(decision.opened)) == ("apply", "apply", ["look", "compare"])
    assert (decision.source, decision.target, decision.move, decision.completes) == ("asked", "asked", None, False)
    assert (decision.skipped, decision.reasons, decision.blockers) == ((), (), ())


def test_a_step_is_left_out_by_rule_with_its_sentence_and_opens_what_follows():
    decision = decide(
        PERMIT, facts(stands("apply", look="open", compare="waiting", agree="waiting"), ["quick"]), "look"
    )

    assert names(decision.skipped) == ["compare"]
    assert decision.reasons == ("从简免办",)
    assert names(decision.opened) == ["agree"]
    assert decision.names == ("asked", "look", "agree", "compare", "", "从简免办")


def test_a_join_waits_for_every_branch():
    decision = decide(PERMIT, facts(stands("apply", look="open", compare="open", agree="waiting")), "look")
    assert (names(decision.opened), decision.completes) == ([], False)


def test_what_is_open_already_is_not_opened_again():
    opened, skipped, complete = successors(GRANT, "apply", facts(stands(**START | {"look": "open"}), ["quick"]))
    assert (names(opened), skipped, complete) == ([], {"compare": "从简免办"}, False)


def test_a_procedure_begins_with_the_steps_that_wait_for_nothing():
    opened, skipped, complete = successors(GRANT, "", facts(stands()))
    assert (names(opened), skipped, complete) == (["apply"], {}, False)


def test_the_last_step_makes_the_move_and_asks_what_the_move_needs():
    held = decide(PERMIT, facts(LAST, by=CHIEF), "agree")
    assert told(held.blockers) == [("no-fee", {"what": "fee"}, "三", "clerk")]

    done = decide(PERMIT, facts(LAST, ["fee"], by=CHIEF), "agree")
    assert (done.move.name, done.target, done.completes, done.blockers) == ("grant", "held", True, ())
    assert done.names == ("asked", "agree", "", "", "grant")
    assert ends_with(GRANT, STEPS[3], facts(LAST))
    assert not ends_with(GRANT, STEPS[1], facts(stands("apply", look="open", compare="open", agree="waiting")))


def test_a_step_before_the_last_does_not_ask_what_the_move_needs():
    assert decide(PERMIT, facts(stands(**START), ["form"]), "apply").blockers == ()


def test_what_a_step_leads_to_is_thought_out_once_for_cases_that_stand_alike():
    plain = Procedure("grant", "发证", (step("a"), step("b", "a")))
    definition = replace(PERMIT, moves=(replace(MOVES[0], procedure=plain, needs=()), MOVES[1]))
    standing = stands(a="open", b="waiting")
    first, second = (decide(definition, facts(standing), "a") for _ in range(2))
    assert second is first
    other = decide(definition, facts(standing, by=CHIEF), "a")
    assert (names(other.opened), [b.code for b in other.blockers]) == (["b"], ["role-required"])
    assert decide(definition, facts(standing), "a").blockers == ()


def test_where_steps_are_left_out_by_rule_each_case_is_thought_out_by_itself():
    standing = stands("apply", look="open", compare="waiting", agree="waiting")
    assert names(decide(PERMIT, facts(standing, ["quick"]), "look").skipped) == ["compare"]
    assert decide(PERMIT, facts(standing), "look").skipped == ()


def test_every_step_before_that_is_not_done_is_named():
    found = decide(PERMIT, facts(stands("apply", look="open", compare="waiting", agree="waiting"), by=CHIEF), "agree")
    assert told(found.blockers) == [
        ("step-before", {"before": "look步"}, "look条", "clerk"),
        ("step-before", {"before": "compare步"}, "compare条", "clerk"),
    ]
    skipped = stands("apply", "look", compare="skipped", agree="waiting")
    assert decide(PERMIT, facts(skipped, ["fee"], by=CHIEF), "agree").blockers == ()


@pytest.mark.parametrize("status", ["done", "skipped"])
def test_what_is_done_is_not_done_again(status):
    found = decide(PERMIT, facts(stands(apply=status, look="open", compare="open", agree="waiting"), ["form"]), "apply")
    assert told(found.blockers) == [("step-done", {"step": "apply步"}, "", "")]


def test_role_area_and_hands_are_asked_all_together():
    stranger = Actor("u9", "外人", "clerk", "54")
    found = decide(PERMIT, facts(LAST, ["fee"], by=stranger), "agree")
    assert told(found.blockers) == [
        ("role-required", {"role": "负责人"}, "agree条", "chief"),
        ("outside-area", {}, "agree条", "chief"),
        ("same-person", {}, "agree条", "chief"),
        ("same-person", {}, "agree条", "chief"),
    ]


@pytest.mark.parametrize(
    ("window", "today", "expected"),
    [
        ((date(2021, 11, 13), None), date(2021, 11, 12), [("window-not-open", "first", date(2021, 11, 13))]),
        ((date(2021, 11, 13), None), date(2021, 11, 13), []),
        ((None, date(2021, 11, 25)), date(2021, 11, 25), []),
        ((None, date(2021, 11, 25)), date(2021, 11, 26), [("window-closed", "last", None)]),
    ],
)
def test_a_window_opens_on_its_first_day_and_is_open_on_its_last(window, today, expected):
    spec = step("enter", clock=Clock(window=window))
    found = list(against_step(Procedure("p", "程序", (spec,)), spec, facts(stands(enter="open"), today=today)))
    assert [(b.code, *b.facts, b.earliest_on) for b in found] == expected
    assert all((b.basis, b.settled_by) == ("enter条", "") for b in found)
    assert all(b.facts[next(iter(b.facts))] in b.message for b in found)


@pytest.mark.parametrize(("today", "held"), [(date(2021, 10, 28), True), (date(2021, 10, 29), False)])
def test_a_least_time_is_over_on_the_day_after_its_last(today, held):
    spec = step("wait", clock=waits("3 days"))
    case = facts(stands(wait="open"), today=today, days=days(opened={"wait": date(2021, 10, 25)}))
    found = list(too_early(spec, case))
    told = {"step": "wait步", "length": "3天", "last": date(2021, 10, 28), "earliest": date(2021, 10, 29)}
    expected = [Blocker("too-early", found[0].text, told, "wait条", "", date(2021, 10, 29))] if held else []
    assert found == expected
    assert [b.code for b in against_step(Procedure("p", "程序", (spec,)), spec, case)] == ["too-early"] * held


def test_a_least_time_that_does_not_count_yet_is_told_on_an_open_step_only():
    spec = step("wait", clock=waits("3 days", "step:other"))
    open_, waiting = (facts(stands(wait=status), days=days()) for status in ("open", "waiting"))
    assert [(b.code, dict(b.facts), b.basis, b.earliest_on) for b in too_early(spec, open_)] == [
        ("too-early", {"step": "wait步"}, "wait条", None)
    ]
    assert list(too_early(spec, waiting)) == []
    assert list(too_early(step("free"), facts(stands(free="open"), days=days()))) == []
    assert list(too_early(spec, facts(stands(wait="open")))) == []


def test_a_move_without_a_procedure_is_made_at_once():
    decision = decide(PERMIT, facts(shown=["letter"]), "give_up")
    assert (decision.act, decision.source, decision.target, decision.step) == ("give_up", "asked", "gone", None)
    assert (decision.blockers, decision.completes, decision.names) == ((), False, ("asked", "", "", "", "give_up"))


def test_every_reason_against_a_move_is_told():
    stranger = Actor("u8", "外人", "auditor", "54")
    found = decide(PERMIT, facts(stands(**START), by=stranger), "give_up")
    assert told(found.blockers) == [
        ("run-under-way", {}, "", ""),
        ("role-required", {"move": "放弃"}, "五", "chief"),
        ("outside-area", {}, "", ""),
        ("no-letter", {"what": "letter"}, "三", "clerk"),
    ]


def test_a_move_with_a_procedure_is_never_made_at_once():
    found = decide(PERMIT, facts(shown=["fee"]), "grant")
    assert told(found.blockers) == [("procedure-needed", {"move": "发证"}, "一", "")]
    bare = replace(PERMIT, moves=(replace(MOVES[0], basis=""), MOVES[1]))
    assert told(decide(bare, facts(shown=["fee"]), "grant").blockers) == [
        ("procedure-needed", {"move": "发证"}, "二", "")
    ]


def test_anybody_may_make_a_move_that_names_nobody():
    free = replace(PERMIT, moves=(MOVES[0], replace(MOVES[1], by=())))
    assert decide(free, facts(shown=["letter"], by=Actor("u8", "审计", "auditor", "")), "give_up").blockers == ()


@pytest.mark.parametrize(("state", "act"), [("asked", "fly"), ("gone", "give_up"), ("asked", "apply")])
def test_there_is_no_such_act_where_the_case_does_not_stand(state, act):
    with pytest.raises(UnknownAct) as refused:
        decide(PERMIT, facts(state=state), act)
    assert refused.value.state == PERMIT.labels[state]
    assert refused.value.act == PERMIT.title_of(act)


def test_the_machine_moves_what_nothing_stands_against():
    case = facts(shown=["letter"])
    assert settle(PERMIT, case, decide(PERMIT, case, "give_up"))
    assert case.state == "gone"
    case = facts()
    assert not settle(PERMIT, case, decide(PERMIT, case, "give_up"))
    assert case.state == "asked"


def test_a_step_that_makes_no_move_settles_when_nothing_stands_against_it():
    case = facts(stands(**START), ["form"])
    assert settle(PERMIT, case, decide(PERMIT, case, "apply"))
    bare = facts(stands(**START))
    assert not settle(PERMIT, bare, decide(PERMIT, bare, "apply"))


# --- one of several is enough


def way(kind: str, *codes: str, held_as: str = "") -> Need:
    def guard(case):
        yield from (Blocker(code, "理由", {}, "", f"by-{code}") for code in codes)

    return Need(f"evidence:{kind}", f"{kind}材料", guard, {"held_as": held_as} if held_as else {})


def test_one_alternative_that_is_met_is_enough():
    assert any_of("评议", (way("a", "x"), way("b"))).missing(facts()) == ()


def test_where_nothing_is_begun_the_ways_are_named():
    need = any_of("评议", (way("a", "x", "y"), way("b", "z")), "四")
    [found] = need.missing(facts())
    assert (found.code, found.basis, found.settled_by) == (NONE_OF, "四", "by-x")
    assert dict(found.facts) == {"title": "评议", "ways": "“a材料”、“b材料”"}
    assert (NONE_OF, need.name, need.title, need.basis) == ("none-of", "any_of", "评议", "四")
    assert [one.title for one in need.alternatives] == ["a材料", "b材料"]
    assert dict(need.params) == {"any_of": [{}, {}]}


def test_of_what_is_begun_the_one_that_has_come_furthest_is_told():
    need = any_of("评议", (way("a", "x"), way("b", "p", "q"), way("c", "r", "s", "t")))
    assert [b.code for b in need.missing(facts(shown=["b", "c"]))] == ["p", "q"]


def test_a_meeting_held_in_another_way_is_not_begun():
    need = any_of("评议", (way("m", "x", held_as="group"), way("m", "y", "z", held_as="party")))
    case = facts()
    case.exhibits = Exhibits([Shown("m", "2021-10-20", "u1", "", {"held_as": "party"})])
    assert [b.code for b in need.missing(case)] == ["y", "z"]
    assert [b.code for b in need.missing(facts(shown=["m"]))] == ["x"]


def test_a_reason_is_a_sentence_with_its_facts():
    blocker = lacks("form").missing(facts())[0]
    assert blocker.message == "还没有form"
    assert (Blocker("a", "b").earliest_on, Blocker("a", "b").attention, Blocker("a", "b").basis) == (None, False, "")


def test_a_move_means_what_its_name_says_unless_it_says_otherwise():
    assert Move("a", "甲", (), "b").way == "a"
    assert Move("a", "甲", (), "b", way="c").way == "c"
