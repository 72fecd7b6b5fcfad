"""A household's file made by hand, as guards see it, and what they say to it in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from engine.actors import Actor
from engine.facts import Exhibits, Facts, Shown, Standing, StepFact
from engine.further import Past
from engine.guards import Blocker
from states import policies
from states.evidence.known import KINDS
from states.guards import GUARDS
from states.policies import Criterion, Policy
from states.subjects import HouseholdFacts

DIGEST, CASE = "a-plan", 7
CRITERIA = {
    "water": Criterion("饮水安全", departments=("water-station", "housing"), asks=("lived_in",), basis="三"),
    "income": Criterion("收入", by="village", basis="二"),
}
PLAN = Policy("a-plan", 6000, "net", {"urgent": "identify"}, CRITERIA, {"water-station": "水管站"})
policies.remember(DIGEST, PLAN)
CLERK = Actor("u1", "和秀兰", "village", "533401102001")
Paper = tuple[str, dict[str, Any]] | tuple[str, dict[str, Any], str]


def file(*papers: Paper, past: Iterable[Past] = (), today: date = date(2021, 10, 19), **more: Any) -> Facts:
    """A file with these papers: kind, content as it is handed in, and who recorded it."""
    shown = [Shown(kind, "2021-10-18", by[0] if by else "u1", "", said(kind, body)) for kind, body, *by in papers]
    given = {"household_id": 1, "kind": "general", "category": "none", "members": 3, "able": 2} | more
    steps = given.pop("steps", {})
    move = given.pop("move", "eliminate")
    place = (CASE, "household", DIGEST, "53340110200101", "monitored", 1, 1, "", 1, move)
    standing = Standing((name, StepFact("open", round_, "")) for name, round_ in steps.items())
    at = datetime(2021, 10, 19, tzinfo=UTC)
    return Facts(*place, standing, Exhibits(shown), CLERK, at, today, HouseholdFacts(**given), None, tuple(past))


def said(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """What guards read of a paper."""
    known = KINDS[kind]
    return dict(known.reduce(known.body.model_validate(body), CASE))


def told(blockers: Iterable[Blocker]) -> list[tuple[Any, ...]]:
    """Code, facts, basis, who settles it, and whether it wants attention; the sentence can be filled."""
    return [(b.code, dict(b.facts), b.basis, b.settled_by, b.attention) for b in blockers if b.message]


def asked(of: str, *papers: Paper, params: dict[str, Any] | None = None, **more: Any) -> list[tuple[Any, ...]]:
    """What a step that asks for a kind of evidence says to these papers."""
    known = KINDS[of]
    need = known.need(known.params.model_validate(params or {}), "款")
    return told(need.missing(file(*papers, **more)))


def guarded(name: str, facts: Facts, **params: Any) -> list[Blocker]:
    """What a guard says to a file."""
    kind = GUARDS[name]
    return list(kind.make(kind.params.model_validate(params), "款")(facts))


def fault(code: str, by: str, attention: bool = False, basis: str = "", **facts: Any) -> tuple[Any, ...]:
    """What `told` says of one reason."""
    return code, facts, basis, by, attention
