"""The booklet of one household (一户一册): its risks, what answers each, what arrived, how it worked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from states.help.checks import HelpCheck, checks_of
from states.help.deliveries import Delivery, deliveries_of
from states.help.effects import EffectJudgement, effects_of, ineffective
from states.help.kinds import HelpKind, edition
from states.help.measures import Measure, measures_of, risk_unanswered
from states.help.risks import Risk, risks_of
from states.households import Household


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with the name of its kind, what arrived under it (newest first), and how it was judged."""

    measure: Measure
    label: str
    given: tuple[Delivery, ...]
    effect: EffectJudgement | None


@dataclass(frozen=True, slots=True)
class Booklet:
    """All of it; `aimless` are running measures without a risk, `outside` help that belongs to no measure."""

    risks: Sequence[Risk]
    lines: Sequence[MeasureLine]
    outside: Sequence[Delivery]
    checks: Sequence[HelpCheck]
    unanswered: Sequence[Risk]
    aimless: Sequence[Measure]
    ineffective: Sequence[Measure]
    kinds: dict[str, HelpKind]

    def answering(self, risk: Risk) -> list[MeasureLine]:
        """The measures that answer a risk."""
        return [line for line in self.lines if line.measure.risk_number == risk.number]


def booklet_of(session: Session, household: Household) -> Booklet:
    """The booklet of a household as it stands; five statements."""
    risks, measures = risks_of(session, household.id), measures_of(session, household.id)
    given, effects = deliveries_of(session, household.id), effects_of(session, [household.id])
    checks = checks_of(session, household.id)
    newest = max([*(one.begins_on for one in measures), *(one.delivered_on for one in given)], default=None)
    kinds = edition(household.group_code, newest).kinds if newest else {}
    lines = [
        MeasureLine(
            one,
            kinds[one.kind].label if one.kind in kinds else one.kind,
            tuple([delivery for delivery in given if delivery.measure_number == one.number]),
            effects.get((household.id, one.number)),
        )
        for one in measures
    ]
    return Booklet(
        risks,
        lines,
        [delivery for delivery in given if not delivery.measure_number],
        checks,
        risk_unanswered(risks, measures),
        [one for one in measures if one.is_running and not one.risk_number],
        ineffective(measures, effects),
        kinds,
    )
