"""Lists to be posted: drawn up for each place, printed by the layer above, hung where the pack wants them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.facts import gather
from engine.runs import Step
from states import closing, drafting, posting
from states.notice_lines import NoticeLine
from states.notices import LEVELS, Notice
from states.practice.desk import hand_of, spec_of
from states.practice.staff import ADMIN
from states.terms import terms_of

Printing = Callable[[Session, Book, Notice, Actor, datetime], None]
"""Makes the paper of a notice and notes it as printed; it belongs to a layer above."""


def post_lists(
    session: Session, book: Book, case_ids: Collection[int], step: str, on: datetime, printing: Printing
) -> list[Notice]:
    """Draw up, print and post the lists of `step` for these cases, one for each place."""
    notices = draft_lists(session, book, case_ids, step, on)
    for notice in notices:
        printing(session, book, notice, notice_hand(session, book, notice), on)
        hang(session, book, notice, on)
    return notices


def draft_lists(session: Session, book: Book, case_ids: Collection[int], step: str, on: datetime) -> list[Notice]:
    """Draw up the lists of `step`, to be posted that same day."""
    places: dict[tuple[str, str], tuple[Actor, list[int]]] = {}
    for case_id, facts in gather(session, book, list(case_ids), ADMIN, on).items():
        spec, terms = spec_of(session, book, facts, step), terms_of(facts.definition, step)
        if terms is not None:
            key = facts.definition, facts.area[: LEVELS[terms.level]]
            places.setdefault(key, (hand_of(spec, facts.area), []))[1].append(case_id)
    day = office_day(on)
    return [drafting.draft(session, book, ids, step, by=by, at=on, planned_on=day) for by, ids in places.values()]


def hang(session: Session, book: Book, notice: Notice, on: datetime, photo: str = "") -> None:
    """Post a printed notice in all its places."""
    by = notice_hand(session, book, notice)
    for place in notice.places:
        posting.post(session, book, notice, place, office_day(on), by=by, at=on, photo=photo)


def notice_hand(session: Session, book: Book, notice: Notice) -> Actor:
    """Who draws up, posts and closes a notice."""
    return hand_of(closing.step_of(session, book, notice), notice.area)


def lists_of(session: Session, case_ids: Collection[int], step: str) -> list[Notice]:
    """The notices in force on which these cases stand for the present round of `step`."""
    this_round = (Step.run_id == NoticeLine.run_id) & (Step.name == step) & (Step.round == NoticeLine.round)
    lines = select(NoticeLine.notice_id).join(Step, this_round)
    ids = lines.where(NoticeLine.case_id.in_(list(case_ids)), NoticeLine.step == step, NoticeLine.live)
    return list(session.scalars(select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id)))
