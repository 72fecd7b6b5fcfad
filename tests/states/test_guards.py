"""The guards a plan may name, on the day before, the day and the day after; and the rules that leave a step out."""

from datetime import date

import pytest

from states.guards import GUARDS
from states.help.facts import HelpFacts
from states.notice_facts import NoticeFact
from states.notice_guards import NOTICE_CODES, notice_over, running
from states.weighing_guards import stands_against
from tests.states.good_papers import ASSESSMENT, VISIT, WEIGHING
from tests.states.shown import file, guarded, told

TODAY = date(2021, 10, 19)
LAST = date(2021, 10, 29)


def codes(name, facts, **params):
    return [(b.code, b.basis, b.settled_by, b.attention, b.earliest_on) for b in guarded(name, facts, **params)]


def plain(code, by="village", attention=False, earliest=None):
    return code, "款", by, attention, earliest


# --- who lives there


@pytest.mark.parametrize(
    ("hold", "members", "able", "untold", "expected"),
    [
        ("whole", 3, 1, 2, None),
        ("whole", 3, 0, 0, ("no-labour", "", 3, "整户无劳动能力")),
        ("whole", 3, 0, 1, ("labour-untold", "village", 1, "是否整户")),
        ("whole", 0, 0, 0, None),
        ("any", 3, 3, 0, None),
        ("any", 3, 2, 0, ("no-labour", "", 1, "家里有1口人无劳动能力")),
        ("any", 3, 2, 1, ("labour-untold", "village", 1, "有没有无劳动能力的人")),
        ("any", 3, 0, 0, ("no-labour", "", 3, "整户无劳动能力")),
    ],
)
def test_who_cannot_work_holds(hold, members, able, untold, expected):
    found = guarded("labour_hold", file(members=members, able=able, untold=untold), hold=hold)
    assert [(b.code, b.settled_by, b.facts["n"], b.basis) for b in found] == (
        [(*expected[:3], "款")] if expected else []
    )
    assert all(expected[3] in b.message for b in found)


def test_a_household_is_empty_or_is_not():
    assert codes("nobody_left", file(members=0)) == codes("somebody_there", file(members=1)) == []
    assert told(guarded("nobody_left", file(members=2))) == [("members-left", {"n": 2}, "款", "village", False)]
    assert codes("somebody_there", file(members=0)) == [plain("no-members")]


def test_who_was_never_registered_does_not_return():
    assert codes("once_registered", file()) == [plain("never-registered", "township")]
    assert codes("once_registered", file(identified_on=date(2018, 1, 1))) == []


# --- help


def test_a_measure_reached_every_risk():
    assert codes("measure_delivered", file()) == [plain("no-risk-named")]
    assert codes("measure_delivered", file(help=HelpFacts(2))) == []
    found = told(guarded("measure_delivered", file(help=HelpFacts(2, ("illness", "other-risk")))))
    assert [(f[0], f[2], f[3]) for f in found] == [("measure-not-delivered", "款", "village")] * 2
    assert found[0][1]["risk"] != "illness"
    assert found[1][1]["risk"] == "other-risk"


@pytest.mark.parametrize(
    ("stable", "controlled", "expected"),
    [
        (None, None, [plain("not-checked", "township")]),
        (True, True, []),
        (False, True, [plain("income-unstable")]),
        (True, False, [plain("expenses-uncontrolled")]),
        (False, False, [plain("income-unstable"), plain("expenses-uncontrolled")]),
    ],
)
def test_the_last_check_found_income_stable_and_expenses_controlled(stable, controlled, expected):
    assert codes("stable_income", file(help=HelpFacts(1, (), stable, controlled))) == expected


# --- notices and objections


@pytest.mark.parametrize(
    ("status", "today", "expected"),
    [
        ("posted", LAST, ("notice-running", date(2021, 10, 30), "款", "")),
        ("posted", date(2021, 10, 30), None),
        ("closed", date(2021, 10, 30), None),
        ("closed", LAST, ("notice-running", date(2021, 10, 30), "款", "")),
        ("drafted", date(2021, 10, 30), ("notice-not-posted", None, "款", "village")),
        ("printed", LAST, ("notice-not-posted", None, "款", "village")),
        ("interrupted", date(2021, 10, 30), ("notice-interrupted", None, "款", "village")),
    ],
)
@pytest.mark.parametrize(("kind", "word"), [("notice", "公示"), ("announcement", "公告")])
def test_a_notice_has_run_its_days_on_the_day_after_the_last(status, today, expected, kind, word):
    found = list(running(status, LAST, today, "款", "village", kind))
    assert [(b.code, b.earliest_on, b.basis, b.settled_by) for b in found] == ([expected] if expected else [])
    assert all(word in b.message and b.code in NOTICE_CODES for b in found)
    if expected and expected[0] == "notice-running":
        assert dict(found[0].facts) == {"last": LAST, "earliest": date(2021, 10, 30)}


