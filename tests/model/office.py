"""The real side: one office of the product with its database, in which the same things are done as in the model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from engine import arrangements
from engine.actors import Actor
from engine.advance import Advanced, Outcome, advance, advance_many
from engine.back import mark_seen, send_back, withdraw
from engine.cases import Case
from engine.clock import OFFICE, office_day
from engine.db import reading, work
from engine.definition import Definition
from engine.errors import Refused
from engine.evidence import Evidence
from engine.outlook import Outlook, one
from engine.start import break_off, start
from engine.workdays import ArrangedDay, Arrangement
from states import amending, closing, objecting, posting
from states.book import open_book
from states.drafting import draft
from states.evidence.record import record
from states.help.checks import HelpCheck
from states.help.quarters import Quarter
from states.households import Household, register
from states.kept import keep_many
from states.members import Member
from states.notices import Notice
from states.objections import Objection
from states.packs.loader import Pack
from states.packs.store import install_shipped
from states.regions import region
from tests.bdd.people import household

Answer = TypeVar("Answer")
TABLES = (
    "case", "run", "step", "entry", "evidence", "exhibit", "notice", "notice_line", "notice_place", "objection",
    "tally", "household", "arrangement",
)  # fmt: skip
KEPT = ("entry", "evidence", "exhibit", "notice", "notice_line", "objection", "run", "step", "household")
NO_SIGN = "a" * 64


class Undone(Exception):
    """Raised to take back what was only tried."""


def codes(refusal: Refused) -> set[str]:
    """The codes of a refusal."""
    return {blocker.code for blocker in refusal.blockers}


class Places:
    """A township of two villages somewhere a pack holds, and another township beside it."""

    def __init__(self, prefix: str) -> None:
        self.township = (prefix or "110101").ljust(9, "1")[:9]
        self.other = self.township[:-1] + ("8" if self.township[-1] != "8" else "7")
        self.county, self.city = self.township[:6], self.township[:4]
        self.villages = (self.township + "201", self.township + "202")

    def regions(self) -> list[Any]:
        """The places from the province down."""
        above = [self.township[:n] for n in (2, 4, 6)]
        below = [code + more for code in self.villages for more in ("", "01")]
        return [region(code, f"地方{code}") for code in (*above, self.township, self.other, *below)]


class Office:
    """A database with its places, packs and households."""

    def __init__(self, db: Engine, prefix: str, begin: date) -> None:
        self.db, self.book, self.places = db, open_book(), Places(prefix)
        self.at = datetime(begin.year, begin.month, begin.day, 9, tzinfo=OFFICE).astimezone(UTC)
        with work(db) as session:
            for place in self.places.regions():
                session.add(place)
                session.flush()
            self.packs: dict[str, Pack] = {pack.id: pack for pack in install_shipped(session, self.at)}

    @property
    def today(self) -> date:
        """The office day."""
        return office_day(self.at)

    def pass_to(self, day: date) -> None:
        """Let time go on to the morning of a day."""
        self.at = max(self.at, datetime(day.year, day.month, day.day, 9, tzinfo=OFFICE).astimezone(UTC))

    def tick(self) -> datetime:
        """The present moment, a minute after the last."""
        self.at += timedelta(minutes=1)
        return self.at

    def settle(self, pack: str, village: str, trait: str, by: Actor) -> int:
        """A household moves onto the list of candidates; answer its case."""
        with work(self.db) as session:
            [number] = register(session, [household("户主", village, trait)], self.definition(pack), by, self.tick())
            return int(session.scalars(select(Household.case_id).where(Household.id == number)).one())

    def definition(self, pack: str) -> Definition:
        """What runs under a pack."""
        return self.packs[pack].definition

    def doing(self, act: Callable[[Session], Answer]) -> Answer | set[str]:
        """Do something in a transaction; a refusal changes nothing at all, and its codes are answered."""
        before = self.picture()
        try:
            with work(self.db) as session:
                return act(session)
        except Refused as refusal:
            assert self.picture() == before, "a refusal changed something"
            return codes(refusal)

    # --- looking

    def picture(self) -> dict[str, str]:
        """A fingerprint of every table that an act could touch."""
        with reading(self.db) as session:
            found = {}
            for table in TABLES:
                rows = sorted(map(repr, session.execute(text(f'SELECT * FROM "{table}"')).all()))
                found[table] = f"{len(rows)}:{hashlib.sha256(chr(10).join(rows).encode()).hexdigest()}"
            return found

    def counts(self) -> dict[str, int]:
        """How many rows there are of what is never deleted."""
        with reading(self.db) as session:
            return {table: int(session.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0) for table in KEPT}

    def outlook(self, case_id: int, by: Actor) -> Outlook:
        """The household's page, as a person sees it."""
        with reading(self.db) as session:
            return one(session, self.book, case_id, by, self.at)

    def case(self, case_id: int) -> Case:
        """The row of a case."""
        with reading(self.db) as session:
            return session.get_one(Case, case_id)

    def answers(self, case_id: int, act: str, by: Actor) -> dict[str, set[str]]:
        """What the page, a single act and a bulk act say to the same wish; nothing is done."""
        view = next((v for v in self.outlook(case_id, by).steps if v.spec.name == act), None)
        found = {}
        if view and view.row.status in ("open", "waiting"):
            found["page"] = {blocker.code for blocker in view.blockers}
        found["single"] = self._tried(lambda session: advance(session, self.book, case_id, act, by=by, at=self.at))
        many = self._tried(lambda session: advance_many(session, self.book, [case_id], act, by=by, at=self.at))
        found["bulk"] = many
        return found

    def _tried(self, act: Callable[[Session], Advanced | Outcome]) -> set[str]:
        held: set[str] = set()
        try:
            with work(self.db) as session:
                done = act(session)
                if isinstance(done, Outcome):
                    held = {blocker.code for blockers in done.held.values() for blocker in blockers}
                raise Undone
        except Undone:
            return held
        except Refused as refusal:
            return codes(refusal)

    # --- acting

    def start(self, case_id: int, pack: str, move: str, by: Actor) -> object:
        """Begin a move under a pack."""
        definition, at = self.definition(pack), self.tick()
        return self.doing(lambda s: start(s, self.book, [case_id], move, by=by, at=at, definition=definition))

    def finish(self, case_id: int, step: str, by: Actor, **more: Any) -> object:
        """Finish a step of one household."""
        at = self.tick()
        return self.doing(lambda s: advance(s, self.book, case_id, step, by=by, at=at, **more))

    def finish_many(self, case_ids: Sequence[int], step: str, by: Actor) -> object:
        """Finish the same step of several."""
        at = self.tick()
        return self.doing(lambda s: advance_many(s, self.book, case_ids, step, by=by, at=at))

    def hand_in(
        self, kind: str, body: Mapping[str, Any], case_ids: Sequence[int], by: Actor, on: date, instead_of: int = 0
    ) -> object:
        """Record a paper; answer its number."""
        at = self.tick()

        def act(session: Session) -> int:
            old = session.get_one(Evidence, instead_of) if instead_of else None
            why = "更正" if old else ""
            return record(
                session, kind, body, case_ids, happened_on=on, by=by, at=at, late=True, supersedes=old, reason=why
            ).id

        return self.doing(act)

    def hang(self, case_ids: Sequence[int], step: str, by: Actor) -> object:
        """Draw up a list, print it and post it everywhere today; answer its number."""
        at, today = self.tick(), self.today

        def act(session: Session) -> int:
            notice = draft(session, self.book, case_ids, step, by=by, at=at, planned_on=today)
            posting.printed(session, self.book, notice, NO_SIGN, {"number": notice.number}, by=by, at=at)
            for place in notice.places:
                posting.post(session, self.book, notice, place, today, by=by, at=at)
            return notice.id

        return self.doing(act)

    def on_notice(self, number: int, act: Callable[[Session, Notice], Answer]) -> Answer | set[str]:
        """Do something with a list."""
        return self.doing(lambda session: act(session, session.get_one(Notice, number)))

    def close(self, number: int, by: Actor) -> object:
        """Close a list whose period is over."""
        at = self.tick()
        return self.on_notice(number, lambda s, notice: closing.close(s, self.book, notice, by=by, at=at))

    def take_down(self, number: int, by: Actor) -> object:
        """A list came down today before its time."""
        at, on = self.tick(), self.today
        return self.on_notice(number, lambda s, n: posting.interrupt(s, self.book, n, on, "被风刮落", by=by, at=at))

    def hang_again(self, number: int, by: Actor) -> object:
        """The list hangs again from today."""
        at, on = self.tick(), self.today
        return self.on_notice(number, lambda s, notice: posting.resume(s, self.book, notice, on, by=by, at=at))

    def last_day(self, number: int) -> date:
        """The last day of a list."""
        with reading(self.db) as session:
            return session.get_one(Notice, number).last_on

    def object_to(self, number: int, case_id: int, by: Actor) -> object:
        """Somebody speaks against a household on a list; answer the objection's number."""
        at = self.tick()

        def act(session: Session, notice: Notice) -> int:
            said = {"channel": "visit", "text": "这一户去年买了车"}
            return objecting.file(session, notice, case_id, by=by, at=at, **said).id

        return self.on_notice(number, act)

    def answer_voice(self, number: int, outcome: Any, by: Actor) -> object:
        """Look into an objection and settle it."""
        at = self.tick()

        def act(session: Session) -> None:
            voice = session.get_one(Objection, number)
            objecting.investigate(session, self.book, voice, by=by, at=at)
            objecting.settle(session, self.book, voice, outcome, "已入户核实", "已当面答复", by=by, at=at)

        return self.doing(act)

    def send_back(self, case_id: int, step: str, by: Actor, reason: str) -> object:
        """Send a run back to a step."""
        at, code = self.tick(), "incomplete"
        return self.doing(lambda s: send_back(s, self.book, case_id, step, by=by, at=at, code=code, reason=reason))

    def withdraw(self, case_id: int, step: str, by: Actor) -> object:
        """Take back a step that was finished."""
        at = self.tick()
        return self.doing(lambda s: withdraw(s, self.book, case_id, step, by=by, at=at))

    def see(self, case_id: int, by: Actor) -> None:
        """Open the household's page."""
        with work(self.db) as session:
            mark_seen(session, case_id, by=by, at=self.tick())

    def break_off(self, case_id: int, by: Actor) -> object:
        """End the run without its move."""
        at = self.tick()
        return self.doing(lambda s: break_off(s, [case_id], by=by, at=at, reason="农户放弃"))

    def empty(self, case_id: int) -> None:
        """Everybody has left the household."""
        with work(self.db) as session:
            number = select(Household.id).where(Household.case_id == case_id).scalar_subquery()
            session.execute(update(Member).where(Member.household_id == number).values(left_on=self.today))

    def check_help(self, case_id: int, stable: bool, controlled: bool, by: Actor) -> None:
        """The help of the present quarter is checked."""
        at, today = self.tick(), self.today
        quarter = str(Quarter(today.year, (today.month + 2) // 3))
        with work(self.db) as session:
            number = session.scalars(select(Household.id).where(Household.case_id == case_id)).one()
            same = update(HelpCheck).where(HelpCheck.household_id == number, HelpCheck.quarter == quarter)
            session.execute(same.values(superseded=True))
            row = HelpCheck(household_id=number, quarter=quarter, checked_on=today, found="逐项核对")
            row.income_stable, row.expenses_controlled = stable, controlled
            keep_many(session, [(case_id, row)], "help-check", by=by, at=at)

    def amend(self, days: Mapping[date, bool], by: Actor) -> None:
        """The calendar is amended, and what hangs is moved by one act."""
        at, document = self.tick(), f"放假通知{self.at:%m%d%H%M}"
        listed = tuple(ArrangedDay(day, worked) for day, worked in days.items())
        with work(self.db) as session:
            arrangements.record(session, Arrangement(document, listed), by, at)
            amending.amend(session, self.book, document, by=by, at=at)
