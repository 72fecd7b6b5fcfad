"""What a scenario stands on: a real database with the sample township and its packs, a given clock, the refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import Outcome
from engine.cases import Case
from engine.clock import OFFICE, office_day
from engine.db import reading, work
from engine.errors import BadInput, EngineError, MoveBlocked, Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.outlook import Outlook, one
from engine.procedure import Procedure
from publicity.documents import Printed
from publicity.errors import PublicityError
from states.book import open_book
from states.evidence.record import KINDS, record
from states.households import Household, register
from states.look_back.filling import Begun
from states.look_back.settling import Settled
from states.notices import Notice
from states.objections import Objection
from states.packs.loader import Pack
from states.packs.store import in_force, install_shipped
from states.practice import foregoing
from states.regions import Region
from states.sample_places import Township
from states.samples import SAMPLE
from tests.bdd.browser import Browser, PageRefused
from tests.bdd.papers import paper
from tests.bdd.people import OF_ROLE, ROLES, clerk_of, household, play_in
from tests.databases import create_schema
from tests.web.client import Page

Answer = TypeVar("Answer")


def morning(day: date) -> datetime:
    """Ten o'clock in the office on that day."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=OFFICE).astimezone(UTC)


BEGINNING = morning(date(2021, 10, 19))


def office(db: Engine) -> None:
    """What every scenario's database begins with: the sample township and the packs that come with the program."""
    create_schema(db)
    open_office(db)


def open_office(db: Engine) -> None:
    """Put the sample township and the packs into a database that has its tables."""
    with work(db) as session:
        found(session, SAMPLE)
        install_shipped(session, BEGINNING)


def found(session: Session, place: Township) -> None:
    """Put a township's places into the database, unless they are there, those above before those below."""
    known = set(session.scalars(select(Region.code)))
    for region in sorted(place.regions(), key=lambda one: len(one.code)):
        if region.code not in known:
            session.add(region)
            session.flush()


