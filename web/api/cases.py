"""Cases: listed, opened, asked what is missing, followed back through their ledger."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import Response
from pydantic import Field

from engine import evidence, ledger
from engine.back import mark_seen
from engine.outlook import Outlook, StepView
from engine.outlook import one as outlook_of
from states import case_list, openings
from states.case_list import Listed
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.api import cursors
from web.api.answers import Answer, Entry, Reason, answer, reasons
from web.api.blueprint import bp
from web.api.shapes import AreaCode, CasePath, Cursor, Limit, Query
from web.database import reading, work

StateName = Literal["", "candidate", "monitored", "risk_eliminated", "re_flagged", "exited"]


class CaseQuery(Query):
    """Which cases."""

    area: AreaCode = ""
    state: StateName = ""
    after: Cursor = ""
    limit: Limit = 50


class PageQuery(Query):
    """Which page."""

    after: Cursor = ""
    limit: Limit = 50


class Case(Answer):
    """A household's case; `move` is the one under way."""

    case_id: int
    number: str
    head: str
    area: str
    state: str
    version: int
    category: str
    move: str | None


class CasePage(Answer):
    """In the order in which they were opened; `next` goes on, null at the end."""

    items: list[Case]
    next: str | None


class Step(Answer):
    """One step of the run under way."""

    step: str
    title: str
    role: str
    status: str
    task: str
    due_on: date | None
    done_by: str
    ready: bool


class Shown(Answer):
    """A piece of evidence as it stands in the case."""

    evidence_id: int
    kind: str
    happened_on: date
    recorded_by: str
    digest: str
    late: bool
    superseded: bool
    files: list[str] = Field(description="digests of the files")


class Start(Answer):
    """A move that the case could begin or make, and what stands against it."""

    move: str
    label: str
    needs_procedure: bool
    blockers: list[Reason]


class WholeCase(Case):
    """A case with the steps of its run, its evidence, and the moves it could begin."""

    steps: list[Step]
    evidence: list[Shown]
    moves: list[Start]


class Missing(Answer):
    """A step or move and every reason against it."""

    name: str
    title: str
    blockers: list[Reason]


class Why(Answer):
    """What is missing; an empty list says that nothing is."""

    case_id: int
    version: int
    missing: list[Missing]


class History(Answer):
    """The newest first; `next` goes on, null at the beginning of the ledger."""

    items: list[Entry]
    next: str | None


@bp.get("/cases", responses={200: CasePage})
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def cases(query: CaseQuery) -> Response:
    """List the cases of the account's area."""
    place = cursors.read(query.after, int)
    after, limit = place[0] if place else 0, query.limit + 1
    with reading() as db:
        by = who.actor()
        found = case_list.listed(db, by, area=query.area, state=query.state, after=after, limit=limit)
    shown = found[: query.limit]
    end = cursors.written(shown[-1].case_id) if len(found) > query.limit else None
    return answer(CasePage(items=[brief(one) for one in shown], next=end))


@bp.get("/cases/<int:case_id>", responses={200: WholeCase})
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def case(path: CasePath) -> Response:
    """Open a case; the opening is logged, and whoever did the step before can no longer take it back."""
    by, at = who.actor(), now.now()
    with work() as db:
        found = case_list.find(db, path.case_id, by)
        openings.note(db, who.signed_in().id, f"household:{found.household_id}", now.wall())
        mark_seen(db, path.case_id, by=by, at=at)
        seen = outlook_of(db, tools.book(), path.case_id, by, at)
        shown = evidence.of_case(db, path.case_id)
        files = evidence.files_of(db, [one.id for _, one in shown])
    papers = [_shown(exhibit, one, files.get(one.id, [])) for exhibit, one in shown]
    told = brief(found).model_dump() | {"steps": [_step(view) for view in seen.steps], "evidence": papers}
    return answer(WholeCase(**told, moves=_starts(seen)))


@bp.get("/cases/<int:case_id>/why", responses={200: Why})
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def why(path: CasePath) -> Response:
    """Every reason why the open steps, or the moves that could begin, cannot be finished now."""
    by = who.actor()
    with reading() as db:
        found = case_list.find(db, path.case_id, by)
        seen = outlook_of(db, tools.book(), path.case_id, by, now.now())
    told = [(view.spec.name, view.spec.title, view.blockers) for view in seen.steps]
    told += [(move.name, move.label, blockers) for move, blockers in seen.moves]
    missing = [Missing(name=n, title=t, blockers=reasons(blockers)) for n, t, blockers in told if blockers]
    return answer(Why(case_id=found.case_id, version=found.version, missing=missing))


@bp.get("/cases/<int:case_id>/history", responses={200: History})
@access(Permission.READ_HISTORY, Area.RECORD, logs_opening=True)
def history(path: CasePath, query: PageQuery) -> Response:
    """The ledger of a case; the opening is logged."""
    place = cursors.read(query.after, int)
    with work() as db:
        found = case_list.find(db, path.case_id, who.actor())
        openings.note(db, who.signed_in().id, f"household:{found.household_id}", now.wall())
        entries = ledger.history(db, path.case_id, place[0] if place else None, query.limit + 1)
    shown = entries[: query.limit]
    end = cursors.written(shown[-1].sequence) if len(entries) > query.limit else None
    return answer(History(items=[_entry(one) for one in shown], next=end))


def brief(one: Listed) -> Case:
    """A case of the list."""
    return Case(
        case_id=one.case_id,
        number=one.number,
        head=one.head_name,
        area=one.area,
        state=one.state,
        version=one.version,
        category=one.category,
        move=one.move,
    )


def _step(view: StepView) -> Step:
    return Step(
        step=view.spec.name,
        title=view.spec.title,
        role=view.spec.by,
        status=view.row.status,
        task=view.task,
        due_on=view.due_on,
        done_by=view.row.done_by_name,
        ready=view.ready,
    )


def _shown(exhibit: evidence.Exhibit, one: evidence.Evidence, files: list[evidence.EvidenceFile]) -> Shown:
    return Shown(
        evidence_id=one.id,
        kind=one.kind,
        happened_on=one.happened_on,
        recorded_by=one.recorded_by_name,
        digest=one.digest,
        late=one.late,
        superseded=exhibit.superseded,
        files=[file.digest for file in files],
    )


def _starts(seen: Outlook) -> list[Start]:
    return [
        Start(
            move=move.name,
            label=move.label,
            needs_procedure=move.procedure is not None,
            blockers=reasons(blockers),
        )
        for move, blockers in seen.moves
    ]


def _entry(one: ledger.Entry) -> Entry:
    return Entry(
        sequence=one.sequence,
        at=one.at,
        kind=one.kind,
        by=one.actor_name,
        role=one.actor_role,
        facts=one.told,
        seal=one.seal,
    )
