"""What is wrong with a paper that was handed in: every fault by itself, with its basis and who can settle it."""

import pytest

from states.evidence.known import KINDS
from tests.bdd.papers import minutes
from tests.states.good_papers import (
    ANALYSIS,
    ASSESSMENT,
    CAUSE,
    CHECK,
    CONSENT,
    DECISION,
    FILING,
    MEETING,
    RECHECK,
    REVIEW,
    SECOND,
    TALK,
    TOLD,
    VISIT,
    WEIGHING,
)
from tests.states.shown import CASE, asked, fault, said


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_not_there_is_missed_by_its_name(kind):
    known = KINDS[kind]
    params = {"department_answer": {"each_of": ["police"]}, "criterion_review": {"each_of": ["water"]}}
    params |= {"look_back": {"conclusion": "keep"}, "response": {"level": "village"}}
    name = f"no-{kind.replace('_', '-')}"
    assert asked(kind, params=params.get(kind, {})) == [fault(name, known.by[0], False, "款", evidence=known.title)]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("visit", VISIT), ("application", {"applicant": "户主", "reason": "生活困难"}), ("authorisation", {}),
        ("consent", CONSENT), ("told", TOLD), ("minutes", minutes([CASE])),
        ("proposal", {"items": [{"case_id": CASE}]}),
        ("meeting", MEETING), ("spot_check", CHECK), ("decision", DECISION), ("entry", {"system_number": "1"}),
        ("help_review", REVIEW), ("filing", FILING), ("second_visit", SECOND), ("assessment", ASSESSMENT),
        ("weighing", WEIGHING), ("recheck", RECHECK), ("consultation", TALK), ("situation_analysis", ANALYSIS),
        ("new_risk", {"cause": "illness", "what": "住院治疗"}), ("proof", {"what": "注销证明"}),
    ],
)  # fmt: skip
def test_a_good_paper_is_enough(kind, body):
    assert asked(kind, (kind, body, "u2")) == []


@pytest.mark.parametrize(
    ("kind", "body", "faults"),
    [
        ("consent", CONSENT | {"informed": False}, [fault("not-informed", "village", basis="三(一)3")]),
        ("consent", CONSENT | {"agreed": False}, [fault("consent-refused", "village", True, "三(一)3")]),
        ("told", TOLD | {"recheck_explained": False}, [fault("recheck-not-explained", "village")]),
        ("spot_check", CHECK | {"holds": False}, [fault("check-failed", "township", True)]),
        ("decision", {"approve": False}, [fault("not-approved", "county", False, "四(二)5")]),
        ("help_review", REVIEW | {"risk_gone": False}, [fault("risk-remains", "village", False, "三(一)3")]),
        (
            "help_review",
            REVIEW | {"stands_without_help": False},
            [fault("leans-on-help", "village", False, "三(二)1")],
        ),
        ("meeting", MEETING | {"agreed": [8]}, [fault("meeting-refused", "township_leader", False, "四(二)4")]),
        ("consultation", TALK | {"agreed": [8]}, [fault("consultation-refused", "village")]),
        ("situation_analysis", ANALYSIS | {"listed": False}, [fault("not-listed", "village")]),
        ("filing", FILING | {"accepted": False}, [fault("filing-returned", "township", True)]),
        ("recheck", RECHECK | {"upheld": True}, [fault("recheck-upheld", "county", True)]),
        ("assessment", ASSESSMENT | {"expenses_controlled": False}, [fault("expenses-uncontrolled", "village")]),
        ("assessment", ASSESSMENT | {"measures_effective": False}, [fault("measures-ineffective", "village")]),
        ("assessment", ASSESSMENT | {"conclusion": "keep"}, [fault("assessed-to-keep", "village")]),
        ("second_visit", SECOND | {"agrees": False}, [fault("second-visit-differs", "township", True)]),
        ("return_cause", CAUSE, [fault("cause-unproved", "village")]),
    ],
)
def test_a_paper_that_speaks_against_it_says_so(kind, body, faults):
    assert asked(kind, (kind, body)) == faults


def test_the_last_paper_of_a_kind_counts():
    assert asked("told", ("told", TOLD | {"recheck_explained": False}), ("told", TOLD)) == []
    assert [f[0] for f in asked("told", ("told", TOLD), ("told", TOLD | {"recheck_explained": False}))]


