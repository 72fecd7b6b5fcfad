"""The office and the model side by side: every act is foreseen, then done, and both must have come to the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.advance import Outcome
from engine.db import reading
from engine.evidence import Exhibit
from engine.ledger import Entry
from engine.runs import NO_DATE
from engine.verify import verify
from states.deadlines import steps
from states.departments import due
from states.figures.memory import Memory
from states.households import Household
from states.packs.loader import shipped
from states.practice.houses import houses_of
from tests.model import papers, plans, texts
from tests.model.clerks import Clerks, who
from tests.model.file import Paper
from tests.model.office import Office
from tests.model.plain import Foreseen, Life, Model, Voice
from tests.model.questions import SUPPLIERS

TRAITS = {"": ("general", 3, 2), "属脱贫户": ("lifted_out", 3, 2), "整户无劳动能力": ("general", 1, 0)}


class Twins:
    """One office under a pack, and what must become of it."""

    def __init__(self, db: Engine, pack: str, begin: date) -> None:
        self.texts = {name: texts.merged(name, shipped()) for name in shipped()}
        self.pack = pack
        places = [place for place in self.texts[pack]["pack"].get("places", ()) if place]
        self.office, self.model = Office(db, places[0] if places else "", begin), Model()
        self.clerks = Clerks(self.office.places)
        self.refused = 0
        self.memory = Memory()
        self._counts = self.office.counts()

    @property
    def today(self) -> date:
        """The office day."""
        return self.office.today

    def settle(self, trait: str = "", village: int = 0) -> Life:
        """A household moves in."""
        kind, members, able = TRAITS[trait]
        area = self.office.places.villages[village]
        case_id = self.office.settle(self.pack, area, trait, self.clerks.at("township", area))
        life = Life(case_id, area + "01", kind, members, able, pack=self.texts[self.pack])
        self.model.lives[case_id] = life
        return life

    def _agree(self, did: object, foreseen: Foreseen) -> bool:
        """Whether it was done; fails when the office and the model think differently of it."""
        if isinstance(did, set):
            self.refused += 1
            assert foreseen.codes <= did, f"not told: {foreseen.codes - did}"
            assert not foreseen.sure or did == foreseen.codes, f"told {did}, foreseen {foreseen.codes}"
            return False
        assert not foreseen.codes, f"was done against {foreseen.codes}"
        return True

    # --- acts

    def start(self, life: Life, move: str, by: Actor, pack: str = "") -> bool:
        """Begin a move."""
        pack = pack or self.pack
        foreseen = self.model.may_start(life, self.texts[pack], move, who(by))
        if done := self._agree(self.office.start(life.case_id, pack, move, by), foreseen):
            self.model.start(life, self.texts[pack], move, who(by), self.today)
        return done

    def ask(self, life: Life, step: str, by: Actor) -> Foreseen:
        """Ask on the page, singly and in bulk whether a step could be finished; all must say what was foreseen."""
        foreseen = self.model.may_act(life, step, who(by), self.today)
        before = self.office.picture()
        answers = self.office.answers(life.case_id, step, by)
        assert self.office.picture() == before, "asking changed something"
        over = "step-done" in foreseen.codes
        assert not over or answers.pop("single") == {"changed-meanwhile"}
        for told in answers.values():
            assert foreseen.codes <= told, f"{step}: not told: {foreseen.codes - told} in {answers}"
            assert told == answers["bulk"], f"{step}: different answers: {answers}"
            assert not foreseen.sure or told == foreseen.codes, f"{step}: told {answers}, foreseen {foreseen.codes}"
        return Foreseen(answers["bulk"], True)

    def finish(self, life: Life, step: str, by: Actor, *, stale: bool = False, key: str = "") -> bool:
        """Finish a step, perhaps with an old page before one, perhaps twice under one key."""
        foreseen = self.ask(life, step, by)
        if stale:
            version = self.office.case(life.case_id).version - 1
            self._agree(self.office.finish(life.case_id, step, by, version=version), Foreseen({"changed-meanwhile"}))
        codes = {"changed-meanwhile"} if "step-done" in foreseen.codes else foreseen.codes
        done = self._agree(self.office.finish(life.case_id, step, by, key=key or None), Foreseen(codes))
        if done:
            self.model.finish(life, step, who(by), self.today)
        if done and key:
            before = self.office.picture()
            again = self.office.finish(life.case_id, step, by, key=key)
            assert not isinstance(again, set)
            assert getattr(again, "again", False), "a key did two things"
            assert self.office.picture() == before, "the second click changed something"
        return done

    def finish_many(self, lives: Sequence[Life], step: str, by: Actor) -> None:
        """Finish the same step of several: each is moved, or held with its own reasons."""
        foreseen = {life.case_id: self.model.may_act(life, step, who(by), self.today) for life in lives}
        outcome = self.office.finish_many([life.case_id for life in lives], step, by)
        assert isinstance(outcome, Outcome)
        self._passed_on(outcome, foreseen, step, by)

    def _passed_on(self, outcome: Outcome, foreseen: Mapping[int, Foreseen], step: str, by: Actor) -> None:
        moved = {done.case_id for done in outcome.moved}
        assert moved | outcome.held.keys() == foreseen.keys()
        for case_id, expected in foreseen.items():
            held = outcome.held.get(case_id)
            self._agree({blocker.code for blocker in held} if held is not None else None, expected)
        for case_id in moved:
            self.model.finish(self.model.lives[case_id], step, who(by), self.today)

    def hand_in(
        self, kind: str, body: Mapping[str, Any], lives: Sequence[Life], by: Actor, on: date | None = None, old: int = 0
    ) -> bool:
        """Hand in a paper for some households, perhaps in place of an older one."""
        on = on or self.today
        known = kind in SUPPLIERS
        codes = {"role-required"} if known and by.role not in SUPPLIERS[kind].split() else set()
        if not codes and kind in plans.ALONE and len(lives) > 1:
            codes = {"one-household-each"}
        if not codes:
            codes = {code for one in lives for code in plans.own(kind, body, one.pack, by.role, by.department)}
        if not codes and kind == "entry":
            codes = {code for one in lives for code in texts.shut(one.pack, "national-entry", on)}
        heads = {life.case_id: self.office.case(life.case_id).head for life in lives}
        did = self.office.hand_in(kind, body, [life.case_id for life in lives], by, on, old)
        if done := self._agree(did, Foreseen(codes, known)):
            assert isinstance(did, int)
            for life in lives:
                self.model.take_in(life, Paper(kind, body, by.id, on, did), old)
            if kind == "decision":
                self._decided_on(did, heads)
        return done

    def _decided_on(self, number: int, heads: Mapping[int, str]) -> None:
        with reading(self.office.db) as session:
            for exhibit in session.scalars(select(Exhibit).where(Exhibit.evidence_id == number)):
                assert heads[exhibit.case_id] in exhibit.facts, "a decision does not name the file it was taken on"

    def supplier(self, kind: str) -> str:
        """A role that hands in a kind."""
        return SUPPLIERS[kind].split()[0]

    def good(self, kind: str, params: Mapping[str, Any], lives: Sequence[Life], by: Actor) -> dict[str, Any]:
        """A paper with which nothing is wrong."""
        with reading(self.office.db) as session:
            houses = houses_of(session, [life.case_id for life in lives])
        way = texts.way(lives[0].move, texts.moves(lives[0].pack)[lives[0].move])
        return papers.good(kind, params, houses, by, way)

    def hang(self, lives: Sequence[Life], step: str, by: Actor) -> int:
        """Draw up a list, print it and post it today; 0 when that was refused."""
        foreseen = self.model.may_list(lives, step, who(by))
        did = self.office.hang([life.case_id for life in lives], step, by)
        if not self._agree(did, foreseen):
            return 0
        assert isinstance(did, int)
        self.model.hang(did, lives, step, self.today)
        return did

    def close(self, number: int, by: Actor) -> None:
        """Close a list; who stands on it without objection goes on."""
        one = self.model.lists[number]
        first = self.model.lives[next(iter(one.cases))]
        role = next((str(spec["by"]) for spec in self._specs_of(first) if spec["name"] == one.step), "")
        foreseen = self.model.may_close(one, who(by), role, self.today)
        waiting = {
            life.case_id: self.model.may_act(life, one.step, who(by), self.today) for life in self.model.waiting(one)
        }
        if one.status != "closed" and not foreseen.codes:
            waiting = {case: Foreseen(told.codes - {"notice-running"}, told.sure) for case, told in waiting.items()}
        outcome = self.office.close(number, by)
        if self._agree(outcome, foreseen):
            assert isinstance(outcome, Outcome)
            one.status = "closed"
            self._passed_on(outcome, waiting, one.step, by)

    def _specs_of(self, life: Life) -> list[Mapping[str, Any]]:
        return [spec for move in texts.moves(life.pack).values() for spec in move["step"]]

    def take_down(self, number: int, by: Actor) -> None:
        """A list comes down before its time; some packs count the days it hung."""
        one = self.model.lists[number]
        codes = set() if one.status == "posted" else {"notice-state"}
        codes |= {"period-over"} if self.today > one.last_on else set()
        codes |= set() if who(by).covers(one.area) else {"outside-area"}
        codes |= set() if by.role in ("village", "township", "county") else {"role-required"}
        if self._agree(self.office.take_down(number, by), Foreseen(codes)):
            one.status = "interrupted"
            if one.terms.get("after_interruption") == "go-on":
                count = str(one.terms.get("count", "next-day"))
                one.counted += self.model.days.counted(one.posted_on, self.today, one.terms["period"], count)

    def hang_again(self, number: int, by: Actor) -> None:
        """The list hangs again."""
        one = self.model.lists[number]
        codes = set() if one.status == "interrupted" else {"notice-state"}
        codes |= set() if who(by).covers(one.area) else {"outside-area"}
        codes |= set() if by.role in ("village", "township", "county") else {"role-required"}
        if self._agree(self.office.hang_again(number, by), Foreseen(codes)):
            one.status, one.posted_on = "posted", self.today
            self.model.reckon(one)

    def object_to(self, number: int, life: Life, by: Actor) -> int:
        """Somebody speaks against a household on a list that hangs or hung."""
        did = self.office.object_to(number, life.case_id, by)
        assert isinstance(did, int), did
        run = self.model.lists[number].cases[life.case_id][0]
        late = not life.move or life.runs != run
        self.model.voices[did] = Voice(life.case_id, run, late, by.id)
        return did

    def answer(self, number: int, outcome: str, by: Actor) -> None:
        """Look into an objection and settle it."""
        voice = self.model.voices[number]
        life = self.model.lives[voice.case_id]
        covers = by.covers(life.area)
        codes = {"unknown-act"} if voice.status != "received" else set()
        if not codes:
            codes |= {"role-required"} if by.role not in ("village", "township", "county") else set()
            codes |= set() if covers else {"outside-area"}
            codes |= {"same-person"} if not codes and by.id == voice.filed_by else set()
        if self._agree(self.office.answer_voice(number, outcome, by), Foreseen(codes)):
            voice.status, voice.sent_back = {"uphold": "upheld", "dismiss": "dismissed"}[outcome], False

    def send_back(self, life: Life, step: str, by: Actor, reason: str = "照片不清楚") -> bool:
        """Send a run back to a step."""
        foreseen = self.model.may_send_back(life, step, who(by), reason)
        if done := self._agree(self.office.send_back(life.case_id, step, by, reason), foreseen):
            self.model.reopen(life, step, self.today, sent_back=True)
        return done

    def withdraw(self, life: Life, step: str, by: Actor) -> None:
        """Take back a step."""
        foreseen = self.model.may_withdraw(life, step, who(by))
        if self._agree(self.office.withdraw(life.case_id, step, by), foreseen):
            self.model.reopen(life, step, self.today, sent_back=False)

    def see(self, life: Life, by: Actor) -> None:
        """Somebody opens the household's page."""
        self.office.see(life.case_id, by)
        self.model.see(life, who(by))

    def break_off(self, life: Life, by: Actor) -> None:
        """End the run without its move."""
        if self._agree(self.office.break_off(life.case_id, by), self.model.may_break_off(life, who(by))):
            self.model.break_off(life)

    def everybody_leaves(self, life: Life) -> None:
        """Nobody is left in the household."""
        self.office.empty(life.case_id)
        life.members = life.able = life.untold = 0

    def amend(self, days: Mapping[date, bool]) -> None:
        """The calendar is amended."""
        self.office.amend(days, Actor("admin", "管理员", "admin"))
        self.model.amend(days)

    # --- what must always hold

    def check(self, *, ledger: bool = False) -> None:
        """Everything stands as foreseen, and nothing was lost."""
        counts = self.office.counts()
        assert all(counts[table] >= n for table, n in self._counts.items()), "something was deleted"
        self._counts = counts
        for life in self.model.lives.values():
            self._check_life(life)
        for number, one in self.model.lists.items():
            if one.status != "interrupted":
                assert self.office.last_day(number) == one.last_on, f"list {number}"
        with reading(self.office.db) as session:
            self._check_kept(session)
            if ledger:
                assert verify(session).faults == ()

    def _check_kept(self, session: Session) -> None:
        """What a process holds of the office is what it would count anew: the ledger tells of all that changes it."""
        county = self.office.places.county
        for count, length, key in ((steps.count, 12, (date(2022, 1, 1), date.max)), (due.count, 9, ((), ()))):
            held = self.memory.of(session, count, county, length, key)
            assert held == count(session, [county], length, key), f"{count.__module__} is held otherwise than it is"

    def _check_life(self, life: Life) -> None:
        case = self.office.case(life.case_id)
        assert case.state == life.state
        assert (case.run_id is not None) == bool(life.move)
        view = self.office.outlook(life.case_id, self.clerks.at("township", life.area))
        stands = {one.spec.name: one.row for one in view.steps}
        assert {name: row.status for name, row in stands.items()} == {n: s.status for n, s in life.steps.items()}
        assert {name: row.round for name, row in stands.items()} == {n: s.round for n, s in life.steps.items()}
        due = {
            name: None if row.due_on == NO_DATE else row.due_on for name, row in stands.items() if row.status == "open"
        }
        assert due == {name: life.steps[name].due for name in life.open}
        if not life.move:
            offered = {move.name for move, _ in view.moves}
            moves = texts.moves(life.pack)
            assert offered == {name for name, move in moves.items() if life.state in texts.sources(name, move)}
        with reading(self.office.db) as session:
            row = session.scalars(select(Household).where(Household.case_id == life.case_id)).one()
            assert (row.identified_on, row.eliminated_on) == (life.identified_on, life.eliminated_on)
            told = session.scalars(select(Entry).where(Entry.case_id == life.case_id).order_by(Entry.sequence)).all()
        states = [entry.told["state"] for entry in told if entry.kind in ("opened", "moved")]
        assert states[-1] == case.state, "a state was changed by something else than an act"
        assert [entry.sequence for entry in told] == list(range(1, len(told) + 1))
