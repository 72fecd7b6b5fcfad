"""What is wrong with minutes, lists and meetings."""

import pytest

from states.evidence.known import KINDS
from tests.bdd.papers import minutes
from tests.states.good_papers import MEETING
from tests.states.shown import CASE, asked, fault, said


@pytest.mark.parametrize(
    ("changes", "params", "faults"),
    [
        ({"eligible": 31}, {"quorum": "2/3"}, [("no-quorum", {"present": 20, "eligible": 31, "quorum": "2/3"})]),
        ({"eligible": 30}, {"quorum": "2/3"}, []),
        ({"agree": 10}, {}, [("vote-lost", {"present": 20, "agree": 10})]),
        ({"agree": 11}, {}, []),
        ({"agree": 13}, {"majority": "2/3"}, [("vote-lost", {"present": 20, "agree": 13})]),
        ({}, {"capacities": ["team", "party-member"]}, [("capacity-missing", {"capacity": "驻村工作队员"})]),
        ({}, {"held_as": "group"}, [("held-otherwise", {"wanted": "村民小组会议", "held": "没有写明"})]),
        (
            {"held_as": "party"},
            {"held_as": "group"},
            [("held-otherwise", {"wanted": "村民小组会议", "held": "党员大会"})],
        ),
        ({"held_as": "enlarged_committee"}, {}, [("substitute-unexplained", {})]),
        ({"held_as": "enlarged_committee", "instead_because": "外出多"}, {}, []),
        ({"votes": [{"case_id": 8, "agree": 20}]}, {}, [("not-voted", {})]),
    ],
)
def test_an_appraisal_counts_who_came_and_who_agreed(changes, params, faults):
    found = asked("minutes", ("minutes", minutes([CASE], **changes)), params=params)
    assert found == [fault(code, "village", **facts) for code, facts in faults]


def test_everybody_on_the_roster_signed():
    body = minutes([CASE])
    body["roster"] = [one | {"signed": n > 1} for n, one in enumerate(body["roster"])]
    assert asked("minutes", ("minutes", body)) == [fault("roster-unsigned", "village", n=2)]


def test_votes_add_up_to_those_present_and_no_more_come_than_may():
    known = KINDS["minutes"].body
    with pytest.raises(ValueError, match="票数21与到会人数20不符"):
        known.model_validate(minutes([CASE]) | {"votes": [{"case_id": CASE, "agree": 19, "against": 1, "abstain": 1}]})
    with pytest.raises(ValueError, match="到会人数多于应到人数"):
        known.model_validate(minutes([CASE], eligible=19))
    assert known.model_validate(minutes([CASE], eligible=20))


def test_guards_read_of_minutes_who_was_there_and_the_vote_on_this_household():
    body = minutes([8, CASE]) | {"held_as": "party"}
    assert said("minutes", body) == {
        "eligible": 24, "present": 20, "unsigned": 0, "agree": 18, "held_as": "party", "instead": False,
        "capacities": ["household-head", "party-member", "representative"],
    }  # fmt: skip


@pytest.mark.parametrize("share", ["0/2", "3/2", "2/0"])
def test_a_share_is_more_than_nothing_and_at_most_everybody(share):
    with pytest.raises(ValueError, match="比例要写作"):
        KINDS["minutes"].params(majority=share)
    assert KINDS["minutes"].params(majority="1/1").majority == "1/1"


@pytest.mark.parametrize(
    ("item", "params", "kind", "faults"),
    [
        ({}, {"category": True}, "general", [("category-missing", "三(二)1")]),
        ({"category": "unstable"}, {"category": True}, "general", [("category-unfit", "三(二)1")]),
        ({"category": "marginal"}, {"category": True}, "lifted_out", [("category-unfit", "三(二)1")]),
        ({"category": "marginal"}, {"category": True}, "general", []),
        ({"category": "unstable"}, {"category": True}, "lifted_out", []),
        ({"category": "sudden"}, {"category": True}, "lifted_out", []),
        ({"category": "sudden"}, {"category": True}, "general", []),
        ({"category": "unstable"}, {}, "general", []),
        ({}, {"mode": True}, "general", [("mode-missing", "")]),
        ({"mode": "help"}, {"mode": True}, "general", []),
        ({}, {"measures": True}, "general", [("measures-missing", "四(二)3")]),
        ({"measures": ["岗位"]}, {"measures": True}, "general", []),
    ],
)
def test_a_list_says_of_each_household_what_the_step_asks(item, params, kind, faults):
    body = {"items": [{"case_id": 8, "category": "sudden", "mode": "help"}, {"case_id": CASE} | item]}
    found = asked("proposal", ("proposal", body), params=params, kind=kind)
    assert found == [fault(code, "village", False, basis) for code, basis in faults]


def test_a_household_that_is_not_on_the_list_has_nothing_on_it():
    assert said("proposal", {"items": [{"case_id": 8, "mode": "help"}]})["mode"] is None


def test_a_meeting_fixes_measures_where_it_must():
    bare = ("meeting", MEETING | {"measures": ""})
    assert asked("meeting", bare, params={"measures": True}) == [
        fault("measures-missing", "township_leader", False, "四(二)4")
    ]
    assert asked("meeting", bare) == []
