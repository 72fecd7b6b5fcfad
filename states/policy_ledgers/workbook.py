"""A policy ledger as a workbook: the empty form, and a filled one read into lines with everything wrong beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from states import workbooks
from states.import_columns import CellProblem, Normalised
from states.import_lines import Line
from states.imports import ImportRefused
from states.intake import lines
from states.intake.form import form
from states.policy_ledgers.drafts import Draft, Villages, settled, wrong
from states.policy_ledgers.matching import Match, match
from states.workbooks import Sheet

FORM = "policy"


@dataclass(frozen=True, slots=True)
class Looked:
    """A workbook looked through: the lines it brings, everything wrong with it, and whom its lines mean."""

    sheet: Sheet
    drafts: tuple[Draft, ...]
    problems: tuple[CellProblem, ...]
    changes: tuple[Normalised, ...]
    matches: tuple[Match, ...] = ()

    @property
    def hidden(self) -> tuple[str, ...]:
        """The sheets that were not read."""
        return self.sheet.hidden

    @property
    def matched(self) -> int:
        """How many lines mean a household of the register."""
        return sum(one.household_id is not None for one in self.matches)


def look(session: Session, data: bytes, name: str, *, by: Actor, at: datetime) -> Looked:
    """Look a workbook through; nothing is kept. Raises `BadWorkbook`."""
    sheet = workbooks.read(data, name, form(FORM).words, as_written=True)
    found = lines.read(sheet, form(FORM), office_day(at))
    villages, good = Villages(session, by.area), found.good
    drafts = [_draft(line) for line in good]
    for one in wrong(drafts, villages, office_day(at)):
        found.against(good[one.at], one.where, one.code, one.text, **one.facts)
    problems = tuple(sorted(found.problems, key=lambda one: one.row))
    matches = () if problems else tuple(match(session, by.area, [settled(one, villages) for one in drafts]))
    return Looked(sheet, tuple(drafts), problems, tuple(found.changes), matches)


def blank() -> bytes:
    """The empty form with a made-up line."""
    return workbooks.write(*lines.blank(form(FORM)))


def _draft(line: Line) -> Draft:
    told = line.values
    amount = Decimal(told["amount"]) if told.get("amount") else None
    number = line.identity.number if line.identity else told.get("id_no", "")
    on = date.fromisoformat(told["changed_on"])
    return Draft(told["name"], number, told.get("village", ""), told["what"], on, amount)


def read_whole(session: Session, data: bytes, name: str, *, by: Actor, at: datetime) -> tuple[Draft, ...]:
    """The lines of a workbook that has nothing wrong; raises `ImportRefused` with every problem."""
    looked = look(session, data, name, by=by, at=at)
    if looked.problems:
        raise ImportRefused(name, looked.problems)
    return looked.drafts
