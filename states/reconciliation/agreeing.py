"""Marking a round as agreed: only the last one, and only when nothing is left to settle (BZ05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.words import N_
from states.reconciliation.differences import KINDS, OPEN, open_kinds
from states.reconciliation.files import OutsideFile, Round
from states.reconciliation.ledgers import ledgers

ACT = N_("标记已一致")
BASIS = "二(一)4"


def find(session: Session, round_id: int, by: Actor) -> tuple[Round, OutsideFile]:
    """A round of the actor's area and ledgers with its file; raises `NotFound`."""
    query = select(Round, OutsideFile).join(OutsideFile, OutsideFile.id == Round.file_id).where(Round.id == round_id)
    row = session.execute(query).one_or_none()
    if row is None or not by.covers(row[0].area) or row[0].ledger not in {ledger.id for ledger in ledgers(by)}:
        raise NotFound("round", round_id)
    return row[0], row[1]


def against(session: Session, one: Round) -> Sequence[Blocker]:
    """Every reason why a round cannot be marked as agreed."""
    found = []
    if one.agreed_at is not None:
        found.append(Blocker("agreed", N_("这一轮已经标记为已一致"), {}, BASIS))
    newest = select(func.max(Round.id)).where(Round.ledger == one.ledger, Round.area == one.area)
    if session.scalar(newest) != one.id:
        found.append(Blocker("not-the-last", N_("后面又比对过一轮，请看最近一轮"), {}, BASIS))
    kinds = open_kinds(session, one.ledger, one.area)
    for kind, words in KINDS.items():
        if waiting := kinds.get((kind, OPEN[0]), 0):
            told = {"n": waiting, "kind": words}
            found.append(Blocker("open", N_("还有%(n)s条差异待核定：%(kind)s"), told, BASIS, "township", None, True))
        if settled := sum(n for (other, state), n in kinds.items() if other == kind and state != OPEN[0]):
            text = N_("有%(n)s条差异已核定，还没有下一份台账印证：%(kind)s")
            found.append(Blocker("unproved", text, {"n": settled, "kind": words}, BASIS, "department"))
    return found


def agree(session: Session, one: Round, *, by: Actor, at: datetime) -> None:
    """Mark the round as agreed; raises `Refused` with every reason against it."""
    if blockers := against(session, one):
        raise Refused(ACT, blockers)
    one.agreed_at, one.agreed_by, one.agreed_by_name = at, by.id, by.name
    session.flush()
