"""Evidence: typed, dated facts with their files, and how each stands in the cases it speaks for.

One piece of evidence may serve many cases (one meeting, forty households), so what guards read
lies in the `Exhibit`: the evidence as it stands in one case. Evidence is never edited; a better
one supersedes it, with a reason. Every write here raises the version of its cases, so that
what was decided on cannot change unseen under a decision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import ledger
from engine.actors import Actor
from engine.cases import Case, hold
from engine.db import Base, Instant
from engine.runs import FOR_RECORD, Run


class Evidence(Base):
    """One fact as it was recorded: its kind, its content, and when it happened."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    happened_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[str] = mapped_column(String(64))
    recorded_by_name: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    late: Mapped[bool] = mapped_column(default=False)
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class EvidenceFile(Base):
    """A file of a piece of evidence, kept under the digest of its content."""

    __tablename__ = "evidence_file"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    caption: Mapped[str] = mapped_column(String(200), default="")


class Exhibit(Base):
    """A piece of evidence as it stands in one case: the few facts that guards read."""

    __tablename__ = "exhibit"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    step: Mapped[str] = mapped_column(String(32), default="")
    kind: Mapped[str] = mapped_column(String(32))
    happened_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[str] = mapped_column(String(64))
    facts: Mapped[str] = mapped_column(Text)
    superseded: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_exhibit_case_id_run_id", "case_id", "run_id"),
        Index("ix_exhibit_run_id_evidence_id", "run_id", "evidence_id"),
    )


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file to hang on evidence."""

    digest: str
    name: str
    media_type: str
    size: int
    caption: str = ""


def record(
    session: Session,
    kind: str,
    body: Mapping[str, Any],
    facts: Mapping[int, Mapping[str, Any]],
    happened_on: date,
    by: Actor,
    at: datetime,
    *,
    files: Sequence[Attachment] = (),
    step: str = "",
    late: bool = False,
    supersedes: Evidence | None = None,
    reason: str = "",
    runs: Mapping[int, int] | None = None,
) -> Evidence:
    """Record evidence for every case in `facts` (case id to what guards shall read of it there).

    It belongs to the run that each case is in, or to the run in `runs`.
    """
    cases = hold(session, facts)
    evidence = _evidence(kind, body, happened_on, by, at, files, late, supersedes, reason)
    session.add(evidence)
    session.flush()
    for position, file in enumerate(files):
        session.add(EvidenceFile(evidence_id=evidence.id, position=position, **_file(file)))
    if supersedes:
        session.execute(
            update(Exhibit)
            .where(Exhibit.evidence_id == supersedes.id, Exhibit.case_id.in_([case.id for case in cases]))
            .values(superseded=True)
        )
    of_run = {case.id: (runs or {}).get(case.id, case.run_id) for case in cases}
    rows = [_exhibit(evidence, case, of_run[case.id], step, facts[case.id]) for case in cases]
    session.execute(insert(Exhibit), rows)
    told = {"evidence": evidence.id, "kind": kind, "digest": evidence.digest, "happened_on": happened_on, "late": late}
    if supersedes:
        told |= {"supersedes": supersedes.id, "reason": reason}
    filling = back_fills(session, cases)
    told_of = {case.id: told | {"back_fill": True} if case.run_id in filling else told for case in cases}
    ledger.append_many(session, [(case, "evidence", told_of[case.id]) for case in cases], by, at)
    return evidence


def back_fills(session: Session, cases: Sequence[Case]) -> dict[int, datetime]:
    """The back-fills that these cases are in, with when each began."""
    runs = {case.run_id for case in cases if case.run_id is not None}
    query = select(Run.id, Run.started_at).where(Run.id.in_(runs), Run.purpose == FOR_RECORD)
    return {row[0]: row[1] for row in session.execute(query)} if runs else {}


def _file(file: Attachment) -> dict[str, Any]:
    return {
        "digest": file.digest,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "caption": file.caption,
    }


def _evidence(
    kind: str,
    body: Mapping[str, Any],
    happened_on: date,
    by: Actor,
    at: datetime,
    files: Sequence[Attachment],
    late: bool,
    supersedes: Evidence | None,
    reason: str,
) -> Evidence:
    text = ledger.canonical(body)
    sealed = ledger.canonical([kind, happened_on, body, [file.digest for file in files]])
    return Evidence(
        kind=kind,
        happened_on=happened_on,
        recorded_at=at,
        recorded_by=by.id,
        recorded_by_name=by.name,
        body=text,
        digest=hashlib.sha256(sealed.encode()).hexdigest(),
        late=late,
        supersedes=supersedes.id if supersedes else None,
        reason=reason,
    )


def _exhibit(evidence: Evidence, case: Case, run_id: int | None, step: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "evidence_id": evidence.id,
        "case_id": case.id,
        "run_id": run_id,
        "step": step,
        "kind": evidence.kind,
        "happened_on": evidence.happened_on,
        "recorded_by": evidence.recorded_by,
        "facts": ledger.canonical(facts),
    }


def of_case(session: Session, case_id: int) -> list[tuple[Exhibit, Evidence]]:
    """All evidence of a case, newest first, with what was superseded."""
    query = select(Exhibit, Evidence).join(Evidence, Evidence.id == Exhibit.evidence_id)
    rows = session.execute(query.where(Exhibit.case_id == case_id).order_by(Evidence.id.desc()))
    return [(exhibit, evidence) for exhibit, evidence in rows]


def files_of(session: Session, evidence_ids: Iterable[int]) -> dict[int, list[EvidenceFile]]:
    """The files of each piece of evidence, in their order."""
    found: dict[int, list[EvidenceFile]] = {}
    query = select(EvidenceFile).where(EvidenceFile.evidence_id.in_(set(evidence_ids)))
    for file in session.scalars(query.order_by(EvidenceFile.evidence_id, EvidenceFile.position)):
        found.setdefault(file.evidence_id, []).append(file)
    return found
