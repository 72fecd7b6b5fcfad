"""Doing the day's work: the right person records what a step needs and finishes it, for one case or for many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import Outcome, advance_many
from engine.book import Book
from engine.clock import office_day
from engine.facts import Facts, gather
from engine.guards import Need
from engine.procedure import StepSpec
from engine.start import start
from states.evidence.record import KINDS, record
from states.evidence.responses import HOLDERS
from states.packs import store
from states.policies import policy_of
from states.practice import office_papers
from states.practice.houses import House, houses_of
from states.practice.paper import ALONE, TOWNSHIP, VILLAGE
from states.practice.papers import PAPERS
from states.practice.staff import ADMIN, answering, clerk_of, hand

EVIDENCE = "evidence:"
ANSWERS, REVIEWS, RESPONSES = "department_answer", "criterion_review", "response"


def begin(session: Session, book: Book, case_ids: Collection[int], move: str, on: datetime) -> None:
    """Begin the procedure of `move`, each village by its own clerk, under the pack in force there."""
    for house, ids in _by(houses_of(session, case_ids), VILLAGE):
        definition = store.in_force(session, house.area, office_day(on)).definition
        start(session, book, ids, move, by=clerk_of(house.area), at=on, definition=definition)


def spec_of(session: Session, book: Book, facts: Facts, step: str) -> StepSpec:
    """The step of the run under way, in the wording that the run began with; KeyError for none."""
    procedure = book.definition(session, facts.definition).by_name[facts.move].procedure
    if procedure is None:
        raise KeyError(step)
    return procedure.by_name[step]


def hand_of(spec: StepSpec, area: str) -> Actor:
    """Who finishes a step at a place: the second person where it must not be the first."""
    return hand(spec.by, area, second=bool(spec.apart_from))


def fulfil(session: Session, book: Book, case_ids: Collection[int], step: str, on: datetime) -> Outcome:
    """Record whatever `step` still needs, then finish it, each case by whoever sits at its desk.

    The cases may be on different moves that share the step. What is there already is not recorded again,
    and what no paper can settle (days, notices, objections) holds the case, as it would anybody.
    """
    supply(session, book, case_ids, step, on)
    outcome = Outcome()
    for actor, ids in _hands(session, book, case_ids, step, on).items():
        done = advance_many(session, book, ids, step, by=actor, at=on)
        outcome.moved += done.moved
        outcome.held |= done.held
    return outcome


def supply(session: Session, book: Book, case_ids: Collection[int], step: str, on: datetime) -> None:
    """Record the evidence that `step` still needs, and no more."""
    houses = {house.case_id: house for house in houses_of(session, case_ids)}
    wanted: dict[tuple[str, str, str], tuple[Need, list[House]]] = {}
    specs: dict[str, tuple[StepSpec, str]] = {}
    for case_id, facts in gather(session, book, list(houses), ADMIN, on).items():
        spec = spec_of(session, book, facts, step)
        specs[facts.move] = spec, book.definition(session, facts.definition).by_name[facts.move].way
        for asked in spec.needs:
            if not asked.missing(facts):
                continue
            need = asked.alternatives[0] if asked.alternatives else asked
            if need.name.startswith(EVIDENCE):
                key = facts.move, need.name.removeprefix(EVIDENCE), str(need.params)
                wanted.setdefault(key, (need, []))[1].append(houses[case_id])
    for (move, kind, _), (need, some) in wanted.items():
        if kind == ANSWERS:
            _departments(session, book, need, some, on)
        elif kind == REVIEWS:
            _criteria(session, book, need, some, on)
        else:
            _papers(session, *specs[move], kind, need, some, on)


def _papers(
    session: Session, spec: StepSpec, way: str, kind: str, need: Need, houses: list[House], on: datetime
) -> None:
    paper = PAPERS[kind]
    allowed = HOLDERS[need.params["level"]] if kind == RESPONSES else KINDS[kind].by
    role = spec.by if spec.by in allowed else allowed[0]
    for first, ids in _by(houses, paper.reach):
        by = hand(role, first.area, second=bool(spec.apart_from))
        some = [house for house in houses if house.case_id in ids]
        body = paper.write(need.params, some, by, way)
        record(session, kind, body, ids, happened_on=office_day(on), by=by, at=on)


def _departments(session: Session, book: Book, need: Need, houses: list[House], on: datetime) -> None:
    """Those departments answer that have not yet, and the township explains what was hit."""
    gathered = gather(session, book, [house.case_id for house in houses], ADMIN, on)
    today = office_day(on)
    for department in need.params["each_of"]:
        silent = [case_id for case_id, facts in gathered.items() if department not in _said(facts, ANSWERS)]
        if silent:
            by = answering(department, houses[0].area)
            record(session, ANSWERS, office_papers.answer(department), silent, happened_on=today, by=by, at=on)
    for case_id, facts in gathered.items():
        hits = {e.facts["department"] for e in facts.shown(ANSWERS) if e.facts["hit"]}
        for department in sorted(hits - _said(facts, "explanation")):
            by = hand("township", facts.area)
            record(
                session,
                "explanation",
                office_papers.explanation(department),
                [case_id],
                happened_on=today,
                by=by,
                at=on,
            )


def _criteria(session: Session, book: Book, need: Need, houses: list[House], on: datetime) -> None:
    """Each criterion that stands open is reviewed by those to whom it belongs."""
    wanted: dict[tuple[str, str, str], list[int]] = {}
    gathered = gather(session, book, [house.case_id for house in houses], ADMIN, on)
    for case_id, facts in gathered.items():
        said = {(one.facts["criterion"], one.facts["department"]) for one in facts.shown(REVIEWS)}
        criteria = policy_of(facts.definition).criteria
        for code in need.params["each_of"]:
            for department in criteria[code].departments or ("",):
                if (code, department) not in said:
                    reach = TOWNSHIP if department else VILLAGE
                    wanted.setdefault((code, department, facts.area[:reach]), []).append(case_id)
    for (code, department, _), ids in wanted.items():
        criterion = policy_of(gathered[ids[0]].definition).criteria[code]
        by = answering(department, gathered[ids[0]].area) if department else hand(criterion.by, gathered[ids[0]].area)
        body = office_papers.review(code, department, criterion.asks)
        record(session, REVIEWS, body, ids, happened_on=office_day(on), by=by, at=on)


def _said(facts: Facts, kind: str) -> set[str]:
    return {str(exhibit.facts["department"]) for exhibit in facts.shown(kind)}


def _hands(session: Session, book: Book, case_ids: Collection[int], step: str, on: datetime) -> dict[Actor, list[int]]:
    found: dict[Actor, list[int]] = {}
    for case_id, facts in gather(session, book, list(case_ids), ADMIN, on).items():
        found.setdefault(hand_of(spec_of(session, book, facts, step), facts.area), []).append(case_id)
    return found


def _by(houses: Iterable[House], reach: int) -> list[tuple[House, list[int]]]:
    """The households that share a paper: the first of each place, and the cases of all."""
    found: dict[str, tuple[House, list[int]]] = {}
    for house in houses:
        key = str(house.case_id) if reach == ALONE else house.area[:reach]
        found.setdefault(key, (house, []))[1].append(house.case_id)
    return list(found.values())