def line(step="post", round_=1, status="closed", last=LAST, in_force=True):
    return NoticeFact(step, round_, status, last, in_force, False, 1)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), ("notice-missing", "这一户还没有列入公示")),
        ((line(step="other"),), ("notice-missing", "这一户还没有列入公示")),
        ((line(in_force=False),), ("notice-missing", "这一户还没有列入公示")),
        ((line(),), ("notice-missing", "退回之后要重新公示，这一户还没有列入新的公示")),
        ((line(round_=2),), None),
        ((line(round_=2), line(round_=2, status="printed")), ("notice-not-posted", "公示还没有在规定地点全部张贴")),
        ((line(round_=2, status="printed"), line(round_=2)), None),
    ],
)
def test_a_household_stands_on_a_list_of_this_round(lines, expected):
    facts = file(notices=lines, steps={"post": 2}, today=date(2021, 11, 1))
    found = list(notice_over("post", "款")(facts))
    assert [(b.code, b.message, b.basis) for b in found] == ([(*expected, "款")] if expected else [])


def test_an_announcement_speaks_of_announcements_and_a_step_not_there_has_no_list():
    facts = file(notices=(line(),), today=date(2021, 11, 1))
    assert [b.message for b in notice_over("post", "款", "announcement")(facts)] == [
        "退回之后要重新公告，这一户还没有列入新的公告"
    ]


def test_objections_wait_and_those_upheld_hold():
    assert codes("no_open_objection", file()) == []
    found = told(guarded("no_open_objection", file(open_objections=2, upheld_objections=1)))
    assert found == [
        ("objection-open", {"n": 2}, "款", "village", True),
        ("objection-upheld", {"n": 1}, "款", "village", True),
    ]


# --- the household as a whole


@pytest.mark.parametrize(
    ("move", "income", "expected"),
    [
        ("identify", 6000, None),
        ("identify", 6001, "高于"),
        ("urgent", 6001, "高于"),
        ("roll_back", 6001, "高于"),
        ("re_flag", 6001, "高于"),
        ("return_to_poverty", 6001, "高于"),
        ("eliminate", 6000, "不高于"),
        ("clear_out", 5999, "不高于"),
        ("eliminate", 6001, None),
    ],
)
def test_income_against_the_direction_is_explained_and_never_rules(move, income, expected):
    paper = ("visit", VISIT | {"income_per_head": income})
    found = guarded("income_weighed", file(paper, move=move))
    facts = {"metric": "人均纯收入", "income": income, "line": 6000}
    code = ("income-unexplained", facts, "款", "village", True)
    assert told(found) == ([code] if expected else [])
    assert all(f"，{expected}监测线" in b.message for b in found)
    weighed = ("weighing", WEIGHING | {"income_per_head": income})
    assert guarded("income_weighed", file(paper, weighed, move=move)) == []


def test_a_weighing_of_another_income_is_outdated_and_one_without_reasons_explains_nothing():
    paper = ("visit", VISIT | {"income_per_head": "9500.50"})
    stale = told(guarded("income_weighed", file(("weighing", WEIGHING), paper, move="identify")))
    assert [(f[0], f[2], f[3], f[4]) for f in stale] == [("weighing-outdated", "款", "village", True)]
    assert (stale[0][1]["weighed"], str(stale[0][1]["income"])) == ("9000", "9500.50")
    mute = ("weighing", WEIGHING | {"explanation": "", "income_per_head": "9500.50"})
    assert [b.code for b in guarded("income_weighed", file(paper, mute, move="identify"))] == ["income-unexplained"]


def test_an_income_nobody_knows_cannot_be_weighed():
    assert codes("income_weighed", file(("visit", VISIT))) == [plain("income-unknown")]
    assert codes("income_weighed", file(("proof", {"what": "证明"}))) == [plain("income-unknown")]
    facts = file(("visit", VISIT | {"income_per_head": 9000}))
    facts.definition = "no plan of ours"
    assert codes("income_weighed", facts) == [plain("income-unknown")]
    assert stands_against("identify", 6001, 6000)
    assert not stands_against("identify", 6000, 6000)


