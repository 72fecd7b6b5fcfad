"""Whether a measure is worth it: 管用、够用、能用、有用 (XZ07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.db import Base
from engine.errors import BadInput, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.help.deliveries import Delivery
from states.help.measures import Measure, measures_of
from states.households import Household
from states.kept import Kept, keep, not_later

QUESTIONS = {
    "works": N_("管用：针对风险，起了作用"),
    "enough": N_("够用：力度够，能解决问题"),
    "usable": N_("能用：农户用得上、接得住"),
    "useful": N_("有用：农户认可，真正受益"),
}


class EffectJudgement(Kept, Base):
    """What was judged of a measure on a day; a later judgement supersedes it."""

    __tablename__ = "help_effect"

    measure_number: Mapped[int]
    judged_on: Mapped[date]
    works: Mapped[bool]
    enough: Mapped[bool]
    usable: Mapped[bool]
    useful: Mapped[bool]
    note: Mapped[str] = mapped_column(String(500), default="")

    @property
    def is_good(self) -> bool:
        """Whether all four were answered with yes."""
        return self.works and self.enough and self.usable and self.useful


@dataclass(frozen=True, slots=True)
class Judged:
    """The four answers about to be recorded; a no needs a word on what follows."""

    measure_number: int
    judged_on: date
    works: bool
    enough: bool
    usable: bool
    useful: bool
    note: str = ""


def judge(session: Session, household: Household, judged: Judged, *, by: Actor, at: datetime) -> EffectJudgement:
    """Judge a measure that was delivered; raises `BadInput`, and `Refused` where nothing arrived yet."""
    problems = not_later("judged_on", judged.judged_on, at)
    answers = {name: getattr(judged, name) for name in QUESTIONS}
    if not all(answers.values()) and len(judged.note.strip()) < 2:
        problems.append(Problem("note", N_("有一项达不到的，要写明怎样调整措施")))
    if judged.measure_number not in {one.number for one in measures_of(session, household.id)}:
        problems.append(Problem("measure_number", N_("请选择这一户的帮扶措施")))
    if problems:
        raise BadInput(*problems)
    given = select(Delivery.id).where(
        Delivery.household_id == household.id,
        Delivery.measure_number == judged.measure_number,
        Delivery.superseded.is_(False),
    )
    if session.scalars(given).first() is None:
        raise Refused("judge", [Blocker("not-delivered", N_("措施还没有落实，不能评价成效"), {}, "", "village")])
    old = effects_of(session, [household.id]).get((household.id, judged.measure_number))
    row = EffectJudgement(
        measure_number=judged.measure_number, judged_on=judged.judged_on, note=judged.note.strip()[:500], **answers
    )
    reason = N_("重新评价成效") if old else ""
    return keep(session, household, row, "help-effect", by=by, at=at, old=old, reason=reason)


def effects_of(session: Session, household_ids: Sequence[int]) -> dict[tuple[int, int], EffectJudgement]:
    """The judgement that stands of each measure, by household and number of the measure."""
    query = select(EffectJudgement).where(EffectJudgement.household_id.in_(list(household_ids)))
    rows = session.scalars(query.where(EffectJudgement.superseded.is_(False)))
    return {(row.household_id, row.measure_number): row for row in rows}


def ineffective(measures: Sequence[Measure], effects: dict[tuple[int, int], EffectJudgement]) -> list[Measure]:
    """The running measures that were judged not good enough and should be changed."""
    judged = [(one, effects.get((one.household_id, one.number))) for one in measures if one.is_running]
    return [one for one, effect in judged if effect is not None and not effect.is_good]
