"""The scan for cases that nobody could bring further: no wording, no such move or step, no state, no hands.

A handful of statements that count, whatever the size of the register; only what is wrong is looked at more closely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.book import Book
from engine.cases import Case
from engine.definition import Definition, Move
from engine.errors import BadInput, NotFound
from engine.runs import DROPPED, OPEN, Run, Step
from engine.words import N_
from engine.worklist import IS_OPEN
from states.roles import ROLES
from states.users import User

EXAMPLES = 5
WRONG, WARNING = "wrong", "warning"


@dataclass(frozen=True, slots=True)
class Orphans:
    """Cases that are stuck in one way: what is wrong in a sentence, how many, and the first of them by number.

    `level` is `wrong`, or `warning` for what is mended by opening an account.
    """

    code: str
    level: str
    text: str
    facts: Mapping[str, Any]
    cases: int
    examples: tuple[int, ...] = ()

    @property
    def message(self) -> str:
        """The sentence for the clerk."""
        return self.text % dict(self.facts)


def scan(session: Session, book: Book, area: str = "") -> list[Orphans]:
    """Everything that is stuck inside an area; empty when nothing is."""
    return [*_states(session, book, area), *_runs(session, book, area), *_idle(session, area), *_hands(session, area)]


def wrong(found: list[Orphans]) -> list[Orphans]:
    """What is more than a warning."""
    return [one for one in found if one.level == WRONG]


def _definition(session: Session, book: Book, digest: str) -> Definition | None:
    """The definition that a digest names; None where there is none, or where it cannot be read any more."""
    try:
        return book.definition(session, digest)
    except (NotFound, BadInput):
        return None


def _states(session: Session, book: Book, area: str) -> Iterator[Orphans]:
    """Cases whose wording is not there, or does not know the state in which they are."""
    query = select(Case.definition, Case.state, func.count(), func.min(Case.id)).where(within(Case.area, area))
    missing: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for digest, state, n, first in session.execute(query.group_by(Case.definition, Case.state)):
        definition = _definition(session, book, digest)
        if definition is None:
            missing[digest].append((n, first))
        elif state not in definition.labels:
            text = N_("状态“%(state)s”在所依据的方案（%(title)s）里没有")
            yield Orphans("state-unknown", WRONG, text, {"state": state, "title": definition.title}, n, (first,))
    for digest, rows in missing.items():
        text, firsts = N_("所依据的方案（%(digest)s…）不在库里，或已读不出来"), tuple(sorted(row[1] for row in rows))
        yield Orphans("no-wording", WRONG, text, {"digest": digest[:12]}, sum(row[0] for row in rows), firsts)


def _runs(session: Session, book: Book, area: str) -> Iterator[Orphans]:
    """Runs under way whose move, or one of whose steps, is not in their wording, or which lack one of its steps."""
    there = select(Run.definition, Run.move, func.count(), func.min(Case.id)).join(Case, Case.run_id == Run.id)
    runs = session.execute(there.where(within(Case.area, area)).group_by(Run.definition, Run.move)).all()
    counted = (
        select(Run.definition, Run.move, Step.name, func.count(), func.min(Case.id))
        .join(Case, Case.run_id == Run.id)
        .join(Step, Step.run_id == Run.id)
        .where(within(Case.area, area), Step.status != DROPPED)
        .group_by(Run.definition, Run.move, Step.name)
    )
    steps: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for digest, move, name, n, first in session.execute(counted):
        steps[digest, move][name] = n, first
    for digest, name, n, first in runs:
        definition = _definition(session, book, digest)
        if definition is None:
            text = N_("正在办理的程序所依据的方案（%(digest)s…）不在库里，或已读不出来")
            yield Orphans("no-wording-of-run", WRONG, text, {"digest": digest[:12]}, n, (first,))
            continue
        found = definition.by_name.get(name)
        if found is None or found.procedure is None:
            text = N_("正在办理的“%(move)s”在所依据的方案（%(title)s）里没有")
            yield Orphans("move-unknown", WRONG, text, {"move": name, "title": definition.title}, n, (first,))
            continue
        yield from _steps(found, definition.title, n, first, steps[digest, name])


def _steps(move: Move, title: str, runs: int, first: int, steps: dict[str, tuple[int, int]]) -> Iterator[Orphans]:
    known = move.procedure.by_name if move.procedure else {}
    for name, (n, example) in sorted(steps.items()):
        if name not in known:
            text = N_("步骤“%(step)s”在所依据的方案（%(title)s）里没有")
            yield Orphans("step-unknown", WRONG, text, {"step": name, "title": title}, n, (example,))
    for name, spec in known.items():
        if (n := steps.get(name, (0, 0))[0]) < runs:
            text = N_("正在办理的程序里缺少“%(step)s”这一步（%(title)s）")
            yield Orphans("step-missing", WRONG, text, {"step": spec.title, "title": title}, runs - n, (first,))


def _idle(session: Session, area: str) -> Iterator[Orphans]:
    """Runs under way in which no step is open."""
    any_open = select(literal(1)).where(Step.run_id == Case.run_id, Step.status == OPEN).exists()
    query = select(func.count(), func.min(Case.id)).where(Case.run_id.is_not(None), within(Case.area, area), ~any_open)
    n, first = session.execute(query).one()
    if n:
        yield Orphans("nothing-open", WRONG, N_("程序还没有办完，却没有一步可以办"), {}, n, (first,))


def _hands(session: Session, area: str) -> Iterator[Orphans]:
    """Open steps for which no account of the role is there at their desk: a warning, mended by opening one."""
    accounts = select(User.role, User.area).where(User.active)
    exactly, inside = set[tuple[str, str]](), set[tuple[str, str]]()
    for role, place in session.execute(accounts):
        exactly.add((role, place))
        inside.update((role, place[:length]) for length in range(len(place) + 1))
    desks = select(Step.role, Step.desk, func.count(), func.min(Step.case_id)).where(IS_OPEN, within(Step.area, area))
    lacking: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for role, desk, n, first in session.execute(desks.group_by(Step.role, Step.desk)):
        above = ((role, desk[:length]) for length in range(len(desk) + 1))
        if (role, desk) not in inside and not any(one in exactly for one in above):
            lacking[role].append((desk, n, first))
    for role, rows in lacking.items():
        title = ROLES[role].title if role in ROLES else role
        shown = "、".join(desk for desk, _, _ in sorted(rows)[:EXAMPLES])
        text = N_("%(places)s个单位没有“%(role)s”的账号，到这一步办不下去：%(shown)s")
        told = {"places": len(rows), "role": title, "shown": shown}
        firsts = tuple(sorted(row[2] for row in rows)[:EXAMPLES])
        yield Orphans("no-hands", WARNING, text, told, sum(row[1] for row in rows), firsts)