@pytest.mark.parametrize(
    ("name", "code"), [("income_lasting", "income-not-lasting"), ("identified_for", "identified-too-lately")]
)
@pytest.mark.parametrize(
    ("since", "months", "earliest"),
    [
        (date(2021, 4, 19), {}, None),
        (date(2021, 4, 20), {}, date(2021, 10, 20)),
        (date(2021, 4, 20), {"months": 5}, None),
    ],
)  # fmt: skip
def test_months_are_full_on_the_corresponding_day(name, code, since, months, earliest):
    facts = file(("assessment", ASSESSMENT | {"stable_since": since}), identified_on=since)
    found = guarded(name, facts, **months)
    assert codes(name, facts, **months) == ([plain(code, "", False, earliest)] if earliest else [])
    assert [dict(b.facts) for b in found] == ([{"since": since, "months": 6, "earliest": earliest}] if earliest else [])


def test_months_from_a_day_that_nobody_told_never_begin():
    bare = ("assessment", {key: value for key, value in ASSESSMENT.items() if key != "stable_since"})
    for facts in (file(), file(bare)):
        assert told(guarded("income_lasting", facts)) == [("income-not-lasting", {"months": 6}, "款", "village", False)]
    assert told(guarded("identified_for", file(), months=3)) == [
        ("never-identified", {"months": 3}, "款", "township", False)
    ]


ALL = {"housing_safe": True, "insured": True, "in_school": True, "water_safe": True}


def test_every_guarantee_is_known_and_there():
    assert codes("guaranteed", file(("visit", VISIT | ALL))) == []
    assert codes("guaranteed", file(("visit", VISIT))) == [plain("guarantee-unknown")] * 4
    one = guarded("guaranteed", file(("visit", VISIT | ALL | {"water_safe": False})))
    assert told(one) == [("guarantee-missing", {"guarantee": "饮水安全"}, "款", "village", True)]
    better = file(("visit", VISIT | ALL | {"water_safe": False}), ("assessment", ASSESSMENT))
    assert codes("guaranteed", better) == []
    weighing = file(("visit", VISIT | ALL | {"water_safe": False}), ("weighing", WEIGHING))
    assert [b.code for b in guarded("guaranteed", weighing)] == ["guarantee-missing"]


def test_no_new_risk_was_found_or_reported():
    assert codes("no_new_risk", file()) == [plain("risk-unassessed")]
    assert codes("no_new_risk", file(("assessment", ASSESSMENT))) == []
    found = file(("assessment", ASSESSMENT | {"no_new_risk": False}))
    assert codes("no_new_risk", found) == [plain("risk-new", "village", True)]
    risk = ("new_risk", {"cause": "illness", "what": "住院治疗"})
    assert codes("no_new_risk", file(risk, ("assessment", ASSESSMENT))) == [plain("risk-new", "village", True)]


# --- the system above


def opened(since, until=None):
    return "system_opened", {"opened_on": since, "until": until}


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ((), plain("system-closed", "county")),
        ((opened(date(2021, 10, 18), TODAY),), None),
        ((opened(TODAY),), None),
        ((opened(date(2021, 10, 1), date(2021, 10, 18)),), plain("system-closed", "county")),
        ((opened(date(2021, 10, 20)),), plain("system-closed", "", False, date(2021, 10, 20))),
        (
            (opened(date(2021, 10, 22)), opened(date(2021, 10, 21)), opened(date(2021, 9, 1), date(2021, 9, 2))),
            plain("system-closed", "", False, date(2021, 10, 21)),
        ),
    ],
)
def test_the_system_is_open_on_its_days(papers, expected):
    facts = file(*papers)
    assert codes("system_open", facts) == ([expected] if expected else [])
    texts = [b.message for b in guarded("system_open", facts)]
    assert all(("已经关闭" in text) == (bool(papers) and expected[4] is None) for text in texts)


def test_what_a_plan_may_name_has_a_title_and_typed_parameters():
    assert all(kind.name == name and kind.title for name, kind in GUARDS.items())
    with pytest.raises(ValueError, match="extra"):
        GUARDS["nobody_left"].params.model_validate({"months": 1})
    with pytest.raises(ValueError, match="months"):
        GUARDS["identified_for"].params.model_validate({"months": 0})
    with pytest.raises(ValueError, match="hold"):
        GUARDS["labour_hold"].params.model_validate({"hold": "half"})
