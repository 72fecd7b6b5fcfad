"""Walking cases through their procedures on the plan's own dates, notices and all.

What comes next is read from the cases each time, so a walk can be left on any day and taken up again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from engine.advance import Outcome
from engine.book import Book
from engine.due import wait_of
from engine.facts import Facts, StepFact, gather
from engine.procedure import StepSpec
from engine.runs import OPEN
from states import closing
from states.notice_facts import NoticeFact
from states.notice_places import up
from states.notices import CLOSED, POSTED, Notice
from states.posting import take_down
from states.practice.days import at
from states.practice.desk import begin, fulfil, spec_of
from states.practice.lists import Printing, lists_of, notice_hand, post_lists
from states.practice.staff import ADMIN
from states.terms import terms_of

WORK, POST, CLOSE = "work", "post", "close"


@dataclass(frozen=True, slots=True)
class Task:
    """What can be done next: a step's work, a list to post, or a list to close, for these cases on this day."""

    on: date
    place: int
    act: str
    step: str
    case_ids: tuple[int, ...]


@dataclass(slots=True)
class Done:
    """A task that was done, its step's title, what it did to the cases, and the notices it touched."""

    task: Task
    title: str
    outcome: Outcome
    notices: list[Notice] = field(default_factory=list)


def walk(
    session: Session,
    book: Book,
    case_ids: Collection[int],
    move: str,
    since: date,
    printing: Printing,
    until: date | None = None,
) -> list[Done]:
    """Begin the procedure of `move` and go through it, to its end or to the evening of `until`."""
    begin(session, book, case_ids, move, at(since, 9))
    return list(carry_on(session, book, case_ids, since, printing, until))


def carry_on(
    session: Session,
    book: Book,
    case_ids: Collection[int],
    since: date,
    printing: Printing,
    until: date | None = None,
    *,
    leaving: Collection[str] = (),
    hurry: bool = False,
    before: Callable[[Task], bool] | None = None,
) -> Iterator[Done]:
    """Do task after task from `since` on, in the order of the days; answer each as it is done.

    Steps in `leaving` are left open, and who is held by something stays behind. `hurry` takes each step on the
    first day the rules allow, before the day for which the plan has it; `before` stops the walk ahead of a task.
    """
    held: set[tuple[int, str]] = set()
    while tasks := _next(session, book, case_ids, since, leaving, held, hurry):
        task = min(tasks, key=lambda one: (one.on, one.place, one.act))
        if (until and task.on > until) or (before and before(task)):
            return
        since = task.on
        done = _do(session, book, task, printing)
        held |= {(case_id, task.step) for case_id in done.outcome.held}
        yield done


def _do(session: Session, book: Book, task: Task, printing: Printing) -> Done:
    first = next(iter(gather(session, book, task.case_ids[:1], ADMIN, at(task.on)).values()))
    done = Done(task, spec_of(session, book, first, task.step).title, Outcome())
    if task.act == WORK:
        done.outcome = fulfil(session, book, task.case_ids, task.step, at(task.on))
    elif task.act == POST:
        done.notices = post_lists(session, book, task.case_ids, task.step, at(task.on), printing)
    else:
        done.notices = lists_of(session, task.case_ids, task.step)
        for notice in done.notices:
            hand = notice_hand(session, book, notice)
            closed = closing.close(session, book, notice, by=hand, at=at(task.on))
            for place in up(session, notice):
                take_down(session, notice, place, task.on, by=hand, at=at(task.on))
            done.outcome.moved += closed.moved
            done.outcome.held |= closed.held
    return done


def _next(
    session: Session,
    book: Book,
    case_ids: Collection[int],
    since: date,
    leaving: Collection[str],
    held: set[tuple[int, str]],
    hurry: bool,
) -> list[Task]:
    found: dict[tuple[date, str, str], tuple[list[int], list[int]]] = {}
    for case_id, facts in gather(session, book, list(case_ids), ADMIN, at(since)).items():
        for place, (name, fact) in enumerate(_in_order(session, book, facts)):
            if fact.status == OPEN and name not in leaving and (case_id, name) not in held:
                spec = spec_of(session, book, facts, name)
                if task := _task(spec, facts, since, hurry):
                    ids, places = found.setdefault((*task, name), ([], []))
                    ids.append(case_id)
                    places.append(place)
    return [Task(on, min(places), act, name, tuple(ids)) for (on, act, name), (ids, places) in found.items()]


def _in_order(session: Session, book: Book, facts: Facts) -> Iterator[tuple[str, StepFact]]:
    if facts.run_id is not None:
        procedure = book.definition(session, facts.definition).by_name[facts.move].procedure
        for spec in procedure.ordered if procedure else ():
            yield spec.name, facts.steps[spec.name]


def _task(spec: StepSpec, facts: Facts, since: date, hurry: bool) -> tuple[date, str] | None:
    """The first day on which a step can be done, and how."""
    days = [since, spec.clock.window[0]]
    if spec.clock.planned and not hurry:
        days.append(spec.clock.planned[0])
    if wait := wait_of(spec, facts):
        days.append(wait.last_on + timedelta(days=1))
    first = max(day for day in days if day)
    if terms_of(facts.definition, spec.name) is None:
        return first, WORK
    lines = _lines(facts, spec.name)
    if not lines:
        return first, POST
    last = lines[-1]
    if last.status not in (POSTED[0], CLOSED[0]):
        return None  # a draft, or a paper that does not hang: that is somebody's own decision
    return max(since, last.last_on + timedelta(days=1)), CLOSE


def _lines(facts: Facts, step: str) -> list[NoticeFact]:
    """The case's lines on notices in force for this round of the step."""
    lines: tuple[NoticeFact, ...] = facts.subject.notices
    return [one for one in lines if one.step == step and one.in_force and one.round == facts.steps[step].round]