class World:
    """The office of one scenario; its database begins as `open_office` leaves it."""

    def __init__(self, db: Engine, folder: Path) -> None:
        self.db, self.folder, self.book = db, folder, open_book()
        self.files = FileStore(str(folder / "files"))
        self.at = BEGINNING
        self.refusal: EngineError | PublicityError | None = None
        self.cases: dict[str, int] = {}
        self.notice: Notice | None = None
        self.objections: dict[str, Objection] = {}
        self.outcome = Outcome()
        self.printed: Printed | None = None
        self.page: Page | None = None
        self.browser: Browser | None = None
        self.seen = 0
        self.begun: Begun | None = None
        self.settled: Settled | None = None
        self.numbers: dict[str, str] = {}
        self.words: dict[str, dict[str, Any]] = {}
        self.recorders: dict[str, Actor] = {}
        self.place = SAMPLE
        play_in(SAMPLE)

    def move_to(self, place: Township, day: date) -> None:
        """Let the scenario play in another township, on the morning of that day, with the plan that holds there.

        Where no plan held before it, the same plan without its dates is taken to have held.
        """
        self.place = place
        self.settle(place.earlier_on[0])
        play_in(place)
        with work(self.db) as session:
            found(session, place)
            self.settle(day)
            foregoing.provide(session, place.code, day, place.earlier_on[0])

    def attempt(self, act: Callable[[Session], Answer]) -> Answer | None:
        """Do something in one transaction; a refusal is kept for the sentence that speaks of it."""

        def whole() -> Answer:
            with work(self.db) as session:
                return act(session)

        return self.trying(whole)

    def trying(self, act: Callable[[], Answer]) -> Answer | None:
        """Do something that has its own transactions; a refusal is kept as well."""
        self.finish()
        try:
            return act()
        except (EngineError, PublicityError) as refusal:
            self.refusal = refusal
            return None

    def through_pages(self) -> Browser | None:
        """The browsers in front of which people sit today, in scenarios that go through the pages."""
        if self.browser is not None:
            self.browser.on(self.today)
        return self.browser

    def finish(self) -> None:
        """Fail when something was refused and no sentence spoke of it."""
        refusal, self.refusal = self.refusal, None
        if refusal is not None:
            raise AssertionError(f"没有预料到的拒绝：{refusal}") from refusal

    def refused(self) -> EngineError | PublicityError:
        """The refusal that a sentence now speaks of."""
        refusal, self.refusal = self.refusal, None
        assert refusal is not None, "系统没有拒绝"
        return refusal

    def reasons(self) -> list[str]:
        """The reasons of the refusal, in the clerk's words."""
        return reasons_of(self.refused())

    def blockers(self) -> tuple[Blocker, ...]:
        """The reasons with all they carry."""
        refusal = self.refused()
        assert isinstance(refusal, Refused), refusal
        return refusal.blockers

    def settle(self, day: date) -> None:
        """Let it be the morning of that day."""
        self.at = morning(day)

    def pass_to(self, day: date | None) -> None:
        """Let time pass until the morning of that day, if it is still to come; else for a minute."""
        later = self.at + timedelta(minutes=1)
        self.at = max(later, morning(day)) if day else later

    @property
    def today(self) -> date:
        """The office day."""
        return office_day(self.at)

    def register(self, heads: Sequence[str], village: str, trait: str = "") -> list[int]:
        """Put households into the register as candidates; answer their cases."""
        with work(self.db) as session:
            pack = in_force(session, village, self.today)
            drafts = [household(head, village, trait) for head in heads]
            ids = register(session, drafts, pack.definition, ROLES["乡镇业务员"], self.at)
            cases = dict(session.execute(select(Household.id, Household.case_id).where(Household.id.in_(ids))).all())
            self.cases |= {head: cases[number] for head, number in zip(heads, ids, strict=True)}
            return [self.cases[head] for head in heads]

    def record(self, kind: str, cases: Sequence[int], by: Actor | None = None, **changes: Any) -> None:
        """Hand in a sound piece of evidence, changed in what the scenario is about."""
        with work(self.db) as session:
            query = select(Household.case_id, Household.kind, Household.village).where(Household.case_id.in_(cases))
            rows = session.execute(query).all()
            by = by or self.recorders.get(kind) or supplier(KINDS[kind].by, rows[0].village if rows else "")
            body = paper(kind, {row.case_id: row.kind for row in rows}, **{**self.words.get(kind, {}), **changes})
            record(session, kind, body, cases, happened_on=self.today, by=by, at=self.at)

    def view(self, head: str, by: str = "村级信息员") -> Outlook:
        """The household as a person sees it."""
        with reading(self.db) as session:
            return one(session, self.book, self.cases[head], ROLES[by], self.at)

    def household(self, head: str) -> Household:
        """The household's row."""
        with reading(self.db) as session:
            return session.scalars(select(Household).where(Household.case_id == self.cases[head])).one()

    def case(self, head: str) -> Case:
        """The case's row."""
        with reading(self.db) as session:
            return session.get_one(Case, self.cases[head])

    def step(self, head: str, title: str) -> str:
        """The name of a step by its title, in the procedure that the household is going through."""
        steps = {view.spec.title: view.spec.name for view in self.view(head).steps}
        assert title in steps, f"程序里没有“{title}”，只有：{'、'.join(steps)}"
        return steps[title]

    def pack(self, village: str) -> Pack:
        """The pack in force today."""
        with reading(self.db) as session:
            return in_force(session, village, self.today)

    def procedure(self, move: str) -> Procedure:
        """The procedure of a move under the pack in force today where the scenario plays."""
        procedure = self.pack(self.place.code).definition.by_name[move].procedure
        assert procedure is not None
        return procedure

    def hanging(self, session: Session) -> Notice:
        """The notice that the scenario speaks of, in this transaction."""
        return session.get_one(Notice, self.the_notice().id)

    def the_notice(self) -> Notice:
        """The notice that the scenario speaks of, as it was drawn up."""
        assert self.notice is not None
        return self.notice


def supplier(roles: Sequence[str], village: str) -> Actor:
    """Who hands in evidence that these roles may supply."""
    role = next(role for role in roles if role in OF_ROLE)
    return ROLES[clerk_of(village) if role == "village" and village else OF_ROLE[role]]


def reasons_of(refusal: EngineError | PublicityError) -> list[str]:
    """The sentences of a refusal, whatever kind it is."""
    if isinstance(refusal, (Refused, MoveBlocked)):
        return [blocker.message for blocker in refusal.blockers]
    if isinstance(refusal, BadInput):
        return [problem.reason for problem in refusal.problems]
    if isinstance(refusal, PageRefused):
        return refusal.reasons
    problems = getattr(refusal, "problems", None)
    return [getattr(problem, "message", str(problem)) for problem in problems] if problems else [str(refusal)]
