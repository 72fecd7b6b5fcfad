"""Papers as they are handed in: good ones by what a step asks, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.actors import Actor
from states.practice.houses import House
from states.practice.office_papers import answer, explanation, review
from states.practice.papers import PAPERS

Body = dict[str, Any]
Spoil = Callable[[Body], Body]


def good(kind: str, params: Mapping[str, Any], houses: Sequence[House], by: Actor, move: str) -> Body:
    """A paper with which nothing is wrong."""
    if kind == "explanation":
        return explanation("police")
    return dict(PAPERS[kind].write(params, houses, by, move))


def answered(department: str, *, hit: bool) -> Body:
    """A department's answer."""
    return dict(answer(department, "车辆登记" if hit else ""))


def reviewed(criterion: str, department: str, asks: Sequence[str]) -> Body:
    """A criterion found met."""
    return dict(review(criterion, department, asks))


def _with(**changes: Any) -> Spoil:
    return lambda body: body | changes


def _each(field: str, **changes: Any) -> Spoil:
    return lambda body: body | {field: [one | changes for one in body[field]]}


def _lost(body: Body) -> Body:
    present = len(body["roster"])
    votes = [vote | {"agree": present // 2, "against": present - present // 2, "abstain": 0} for vote in body["votes"]]
    return body | {"votes": votes}


BAD: dict[str, Sequence[Spoil]] = {
    "visit": (lambda body: body | {"visitors": body["visitors"][:1]}, _with(signed_by=[]),
              _with(signed_by=["household"])),
    "application": (_with(signed_by=[]),),
    "authorisation": (_with(signed_by=[]), _with(signed_by=["every-member"])),
    "consent": (_with(agreed=False), _with(informed=False), _with(signed_by=[])),
    "told": (_with(recheck_explained=False),),
    "minutes": (_lost, _with(eligible=100), _each("roster", signed=False), _each("roster", capacity="team")),
    "proposal": (_each("items", category=None), _each("items", mode=None), _each("items", measures=[]),
                 _each("items", category="unstable"), _each("items", category="marginal")),
    "meeting": (_with(agreed=[]), _with(measures="")),
    "spot_check": (_with(holds=False),),
    "decision": (_with(approve=False),),
    "help_review": (_with(risk_gone=False), _with(stands_without_help=False)),
    "look_back": (_with(conclusion="keep"),),
    "weighing": (_with(explanation=""), _with(conclusion="risk"), _with(income_per_head=99000),
                 _with(income_per_head=1)),
    "assessment": (_with(expenses_controlled=False), _with(measures_effective=False), _with(conclusion="keep"),
                   _with(no_new_risk=False), _with(water_safe=False), _with(income_per_head=1)),
    "situation_analysis": (_with(listed=False),),
    "consultation": (_with(agreed=[]),),
    "response": (_with(response="remains"), _with(level="county")),
    "return_cause": (_with(documents=[]),),
    "second_visit": (_with(agrees=False), _with(visitors=[{"name": "village-1"}]), _with(signed_by=[])),
    "recheck": (_with(upheld=True),),
    "filing": (_with(accepted=False),),
    "system_opened": (_with(opened_on="2030-01-01"), _with(until="2021-01-02")),
}  # fmt: skip
"""What can be wrong with a paper of each kind; the paper itself is taken in, the step is held."""
