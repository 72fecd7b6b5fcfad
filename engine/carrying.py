"""Carrying runs over to another wording, as judged: their steps, their cases and one sealed entry for each.

The cases are held by this transaction and were judged in it, so nothing that somebody did meanwhile is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from engine import ledger
from engine.actors import Actor
from engine.book import Book
from engine.bulk import insert_rows
from engine.cases import Case
from engine.clock import office_day
from engine.db import Base, stamp
from engine.due import due_on
from engine.facts import Facts
from engine.hot import Hot, as_list, listed
from engine.migrating import KEPT, Judged, Placed
from engine.runs import DONE, DROPPED, NO_DATE, OPEN, SKIPPED, Run, Step
from engine.workdays import Calendar

MIGRATED = "migrated"


class StepRow(NamedTuple):
    """A step as it lies in the database, in the driver's own values."""

    run_id: int
    name: str
    status: str
    role: str
    desk: str
    round: int
    due_on: Any
    opened_at: Any
    seen_at: Any
    seen_by: str
    done_at: Any
    done_by: str
    done_by_name: str
    remark: str
    returned_by: str

    @property
    def opened_on(self) -> date | None:
        """The office day on which it was opened."""
        if self.opened_at is None:
            return None
        opened = self.opened_at
        return office_day(opened if isinstance(opened, datetime) else datetime.fromisoformat(opened))

    @property
    def due(self) -> date:
        """Its last day."""
        return self.due_on if isinstance(self.due_on, date) else date.fromisoformat(self.due_on)


COLUMNS = StepRow._fields
ROWS = Hot(
    lambda dialect: select(*(getattr(Step, name) for name in COLUMNS)).where(Step.run_id.in_(listed(dialect, "runs")))
)
WRITE = Hot(
    lambda _: (
        update(Step)
        .where(Step.run_id == bindparam("run"), Step.name == bindparam("was"))
        .values({name: bindparam(f"{name}_") for name in COLUMNS[1:]})
    )
)
RUNS = Hot(lambda dialect: update(Run).where(Run.id.in_(listed(dialect, "runs"))).values(definition=bindparam("to_")))
CASES = Hot(lambda dialect: update(Case).where(Case.id.in_(listed(dialect, "ids"))).values(definition=bindparam("to_")))


def steps_of(session: Session, runs: Sequence[int]) -> dict[int, dict[str, StepRow]]:
    """The steps of runs by their names; one statement for any number."""
    found: dict[int, dict[str, StepRow]] = {}
    session.flush()
    for row in ROWS.rows(session, {"runs": as_list(session, runs)}):
        step = StepRow(*row)
        found.setdefault(step.run_id, {})[step.name] = step
    return found


class Calendars:
    """The working days of places, each asked for once."""

    def __init__(self, session: Session, book: Book) -> None:
        self._session, self._book = session, book
        self._known: dict[str, Calendar] = {}

    def of(self, area: str) -> Calendar:
        """The working days of a place."""
        if area not in self._known:
            self._known[area] = self._book.calendar(self._session, area)
        return self._known[area]


def due(calendars: Calendars, facts: Facts, one: Placed, row: StepRow | None) -> date:
    """The last day of a step that would be open: counted from its opening, or from today where it opens anew."""
    since = row.opened_on if row and one.fate == KEPT else None
    return due_on(one.spec, since or facts.today, lambda: calendars.of(facts.area), facts)


