"""The risks that a visit looks at, the measures against them, and what of this quarter's check is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.help.checks import HelpCheck
from states.help.deliveries import Delivery
from states.help.kinds import DISASTERS, RISKS, edition
from states.help.measures import Measure, risk_unanswered
from states.help.quarters import Quarter, quarter_of
from states.help.risks import Risk
from states.households import Household
from states.kept import Kept

Record = TypeVar("Record", bound=Kept)


@dataclass(frozen=True, slots=True)
class Running:
    """A measure of this quarter; `against` names its risk, `arrived` says whether any of it came this quarter."""

    number: int
    label: str
    plan: str
    against: str
    arrived: bool


@dataclass(frozen=True, slots=True)
class Help:
    """The open risks by name, those that no measure answers, the measures, and whether the quarter was checked."""

    quarter: Quarter
    risks: tuple[str, ...]
    unanswered: tuple[str, ...]
    measures: tuple[Running, ...]
    checked: bool

    @property
    def to_check(self) -> bool:
        """Whether this quarter's help is still to be checked at the house."""
        return bool(self.measures) and not self.checked

    @property
    def is_due(self) -> bool:
        """Whether a visit has anything to check or to plan."""
        return self.to_check or bool(self.unanswered)


def help_due(session: Session, homes: Sequence[Household], today: date) -> dict[int, Help]:
    """What each household's help asks of a visit; four statements for any number."""
    ids, quarter = [one.id for one in homes], quarter_of(today)
    risks, measures = _standing(session, Risk, ids), _standing(session, Measure, ids)
    arrived = select(Delivery.household_id, Delivery.measure_number).where(
        Delivery.household_id.in_(ids),
        Delivery.superseded.is_(False),
        Delivery.delivered_on.between(quarter.first_on, quarter.last_on),
    )
    came = {(row[0], row[1]) for row in session.execute(arrived.distinct())}
    checks = select(HelpCheck.household_id).where(HelpCheck.household_id.in_(ids), HelpCheck.superseded.is_(False))
    checked = set(session.scalars(checks.where(HelpCheck.quarter == str(quarter))))
    found = {}
    for home in homes:
        dangers = {one.number: one for one in risks.get(home.id, ())}
        planned = measures.get(home.id, [])
        running = [one for one in planned if one.begins_on <= quarter.last_on and _goes_on(one, quarter)]
        found[home.id] = Help(
            quarter,
            tuple(named(one) for one in dangers.values() if one.is_open),
            tuple(named(one) for one in risk_unanswered(list(dangers.values()), planned)),
            tuple(_running(home, one, dangers.get(one.risk_number), (home.id, one.number) in came) for one in running),
            home.id in checked,
        )
    return found


def named(risk: Risk) -> str:
    """A risk in words, with the kind of disaster or what 其他 means."""
    detail = DISASTERS.get(risk.part, "") or risk.remark
    return f"{RISKS[risk.kind]}（{detail}）" if detail else RISKS[risk.kind]


def _goes_on(measure: Measure, quarter: Quarter) -> bool:
    return measure.ended_on is None or measure.ended_on >= quarter.first_on


def _running(home: Household, measure: Measure, risk: Risk | None, arrived: bool) -> Running:
    kinds = edition(home.group_code, measure.begins_on).kinds
    label = kinds[measure.kind].label if measure.kind in kinds else measure.kind
    return Running(measure.number, label, measure.plan, named(risk) if risk else "", arrived)


def _standing(session: Session, kind: type[Record], ids: Sequence[int]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    query = select(kind).where(kind.household_id.in_(ids), kind.superseded.is_(False))
    for row in session.scalars(query.order_by(kind.id)):
        found.setdefault(row.household_id, []).append(row)
    return found
