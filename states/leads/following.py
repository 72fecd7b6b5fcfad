"""Following a lead: the village analyses it, the township confirms it into a procedure, or closes it (BZ07)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import advance
from engine.book import Book
from engine.cases import Case, hold
from engine.clock import office_day
from engine.definition import Definition
from engine.errors import BadInput, MoveBlocked, Problem
from engine.guards import Blocker
from engine.start import start
from engine.words import N_
from states.households import Household
from states.leads.lead import Lead
from states.packs.store import in_force

LONGEST = 2000


def analyse(
    session: Session, book: Book, lead: Lead, analysis: str, visited_on: date | None, *, by: Actor, at: datetime
) -> None:
    """Say what the village found at the house, or why nobody needs to go; raises `BadInput` and `MoveBlocked`."""
    problems = _written("analysis", analysis, N_("请写明入户看到的情况；没有入户的，写明理由"))
    if visited_on and not lead.received_on <= visited_on <= office_day(at):
        problems.append(Problem("visited_on", N_("入户日期要在收到线索之后、今天以前")))
    if problems:
        raise BadInput(*problems)
    advance(session, book, lead.case_id, "analyse", by=by, at=at)
    lead.analysis, lead.visited_on, lead.analysed_by = analysis.strip(), visited_on, by.id
    session.flush()


def confirm(session: Session, book: Book, lead: Lead, *, by: Actor, at: datetime) -> int:
    """Confirm it and begin the household's procedure under the pack in force, in one act; answer the run.

    The village draws up the plan of help before it puts the household on its list, as the pack asks.
    Raises `MoveBlocked` and `UnknownAct`.
    """
    home = session.get_one(Household, lead.household_id) if lead.household_id else None
    hold(session, [lead.case_id, *([home.case_id] if home else [])])
    advance(session, book, lead.case_id, "confirm", by=by, at=at)
    assert home is not None  # the guard saw to it
    definition = in_force(session, home.group_code, office_day(at)).definition
    move = way_in(definition, session.get_one(Case, home.case_id).state)
    note, since = f"线索{lead.id}", lead.received_on
    runs = start(session, book, [home.case_id], move, by=by, at=at, definition=definition, note=note, lead_on=since)
    lead.run_id = runs[home.case_id]
    session.flush()
    return runs[home.case_id]


def close(session: Session, book: Book, lead: Lead, reason: str, told: str, *, by: Actor, at: datetime) -> None:
    """Close it with the reason and how the household learnt of it; raises `BadInput` and `MoveBlocked`."""
    problems = _written("reason", reason, N_("请写明了结的理由"))
    problems += _written("told", told, N_("请写明哪天、怎样告知了农户"))
    if problems:
        raise BadInput(*problems)
    advance(session, book, lead.case_id, "close", by=by, at=at)
    lead.reason, lead.told = reason.strip(), told.strip()
    session.flush()


def way_in(definition: Definition, state: str) -> str:
    """The move of a pack by which a household in this state comes under monitoring; raises `MoveBlocked` for none."""
    for move in definition.moves_from(state):
        if move.way in INTO and move.procedure is not None:
            return move.name
    raise MoveBlocked("confirm", [Blocker("no-way-in", N_("方案里没有把这一户纳入监测的变动"))])


INTO = ("identify", "re_flag", "return_to_poverty")
"""The ways into monitoring, each from other states."""


def _written(where: str, text: str, empty: str) -> list[Problem]:
    if len(text.strip()) < 4:
        return [Problem(where, empty)]
    return [Problem(where, N_("文字太长"))] if len(text.strip()) > LONGEST else []
