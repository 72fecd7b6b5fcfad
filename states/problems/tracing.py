"""Tracing similar cases (举一反三): a query is run and frozen with its count, each household is judged (TZ16)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance
from engine.areas import within
from engine.book import Book
from engine.clock import office_day
from engine.errors import BadInput, MoveBlocked, Problem
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states.households import Household
from states.kept import written
from states.problems import claiming, queries
from states.problems.problem import CLAIMED, TRACED, Listed
from states.problems.problem_list import ProblemList
from states.problems.queries import Query
from states.problems.similar import FOUND, SAME, VERDICTS, Similar, Trace


def trace(
    session: Session, problem: Listed, state: str, query: Query, *, by: Actor, at: datetime, area: str = ""
) -> Trace:
    """Run a query over the own area and keep what it found; households that are known already are not asked again.

    Raises `MoveBlocked` where nothing is to be traced, and `BadInput`.
    """
    area = area or problem.area
    _at_work(state, (CLAIMED[0],))
    if not by.covers(area) or not (area.startswith(problem.area) or problem.area.startswith(area)):
        raise BadInput(Problem("area", N_("只在本辖区举一反三")))
    looked_at, homes = queries.run(session, query, area, office_day(at))
    known = set(session.scalars(select(Similar.household_id).where(Similar.problem_id == problem.id)))
    fresh = [one for one in homes if one not in known]
    one = Trace(
        problem_id=problem.id, area=area, title=query.title, query=canonical(query.kept), looked_at=looked_at,
        found=len(homes), by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    session.add(one)
    session.flush()
    rows = [{"problem_id": problem.id, "household_id": home, "trace_id": one.id, "origin": FOUND} for home in fresh]
    if rows:
        session.execute(insert(Similar), rows)
    told = {"trace": one.id, "query": query.kept, "looked_at": looked_at, "found": len(homes), "new": len(fresh)}
    claiming.note(session, problem, "traced", told, by=by, at=at)
    return one


def judge(
    session: Session,
    problem: Listed,
    state: str,
    ids: Collection[int],
    verdict: str,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Say of found households whether they are the same problem; answer of how many. Raises `BadInput`.

    Who is not the same needs a reason; those outside the actor's area and those set right already stay as they are.
    """
    _at_work(state, (CLAIMED[0], TRACED[0]))
    if verdict not in VERDICTS:
        raise BadInput(Problem("verdict", N_("请选择是不是同类问题")))
    if verdict != SAME and (wrong := written("reason", reason, N_("不是同类问题的，请写明理由"), 200)):
        raise BadInput(*wrong)
    changed = session.execute(
        update(Similar)
        .where(
            Similar.id.in_(_mine(session, problem, ids, by)), Similar.origin == FOUND, Similar.rectified_on.is_(None)
        )
        .values(verdict=verdict, reason=reason.strip()[:200], judged_by_name=by.name)
        .returning(Similar.id)
    ).all()
    claiming.note(session, problem, "judged", {"verdict": verdict, "count": len(changed)}, by=by, at=at)
    return len(changed)


def rectify_along(
    session: Session,
    problem: Listed,
    state: str,
    ids: Collection[int],
    measure: str,
    on: date,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Note for households of the same problem what was done and when; answer for how many. Raises `BadInput`."""
    _at_work(state, (TRACED[0],))
    wrong = written("measure", measure, N_("请写明怎样整改的"), 200)
    if not session.get_one(ProblemList, problem.list_id).received_on <= on <= office_day(at):
        wrong = [*wrong, Problem("on", N_("整改日期要在收到清单之后、今天以前"))]
    if wrong:
        raise BadInput(*wrong)
    done = session.execute(
        update(Similar)
        .where(Similar.id.in_(_mine(session, problem, ids, by)), Similar.verdict == SAME)
        .values(rectified_on=on, measure=measure.strip())
        .returning(Similar.id)
    ).all()
    claiming.note(session, problem, "rectified-along", {"count": len(done), "on": on}, by=by, at=at)
    return len(done)


def finish(session: Session, book: Book, problem: Listed, *, by: Actor, at: datetime) -> None:
    """End the tracing: at least one query was run, and every household was judged. Raises `MoveBlocked`."""
    advance(session, book, problem.case_id, "trace", by=by, at=at)


def _mine(session: Session, problem: Listed, ids: Collection[int], by: Actor) -> list[int]:
    query = select(Similar.id).join(Household, Household.id == Similar.household_id)
    here = (Similar.problem_id == problem.id, within(Household.group_code, by.area), Similar.id.in_(set(ids)))
    return list(session.scalars(query.where(*here)))


def _at_work(state: str, states: Collection[str]) -> None:
    if state not in states:
        text = N_("现在不能办这一件：问题要先认领，整改上报以后不再改")
        raise MoveBlocked("trace", [Blocker("not-now", text, {}, "", "village")])
