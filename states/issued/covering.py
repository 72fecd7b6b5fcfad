"""Which levels still have to commit to the accuracy of a household's data as they stand now (TZ26)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.hot import as_list, dialect_of, listed
from states.issued import desk
from states.issued.paper import VouchedLine
from states.issued.snapshot import Line, of_households

DOCUMENT = "accuracy_commitment"
DIGITS = {"village": 12, "township": 9, "county": 6}
"""How long the code is of the place that commits at each level."""


def uncommitted(session: Session, asked: Mapping[int, Sequence[str]]) -> dict[int, frozenset[str]]:
    """For each household the levels that were asked for and do not cover its present data; five statements."""
    found = of_households(session, list(asked))
    areas = sorted({line.village[:digits] for line in found for digits in DIGITS.values()})
    papers = {area: paper.id for area, paper in desk.standing(session, DOCUMENT, areas).items()}
    kept = _kept(session, sorted(papers.values()), list(asked))

    def covered(line: Line, level: str) -> bool:
        paper = papers.get(line.village[: DIGITS[level]])
        return kept.get((paper or 0, line.household_id)) == line.digest

    return {
        line.household_id: frozenset(level for level in asked[line.household_id] if not covered(line, level))
        for line in found
    }


def _kept(session: Session, papers: Sequence[int], households: Sequence[int]) -> dict[tuple[int, int], str]:
    columns = (VouchedLine.paper_id, VouchedLine.household_id, VouchedLine.digest)
    chosen = listed(dialect_of(session), "ids")
    query = select(*columns).where(VouchedLine.paper_id.in_(papers), VouchedLine.household_id.in_(chosen))
    rows = session.execute(query, {"ids": as_list(session, sorted(households))})
    return {(row[0], row[1]): row[2] for row in rows}
