"""The ledger proved as a job: some thousands of cases at a time, then the daily seals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.jobs.job import Result, Sentence
from engine.jobs.lots import Context
from engine.verify import Fault, verify_part, verify_seals
from engine.words import N_

LOT, KEPT = 2000, 200


def verify_ledger(context: Context) -> Result:
    """Prove every chain and every seal; the first faults are named, the others counted."""
    found: dict[str, Any] = {"after": 0, "cases": 0, "entries": 0, "faults": [], "wrong": 0} | dict(context.checkpoint)
    with context.reading() as session:
        total = session.scalar(select(func.count()).select_from(Case)) or 0
    while found["after"] is not None:
        with context.reading() as session:
            part = verify_part(session, found["after"], LOT)
            faults = _in_sight(session, part.faults, context.by)
        found |= {"after": part.upto, "cases": found["cases"] + part.cases, "entries": found["entries"] + part.entries}
        _keep(found, faults)
        with context.lot() as lot:
            lot.keep(found, done=found["cases"], total=max(total, found["cases"]))
    with context.reading() as session:
        seals, wrong = verify_seals(session)
    _keep(found, wrong)
    return _result(found, seals)


def _in_sight(session: Session, faults: Sequence[Fault], by: Actor) -> list[Fault]:
    """The faults in the actor's area; one whose case has vanished is nobody's but the whole installation's."""
    if not by.area or not faults:
        return list(faults)
    query = select(Case.id).where(Case.id.in_({one.case_id for one in faults}), within(Case.area, by.area))
    mine = set(session.scalars(query))
    return [one for one in faults if one.case_id in mine]


def _keep(found: dict[str, Any], faults: Sequence[Fault]) -> None:
    found["wrong"] += len(faults)
    found["faults"] = (found["faults"] + [astuple(one) for one in faults])[:KEPT]


def _result(found: dict[str, Any], seals: int) -> Result:
    counted = {"cases": found["cases"], "entries": found["entries"], "seals": seals, "wrong": found["wrong"]}
    text = N_("核验了%(cases)s份案卷、%(entries)s条记录、%(seals)s个总封印，没有发现问题")
    if found["wrong"]:
        text = N_("核验了%(cases)s份案卷、%(entries)s条记录、%(seals)s个总封印，发现%(wrong)s处不符")
    return Result((Sentence(text, counted), *(_line(Fault(*one)) for one in found["faults"])), figures=counted)


def _line(fault: Fault) -> Sentence:
    facts = {"case": fault.case_id, "sequence": fault.sequence, "reason": fault.reason}
    if fault.case_id is None:
        return Sentence(fault.reason)
    if fault.sequence is None:
        return Sentence(N_("案卷%(case)s：%(reason)s"), facts)
    return Sentence(N_("案卷%(case)s第%(sequence)s条：%(reason)s"), facts)
