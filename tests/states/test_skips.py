"""The rules by which a step is left out, and how long what was done before still counts."""

from datetime import date

import pytest

from engine.facts import Facts
from engine.further import Past
from engine.guards import Need
from states.evidence.known import KINDS
from states.skips import SKIPS
from tests.states.shown import file


def need(kind: str, **params: object) -> Need:
    known = KINDS[kind]
    return known.need(known.params.model_validate(params), "")


def applies(name: str, facts: Facts, *needs: Need) -> bool:
    rule = SKIPS[name].rule(needs)
    assert rule.reason == SKIPS[name].reason
    return rule.applies(facts)


def test_rules_that_read_the_household():
    assert applies("lifted_out", file(kind="lifted_out"))
    assert not applies("lifted_out", file())
    assert applies("no_labour", file(able=0))
    assert not applies("no_labour", file(able=1))
    request = ("recheck_request", {"applicant": "户主", "reason": "不服"})
    assert applies("no_recheck_asked", file())
    assert not applies("no_recheck_asked", file(request))
    assert [name for name, kind in SKIPS.items() if kind.looks_back] == ["already_compared", "already_authorised"]
    assert [SKIPS[name].rule(()).looks_back for name in SKIPS] == [kind.looks_back for kind in SKIPS.values()]
    assert all(name == kind.name for name, kind in SKIPS.items())


def past(kind, facts, on=date(2021, 1, 1)):
    return Past(kind, on, 1, facts)


def compared(department, hit=False, on=date(2021, 1, 1)):
    return past("department_answer", {"department": department, "hit": hit}, on)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((compared("police"), compared("bank")), True),
        ((compared("police"),), False),
        ((compared("police"), compared("bank", hit=True)), False),
        ((compared("bank", hit=True), compared("police"), compared("bank")), True),
        ((compared("police", on=date(2020, 10, 19)), compared("bank")), True),
        ((compared("police", on=date(2020, 10, 18)), compared("bank")), False),
        ((past("explanation", {"department": "police", "hit": False}), compared("bank")), False),
    ],
)
def test_departments_that_answered_within_the_year_are_not_asked_again(found, expected):
    asked = need("department_answer", each_of=["police", "bank"])
    assert applies("already_compared", file(past=found), asked, need("visit")) is expected
    assert not applies("already_compared", file(past=found), need("visit"))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((past("authorisation", {"signed_by": ["head"]}),), True),
        ((past("authorisation", {"signed_by": ["every-member"]}),), True),
        ((past("authorisation", {"signed_by": ["household"]}),), False),
        ((past("authorisation", {"signed_by": ["head"]}), past("authorisation", {"signed_by": []})), True),
        ((past("authorisation", {"signed_by": ["head"]}, date(2020, 10, 18)),), False),
        ((past("authorisation", {"signed_by": ["head"]}, date(2020, 10, 19)),), True),
        ((past("application", {"signed_by": ["head"]}),), False),
        ((), False),
    ],
)
def test_an_authorisation_of_this_year_stands(found, expected):
    asked = need("authorisation", signed_by=["head"]), need("application", signed_by=["writer"])
    assert applies("already_authorised", file(past=found), *asked) is expected
