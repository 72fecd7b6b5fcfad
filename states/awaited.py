"""Which papers open steps still wait for: the evidence that each household's procedure asks for and does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.evidence import Exhibit
from engine.guards import Need
from engine.procedure import EVIDENCE
from engine.runs import OPEN, Run, Step
from states.households import Household
from states.packs.store import find


@dataclass(frozen=True, slots=True)
class Awaited:
    """A household whose open step wants evidence of a kind; `move` is what the procedure is for, in words."""

    household: Household
    kind: str
    move: str
    need: Need


def awaited(session: Session, area: str, by: Actor, kinds: Collection[str]) -> list[Awaited]:
    """The households of an area whose open steps want one of these kinds that their run does not show yet.

    By villager group and number; three statements for any number.
    """
    columns = (Step.run_id, Step.name, Run.definition, Run.move)
    query = (
        select(Household, *columns)
        .join(Step, Step.case_id == Household.case_id)
        .join(Run, Run.id == Step.run_id)
        .where(Step.status == OPEN, within(Step.area, area), within(Step.area, by.area))
        .order_by(Household.group_code, Household.number)
    )
    rows = session.execute(query).all()
    shown = _shown(session, {row[1] for row in rows}, kinds)
    found: dict[tuple[int, str], Awaited] = {}
    for home, run_id, step, digest, move in rows:
        for kind, label, need in _wanted(session, digest, move, step):
            if kind in kinds and (run_id, kind) not in shown:
                found.setdefault((home.id, kind), Awaited(home, kind, label, need))
    return list(found.values())


def _wanted(session: Session, digest: str, move: str, step: str) -> Iterator[tuple[str, str, Need]]:
    """What a step of a plan asks for: the kind, what the procedure is for, and the need."""
    definition = find(session, digest)
    spec = definition.by_name.get(move) if definition else None
    if spec is None or spec.procedure is None or step not in spec.procedure.by_name:
        return
    for need in spec.procedure.by_name[step].each_need:
        if need.name.startswith(EVIDENCE):
            yield need.name.removeprefix(EVIDENCE), spec.label, need


def _shown(session: Session, runs: Collection[int], kinds: Collection[str]) -> set[tuple[int, str]]:
    standing = (Exhibit.run_id.in_(runs), Exhibit.kind.in_(kinds), Exhibit.superseded == false())
    rows = session.execute(select(Exhibit.run_id, Exhibit.kind).where(*standing)).all()
    return {(run, kind) for run, kind in rows if run is not None}


def asked_of(session: Session, evidence_id: int, kind: str) -> Mapping[str, Any]:
    """The terms on which a plan asked for a piece of evidence, by the first run that it stands in; {} for none."""
    query = select(Run).join(Exhibit, Exhibit.run_id == Run.id).where(Exhibit.evidence_id == evidence_id)
    run = session.scalars(query.order_by(Run.id).limit(1)).first()
    definition = find(session, run.definition) if run else None
    spec = definition.by_name.get(run.move) if definition and run else None
    steps = spec.procedure.steps if spec and spec.procedure else ()
    needs = (need for step in steps for need in step.each_need if need.name == EVIDENCE + kind)
    return next((need.params for need in needs), {})
