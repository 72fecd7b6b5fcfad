"""Ledgers of other offices to look at: two rounds with the schools, one with the system, and one unanswered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.files import FileStore
from states.changes import deciding
from states.changes.change import Change
from states.identity import with_check_digit
from states.practice.staff import OPERATORS, answering, clerk_of
from states.reconciliation.differences import Difference
from states.reconciliation.ledgers import Ledger, find
from states.reconciliation.looking import look
from states.reconciliation.sending import layout, send
from states.reconciliation.settling import Verdict, settle
from states.reconciliation.taking import take
from states.samples import NOBODYS_COUNTY
from states.workbooks import read, write

OPERATOR = OPERATORS[0]
NAME, CLASS = 1, 2
"""The columns of the school's roll."""
LEAST = 8
"""So many pupils are needed to play the rounds with; a smaller township shows nothing here."""


@dataclass(frozen=True, slots=True)
class Play:
    """A township's ledgers played up to the morning `at`."""

    session: Session
    book: Book
    store: FileStore
    at: datetime

    def send(self, ledger: Ledger, days: int) -> None:
        """Send ours out, so many days before."""
        _, data = send(self.session, ledger, by=OPERATOR, at=self.at - timedelta(days=days))
        self.store.put(data)

    def take(self, ledger: Ledger, lines: Sequence[Sequence[str]], by: Actor, days: int) -> None:
        """Take theirs in, so many days before."""
        at = self.at - timedelta(days=days)
        headings, _ = layout(self.session, ledger, OPERATOR)
        sheet = read(write(headings, lines), f"{ledger.title}.xlsx", ledger.headings)
        looked = look(self.session, ledger, sheet, office_day(at), by, office_day(at))
        take(self.session, self.book, looked, by=by, at=at)

    def settle(self, key: str, field: str, verdict: Verdict, days: int) -> None:
        """Settle a difference, so many days before."""
        query = select(Difference.id).where(Difference.key == key[:18], Difference.field == field)
        number = self.session.scalars(query).one()
        settle(self.session, self.book, [number], verdict, by=OPERATOR, at=self.at - timedelta(days=days))


def department_ledgers(session: Session, book: Book, store: FileStore, at: datetime) -> None:
    """Play the rounds up to the morning `at`, those that a newcomer finds; the files that went out lie in `store`."""
    play, school = Play(session, book, store, at), find("school", OPERATOR)
    _, lines = layout(session, school, OPERATOR)
    if len(lines) < LEAST:
        return
    play.send(find("insured", OPERATOR), 7)  # nobody has answered yet
    _first_round(play, school, lines)
    _second_round(play, school, lines)
    _system(play, find("national-members", OPERATOR))


def _first_round(play: Play, school: Ledger, lines: Sequence[list[str]]) -> None:
    """Two names and three classes are not ours, and one pupil is not on the roll."""
    wrong = {n: {CLASS: _another(lines[n])} for n in (1, 2, 6)} | {0: {NAME: "李小妹"}, 7: {NAME: "和小花"}}
    play.send(school, 8)
    play.take(school, _changed(lines, wrong, left_out=3), answering("education"), 6)
    play.settle(lines[0][0], "name", _verdict(play, "ours", "户口簿上就是这个名字", "户口簿复印件", 6), 6)
    play.settle(lines[1][0], "school", _verdict(play, "theirs", "学校已升级，我方没有更新", "县教育局学籍复函", 6), 6)
    play.session.flush()
    change = play.session.scalars(select(Change).order_by(Change.id.desc()).limit(1)).one()
    at = play.at - timedelta(days=5)
    # held where no visit with two signatures is near, as it would be for anybody
    deciding.verify_many(play.session, play.book, [change.id], by=clerk_of(change.area), at=at)


def _second_round(play: Play, school: Ledger, lines: Sequence[list[str]]) -> None:
    """Some are settled by the file itself; of what is left and new, each waits for something else."""
    wrong = {n: {CLASS: _another(lines[n])} for n in (1, 2, 4)} | {5: {NAME: "张小山"}}
    play.send(school, 4)
    play.take(school, _changed(lines, wrong, left_out=3), answering("education"), 1)
    play.settle(lines[2][0], "school", _verdict(play, "neither", "休学在家，两边都没有记", "班主任电话记录", 1), 1)
    play.settle(lines[4][0], "school", _verdict(play, "theirs", "今年秋季升入初中", "县教育局学籍复函", 1), 1)
    play.settle(lines[5][0], "name", _verdict(play, "ours", "学籍登记用了小名", "户口簿复印件", 1), 1)


def _system(play: Play, national: Ledger) -> None:
    """The system has somebody whom we do not have, and another telephone of somebody."""
    headings, lines = layout(play.session, national, OPERATOR)
    phone = headings.index("联系电话")
    changed = [[*line[:phone], "13999990099", *line[phone + 1 :]] if n == 0 else line for n, line in enumerate(lines)]
    stranger = [with_check_digit(f"{NOBODYS_COUNTY}19880307998"), "木建国", *("" for _ in headings[2:])]
    play.take(national, [*changed, stranger], OPERATOR, 2)


def _changed(lines: Sequence[list[str]], wrong: Mapping[int, Mapping[int, str]], left_out: int) -> list[list[str]]:
    """Our roll as the schools have it."""
    told = [list(line) for line in lines]
    for n, cells in wrong.items():
        for column, value in cells.items():
            told[n][column] = value
    return [line for n, line in enumerate(told) if n != left_out]


def _another(line: Sequence[str]) -> str:
    """Another class than ours."""
    return "九年级" if line[CLASS] != "九年级" else "八年级"


def _verdict(play: Play, outcome: str, reason: str, document: str, days: int) -> Verdict:
    return Verdict(outcome, reason, None, document, office_day(play.at - timedelta(days=days)))
