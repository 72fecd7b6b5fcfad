"""Recording evidence: the content checked by its kind, the actor by the kind's roles, the day by the calendar."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from engine import evidence
from engine.actors import Actor
from engine.cases import Case, hold
from engine.clock import office_day
from engine.errors import BadInput, MoveBlocked, NotFound, Problem
from engine.evidence import Attachment, Evidence
from engine.guards import Blocker
from engine.procedure import EVIDENCE
from engine.redating import counting_from, redate
from engine.words import N_
from states.campaigns import windows
from states.evidence import stability
from states.evidence.faults import told
from states.evidence.kinds import EvidenceKind
from states.evidence.known import KINDS
from states.packs.store import find, policy

__all__ = ["KINDS", "record"]
ENTRY = "entry"


def record(
    session: Session,
    kind: str,
    body: Mapping[str, Any],
    case_ids: Collection[int],
    *,
    happened_on: date,
    by: Actor,
    at: datetime,
    files: Sequence[Attachment] = (),
    late: bool = False,
    supersedes: Evidence | None = None,
    reason: str = "",
) -> Evidence:
    """Record one piece of evidence for these cases; one meeting may serve forty households.

    Raises `BadInput` naming each bad field, `NotFound` for a case outside the actor's area, and
    `MoveBlocked` when the actor's role may not supply this kind.
    """
    known = KINDS.get(kind)
    if known is None:
        raise BadInput(Problem("kind", f"没有“{kind}”这种材料"))
    cases = _refuse_actor(session, known, case_ids, by)
    content = _content(known, body)
    _refuse_plan(content, at)
    _refuse_back_dating(session, cases, happened_on, late, files)
    _refuse_content(session, known, cases, content, by)
    _refuse_day(happened_on, at, late)
    if kind == ENTRY:
        _refuse_window(session, cases, happened_on)
    facts = {case.id: dict(known.reduce(content, case.id)) for case in cases}
    if kind == "decision":  # a decision names the very state of the file that it was taken on
        facts = {case.id: facts[case.id] | {"file": case.head} for case in cases}
    if kind == "visit":
        facts = {number: one | {"traced": bool(files or content.place)} for number, one in facts.items()}
    if kind == "return_cause":
        facts = {number: one | {"proved": bool(files or content.documents)} for number, one in facts.items()}
    made = evidence.record(
        session,
        kind,
        content.model_dump(mode="json", exclude_none=True),
        facts,
        happened_on,
        by,
        at,
        files=files,
        late=late,
        supersedes=supersedes,
        reason=reason,
    )
    _redate(session, kind, cases, happened_on)
    return made


def _redate(session: Session, kind: str, cases: Sequence[Case], happened_on: date) -> None:
    """Let the open steps that count from this evidence be due so long after it."""
    for digest in {case.definition for case in cases if case.run_id}:
        definition = find(session, digest)
        if definition and (steps := counting_from(definition.moves, EVIDENCE + kind)):
            runs = [case.run_id for case in cases if case.run_id and case.definition == digest]
            redate(session, steps, runs, happened_on)


def _refuse_actor(session: Session, kind: EvidenceKind, case_ids: Collection[int], by: Actor) -> list[Case]:
    cases = hold(session, case_ids)
    if not case_ids or len(cases) != len(set(case_ids)) or not all(by.covers(case.area) for case in cases):
        raise NotFound("case", sorted(case_ids))
    if by.role not in kind.by:
        text = N_("“%(evidence)s”不由您的岗位提交")
        raise MoveBlocked(kind.name, [Blocker("role-required", text, {"evidence": kind.title}, "", kind.by[0])])
    if kind.alone and len(cases) > 1:
        text = N_("“%(evidence)s”要逐户写，一次只能为一户提交")
        raise MoveBlocked(kind.name, [Blocker("one-household-each", text, {"evidence": kind.title}, "", by.role)])
    return cases


def _refuse_window(session: Session, cases: Sequence[Case], happened_on: date) -> None:
    """Refuse an entry on a day on which the system takes none under the plan; what fills a gap is entered late."""
    filling = evidence.back_fills(session, cases)
    now = [case for case in cases if case.run_id not in filling]
    said: dict[str, Blocker] = {}
    for digest in {case.definition for case in now}:
        packs = {case.area: digest for case in now if case.definition == digest}
        found = windows.against_many(session, packs, "national-entry", happened_on, packs)
        said |= {blocker.message: blocker for some in found.values() for blocker in some}
    if said:
        raise MoveBlocked(ENTRY, list(said.values()))


def _refuse_plan(content: Any, at: datetime) -> None:
    if isinstance(content, stability.Hindrance) and content.review_on <= office_day(at):
        raise BadInput(Problem("review_on", N_("下次研判的日期要在今天以后")))


def _refuse_back_dating(
    session: Session, cases: Sequence[Case], happened_on: date, late: bool, files: Sequence[Attachment]
) -> None:
    """What fills a gap is done now; only an old paper that turns up, and is shown, has an older day."""
    begun = [office_day(at) for at in evidence.back_fills(session, cases).values()]
    if begun and happened_on < max(begun) and not (late and files):
        text = N_(
            "补程序写实际办理的日期，不能早于开始补程序的%(begun)s；当时就有、现在找到的旧材料，请勾选“补录”并附上原件照片"
        )
        raise BadInput(Problem("happened_on", text % {"begun": max(begun)}))


def _refuse_content(session: Session, kind: EvidenceKind, cases: Sequence[Case], content: Any, by: Actor) -> None:
    """Refuse what this person may not say under the plan of one of the cases."""
    if kind.own is None:
        return
    said: dict[str, Blocker] = {}
    for digest in sorted({case.definition for case in cases}):
        said |= {blocker.message: blocker for blocker in kind.own(content, policy(session, digest), by)}
    if said:
        raise MoveBlocked(kind.name, list(said.values()))


def _content(kind: EvidenceKind, body: Mapping[str, Any]) -> Any:
    try:
        return kind.body.model_validate(dict(body))
    except ValidationError as error:
        problems = [Problem(".".join(map(str, one["loc"])), _sentence(one)) for one in error.errors()]
        raise BadInput(*problems) from error


def _sentence(error: Any) -> str:
    text, facts = told(error)
    return text % facts


def _refuse_day(happened_on: date, at: datetime, late: bool) -> None:
    today = office_day(at)
    if happened_on > today:
        raise BadInput(Problem("happened_on", f"发生日期{happened_on}还没有到"))
    if (today - happened_on).days > 366 and not late:
        raise BadInput(Problem("happened_on", "发生日期在一年以前，请核对；确属补录的请勾选“补录”"))
