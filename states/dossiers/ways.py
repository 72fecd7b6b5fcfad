"""The way a household went: every run through a procedure with its steps, and every state it came to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.definition import Definition
from engine.procedure import EVIDENCE, StepSpec
from engine.runs import NO_DATE, Run, Step
from states.dossiers.plain import fields
from states.packs.store import StoredPack
from states.roles import ROLES

STEP = ("name", "status", "role", "desk", "round", "opened_at", "done_at", "done_by", "done_by_name", "remark")


def runs_of(session: Session, book: Book, case_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Every time through a procedure by case, oldest first, with its steps in their order; three statements."""
    wanted = list(case_ids)
    runs = session.scalars(select(Run).where(Run.case_id.in_(wanted)).order_by(Run.id)).all()
    rows: dict[int, dict[str, Step]] = {}
    for step in session.scalars(select(Step).where(Step.run_id.in_([run.id for run in runs]))):
        rows.setdefault(step.run_id, {})[step.name] = step
    named = select(StoredPack.digest, StoredPack.id, StoredPack.title)
    plans = {row[0]: (row[1], row[2]) for row in session.execute(named)}
    found: dict[int, list[dict[str, Any]]] = {}
    for run in runs:
        definition = book.definition(session, run.definition)
        plan = plans.get(run.definition, ("", ""))
        found.setdefault(run.case_id, []).append(_run(run, definition, plan, rows.get(run.id, {})))
    return found


def _run(run: Run, definition: Definition, plan: tuple[str, str], steps: Mapping[str, Step]) -> dict[str, Any]:
    move = definition.by_name[run.move]
    specs = {spec.name: spec for spec in move.procedure.ordered} if move.procedure else {}
    order = [name for name in specs if name in steps] + sorted(steps.keys() - specs.keys())
    return {
        "run": run.id,
        "move": run.move,
        "way": move.way,
        "label": move.label,
        "plan": plan[0],
        "plan_title": plan[1],
        "plan_digest": run.definition,
        **fields(run, ("purpose", "status", "started_at", "finished_at", "lead_on", "fills")),
        "steps": [_step(steps[name], specs.get(name)) for name in order],
    }


def _step(step: Step, spec: StepSpec | None) -> dict[str, Any]:
    kinds = (
        [need.name.removeprefix(EVIDENCE) for need in spec.each_need if need.name.startswith(EVIDENCE)] if spec else []
    )
    return {
        "title": spec.title if spec else step.name,
        "role_label": ROLES[step.role].title if step.role in ROLES else step.role,
        "due_on": None if step.due_on == NO_DATE else step.due_on.isoformat(),
        "asks_for": sorted(set(kinds)),
        **fields(step, STEP),
    }


def course_of(chain: Mapping[str, Any], labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every state that a chain says its case came to, with when and by whose hand."""
    found = []
    for entry in chain["entries"]:
        state = json.loads(entry["facts"]).get("state")
        if state:
            told = {name: entry[name] for name in ("sequence", "at", "actor_name", "said")}
            found.append({"state": state, "state_label": labels.get(state, state), **told})
    return found
