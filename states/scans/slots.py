"""Where a page belongs: the household that its code names, and the step of its run that asks for such a paper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.procedure import EVIDENCE
from engine.runs import DONE, OPEN, WAITING, Run, Step
from states.households import Household

STALE_AFTER = timedelta(days=366)
TURN = (OPEN, DONE, WAITING)


@dataclass(frozen=True, slots=True)
class Label:
    """What the code of a page says, its form known: of which paper, about whom, and which page."""

    code: str
    form: str
    kinds: tuple[str, ...]
    subject: str
    edition: int
    made_on: date
    sheet: str
    page: int
    pages: int

    @property
    def key(self) -> tuple[str, str, str, date, int, int]:
        """What two scans of the same page have in common."""
        return self.form, self.subject, self.sheet, self.made_on, self.edition, self.page


@dataclass(frozen=True, slots=True)
class Slot:
    """The step of a run that asks for a kind of evidence."""

    run_id: int
    step: str


Slots = dict[int, dict[str, Slot]]


def homes(session: Session, numbers: Collection[str], by: Actor) -> dict[str, Household]:
    """The households of the actor's area by their numbers."""
    if not numbers:
        return {}
    query = select(Household).where(Household.number.in_(set(numbers)), within(Household.group_code, by.area))
    return {one.number: one for one in session.scalars(query)}


def asked_for(session: Session, book: Book, case_ids: Collection[int]) -> Slots:
    """The step of each case's run that asks for each kind of evidence: an open one first, then a finished one.

    One that is still to come asks as well: a household signs two forms at one visit, and their steps come in turn.
    """
    query = (
        select(Step.case_id, Step.run_id, Step.name, Step.status, Run.definition, Run.move)
        .join(Case, Case.run_id == Step.run_id)
        .join(Run, Run.id == Step.run_id)
        .where(Case.id.in_(set(case_ids)), Step.status.in_(TURN))
    )
    found: Slots = {}
    rows = sorted(session.execute(query), key=lambda row: (TURN.index(row[3]), row[2]))
    for case_id, run_id, name, _status, digest, move in rows:
        procedure = book.definition(session, digest).by_name[move].procedure
        spec = procedure.by_name.get(name) if procedure else None
        for need in spec.each_need if spec else ():
            if need.name.startswith(EVIDENCE):
                found.setdefault(case_id, {}).setdefault(need.name.removeprefix(EVIDENCE), Slot(run_id, name))
    return found


def slot_of(label: Label, slots: dict[str, Slot]) -> Slot | None:
    """The slot of a page among those of its household's case; None where nothing asks for it."""
    return next((slots[kind] for kind in label.kinds if kind in slots), None)


def doubt(label: Label, home: Household | None, slot: Slot | None, today: date) -> str:
    """Why a page is not filed by itself; empty where there is no doubt."""
    if home is None:
        return "not-here"
    if label.made_on > today:
        return "not-yet"
    if label.made_on < today - STALE_AFTER:
        return "old"
    return "" if slot else "no-step"
