"""What is wrong with the answers of departments and levels, with criteria, weighings, and decisions on a file."""

from datetime import date

import pytest

from engine.actors import Actor
from states.evidence.known import KINDS
from tests.states.good_papers import ASSESSMENT, CONSENT, DECISION, TOLD, VISIT, WEIGHING
from tests.states.shown import PLAN, asked, fault, said, told


def officer(department):
    return Actor("a", "周", "department", "53", department)


def answer(department, hit=False):
    return "department_answer", {"department": department, "hit": hit, "item": "车辆" if hit else ""}


def test_every_silent_department_is_named_as_the_place_calls_it():
    params = {"each_of": ["police", "water-station", "bank"]}
    found = asked("department_answer", answer("police"), params=params)
    told = {"n": 2, "departments": "水管站、人民银行"}
    assert found == [("department-silent", told, "四(二)5", "department", False)]


def test_a_hit_waits_for_its_explanation():
    params = {"each_of": ["police"]}
    told = {"department": "公安", "item": "车辆"}
    assert asked("department_answer", answer("police", True), params=params) == [
        ("hit-unexplained", told, "四(二)5", "township", True)
    ]
    why = ("explanation", {"department": "police", "explanation": "二手农用车"})
    assert asked("department_answer", answer("police", True), why, params=params) == []
    assert asked("department_answer", answer("police", True), answer("police"), params=params) == []


@pytest.mark.parametrize(
    ("kind", "late"), [("visit", True), ("entry", False), ("told", False), ("explanation", True), ("decision", False)]
)
def test_what_comes_after_a_decision_wants_another(kind, late):
    bodies = {"visit": VISIT, "entry": {"system_number": "1"}, "told": TOLD, "decision": DECISION}
    bodies["explanation"] = {"department": "police", "explanation": "二手农用车"}
    found = asked("decision", ("visit", VISIT), ("decision", DECISION), (kind, bodies[kind]))
    title = KINDS[kind].title
    assert found == ([fault("changed-since-decision", "county", True, evidence=title)] if late else [])


def test_everything_that_came_after_is_named_in_its_order_and_bars_the_entry():
    late = (("decision", DECISION), ("entry", {"system_number": "1"}), ("consent", CONSENT), ("visit", VISIT))
    found = asked("entry", *late)
    assert [f[1]["evidence"] for f in found] == ["知情同意书", "入户核查记录"]
    assert asked("entry", ("entry", {"system_number": "1"}), ("visit", VISIT)) == []


def test_a_look_back_concludes_what_the_step_rests_on():
    paper = ("look_back", {"conclusion": "keep", "grounds": "逐户排查"})
    assert asked("look_back", paper, params={"conclusion": "keep"}) == []
    assert asked("look_back", paper, params={"conclusion": "clear_out"}) == [
        fault("other-conclusion", "village", False, "三(二)")
    ]


def review(department, **changes):
    return "criterion_review", {"criterion": "water", "department": department, "met": True, "lived_in": True} | changes


def test_each_department_reviews_its_criterion():
    found = asked("criterion_review", review("housing"), params={"each_of": ["water", "income"]})
    assert found == [
        ("criterion-unreviewed", {"criterion": "饮水安全", "reviewer": "水管站"}, "三", "department", False),
        ("criterion-unreviewed", {"criterion": "收入", "reviewer": "村级信息员"}, "二", "village", False),
    ]
    own = ("criterion_review", {"criterion": "income", "met": True})
    assert (
        asked("criterion_review", review("housing"), review("water-station"), own, params={"each_of": ["water"]}) == []
    )


def test_a_criterion_not_met_and_a_fact_not_found_are_told_apart():
    papers = review("housing", met=False), review("water-station", lived_in=False)
    found = asked("criterion_review", *papers, params={"each_of": ["water"]})
    assert [(f[0], f[1]["reviewer"], f[1].get("ask"), f[2], f[3], f[4]) for f in found] == [
        ("criterion-fact-missing", "水管站", "搬迁或改造的住房已经入住", "三", "department", False),
        ("criterion-failed", "住建", None, "三", "department", True),
    ]
    better = asked(
        "criterion_review", *papers, review("housing"), review("water-station"), params={"each_of": ["water"]}
    )
    assert better == []


