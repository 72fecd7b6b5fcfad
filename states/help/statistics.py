"""Help by kind for an area and a quarter (BZ08), of all households or of those lifted out of poverty (HT10)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, func, or_, select, true
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from states.help.deliveries import Delivery
from states.help.effects import EffectJudgement
from states.help.kinds import edition
from states.help.measures import Measure
from states.help.quarters import Quarter
from states.households import Household


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of help: measures and households with a plan, households reached, times, yuan, measures judged good."""

    label: str
    planned: int = 0
    planned_households: int = 0
    reached_households: int = 0
    deliveries: int = 0
    amount: Decimal = Decimal(0)
    judged: int = 0
    good: int = 0


def by_kind(session: Session, by: Actor, area: str, quarter: Quarter, household_kind: str = "") -> list[KindLine]:
    """A line for each kind of the edition in force, kinds of older editions after them; three statements.

    A measure counts in every quarter in which it ran, a delivery on its day, a judgement by the measure it stands on.
    """
    here = and_(
        within(Household.group_code, by.area),
        within(Household.group_code, area),
        Household.kind == household_kind if household_kind else true(),
    )
    planned, given, judged = (
        {row[0]: row[1:] for row in session.execute(query.where(here))}
        for query in (_planned(quarter), _given(quarter), _judged(quarter))
    )
    kinds = edition(area or by.area, quarter.last_on).kinds
    codes = [*kinds, *sorted((planned.keys() | given.keys()) - kinds.keys())]
    nothing: tuple[Any, ...] = (0, 0, 0)
    lines = []
    for code in codes:
        label = kinds[code].label if code in kinds else code
        plans, homes = planned.get(code, nothing)[:2]
        reached, times, amount = given.get(code, nothing)
        lines.append(
            KindLine(label, plans, homes, reached, times, amount or Decimal(0), *judged.get(code, nothing)[:2])
        )
    return lines


def _runs_in(quarter: Quarter) -> ColumnElement[bool]:
    goes_on = or_(Measure.ended_on.is_(None), Measure.ended_on >= quarter.first_on)
    return and_(Measure.superseded.is_(False), Measure.begins_on <= quarter.last_on, goes_on)


def _planned(quarter: Quarter) -> Any:
    return (
        select(Measure.kind, func.count(), func.count(distinct(Measure.household_id)))
        .join(Household, Household.id == Measure.household_id)
        .where(_runs_in(quarter))
        .group_by(Measure.kind)
    )


def _given(quarter: Quarter) -> Any:
    columns = (func.count(distinct(Delivery.household_id)), func.count(), func.sum(Delivery.amount))
    return (
        select(Delivery.kind, *columns)
        .join(Household, Household.id == Delivery.household_id)
        .where(Delivery.superseded.is_(False), Delivery.delivered_on.between(quarter.first_on, quarter.last_on))
        .group_by(Delivery.kind)
    )


def _judged(quarter: Quarter) -> Any:
    good = and_(*(getattr(EffectJudgement, name) for name in ("works", "enough", "usable", "useful")))
    same = and_(
        EffectJudgement.household_id == Measure.household_id,
        EffectJudgement.measure_number == Measure.number,
        EffectJudgement.superseded.is_(False),
    )
    return (
        select(Measure.kind, func.count(), func.count().filter(good))
        .join(EffectJudgement, same)
        .join(Household, Household.id == Measure.household_id)
        .where(_runs_in(quarter))
        .group_by(Measure.kind)
    )
