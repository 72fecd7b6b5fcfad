"""The desk of procedures: who sits there records what each step still needs, and finishes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance_many
from engine.back import send_back
from engine.db import reading
from engine.facts import Facts, gather
from engine.guards import Need
from engine.procedure import StepSpec
from engine.start import break_off
from states import desk
from states.desk import Row
from states.evidence.record import KINDS, record
from states.practice.houses import House, houses_of
from states.practice.paper import ALONE
from states.practice.papers import PAPERS
from tests.year import hanging
from tests.year.office import Office
from tests.year.people import Person

CHECKED = ("township_check", "decision")
"""Who does these looks at what came from below, and sends some of it back."""
SENT_BACK = 0.04
NOBODY_WORKS = ("no-labour", "labour-untold")
INTO = {"identify": "candidate", "re_flag": "risk_eliminated"}


def clear(office: Office, person: Person) -> None:
    """Do what stands on a person's desk, step by step."""
    with reading(office.db) as session:
        found = desk.desk_of(person.actor)
        rows = list(desk.page(session, office.book, found, person.actor, office.now).rows)
    steps: dict[tuple[bool, str], list[Row]] = {}
    for row in rows:
        if person.actor.area.startswith(row.group_code[: len(person.actor.area)]):
            steps.setdefault((row.is_notice, row.step), []).append(row)
    for (is_notice, step), some in steps.items():
        if is_notice:
            hanging.see_to(office, person, step, some)
        else:
            _finish(office, person, step, some)


def _finish(office: Office, person: Person, step: str, rows: list[Row]) -> None:
    if any(one.code in NOBODY_WORKS for row in rows for one in row.blockers):
        rows = _let_go(office, person, rows)
    if step in CHECKED:
        rows = [row for row in rows if not _sent_back(office, person, row)]
    ids = [row.case_id for row in rows]
    if ids:
        office.do(f"step {step}", lambda session: _fulfil(session, office, person, ids, step), 0)


def _fulfil(session: Session, office: Office, person: Person, ids: list[int], step: str) -> None:
    _supply(session, office, person, ids, step)
    outcome = advance_many(session, office.book, ids, step, by=person.actor, at=office.now)
    office.done[f"step {step}"] += len(outcome.moved)
    office.held(f"step {step}", outcome.held)
    entered = [one for one in outcome.moved if one.move]
    office.done.update(f"moved {one.move}" for one in entered)
    for house in houses_of(session, [one.case_id for one in entered if one.move in INTO]):
        office.followed.setdefault(house.area[:12], []).append(house.case_id)


def _supply(session: Session, office: Office, person: Person, ids: Collection[int], step: str) -> None:
    houses = {house.case_id: house for house in houses_of(session, ids)}
    wanted: dict[tuple[str, str, str], tuple[Need, list[House]]] = {}
    for case_id, facts in gather(session, office.book, list(ids), person.actor, office.now).items():
        spec = _spec(session, office, facts, step)
        for asked in spec.needs:
            need = asked.alternatives[0] if asked.alternatives else asked
            if need.name.startswith("evidence:") and asked.missing(facts):
                key = facts.move, need.name.removeprefix("evidence:"), str(need.params)
                wanted.setdefault(key, (need, []))[1].append(houses[case_id])
    for (move, kind, _), (need, some) in wanted.items():
        _papers(session, office, person, kind, need.params, some, move)


def _papers(
    session: Session, office: Office, person: Person, kind: str, params: Mapping[str, Any], houses: list[House],
    move: str,
) -> None:  # fmt: skip
    paper = PAPERS[kind]
    shared: dict[str, list[House]] = {}
    for house in houses:
        shared.setdefault(str(house.case_id) if paper.reach == ALONE else house.area[: paper.reach], []).append(house)
    for some in shared.values():
        by = _hand(office, person.actor, KINDS[kind].by, some[0].area)
        body = paper.write(params, some, by, move)
        if kind == "visit" and person.slips_once(office.random, some[0].case_id, kind):
            body = body | {"visitors": body["visitors"][:1], "signed_by": ["collector"]}
            office.done["mistake: a visit by one person, unsigned"] += 1
        ids = [house.case_id for house in some]
        record(session, kind, body, ids, happened_on=office.today, by=by, at=office.now)
        office.done[f"evidence {kind}"] += 1


def _hand(office: Office, actor: Actor, allowed: Collection[str], area: str) -> Actor:
    """Whoever finishes the step writes its papers, where the post may."""
    return actor if actor.role in allowed else office.staff.of(next(iter(allowed)), area)


def _spec(session: Session, office: Office, facts: Facts, step: str) -> StepSpec:
    procedure = office.book.definition(session, facts.definition).by_name[facts.move].procedure
    assert procedure is not None
    return procedure.by_name[step]


def _sent_back(office: Office, person: Person, row: Row) -> bool:
    """Send one in some back to the visit; nobody's is sent back twice."""
    if (row.case_id, row.move_name) in person.slipped or office.random.random() >= SENT_BACK:
        return False
    person.slipped.add((row.case_id, row.move_name))
    told = {"code": "wrong-evidence", "reason": "入户记录与走访了解的情况不一致，请重新核实"}

    def act(session: Session) -> None:
        send_back(session, office.book, row.case_id, "visit", by=person.actor, at=office.now, **told)

    office.do("sent back", act)
    return True


def _let_go(office: Office, person: Person, rows: list[Row]) -> list[Row]:
    """Nobody there can work: such a household is monitored on, and its run is broken off (二(四)2)."""
    held = [row for row in rows if any(one.code in NOBODY_WORKS for one in row.blockers)]
    reason = "整户无劳动能力，落实保障后继续跟踪监测"

    def act(session: Session) -> None:
        break_off(session, [row.case_id for row in held], by=person.actor, at=office.now, reason=reason)

    office.do("broken off", act, len(held))
    return [row for row in rows if row not in held]
