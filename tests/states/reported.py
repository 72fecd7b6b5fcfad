"""An invented township with a past: households that moved, risks, help, people who came and left, on given days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.definition import Definition, Move, State
from states import samples
from states.help.deliveries import Delivery
from states.help.measures import Measure
from states.help.risks import Risk
from states.history.former import changing
from states.households import Draft, Household, register
from states.kept import keep_many
from states.lifecycle import LABELS, WAYS
from states.members import Member
from states.packs.store import install_shipped
from states.subjects import households_of
from tests.states.register import number
from tests.states.village import on

TOWNSHIP = samples.TOWNSHIP
OFFICER = Actor("t1", "李建华", "township", TOWNSHIP)
GROUPS = tuple(village + group for village in samples.VILLAGES for group in ("01", "02"))
FIRST, LAST = date(2021, 7, 1), date(2021, 12, 31)
DAYS = (LAST - FIRST).days
PLAN = Definition(
    "household", "plain-moves", "各种变动",
    tuple(State(*one) for one in LABELS.items()),
    tuple(Move(name, way.label, way.sources, way.target, by=("township",)) for name, way in WAYS.items()),
)  # fmt: skip
"""The eight ways without steps: what reports count is that a household was moved, not how."""


@dataclass(frozen=True)
class Story:
    """One household: its group, kind and people, and what became of it on which day after the first."""

    group: int
    kind: str = "general"
    people: int = 2
    moves: Sequence[tuple[int, str]] = ()
    category: str = "marginal"
    risk: int | None = None
    settled: int | None = None
    helped: int | None = None
    joined: int | None = None
    left: int | None = None


def found(session: Session) -> Book:
    """The sample's places, the shipped packs, and a book in which households move freely."""
    session.add_all(samples.regions())
    session.flush()
    install_shipped(session, on(FIRST))
    book = Book(lambda _session, _digest: None, {"household": households_of})
    book.add(PLAN)
    return book


def day(after: int) -> date:
    """So many days after the first."""
    return FIRST + timedelta(days=after)


def tell(session: Session, book: Book, stories: Sequence[Story]) -> list[Household]:
    """Let it all happen, household by household."""
    drafts = [_draft(n, story) for n, story in enumerate(stories)]
    ids = register(session, drafts, PLAN, OFFICER, on(FIRST))
    homes = {one.id: one for one in session.scalars(select(Household).where(Household.id.in_(ids)))}
    for home_id, story in zip(ids, stories, strict=True):
        _happen(session, book, homes[home_id], story)
    session.flush()
    return [homes[one] for one in ids]


def _draft(n: int, story: Story) -> Draft:
    people = tuple(
        {"name": f"和丽{k}", "relation": "head" if not k else "son", "id_no": number(10 * n + k), "is_head": not k}
        for k in range(story.people)
    )
    return Draft(GROUPS[story.group], {"number": f"H{n:05}", "head_name": f"户主{n}", "kind": story.kind}, people)


def _happen(session: Session, book: Book, home: Household, story: Story) -> None:
    for after, move in story.moves:
        at = on(day(after))
        if move == "identify":
            with changing(session, [home], day(after), at):
                home.category = story.category
        advance(session, book, home.case_id, move, by=OFFICER, at=at)
    people = session.scalars(select(Member).where(Member.household_id == home.id).order_by(Member.id)).all()
    if story.joined is not None:
        people[-1].joined_on = day(story.joined)
    if story.left is not None:
        people[-1].left_on, people[-1].left_reason = day(story.left), "died"
    if story.risk is not None:
        gone = day(story.settled) if story.settled is not None else None
        _keep(session, home, Risk(number=1, kind="illness", found_on=day(story.risk), settled_on=gone,
                                  settled_way="help" if gone else ""), "risk")  # fmt: skip
    if story.helped is not None:
        begun = day(story.helped)
        _keep(session, home, Measure(number=1, kind="health", plan="大病救助", begins_on=begun, due_on=LAST,
                                     person="和文华"), "measure")  # fmt: skip
        _keep(session, home, Delivery(measure_number=1, kind="health", delivered_on=begun, content="报销"), "delivery")


def _keep(session: Session, home: Household, record: Risk | Measure | Delivery, what: str) -> None:
    record.household_id = home.id
    keep_many(session, [(home.case_id, record)], what, by=OFFICER, at=on(LAST))
