"""The notice desk: which notices an area has, where each stands, and how far its days have run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.decide import decide
from engine.errors import NotFound, Refused
from engine.facts import gather
from engine.guards import Blocker
from engine.periods import Period
from engine.runs import OPEN, Run, Step
from states import hanging
from states.closing import step_of
from states.households import Household
from states.notice_lines import NoticeLine, waiting
from states.notices import LEVELS, Notice
from states.objections import INVESTIGATING, RECEIVED, Objection
from states.regions import names
from states.terms import terms_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A notice on the desk's list."""

    notice: Notice
    state: str
    place: str
    households: int
    objections: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Households of one place whose run waits for the same notice."""

    area: str
    place: str
    step: str
    title: str
    level: str
    count: int


@dataclass(frozen=True, slots=True)
class Tail:
    """A household that still waits on a notice, and every reason; without one it can go on."""

    case_id: int
    head_name: str
    blockers: tuple[Blocker, ...]


def find(session: Session, notice_id: int, by: Actor) -> tuple[Notice, str]:
    """A notice of the actor's area with its state; raises `NotFound`."""
    query = select(Notice, Case.state).join(Case, Case.id == Notice.case_id)
    row = session.execute(query.where(Notice.id == notice_id, within(Notice.area, by.area))).one_or_none()
    if row is None:
        raise NotFound("notice", notice_id)
    return row[0], row[1]


def editions(session: Session, notice: Notice) -> Sequence[Notice]:
    """Every edition of a notice, the first one first."""
    return session.scalars(select(Notice).where(Notice.number == notice.number).order_by(Notice.edition)).all()


def counts(session: Session, by: Actor) -> dict[str, int]:
    """How many notices of the actor's area stand in each state."""
    query = select(Case.state, func.count()).where(Case.kind == "notice", within(Case.area, by.area))
    return {row[0]: row[1] for row in session.execute(query.group_by(Case.state))}


def listed(session: Session, by: Actor, state: str = "", before: int = 0) -> tuple[list[Listed], int]:
    """A page of the area's notices, newest first, and the id to go on from (0 at the end)."""
    query = select(Notice, Case.state).join(Case, Case.id == Notice.case_id).where(within(Notice.area, by.area))
    if state:
        query = query.where(Case.state == state)
    if before:
        query = query.where(Notice.id < before)
    rows = session.execute(query.order_by(Notice.id.desc()).limit(PAGE + 1)).all()
    ids, shown = [row[0].id for row in rows[:PAGE]], rows[:PAGE]
    sizes = _sizes(session, ids)
    voices = _voices(session, ids)
    places = names(session, {row[0].area for row in shown})
    found = [Listed(n, s, places.get(n.area, n.area), sizes.get(n.id, 0), voices.get(n.id, 0)) for n, s in shown]
    return found, ids[-1] if len(rows) > PAGE else 0


def _sizes(session: Session, ids: Sequence[int]) -> dict[int, int]:
    query = select(NoticeLine.notice_id, func.count()).where(
        NoticeLine.notice_id.in_(ids), NoticeLine.removed_at.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(NoticeLine.notice_id))}


def _voices(session: Session, ids: Sequence[int]) -> dict[int, int]:
    query = select(Objection.notice_id, func.count()).join(Case, Case.id == Objection.case_id)
    still_open = query.where(Objection.notice_id.in_(ids), Case.state.in_([RECEIVED[0], INVESTIGATING[0]]))
    return {row[0]: row[1] for row in session.execute(still_open.group_by(Objection.notice_id))}


def waiting_for_notice(session: Session, book: Book, by: Actor) -> list[Waiting]:
    """Where households of the actor's area wait for a notice: by place and step, counted in the database."""
    on_a_list = exists().where(
        NoticeLine.run_id == Step.run_id, NoticeLine.step == Step.name, NoticeLine.round == Step.round, NoticeLine.live
    )
    village = func.substr(Step.area, 1, 12)
    query = (
        select(Run.definition, Run.move, Step.name, village, func.count())
        .join(Run, Run.id == Step.run_id)
        .where(Step.status == OPEN, within(Step.area, by.area), ~on_a_list)
        .group_by(Run.definition, Run.move, Step.name, village)
    )
    found: Counter[tuple[str, str, str, str]] = Counter()
    for digest, move, step, area, count in session.execute(query):
        procedure = book.definition(session, digest).by_name[move].procedure
        terms = terms_of(digest, step)
        if terms is not None and procedure is not None:
            found[area[: LEVELS[terms.level]], step, procedure.by_name[step].title, terms.level] += count
    places = names(session, {area for area, *_ in found})
    return [
        Waiting(area, places.get(area, area), step, title, level, count)
        for (area, step, title, level), count in sorted(found.items())
    ]


def period_of(session: Session, book: Book, notice: Notice, posted_on: date | None = None) -> Period:
    """The period while it hangs; with `posted_on`, the one that it would have if it were posted on that day."""
    spans = notice.told_spans
    if posted_on or not spans:
        spans = [*spans, (posted_on or notice.planned_on, None)]
    return hanging.reckon(book.calendar(session, notice.area), notice.terms, spans)


def held(session: Session, book: Book, notice: Notice, by: Actor, at: datetime) -> list[Tail]:
    """The households whose step still waits for this notice, each with what closing now would answer for it."""
    ids = waiting(session, notice)
    heads = dict(
        session.execute(select(Household.case_id, Household.head_name).where(Household.case_id.in_(ids))).all()
    )
    found = []
    for facts in gather(session, book, ids, by, at).values():
        try:
            against = decide(book.definition(session, facts.definition), facts, notice.step).blockers
        except Refused as refused:
            against = refused.blockers
        found.append(Tail(facts.case_id, heads.get(facts.case_id, ""), tuple(against)))
    return found


def closes(session: Session, book: Book, notice: Notice, by: Actor) -> bool:
    """Whether this person's post is the one that closes this notice."""
    return by.role == step_of(session, book, notice).by
