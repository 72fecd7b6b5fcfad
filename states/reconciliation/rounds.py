"""The rounds of comparing as one area sees them: a wider one, such as a department's, by the area's own share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from states.reconciliation.differences import Difference, Sighting
from states.reconciliation.files import OutsideFile, OutsideRow, Round
from states.regions import LEVELS


@dataclass(frozen=True, slots=True)
class Seen:
    """A round with its file and the lines of an area; `is_whole` when the area holds all that was compared."""

    round: Round
    file: OutsideFile
    is_whole: bool
    rows: int
    differing: int
    missing: int

    @property
    def apart(self) -> int:
        """How many lines differ or are missing on either side."""
        return self.differing + self.missing

    @property
    def agreeing(self) -> int:
        """How many lines agree."""
        return self.round.agreeing if self.is_whole else max(0, self.rows - self.differing)


def covering(area: str) -> ColumnElement[bool]:
    """The condition that a round is of an area, or of a wider one around it."""
    above = [area[:length] for length in (0, *LEVELS) if length < len(area)]
    return or_(Round.area.in_(above), within(Round.area, area))


def seen(session: Session, ledger_ids: Sequence[str], by: Actor, before: int = 0, limit: int = 50) -> list[Seen]:
    """The rounds that tell something about the actor's area, newest first, before the round of that id if given."""
    query = select(Round, OutsideFile).join(OutsideFile, OutsideFile.id == Round.file_id)
    query = query.where(Round.ledger.in_(ledger_ids), covering(by.area))
    if before:
        query = query.where(Round.id < before)
    found = session.execute(query.order_by(Round.id.desc()).limit(limit)).all()
    return told(session, [(row[0], row[1]) for row in found], by)


def told(
    session: Session, found: Sequence[tuple[Round, OutsideFile]], by: Actor, *, counts_rows: bool = True
) -> list[Seen]:
    """These rounds as the actor's area sees them; at most two statements more."""
    wide = [file.id for one, file in found if not by.covers(one.area)]
    apart = _apart(session, wide, by.area)
    rows = _rows(session, wide, by.area) if counts_rows else {}
    return [
        Seen(one, file, True, file.rows, one.differing, one.missing_here + one.missing_there)
        if by.covers(one.area)
        else Seen(one, file, False, rows.get(file.id, 0), *apart.get(file.id, (0, 0)))
        for one, file in found
    ]


def _apart(session: Session, files: Collection[int], area: str) -> Mapping[int, tuple[int, int]]:
    if not files:
        return {}
    columns = (Sighting.file_id, Sighting.kind, func.count(Difference.key.distinct()))
    query = select(*columns).join(Difference, Difference.id == Sighting.difference_id)
    query = query.where(Sighting.file_id.in_(files), within(Difference.area, area))
    found: dict[int, tuple[int, int]] = {}
    for file, kind, n in session.execute(query.group_by(Sighting.file_id, Sighting.kind)):
        differing, missing = found.get(file, (0, 0))
        found[file] = (differing + n, missing) if kind == "differs" else (differing, missing + n)
    return found


def _rows(session: Session, files: Collection[int], area: str) -> Mapping[int, int]:
    if not files:
        return {}
    query = select(OutsideRow.file_id, func.count()).where(OutsideRow.file_id.in_(files), within(OutsideRow.area, area))
    return {row[0]: row[1] for row in session.execute(query.group_by(OutsideRow.file_id))}
