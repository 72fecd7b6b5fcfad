"""The book of this program: which lifecycles there are, how their facts are loaded, what their moves write."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engine.book import Book, Follower, Loader
from engine.decide import Decision
from engine.facts import Facts
from states.changes.carrying_out import carry_out
from states.changes.change import CHANGE
from states.changes.standing import changes_of
from states.deadlines.report import REPORT
from states.income import statements as income
from states.income.standing import standings as income_standings
from states.issued.paper import PAPER
from states.leads import lead
from states.moves import follow
from states.notice_places import standings
from states.notices import NOTICE
from states.objections import OBJECTION, filers
from states.packs.store import find, in_force
from states.problems import problem
from states.quality.finding_facts import finding_facts
from states.quality.findings import FINDING
from states.reconciliation.differences import DIFFERENCE, judged
from states.reconciliation.proposals import give_back
from states.sessions import session
from states.subjects import households_of


def open_book() -> Book:
    """The book of this program: packs from the database, the lifecycles of all other kinds from the code."""
    loaders: dict[str, Loader] = {"household": households_of, "notice": standings, "objection": filers}
    loaders |= {"change": changes_of(in_force), income.KIND: income_standings}
    loaders |= {"finding": finding_facts, "difference": judged, lead.KIND: lead.standings}
    loaders |= {problem.KIND: problem.standings, session.KIND: session.standings}
    followers: dict[str, Follower] = {"household": follow, income.KIND: income.follow}
    book: Book = Book(find, loaders, followers | {"change": lambda session, moved: _changed(session, book, moved)})
    kinds = (NOTICE, OBJECTION, CHANGE, FINDING, DIFFERENCE, PAPER, REPORT, lead.LEAD)
    for known in (*kinds, problem.PROBLEM, session.SESSION, *income.DEFINITIONS.values()):
        book.add(known)
    return book


def _changed(session: Session, book: Book, moved: Sequence[tuple[Facts, Decision]]) -> None:
    """What a decided change writes, and where it was refused the difference that it came from."""
    carry_out(session, moved)
    give_back(session, book, moved)
