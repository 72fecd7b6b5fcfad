"""What guards read of the notices a household stands on: one statement for any number of runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.hot import Hot, as_list, listed
from states.notice_lines import NoticeLine
from states.notices import CANCELLED, REPLACED, Notice

GONE = (CANCELLED[0], REPLACED[0])


class NoticeFact(NamedTuple):
    """A household's line on a notice: for which step and round, and how that notice stands.

    `status` is the notice's state; `in_force` says that neither the line nor the notice was taken out.
    """

    step: str
    round: int
    status: str
    last_on: date
    in_force: bool
    removed: bool
    notice_id: int


def _query(dialect: str) -> Any:
    columns = (NoticeLine.run_id, NoticeLine.step, NoticeLine.round, Case.state, Notice.last_on, NoticeLine.live)
    return (
        select(*columns, NoticeLine.removed_at.is_not(None), Notice.id)
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .join(Case, Case.id == Notice.case_id)
        .where(NoticeLine.run_id.in_(listed(dialect, "runs")))
        .order_by(NoticeLine.run_id, NoticeLine.id)
    )


FACTS = Hot(_query)


def notice_facts(session: Session, run_ids: Sequence[int]) -> dict[int, tuple[NoticeFact, ...]]:
    """The lines of each run, oldest first; runs without any are left out."""
    if not run_ids:
        return {}
    session.flush()  # the statement runs on the driver, past the session
    rows = FACTS.rows(session, {"runs": as_list(session, run_ids)})
    known: dict[tuple[Any, ...], NoticeFact] = {}  # the lines of one notice are equal: each is made once
    found: dict[int, tuple[NoticeFact, ...]] = {}
    for run, *said in rows:
        key = tuple(said)
        if key not in known:
            step, round_, status, last_on, live, removed, notice = key
            day = date.fromisoformat(last_on) if isinstance(last_on, str) else last_on
            in_force = bool(live) and status not in GONE
            known[key] = NoticeFact(step, round_, status, day, in_force, bool(removed), notice)
        found[run] = (*found.get(run, ()), known[key])
    return found
