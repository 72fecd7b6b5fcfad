"""The stage of a journey: its database, its folder, its day, and the ways in which things happen on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine import seals
from engine.actors import Actor
from engine.book import Book
from engine.db import work
from engine.errors import BadInput, Refused
from engine.facts import gather
from engine.files import FileStore
from engine.guards import Blocker
from engine.procedure import Procedure
from publicity.documents import Printed, find, render
from publicity.journey.told import Journey, Paper, Refusal, WentWrong
from publicity.notice_papers import print_notice
from states.notices import Notice
from states.practice.days import at
from states.practice.desk import begin
from states.practice.staff import ADMIN
from states.practice.walk import Done, Task, carry_on

Say = Callable[[str], None]
Act = Callable[[Session], object]
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class UnderWay:
    """One time through a procedure: which run it is, in which wording, and that wording's words for the states."""

    procedure: Procedure
    run: int
    digest: str
    words: Mapping[str, str]


@dataclass(slots=True)
class Stage:
    """Where a journey plays. `address` makes the public address of a number; `today` is the day it has come to."""

    db: Engine
    book: Book
    store: FileStore
    out: Path
    say: Say
    address: Callable[[str], str]
    journey: Journey
    today: date = date(2021, 6, 1)
    cases: list[int] = field(default_factory=list)
    heads: dict[int, str] = field(default_factory=dict)
    held: list[tuple[int, str, tuple[Blocker, ...]]] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    """Households in which nobody is left."""
    under_way: dict[int, UnderWay] = field(default_factory=dict)
    """What each household is going through, or went through last."""

    def day(self, day: date) -> None:
        """Let this day begin; the one before it is sealed."""
        if day != self.today:
            self.evening()
        self.today = day
        self.say(f"\n{day}（星期{WEEKDAYS[day.weekday()]}）")

    def evening(self) -> None:
        """Seal the day."""
        with work(self.db) as session:
            seals.seal(session, at(self.today, 20))

    def note(self, text: str) -> None:
        """Tell one thing that happened today."""
        self.say(f"  {text}")

    def do(self, act: Callable[[Session], Any]) -> Any:
        """Do one thing in a transaction of its own."""
        with work(self.db) as session:
            return act(session)

    def begin(self, cases: Collection[int], move: str) -> None:
        """Begin a procedure for these households this morning."""
        with work(self.db) as session:
            begin(session, self.book, cases, move, at(self.today, 9))
            for case_id, facts in gather(session, self.book, list(cases), ADMIN, at(self.today, 9)).items():
                definition = self.book.definition(session, facts.definition)
                procedure = definition.by_name[move].procedure
                if procedure is not None and facts.run_id is not None:
                    self.under_way[case_id] = UnderWay(procedure, facts.run_id, definition.digest, definition.labels)

    def refused(self, what: str, act: Act) -> tuple[Blocker, ...]:
        """Try what must be refused, and tell the reasons; nothing of it stays."""
        try:
            with work(self.db) as session:
                act(session)
        except Refused as refusal:
            return self.told_no(what, refusal.blockers)
        except BadInput as bad:
            facts = [{"where": one.where, "reason": one.reason} for one in bad.problems]
            return self.told_no(what, [Blocker("bad-input", "%(where)s：%(reason)s", one) for one in facts])
        raise WentWrong(f"{self.today} {what}：应当被拒绝，却办成了")

    def told_no(self, what: str, reasons: Collection[Blocker]) -> tuple[Blocker, ...]:
        """Put a refusal on record and tell it."""
        found = tuple(reasons)
        self.journey.refusals.append(Refusal(self.today, what, found))
        for reason in found:
            earliest = f"（最早{reason.earliest_on}）" if reason.earliest_on else ""
            self.note(f"✗ {what}：{reason.message}{earliest}")
        return found

    def go(
        self,
        *,
        until: date | None = None,
        before: Callable[[Task], bool] | None = None,
        leaving: Collection[str] = (),
        cases: Collection[int] | None = None,
    ) -> None:
        """Let everybody do what is to be done, day by day, to the evening of `until` or ahead of a task."""
        walked = self.cases if cases is None else cases
        while True:
            stop = _Evening(self.today, before)
            with work(self.db) as session:
                for done in carry_on(
                    session, self.book, walked, self.today, self.print, until, leaving=leaving, before=stop.reached
                ):
                    self._tell(done)
                    walked = [case for case in walked if case not in done.outcome.held]
            if stop.tomorrow is None:
                return
            self.day(stop.tomorrow)

    def print(self, session: Session, book: Book, notice: Notice, by: Actor, on: datetime) -> None:
        """Print a notice, keep it, and lay a copy into the folder."""
        paper = print_notice(session, book, notice, self.address(notice.number), self.store, by=by, at=on)
        self._lay_down(paper, notice.number)

    def hand_out(self, name: str, values: dict[str, Any]) -> None:
        """Print a paper that is no notice, and lay it into the folder."""
        paper = render(name, values)
        self.store.put(paper.pdf)
        self._lay_down(paper, str(values["number"]))

    def _lay_down(self, paper: Printed, number: str) -> None:
        title = find(paper.name).title
        file = f"{title}_{number}.pdf"
        (self.out / file).write_bytes(paper.pdf)
        self.journey.documents.append(Paper(file, paper.name, number, paper.pages, paper.digest, paper.values_digest))
        self.note(f"印制《{title}》{number}，{paper.pages}页")

    def _tell(self, done: Done) -> None:
        task, moved = done.task, done.outcome.moved
        title = self._title(done)
        for notice in done.notices if task.act == "post" else ():
            self.note(f"张贴{notice.title}（{notice.number}），{notice.first_on}至{notice.last_on}")
        if moved:
            self.note(f"{title}：{self._names([one.case_id for one in moved])}")
        for case_id, reasons in done.outcome.held.items():
            if (again := (case_id, task.step, reasons)) not in self.held:
                self.held.append(again)
                self.told_no(f"{title}（{self.heads[case_id]}）", reasons)
        for one in moved:
            if one.move:
                words = self.under_way[one.case_id].words
                self.note(f"  → {self.heads[one.case_id]}：{words[one.source]} → {words[one.target]}")

    def _title(self, done: Done) -> str:
        return done.title + ("期满" if done.task.act == "close" else "")

    def _names(self, case_ids: Collection[int]) -> str:
        names = [self.heads[case_id] for case_id in case_ids]
        return "、".join(names[:4]) + (f"等{len(names)}户" if len(names) > 4 else "")


@dataclass(slots=True)
class _Evening:
    """Stops a walk at the end of the day, so that each day is a transaction, and knows which day comes next."""

    today: date
    before: Callable[[Task], bool] | None
    tomorrow: date | None = None

    def reached(self, task: Task) -> bool:
        if self.before and self.before(task):
            return True
        if task.on > self.today:
            self.tomorrow = task.on
        return task.on > self.today
