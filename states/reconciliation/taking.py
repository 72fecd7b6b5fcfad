"""Taking a ledger's file in: stored and laid against ours in one act (TZ15, BZ05)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance_many
from engine.book import Book
from engine.cases import open_cases
from engine.errors import BadInput, Problem
from engine.ledger import canonical
from engine.words import N_
from states.reconciliation.comparing import Found
from states.reconciliation.differences import DIFFERENCE, Difference, Sighting
from states.reconciliation.files import OutsideFile, OutsideRow, Round
from states.reconciliation.looking import Looked

MEANWHILE = N_("预览之后，别人已经导入过这本台账；请重新预览")


def take(session: Session, book: Book, looked: Looked, *, by: Actor, at: datetime) -> Round:
    """Store the file, open, close and reopen its differences, and write the round down.

    Raises `BadInput` with what stands against the file; look and take belong into one transaction.
    """
    if looked.refusals:
        raise BadInput(*(Problem("file", one.message) for one in looked.refusals))
    try:
        file = _stored(session, looked, by, at)
        _open(session, looked, file, by, at)
    except IntegrityError:  # somebody committed between the question and the answer: the database decides
        raise BadInput(Problem("file", MEANWHILE)) from None
    _seen_again(session, looked, file)
    for spots, act in ((looked.reopens, "reopen"), (looked.closes, "close")):
        held = advance_many(session, book, [looked.known[s].case_id for s in spots], act, by=by, at=at).held
        if held:
            raise BadInput(*(Problem("file", blocker.message) for blocker in next(iter(held.values()))))
    return _round(session, looked, file)


def _stored(session: Session, looked: Looked, by: Actor, at: datetime) -> OutsideFile:
    told = [
        {"row": one.row, "column": one.column, "text": one.text, "facts": dict(one.facts)}
        for one in looked.lines.problems
    ]
    file = OutsideFile(
        ledger=looked.ledger.id,
        area=looked.area,
        as_of_on=looked.as_of_on,
        digest=looked.lines.digest,
        name=looked.lines.file[:200],
        rows=len(looked.lines.lines),
        left_out=looked.left_out,
        problems=canonical(told),
        taken_by=by.id,
        taken_by_name=by.name,
        taken_at=at,
    )
    session.add(file)
    session.flush()
    rows = [
        {"file_id": file.id, "key": key, "area": _area(looked, key), "facts": canonical(facts)}
        for key, facts in looked.lines.lines.items()
    ]
    session.execute(insert(OutsideRow), rows)
    return file


def _open(session: Session, looked: Looked, file: OutsideFile, by: Actor, at: datetime) -> None:
    new = [looked.comparison.found[spot] for spot in looked.opens]
    if not new:
        return
    cases = open_cases(session, DIFFERENCE, [_area(looked, one.key) for one in new], by, at)
    rows = [
        {"case_id": case.id, "ledger": looked.ledger.id, "key": one.key, "field": one.field, "area": case.area}
        | _place(looked, one.key)
        | _shown(one, file)
        | {"last": one.last}
        for one, case in zip(new, cases, strict=True)
    ]
    stored = insert(Difference).returning(Difference.id, sort_by_parameter_order=True)
    ids = list(session.scalars(stored, rows))
    session.execute(
        insert(Sighting),
        [{"difference_id": number} | _shown(one, file) for number, one in zip(ids, new, strict=True)],
    )


def _seen_again(session: Session, looked: Looked, file: OutsideFile) -> None:
    again = [(looked.known[spot].id, one) for spot, one in looked.comparison.found.items() if spot in looked.known]
    if again:
        session.execute(insert(Sighting), [{"difference_id": number} | _shown(one, file) for number, one in again])
        changed: list[dict[str, Any]] = [{"id": number, "last": one.last} | _shown(one, file) for number, one in again]
        session.execute(update(Difference), changed)


def _round(session: Session, looked: Looked, file: OutsideFile) -> Round:
    before = select(func.count()).where(Round.ledger == looked.ledger.id, Round.area == looked.area)
    lines: Mapping[str, int] = defaultdict(int, looked.comparison.lines)
    round_ = Round(
        file_id=file.id,
        ledger=looked.ledger.id,
        area=looked.area,
        number=(session.scalar(before) or 0) + 1,
        agreeing=lines["agrees"],
        differing=lines["differs"],
        missing_here=lines["missing-here"],
        missing_there=lines["missing-there"],
        strangers=lines["stranger"],
    )
    session.add(round_)
    session.flush()
    return round_


def _area(looked: Looked, key: str) -> str:
    return looked.ours[key].area if key in looked.ours else looked.area


def _place(looked: Looked, key: str) -> dict[str, int | None]:
    mine = looked.ours.get(key)
    return {"household_id": mine.household_id if mine else None, "member_id": mine.member_id if mine else None}


def _shown(one: Found, file: OutsideFile) -> dict[str, Any]:
    return {"kind": one.kind, "ours": one.ours, "theirs": one.theirs, "moved": one.moved, "file_id": file.id}