@pytest.mark.parametrize(
    ("by", "body", "codes"),
    [
        (officer("housing"), {"criterion": "water", "department": "housing"}, []),
        (officer("police"), {"criterion": "water", "department": "police"}, ["other-department"]),
        (officer("police"), {"criterion": "water", "department": "housing"}, ["other-department"]),
        (Actor("a", "周", "village", "53"), {"criterion": "income"}, []),
        (Actor("a", "周", "township", "53"), {"criterion": "income"}, ["other-department"]),
        (officer("housing"), {"criterion": "moon", "department": "housing"}, ["no-criterion"]),
    ],
)
def test_only_who_owns_a_criterion_answers_it(by, body, codes):
    known = KINDS["criterion_review"]
    found = told(known.own(known.body.model_validate(body | {"met": True}), PLAN, by))
    assert [f[0] for f in found] == codes
    title, reviewers, basis = {"water": ("饮水安全", "水管站、住建", "三"), "income": ("收入", "村级信息员", "二")}.get(
        body["criterion"], ("moon", "", "")
    )
    facts = {"criterion": title} | ({"reviewers": reviewers} if reviewers else {})
    assert found == [(code, facts, basis, "", False) for code in codes]


def test_each_department_answers_its_own_column():
    known = KINDS["department_answer"]
    body = known.body.model_validate(answer("police")[1])
    assert list(known.own(body, PLAN, officer("police"))) == []
    found = told(known.own(body, PLAN, officer("bank")))
    assert found == [("other-department", {}, "四(二)5", "department", False)]


# --- three levels, weighing, system


@pytest.mark.parametrize(
    ("level", "title", "holder", "other"),
    [
        ("village", "村级研判", "village", "township"),
        ("township", "镇级评估", "township", "county"),
        ("county", "县级调整", "county", "village"),
    ],
)
def test_each_level_answers_for_itself(level, title, holder, other):
    def answers(found, of=level):
        return "response", {"level": of, "response": found, "findings": "逐户核实"}

    params = {"level": level}
    assert asked("response", answers("gone", other), params=params) == [fault("level-silent", holder, level=title)]
    assert asked("response", answers("gone"), answers("remains", other), params=params) == []
    assert asked("response", answers("gone"), answers("remains"), params=params) == [
        fault("risk-remains", holder, level=title)
    ]
    known = KINDS["response"]
    body = known.body.model_validate(answers("gone")[1])
    assert list(known.own(body, PLAN, Actor("a", "周", holder, "53"))) == []
    assert told(known.own(body, PLAN, Actor("a", "周", other, "53"))) == [fault("role-required", holder, level=title)]


@pytest.mark.parametrize(
    ("changes", "params", "faults"),
    [
        ({}, {"conclusion": "risk", "explained": True}, []),
        (
            {},
            {"conclusion": "no_risk"},
            [("weighed-otherwise", {"found": "有返贫致贫风险", "wanted": "没有返贫致贫风险"})],
        ),
        ({"explanation": ""}, {"explained": True}, [("weighing-unexplained", {})]),
        ({"explanation": ""}, {}, []),
    ],
)
def test_a_weighing_concludes_and_explains(changes, params, faults):
    found = asked("weighing", ("weighing", WEIGHING | changes), params=params)
    assert found == [fault(code, "village", **facts) for code, facts in faults]


def test_guards_read_of_an_assessment_and_a_system_what_they_ask_for():
    assert said("assessment", ASSESSMENT) == {
        "income_per_head": "9000", "housing_safe": True, "insured": True, "in_school": True, "water_safe": True,
        "expenses_controlled": True, "measures_effective": True, "no_new_risk": True, "conclusion": "eliminate",
        "stable_since": "2021-03-01",
    }  # fmt: skip
    opened = {"opened_on": date(2022, 4, 1)}
    assert said("system_opened", opened) == {"opened_on": "2022-04-01", "until": None}
    until = opened | {"until": date(2022, 4, 1)}
    assert said("system_opened", until) == {"opened_on": "2022-04-01", "until": "2022-04-01"}
    with pytest.raises(ValueError, match="关闭日期早于开放日期"):
        said("system_opened", opened | {"until": date(2022, 3, 31)})