SIGNED = [
    ("visit", VISIT, "入户核查记录"), ("application", {"applicant": "户主", "reason": "困难"}, "纳入监测申请书"),
    ("authorisation", {}, "承诺授权书"), ("consent", CONSENT, "知情同意书"), ("second_visit", SECOND, "二次入户记录"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "title"), SIGNED)
def test_every_signature_that_is_asked_for_is_missed(kind, body, title):
    wanted = {"signed_by": ["head", "household"]}
    assert asked(kind, (kind, body | {"signed_by": ["head", "household"]}), params=wanted) == []
    assert asked(kind, (kind, body | {"signed_by": ["collector"]}), params=wanted) == [
        fault("signature-missing", "village", evidence=title, signer="户主"),
        fault("signature-missing", "village", evidence=title, signer="农户"),
    ]


def test_the_signatures_of_all_members_include_the_heads():
    everybody = ("authorisation", {"signed_by": ["every-member"]})
    assert asked("authorisation", everybody, params={"signed_by": ["head"]}) == []
    assert [f[0] for f in asked("authorisation", everybody, params={"signed_by": ["head", "collector"]})] == [
        "signature-missing"
    ]
    assert asked("authorisation", ("authorisation", {"signed_by": ["head"]}), params={"signed_by": ["every-member"]})


@pytest.mark.parametrize(("kind", "body", "by"), [("visit", VISIT, "village"), ("second_visit", SECOND, "township")])
def test_two_people_went_there_and_one_person_is_counted_once(kind, body, by):
    alone = body | {"visitors": [{"name": "丙"}, {"name": "丙"}]}
    assert asked(kind, (kind, alone), params={"visitors": 1}) == []
    assert asked(kind, (kind, alone), params={"visitors": 2}) == [fault("too-few-visitors", by, there=1, wanted=2)]


def test_a_visit_leaves_a_trace_where_the_plan_asks_for_it():
    assert asked("visit", ("visit", VISIT), params={"traced": True}) == [
        fault("visit-untraced", "village", False, "四(五)")
    ]
    assert asked("visit", ("visit", VISIT)) == []


def test_guards_read_of_a_visit_what_was_found():
    found = said("visit", VISIT | {"income_per_head": "5320", "water_safe": False})
    assert found == {
        "income_per_head": "5320", "water_safe": False, "visitors": 2, "people": ["和秀兰", "张伟"],
        "signed_by": ["collector", "household"],
    } or found["people"] == sorted(["和秀兰", "张伟"])  # fmt: skip
    assert (found["visitors"], found["income_per_head"], found["water_safe"]) == (2, "5320", False)


def test_other_people_go_the_second_time():
    first = ("visit", VISIT | {"visitors": [{"name": "甲"}, {"name": "丙"}]})
    assert asked("second_visit", first, ("second_visit", SECOND)) == [fault("same-visitors", "township", names="甲")]
    assert asked("second_visit", first, ("second_visit", SECOND), params={"apart": False}) == []


def test_who_visited_does_not_check():
    found = asked("spot_check", ("visit", VISIT, "u5"), ("visit", VISIT, "u6"), ("spot_check", CHECK, "u5"))
    assert found == [fault("same-person", "township", True)]
    assert asked("spot_check", ("visit", VISIT, "u5"), ("spot_check", CHECK, "u6")) == []


@pytest.mark.parametrize(("kind", "body"), [("visit", VISIT), ("spot_check", CHECK)])
def test_who_looked_does_not_look_again(kind, body):
    assert asked("recheck", (kind, body, "u5"), ("recheck", RECHECK, "u5")) == [fault("same-person", "county", True)]
    assert asked("recheck", (kind, body, "u5"), ("recheck", RECHECK, "u6")) == []


@pytest.mark.parametrize("files", [True, False])
def test_a_cause_is_proved_by_a_number_or_a_file(files):
    cause = KINDS["return_cause"]
    facts = {"return_cause": "illness", "proved": True} if files else {"return_cause": "illness"}
    assert bool(list(cause.check(cause.params(), [_shown(facts)], None))) is not files


def _shown(facts):
    return type("Shown", (), {"facts": facts})
