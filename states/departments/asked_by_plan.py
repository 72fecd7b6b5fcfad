"""Which departments a county's plan of the day asks for anything: they owe the quarterly ledgers, too (BZ03)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from engine.errors import NotFound
from states.evidence.reviews import DEPARTMENTS, KEEP_LEDGERS_ONLY
from states.joint_review import departments_of
from states.packs.store import in_force
from states.policies import policy_of


def asked_of(session: Session, area: str, day: date) -> tuple[str, ...]:
    """The departments that the plan in force asks in its steps and criteria; those every place has by default."""
    try:
        definition = in_force(session, area, day).definition
    except NotFound:
        return ()
    procedures = [move.procedure for move in definition.moves if move.procedure is not None]
    named = [code for procedure in procedures for spec in procedure.steps for code in departments_of(spec)]
    criteria = policy_of(definition.digest).criteria.values()
    named += [code for criterion in criteria for code in criterion.departments]
    return tuple(sorted(set(named))) or tuple(sorted(DEPARTMENTS.keys() - KEEP_LEDGERS_ONLY))
