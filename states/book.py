"""The book of this program: which lifecycles there are, how their facts are loaded, what their moves write."""

from __future__ import annotations

from engine.book import Book, Loader
from states.changes.carrying_out import carry_out
from states.changes.change import CHANGE
from states.changes.standing import changes_of
from states.income import statements as income
from states.income.standing import standings as income_standings
from states.moves import follow
from states.notice_places import standings
from states.notices import NOTICE
from states.objections import OBJECTION, filers
from states.packs.store import find, in_force
from states.quality.finding_facts import finding_facts
from states.quality.findings import FINDING
from states.reconciliation.differences import DIFFERENCE, judged
from states.subjects import households_of


def open_book() -> Book:
    """The book of this program: packs from the database, the lifecycles of all other kinds from the code."""
    loaders: dict[str, Loader] = {"household": households_of, "notice": standings, "objection": filers}
    loaders |= {"change": changes_of(in_force), income.KIND: income_standings}
    loaders |= {"finding": finding_facts, "difference": judged}
    book = Book(find, loaders, {"household": follow, "change": carry_out, income.KIND: income.follow})
    for known in (NOTICE, OBJECTION, CHANGE, FINDING, DIFFERENCE, *income.DEFINITIONS.values()):
        book.add(known)
    return book