def carry_over(
    session: Session,
    book: Book,
    cases: Mapping[int, Case],
    judged: Sequence[Judged],
    told: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Carry the runs of these cases over, all judged without a reason against it; `told` is added to each entry."""
    ready = [one for one in judged if one.after is not None]
    if not ready:
        return
    rows, calendars = steps_of(session, [one.facts.run_id or 0 for one in ready]), Calendars(session, book)
    written, fresh = list[dict[str, Any]](), list[dict[str, Any]]()
    for one in ready:
        mine = rows[one.facts.run_id or 0]
        written += [_values(old, new) for old, new in _changed(calendars, one, mine, by, at) if old != new]
        fresh += [_new(calendars, one, placed, by, at) for placed in one.steps if not placed.was]
    WRITE.cursor_many(session, written)
    insert_rows(session, Base.metadata.tables["step"], fresh)
    target = ready[0].after.definition if ready[0].after else ""
    RUNS.cursor(session, {"runs": as_list(session, [one.facts.run_id for one in ready]), "to_": target})
    CASES.cursor(session, {"ids": as_list(session, [one.facts.case_id for one in ready]), "to_": target})
    held = [(cases[one.facts.case_id], one) for one in ready]
    for case, _one in held:
        set_committed_value(case, "definition", target)
    ledger.append_many(session, [(case, MIGRATED, entry(one) | dict(told)) for case, one in held], by, at)


def entry(one: Judged) -> dict[str, Any]:
    """What the ledger tells of a case that was carried over."""
    fates: dict[str, Any] = {
        "from": one.facts.definition,
        "to": one.after.definition if one.after else "",
        "dropped": list(one.dropped),
        "renamed": {placed.was: placed.spec.name for placed in one.steps if placed.was not in ("", placed.spec.name)},
        "reopened": {p.spec.name: [b.message for b in p.reasons] for p in one.steps if p.reasons},
    }
    for placed in one.steps:
        if not placed.reasons:
            fates.setdefault(placed.fate, []).append(placed.spec.name)
    return {name: said for name, said in fates.items() if said}


def _changed(
    calendars: Calendars, one: Judged, rows: Mapping[str, StepRow], by: Actor, at: datetime
) -> Iterator[tuple[StepRow, StepRow]]:
    for placed in one.steps:
        if placed.was:
            yield rows[placed.was], _placed(calendars, one, placed, rows[placed.was], by, at)
    for name in one.dropped:
        row = rows[name]
        kept = row if row.status == DONE else _cleared(row)
        yield row, kept._replace(status=DROPPED, due_on=NO_DATE.isoformat())


def _placed(calendars: Calendars, one: Judged, placed: Placed, row: StepRow, by: Actor, at: datetime) -> StepRow:
    area, spec = one.facts.area, placed.spec
    row = row._replace(name=spec.name, role=spec.by, desk=area[: spec.level])
    if placed.fact.status == DONE or (placed.fact.status == SKIPPED and placed.fate == KEPT):
        return row._replace(status=placed.fact.status)
    if placed.fact.status == OPEN:
        last = due(calendars, one.after or one.facts, placed, row).isoformat()
        if placed.fate == KEPT:
            return row if row.due.isoformat() == last else row._replace(due_on=last)
        return _cleared(row)._replace(status=OPEN, round=placed.fact.round, opened_at=stamp(at), due_on=last)
    if placed.fact.status == SKIPPED:
        empty = _cleared(row)._replace(status=SKIPPED, remark=placed.skipped)
        return empty._replace(done_at=stamp(at), done_by=by.id, done_by_name=by.name)
    return _cleared(row)._replace(status=placed.fact.status, round=placed.fact.round)


def _cleared(row: StepRow) -> StepRow:
    row = row._replace(due_on=NO_DATE.isoformat(), opened_at=None, seen_at=None, done_at=None, seen_by="")
    return row._replace(done_by="", done_by_name="", remark="", returned_by="")


def _values(old: StepRow, new: StepRow) -> dict[str, Any]:
    return {"run": old.run_id, "was": old.name} | {f"{name}_": getattr(new, name) for name in COLUMNS[1:]}


def _new(calendars: Calendars, one: Judged, placed: Placed, by: Actor, at: datetime) -> dict[str, Any]:
    facts, spec, status = one.facts, placed.spec, placed.fact.status
    is_open, skipped = status == OPEN, status == SKIPPED
    return {
        "run_id": facts.run_id,
        "name": spec.name,
        "case_id": facts.case_id,
        "status": status,
        "role": spec.by,
        "desk": facts.area[: spec.level],
        "area": facts.area,
        "round": 1,
        "due_on": due(calendars, one.after or facts, placed, None) if is_open else NO_DATE,
        "opened_at": at if is_open else None,
        "seen_at": None,
        "done_at": at if skipped else None,
        "done_by": by.id if skipped else "",
        "done_by_name": by.name if skipped else "",
        "remark": placed.skipped,
    }
