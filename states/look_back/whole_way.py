"""One household's way as known at the end of any day: procedure, standard, order, process, result (HT15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.evidence import Evidence, Exhibit
from engine.ledger import Entry
from engine.runs import BROKEN_OFF, DONE, FOR_RECORD, FORMER, NO_DATE, SKIPPED, Run, Step
from engine.words import N_
from states.codes import codes
from states.history.standing import end_of, households_on
from states.households import Household
from states.identified import WORDS, rested_on
from states.lifecycle import LABELS
from states.packs.schema import PackFile
from states.packs.store import of_digest

Fact = tuple[str, str | None]
MOST = 1000
"""More entries or papers than any household has."""
GONE_ON, OVER, BROKEN, FILLING, FORMERLY = (
    N_("正在办理"),
    N_("已办完"),
    N_("已终止"),
    N_("补程序"),
    N_("承接前办理"),
)


@dataclass(frozen=True, slots=True)
class Passed:
    """A step as it stood: when it opened, was due and done, by whom; `left_out` is why it was not asked for."""

    title: str
    role: str
    basis: str
    opened_at: datetime | None
    due_on: date | None
    done_at: datetime | None
    done_by: str
    left_out: str


@dataclass(frozen=True, slots=True)
class Way:
    """One time through a procedure, with the plan that it followed and its steps in order."""

    label: str
    purpose: str
    plan: PackFile
    started_at: datetime
    finished_at: datetime | None
    standing: str
    steps: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class WholeWay:
    """All five parts; the result is the state, the category and the days, None where nobody knows.

    `rested` is what the category rested on at the identification.
    """

    ways: tuple[Way, ...]
    entries: Sequence[Entry]
    papers: Sequence[tuple[Exhibit, Evidence]]
    result: Sequence[Fact]
    rested: Sequence[tuple[str, str]]


def whole_way(session: Session, book: Book, household: Household, day: date) -> WholeWay:
    """What was known of a household's way at the end of a day; seven statements."""
    end, case_id = end_of(day), household.case_id
    entries = select(Entry).where(Entry.case_id == case_id, Entry.at < end).order_by(Entry.sequence).limit(MOST)
    papers = (
        select(Exhibit, Evidence)
        .join(Evidence, Evidence.id == Exhibit.evidence_id)
        .where(Exhibit.case_id == case_id, Evidence.recorded_at < end)
        .order_by(Evidence.id)
        .limit(MOST)
    )
    return WholeWay(
        tuple(_ways(session, book, case_id, end)),
        session.scalars(entries).all(),
        [(row[0], row[1]) for row in session.execute(papers)],
        *_result(session, household, day),
    )


def fills_of(session: Session, case_id: int) -> set[int]:
    """The runs of a case that filled gaps: what was recorded in them came later."""
    return set(session.scalars(select(Run.id).where(Run.case_id == case_id, Run.purpose == FOR_RECORD)))


def _ways(session: Session, book: Book, case_id: int, end: datetime) -> list[Way]:
    query = select(Run).where(Run.case_id == case_id, Run.started_at < end)
    runs = session.scalars(query.order_by(Run.started_at, Run.id)).all()
    rows: dict[int, dict[str, Step]] = {}
    for step in session.scalars(select(Step).where(Step.run_id.in_([run.id for run in runs]))):
        rows.setdefault(step.run_id, {})[step.name] = step
    return [_way(session, book, run, rows.get(run.id, {}), end) for run in runs]


def _way(session: Session, book: Book, run: Run, rows: dict[str, Step], end: datetime) -> Way:
    move = book.definition(session, run.definition).by_name[run.move]
    steps = []
    for spec in move.procedure.ordered if move.procedure and rows else ():
        row = rows[spec.name]
        done = row.done_at is not None and row.done_at < end
        opened = row.opened_at if row.opened_at and row.opened_at < end else None
        due = row.due_on if opened and row.due_on != NO_DATE else None
        left_out = row.remark if done and row.status == SKIPPED else ""
        who = row.done_by_name if done and row.status == DONE else ""
        steps.append(
            Passed(spec.title, spec.by_title, spec.basis, opened, due, row.done_at if done else None, who, left_out)
        )
    over = run.finished_at is not None and run.finished_at < end
    standing = GONE_ON if not over else BROKEN if run.status == BROKEN_OFF else OVER
    purpose = {FOR_RECORD: FILLING, FORMER: FORMERLY}.get(run.purpose, "")
    plan = of_digest(session, run.definition).file
    finished = run.finished_at if over else None
    return Way(move.label, purpose, plan, run.started_at, finished, standing, tuple(steps))


def _result(
    session: Session, household: Household, day: date
) -> tuple[list[tuple[str, str | None]], list[tuple[str, str]]]:
    stood = households_on(session, [household], day)[household.id]
    state, category = stood.of("state"), stood.of("category")
    rested = rested_on({name: value for name, value in stood.facts.items() if name not in stood.unknown})
    result = [
        (N_("状态"), state and LABELS.get(state, state)),
        (N_("监测对象类别"), category and codes("category").label(category)),
        (N_("识别监测日期"), stood.of("identified_on")),
        (N_("风险消除日期"), stood.of("eliminated_on")),
    ]
    return result, [(WORDS[name], told) for name, told in rested.items() if told]
