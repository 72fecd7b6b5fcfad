"""Which households wait for a notice: the desk from which a list is drawn up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.decide import against_step
from engine.facts import gather
from engine.guards import Blocker
from engine.runs import OPEN, Step
from states.households import Household
from states.notice_guards import NOTICE_CODES
from states.notice_lines import NoticeLine
from states.terms import terms_of


@dataclass(frozen=True, slots=True)
class Eligible:
    """A household whose run waits for a notice, and what else still stands in its way."""

    case_id: int
    household_id: int
    number: str
    head_name: str
    group_code: str
    move: str
    round: int
    definition: str
    blockers: tuple[Blocker, ...]


def eligible(session: Session, book: Book, area: str, step: str, by: Actor, at: datetime) -> list[Eligible]:
    """The households in an area whose run has `step` open and that stand on no notice for this round."""
    listed = exists().where(
        NoticeLine.run_id == Step.run_id, NoticeLine.step == step, NoticeLine.round == Step.round, NoticeLine.live
    )
    query = (
        select(Step.case_id, Step.round, Household.id, Household.number, Household.head_name, Household.group_code)
        .join(Household, Household.case_id == Step.case_id)
        .where(Step.name == step, Step.status == OPEN, within(Step.area, area), within(Step.area, by.area), ~listed)
        .order_by(Household.group_code, Household.number)
    )
    rows = session.execute(query).all()
    gathered = gather(session, book, [row[0] for row in rows], by, at) if rows else {}
    found = []
    for case_id, round_, household_id, number, head_name, group in rows:
        facts = gathered[case_id]
        procedure = book.definition(session, facts.definition).by_name[facts.move].procedure
        if procedure is None or terms_of(facts.definition, step) is None:
            continue
        others = tuple(
            blocker
            for blocker in against_step(procedure, procedure.by_name[step], facts)
            if blocker.code not in NOTICE_CODES
        )
        told = (facts.move, round_, facts.definition, others)
        found.append(Eligible(case_id, household_id, number, head_name, group, *told))
    return found
