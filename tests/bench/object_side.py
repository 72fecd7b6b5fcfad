"""The way most programs would do it: mapped objects of SQLAlchemy, the machine fired for each case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import Case
from engine.db import work
from engine.evidence import Exhibit
from engine.ledger import Entry, canonical, seal_of, tail_of
from engine.runs import COMPLETE, DONE, OPEN, Run, Step
from engine.tallies import Tally
from tests.bench.office import KINDS, MINIMUM
from tests.bench.places import Place
from tests.bench.raw import RULES, Said, stamped


class Objects:
    """Cases, steps, exhibits, entries and tallies as objects in a session."""

    def __init__(self, place: Place) -> None:
        self._db = place.connect()

    def advance(self, case_id: int, step: str, by: Actor, at: datetime) -> None:
        """Load, ask, change, flush and commit."""
        with work(self._db) as session:
            self._finish(session, case_id, step, by, at)

    def advance_many(self, case_ids: Sequence[int], step: str, by: Actor, at: datetime) -> None:
        """The same for each case, in one transaction."""
        with work(self._db) as session:
            for case_id in case_ids:
                self._finish(session, case_id, step, by, at)

    def _finish(self, session: Session, case_id: int, name: str, by: Actor, at: datetime) -> None:
        case = session.get_one(Case, case_id)
        steps = {step.name: step for step in session.scalars(select(Step).where(Step.run_id == case.run_id))}
        shown = {one.kind: json.loads(one.facts) for one in session.scalars(self._exhibits(case))}
        rule, step = RULES[name], steps[name]
        if step.status != OPEN or by.role != rule.role or not case.area.startswith(by.area):
            raise Said("not yours")
        if any(steps[other].done_by == by.id for other in rule.apart):
            raise Said("same person")
        for kind in KINDS:
            if shown[kind].get(MINIMUM.get(kind, ("", 0))[0], 99) < MINIMUM.get(kind, ("", 0))[1]:
                raise Said(kind)
        step.status, step.done_at, step.done_by, step.done_by_name = DONE, at, by.id, by.name
        opens = [later for later, before in rule.followers if all(steps[one].status == DONE for one in before)]
        for later in opens:
            steps[later].status, steps[later].opened_at = OPEN, at
        told: dict[str, object] = {"act": name} | ({"opened": opens} if opens else {})
        if rule.is_last:
            told |= {"move": "include", "state": "monitored"}
            run = session.get_one(Run, case.run_id)
            run.status, run.finished_at = COMPLETE, at
            self._count(session, case, -1)
            case.state, case.run_id = "monitored", None
            self._count(session, case, 1)
        self._append(session, case, "moved" if rule.is_last else "step", canonical(told), by, at)

    def _exhibits(self, case: Case) -> object:
        return select(Exhibit).where(Exhibit.run_id == case.run_id, Exhibit.superseded.is_(False))

    def _append(self, session: Session, case: Case, kind: str, text: str, by: Actor, at: datetime) -> None:
        case.sequence += 1
        case.head = seal_of(case.head, case.id, case.sequence, tail_of(kind, by, stamped(at), text))
        case.version += 1
        who = {"actor_id": by.id, "actor_name": by.name, "actor_role": by.role}
        entry = Entry(case_id=case.id, sequence=case.sequence, kind=kind, at=at, facts=text, seal=case.head, **who)
        session.add(entry)

    def _count(self, session: Session, case: Case, n: int) -> None:
        tally = session.get(Tally, (case.kind, case.area, case.state))
        if tally is None:
            session.add(Tally(kind=case.kind, area=case.area, state=case.state, n=n))
        else:
            tally.n += n

    def close(self) -> None:
        """Let go of the database."""
        self._db.dispose()
