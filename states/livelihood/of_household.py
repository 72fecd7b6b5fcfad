"""The work, study and training of one household, with what was superseded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.households import Household
from states.kept import Kept
from states.livelihood.students import Student, StudySubsidy
from states.livelihood.trainings import TrainingRecord
from states.livelihood.work import WorkRecord, WorkSheet
from states.members import Member, of_households

Record = TypeVar("Record", bound=Kept)


@dataclass(frozen=True, slots=True)
class Livelihood:
    """The present members, and every record of each kind, newest first."""

    members: Sequence[Member]
    work: Sequence[WorkRecord]
    sheets: Sequence[WorkSheet]
    students: Sequence[Student]
    subsidies: Sequence[StudySubsidy]
    trainings: Sequence[TrainingRecord]

    @property
    def names(self) -> dict[int, str]:
        """The names of the members by id."""
        return {member.id: member.name for member in self.members}


def livelihood_of(session: Session, household: Household) -> Livelihood:
    """What the household's page shows; one statement for each kind."""
    people = of_households(session, [household.id])[household.id]

    def every(kind: type[Record]) -> Sequence[Record]:
        return session.scalars(select(kind).where(kind.household_id == household.id).order_by(kind.id.desc())).all()

    return Livelihood(
        people, every(WorkRecord), every(WorkSheet), every(Student), every(StudySubsidy), every(TrainingRecord)
    )
