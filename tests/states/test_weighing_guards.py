"""The guards on income, months, guarantees and labour, on the day before, the day, and the day after."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.actors import Actor
from engine.facts import Exhibits, Facts, Shown, Standing
from states import policies
from states.evidence.known import KINDS
from states.guards import GUARDS
from states.policies import Policy
from states.subjects import HouseholdFacts
from states.weighing_guards import income_of

DIGEST, LINE = "weighing-guards", 6000
policies.remember(DIGEST, Policy("some-pack", LINE, "net", {"urgent": "identify"}))
BY = Actor("somebody", "和秀兰", "village", "533401102001")


def facts(move="eliminate", today="2021-10-19", shown=(), **household):
    exhibits = Exhibits(Shown(kind, today, "somebody", "", said) for kind, said in shown)
    subject = HouseholdFacts(**({"household_id": 1, "kind": "general", "category": "none", "members": 3} | household))
    place = (1, "household", DIGEST, "53340110200101", "monitored", 1, 1, "", 1, move)
    day = date.fromisoformat(today)
    return Facts(*place, Standing(), exhibits, BY, datetime(2021, 10, 19, tzinfo=UTC), day, subject)


def reasons(guard, told, **params):
    kind = GUARDS[guard]
    return [blocker.code for blocker in kind.make(kind.params(**params), "")(told)]


def visit(income):
    return "visit", {"visitors": 2, "signed_by": [], "income_per_head": income}


def weighing(income, explained=True, conclusion="risk"):
    return "weighing", {"income_per_head": income, "explained": explained, "conclusion": conclusion}


@pytest.mark.parametrize(
    ("move", "income", "stands_against"),
    [
        ("identify", "5999.99", False),
        ("identify", "6000", False),
        ("identify", "6000.01", True),
        ("urgent", "6000.01", True),
        ("re_flag", "6000.01", True),
        ("return_to_poverty", "6000.01", True),
        ("eliminate", "5999.99", True),
        ("eliminate", "6000", True),
        ("eliminate", "6000.01", False),
        ("clear_out", "6000", True),
    ],
)
def test_an_income_on_the_wrong_side_of_the_line_has_to_be_explained(move, income, stands_against):
    told = facts(move, shown=[visit(income)], able=2)
    assert reasons("income_weighed", told) == (["income-unexplained"] if stands_against else [])
    assert reasons("income_weighed", facts(move, shown=[visit(income), weighing(income)], able=2)) == []


def test_a_weighing_without_reasons_explains_nothing():
    told = facts("identify", shown=[visit("9000"), weighing("9000", explained=False)], able=2)
    assert reasons("income_weighed", told) == ["income-unexplained"]


def test_an_income_found_after_the_weighing_wants_another_weighing():
    told = facts("identify", shown=[weighing("9000"), visit("9500.00")], able=2)
    assert reasons("income_weighed", told) == ["weighing-outdated"]
    assert reasons("income_weighed", facts("identify", shown=[weighing("9000"), visit("9000.00")], able=2)) == []


def test_the_income_that_is_kept_is_the_last_one_found_at_the_house_and_only_then_the_lists():
    listed = ("proposal", {"income_per_head": "5320"})
    assert income_of(facts(able=2)) is None
    assert income_of(facts(shown=[listed], able=2)) == Decimal("5320.00")
    assert income_of(facts(shown=[visit("5100"), listed], able=2)) == Decimal("5100.00")
    assert income_of(facts(shown=[visit("5100"), weighing("5200.504"), listed], able=2)) == Decimal("5200.50")
    assert income_of(facts(shown=[("visit", {"visitors": 2, "signed_by": []}), listed], able=2)) == Decimal("5320.00")


def test_nobody_can_weigh_an_income_that_nobody_knows():
    assert reasons("income_weighed", facts(able=2)) == ["income-unknown"]
    silent = [("visit", {"visitors": 2, "signed_by": []})]
    assert reasons("income_weighed", facts(shown=silent, able=2)) == ["income-unknown"]


@pytest.mark.parametrize(
    ("identified", "today", "allowed"),
    [
        ("2021-04-20", "2021-10-19", False),
        ("2021-04-20", "2021-10-20", True),
        ("2021-04-20", "2021-10-21", True),
        ("2021-08-31", "2022-02-27", False),
        ("2021-08-31", "2022-02-28", True),
    ],
)
def test_months_since_identification_are_full_on_the_corresponding_day(identified, today, allowed):
    told = facts(today=today, able=2, identified_on=date.fromisoformat(identified))
    assert reasons("identified_for", told, months=6) == ([] if allowed else ["identified-too-lately"])
    since = [("assessment", {"stable_since": identified})]
    lasting = reasons("income_lasting", facts(today=today, able=2, shown=since), months=6)
    assert lasting == ([] if allowed else ["income-not-lasting"])


def test_waiting_says_until_when():
    kind = GUARDS["identified_for"]
    told = facts(today="2021-10-19", able=2, identified_on=date(2021, 6, 9))
    (blocker,) = kind.make(kind.params(months=6), "三")(told)
    assert (blocker.earliest_on, blocker.basis) == (date(2021, 12, 9), "三")
    assert "2021-12-09" in blocker.message


def test_a_household_without_a_day_of_identification_waits_for_it():
    assert reasons("identified_for", facts(able=2)) == ["never-identified"]
    assert reasons("once_registered", facts(able=2)) == ["never-registered"]
    assert reasons("once_registered", facts(able=2, identified_on=date(2019, 1, 1))) == []


@pytest.mark.parametrize("shown", [(), [("assessment", {"stable_since": None})]])
def test_income_of_which_nobody_says_since_when_it_is_stable_does_not_last(shown):
    assert reasons("income_lasting", facts(shown=shown, able=2)) == ["income-not-lasting"]


ALL = {"housing_safe": True, "insured": True, "in_school": True, "water_safe": True}


def test_every_guarantee_is_asked_for_by_itself():
    assert reasons("guaranteed", facts(shown=[("visit", ALL)], able=2)) == []
    assert reasons("guaranteed", facts(able=2)) == ["guarantee-unknown"] * 4
    for name in ALL:
        said = ALL | {name: False}
        assert reasons("guaranteed", facts(shown=[("visit", said)], able=2)) == ["guarantee-missing"]
        later = [("visit", said), ("assessment", {name: True})]
        assert reasons("guaranteed", facts(shown=later, able=2)) == []


def test_a_new_risk_holds_whoever_reported_it():
    fine = ("assessment", {"no_new_risk": True})
    assert reasons("no_new_risk", facts(shown=[fine], able=2)) == []
    assert reasons("no_new_risk", facts(able=2)) == ["risk-unassessed"]
    assert reasons("no_new_risk", facts(shown=[("assessment", {"no_new_risk": False})], able=2)) == ["risk-new"]
    assert reasons("no_new_risk", facts(shown=[fine, ("new_risk", {"cause": "illness"})], able=2)) == ["risk-new"]


@pytest.mark.parametrize(
    ("hold", "members", "able", "untold", "codes"),
    [
        ("whole", 3, 1, 0, []),
        ("whole", 3, 0, 0, ["no-labour"]),
        ("whole", 3, 0, 1, ["labour-untold"]),
        ("any", 3, 3, 0, []),
        ("any", 3, 2, 0, ["no-labour"]),
        ("any", 3, 2, 1, ["labour-untold"]),
        ("any", 3, 0, 0, ["no-labour"]),
        ("any", 0, 0, 0, []),
    ],
)
def test_nobody_able_holds_by_the_whole_household_or_by_any_member(hold, members, able, untold, codes):
    told = facts(members=members, able=able, untold=untold)
    assert reasons("labour_hold", told, hold=hold) == codes


@pytest.mark.parametrize(
    ("today", "earliest"),
    [("2022-03-31", date(2022, 4, 1)), ("2022-04-01", None), ("2022-04-10", None), ("2022-04-11", None)],
)
def test_the_system_is_open_from_the_first_day_to_the_last(today, earliest):
    opened = [("system_opened", {"opened_on": "2022-04-01", "until": "2022-04-10"})]
    kind = GUARDS["system_open"]
    found = list(kind.make(kind.params(), "")(facts(today=today, shown=opened, able=2)))
    held = today in ("2022-03-31", "2022-04-11")
    assert [one.code for one in found] == (["system-closed"] if held else [])
    assert [one.earliest_on for one in found] == ([earliest] if held else [])


def test_a_system_opened_without_an_end_stays_open_and_one_never_opened_is_shut():
    opened = [("system_opened", {"opened_on": "2022-04-01", "until": None})]
    assert reasons("system_open", facts(today="2022-12-01", shown=opened, able=2)) == []
    assert reasons("system_open", facts(today="2022-12-01", able=2)) == ["system-closed"]


def minutes(**said):
    there = {"eligible": 24, "present": 16, "unsigned": 0, "capacities": ["representative"], "agree": 9}
    return [("minutes", there | said)]


@pytest.mark.parametrize(
    ("params", "said", "codes"),
    [
        ({"quorum": "2/3"}, {"present": 15, "agree": 15}, ["no-quorum"]),
        ({"quorum": "2/3"}, {"present": 16, "agree": 16}, []),
        ({"quorum": "2/3"}, {"present": 17, "agree": 17}, []),
        ({}, {"agree": 8}, ["vote-lost"]),
        ({}, {"agree": 9}, []),
        ({"majority": "2/3"}, {"present": 18, "agree": 12}, ["vote-lost"]),
        ({"majority": "2/3"}, {"present": 18, "agree": 13}, []),
        ({"capacities": ("party-member",)}, {}, ["capacity-missing"]),
        ({"held_as": "representatives"}, {}, ["held-otherwise"]),
        ({"held_as": "representatives"}, {"held_as": "group", "instead": False}, ["held-otherwise"]),
        ({"held_as": "representatives"}, {"held_as": "representatives", "instead": False}, []),
        ({"held_as": "enlarged_committee"}, {"held_as": "enlarged_committee", "instead": True}, []),
        (
            {"held_as": "enlarged_committee"},
            {"held_as": "enlarged_committee", "instead": False},
            ["substitute-unexplained"],
        ),
    ],
)
def test_an_appraisal_is_held_as_the_plan_wants_it(params, said, codes):
    kind = KINDS["minutes"]
    need = kind.need(kind.params(**params), "")
    found = [one.code for one in need.missing(facts(shown=minutes(**said), able=2))]
    assert found == codes


@pytest.mark.parametrize("share", ["2/0", "0/3", "4/3", "two thirds"])
def test_a_share_lies_between_nothing_and_everybody(share):
    with pytest.raises(ValueError, match="quorum"):
        KINDS["minutes"].params(quorum=share)


def assessment(**said):
    good = {"expenses_controlled": True, "measures_effective": True, "no_new_risk": True, "conclusion": "eliminate"}
    return [("assessment", good | said)]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, []),
        ({"expenses_controlled": False}, ["expenses-uncontrolled"]),
        ({"measures_effective": False}, ["measures-ineffective"]),
        ({"conclusion": "keep"}, ["assessed-to-keep"]),
        (
            {"expenses_controlled": False, "measures_effective": False, "conclusion": "keep"},
            ["expenses-uncontrolled", "measures-ineffective", "assessed-to-keep"],
        ),
    ],
)
def test_an_assessment_that_speaks_against_it_names_everything(said, codes):
    kind = KINDS["assessment"]
    need = kind.need(kind.params(), "")
    assert [one.code for one in need.missing(facts(shown=assessment(**said), able=2))] == codes


def test_a_guarantee_that_nobody_looked_at_is_named():
    kind = GUARDS["guaranteed"]
    unknown = {name: found for name, found in ALL.items() if name != "water_safe"}
    [told] = kind.make(kind.params(), "")(facts(shown=[("visit", unknown)], able=2))
    assert told.facts["guarantee"] in told.message
    assert told.settled_by == "village"
