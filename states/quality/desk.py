"""The findings of an area: the list by filter, the counts by rule and by village, and one with all about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.counting import up_to
from engine.errors import NotFound
from engine.guards import Blocker
from engine.outlook import one
from states.households import Household
from states.quality.findings import CLAIMED, FINDING, OPEN, Finding, FindingClaim
from states.quality.round import Round
from states.quality.rulebook import Rule, shipped
from states.quality.settling import told

PAGE = 50
UNIT_OF_NOTHING = re.compile("未填(?:元|岁|亩|个月|月|年|人|天|公里|平方米)")
"""A sentence ends with the unit of a number that was never given."""

STANDING = (OPEN[0], CLAIMED[0])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for: an area, a rule, a state, a severity, a screen, or what went away without proof.

    Without a state, what is not settled is listed; `all` lists everything. `about` is `village` for those alone that
    are about a village itself.
    """

    area: str = ""
    rule: str = ""
    state: str = ""
    severity: int = 0
    screen: int = 0
    unproved: bool = False
    household: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding with its state and its household; `rule` is None when the present edition has no such rule.

    One about a village has no household: number and head are empty then, and the case is None.
    """

    finding: Finding
    state: str
    number: str
    head_name: str
    case_id: int | None

    @property
    def rule(self) -> Rule | None:
        """The rule that it violates."""
        return shipped().of(self.finding.rule)

    @property
    def sentence(self) -> str:
        """What the clerk is told."""
        rule = self.rule
        return UNIT_OF_NOTHING.sub("未填", rule.says % told(self.finding.facts)) if rule else self.finding.rule

    @property
    def label(self) -> str:
        """The word for its state."""
        return FINDING.labels[self.state]


def listed(
    session: Session, by: Actor, asked: Asked, *, after: int = 0, limit: int | None = PAGE
) -> tuple[list[Doubt], int]:
    """A page of what is asked for inside the actor's area, and the id to go on after (0 at the end)."""
    query = _asked(_doubts(), by, asked).where(Finding.id > after).order_by(Finding.id)
    rows = [Doubt(*row) for row in session.execute(query if limit is None else query.limit(limit + 1))]
    if limit is None or len(rows) <= limit:
        return rows, 0
    return rows[:limit], rows[limit - 1].finding.id


def open_of(session: Session, household_ids: Sequence[int], by: Actor) -> list[Doubt]:
    """What waits for correction at these households, gravest first."""
    query = _doubts().where(Finding.household_id.in_(household_ids), Case.state == OPEN[0])
    here = query.where(within(Finding.area, by.area))
    return [Doubt(*row) for row in session.execute(here.order_by(Finding.severity, Finding.id))]


def by_rule(session: Session, by: Actor, asked: Asked) -> list[tuple[Rule, int]]:
    """How many of what is asked for each rule found, gravest rules first."""
    query = _asked(_of(Finding.rule, func.count()), by, asked).group_by(Finding.rule)
    found = {code: int(n) for code, n in session.execute(query)}
    rules = [(rule, found[rule.code]) for rule in shipped().rules if rule.code in found]
    return sorted(rules, key=lambda row: (row[0].severity, -row[1]))


def by_village(session: Session, by: Actor, asked: Asked) -> list[tuple[str, int]]:
    """How many of what is asked for each village has, by its code."""
    village = func.substr(Finding.area, 1, 12)
    query = _asked(_of(village, func.count()), by, asked).group_by(village).order_by(village)
    return [(code, int(n)) for code, n in session.execute(query)]


def count(session: Session, by: Actor, asked: Asked) -> int:
    """How many there are of what is asked for, as far as a card or a hint tells."""
    return up_to(session, _asked(_of(Finding.id), by, asked))


def find(session: Session, finding_id: int, by: Actor) -> Doubt:
    """A finding of the actor's area; raises `NotFound`."""
    query = _doubts().where(Finding.id == finding_id, within(Finding.area, by.area))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("finding", finding_id)
    return Doubt(*row)


def against(session: Session, book: Book, finding: Finding, by: Actor, at: datetime) -> dict[str, list[Blocker]]:
    """What each possible act on it would be refused for, before anything is filled in."""
    asked_in_the_form = ("proof-needed", "reason-needed")
    moves = one(session, book, finding.case_id, by, at).moves
    return {
        move.name: [blocker for blocker in blockers if blocker.code not in asked_in_the_form]
        for move, blockers in moves
        if by.role in move.by
    }


def claims(session: Session, finding_id: int) -> Sequence[FindingClaim]:
    """Every correction that was claimed for a finding, newest first."""
    query = select(FindingClaim).where(FindingClaim.finding_id == finding_id)
    return session.scalars(query.order_by(FindingClaim.id.desc())).all()


def rounds(session: Session, by: Actor, *, limit: int = PAGE) -> Sequence[Round]:
    """The rounds inside the actor's area and those that took it in with more, newest first."""
    wider = [by.area[:length] for length in range(len(by.area))]
    query = select(Round).where(within(Round.area, by.area) | Round.area.in_(wider))
    return session.scalars(query.order_by(Round.id.desc()).limit(limit)).all()


def is_large(session: Session, by: Actor, area: str, limit: int) -> bool:
    """Whether an area has more households than `limit`; raises `NotFound` outside the actor's area."""
    if not by.covers(area):
        raise NotFound("region", area)
    some = select(Household.id).where(within(Household.group_code, area)).limit(limit + 1).subquery()
    return (session.scalar(select(func.count()).select_from(some)) or 0) > limit


def _doubts() -> Any:
    names = func.coalesce(Household.number, ""), func.coalesce(Household.head_name, "")
    columns = (Finding, Case.state, *names, Household.case_id)
    return _of(*columns).outerjoin(Household, Household.id == Finding.household_id)


def _of(*columns: Any) -> Any:
    return select(*columns).select_from(Finding).join(Case, Case.id == Finding.case_id)


def _asked(query: Any, by: Actor, asked: Asked) -> Any:
    query = query.where(within(Finding.area, by.area), within(Finding.area, asked.area))
    if asked.state != "all":
        query = query.where(Case.state.in_([asked.state] if asked.state else STANDING))
    if asked.rule:
        query = query.where(Finding.rule == asked.rule)
    if asked.severity:
        query = query.where(Finding.severity == asked.severity)
    if asked.screen:
        codes = [rule.code for rule in shipped().rules if rule.screen == asked.screen]
        query = query.where(Finding.rule.in_(codes))
    if asked.unproved:
        query = query.where(Case.state == OPEN[0], Finding.gone_on.is_not(None))
    if asked.about == "village":
        query = query.where(Finding.household_id.is_(None))
    if asked.household:
        query = query.where(Finding.household_id == asked.household)
    return query
