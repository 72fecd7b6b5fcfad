"""Looking at evidence: one piece, its file, the households it speaks for, and who still needs a kind of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.errors import NotFound
from engine.evidence import Evidence, EvidenceFile, Exhibit
from engine.facts import gather
from engine.procedure import StepSpec
from engine.runs import OPEN, Run, Step
from states.case_list import named
from states.households import Household

MOST = 200
"""Households offered at once for one meeting."""
EVERYBODY = 100_000


@dataclass(frozen=True, slots=True)
class Wanting:
    """A household whose open step needs a kind of evidence; `there` says that some has been recorded."""

    case_id: int
    number: str
    head_name: str
    group_code: str
    title: str
    there: bool


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """A household for which a piece of evidence speaks."""

    case_id: int
    number: str
    head_name: str
    group_code: str
    superseded: bool


def find(session: Session, evidence_id: int, by: Actor) -> tuple[Evidence, list[SpokenFor]]:
    """A piece of evidence with its households inside the actor's area; `NotFound` when there is none there."""
    columns = (Household.case_id, Household.number, Household.head_name, Household.group_code, Exhibit.superseded)
    query = (
        select(*columns)
        .join(Exhibit, Exhibit.case_id == Household.case_id)
        .where(Exhibit.evidence_id == evidence_id, within(Household.group_code, by.area))
        .order_by(Household.group_code, Household.number)
    )
    cases = [SpokenFor(*row) for row in session.execute(query)]
    evidence = session.get(Evidence, evidence_id) if cases else None
    if evidence is None:
        raise NotFound("evidence", evidence_id)
    return evidence, cases


def file(session: Session, evidence_id: int, position: int, by: Actor) -> EvidenceFile:
    """A file of a piece of evidence; `NotFound` as for the evidence."""
    find(session, evidence_id, by)
    found = session.get(EvidenceFile, (evidence_id, position))
    if found is None:
        raise NotFound("file", position)
    return found


def successor(session: Session, evidence_id: int) -> int | None:
    """The evidence that took its place; None while it stands."""
    return session.scalar(select(Evidence.id).where(Evidence.supersedes == evidence_id).order_by(Evidence.id.desc()))


def households(session: Session, case_ids: Iterable[int], by: Actor) -> list[Household]:
    """The households of these cases in the order of groups and numbers; `NotFound` when one is outside the area."""
    wanted = set(case_ids)
    query = select(Household).where(Household.case_id.in_(wanted), within(Household.group_code, by.area))
    found = list(session.scalars(query.order_by(Household.group_code, Household.number)))
    if len(found) != len(wanted):
        raise NotFound("case", sorted(wanted))
    return found


def wanting(
    session: Session, book: Book, kind: str, area: str, by: Actor, at: datetime, most: int = MOST
) -> list[Wanting]:
    """The households in an area whose open step needs this kind, by group and number; those without it come first."""
    specs = _specs(session, book, kind, area, by)
    if not specs:
        return []
    query = (
        select(Step.case_id, Run.definition, Run.move, Step.name)
        .join(Run, Run.id == Step.run_id)
        .where(Step.status == OPEN, within(Step.area, area), within(Step.area, by.area))
        .where(Step.name.in_({spec.name for spec in specs.values()}))
        .order_by(Step.area, Step.case_id)
        .limit(most)
    )
    rows = [(row[0], specs[row[1], row[2], row[3]]) for row in session.execute(query) if (*row[1:],) in specs]
    facts = gather(session, book, [case_id for case_id, _ in rows], by, at) if rows else {}
    heads = named(session, [case_id for case_id, _ in rows])
    found = [
        Wanting(case_id, *heads[case_id], facts[case_id].area, spec.title, bool(facts[case_id].shown(kind)))
        for case_id, spec in rows
        if case_id in heads
    ]
    return sorted(found, key=lambda one: (one.there, one.group_code, one.number))


def _specs(session: Session, book: Book, kind: str, area: str, by: Actor) -> dict[tuple[str, str, str], StepSpec]:
    """The steps open in an area that need this kind, by definition, move and name."""
    query = (
        select(Run.definition, Run.move, Step.name, func.count())
        .join(Run, Run.id == Step.run_id)
        .join(Case, Case.id == Step.case_id)
        .where(Step.status == OPEN, within(Step.area, area), within(Step.area, by.area), Case.kind == "household")
        .group_by(Run.definition, Run.move, Step.name)
    )
    found = {}
    for digest, move, name, _count in session.execute(query):
        procedure = book.definition(session, digest).by_name[move].procedure
        spec = procedure.by_name[name] if procedure else None
        if spec and any(need.name == f"evidence:{kind}" for need in spec.each_need):
            found[digest, move, name] = spec
    return found
