"""Whole lives of a few households, at random: what anybody might do on any day, in any order."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine

from engine.actors import Actor
from engine.db import connect
from tests import databases
from tests.model import papers, texts
from tests.model.days import ONE
from tests.model.hands import Hands
from tests.model.plain import Life
from tests.model.twins import TRAITS

PICK = st.integers(0, 1000)


class Lives(RuleBasedStateMachine):
    """Three households, and everybody who could have to do with them."""

    pack = ""
    begin = date.min
    kind = "sqlite"
    folder = Path()

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.twins = Hands(self._database(), self.pack, self.begin)
        self.n = 0

    def _database(self) -> Engine:
        if self.kind == "postgresql":
            db = connect(self.open.enter_context(databases.fresh_postgres(self.folder)))
        else:
            room = Path(tempfile.mkdtemp(dir=self.folder))
            self.open.callback(shutil.rmtree, room, ignore_errors=True)
            db = databases.fresh_sqlite(self.folder, room / "lives.sqlite")
        self.open.callback(db.dispose)
        return db

    def teardown(self) -> None:
        try:
            self.twins.check(ledger=True)
        finally:
            self.open.close()

    # --- choosing

    @property
    def lives(self) -> list[Life]:
        return list(self.twins.model.lives.values())

    @property
    def running(self) -> list[Life]:
        return [life for life in self.lives if life.move]

    def life(self, pick: int, lives: list[Life] | None = None) -> Life:
        lives = lives or self.lives
        return lives[pick % len(lives)]

    def anybody(self, pick: int) -> Actor:
        return self.twins.clerks.all[pick % len(self.twins.clerks.all)]

    def right(self, life: Life, role: str, pick: int) -> Actor:
        """Mostly who should, now and then somebody else."""
        return self.anybody(pick) if pick % 7 == 0 or role == "department" else self.twins.clerks.at(role, life.area)

    def step(self, life: Life, pick: int) -> str:
        """Mostly an open step, now and then any."""
        names = life.open if pick % 5 and life.open else list(life.steps)
        return names[pick % len(names)]

    # --- rules

    @initialize(traits=st.lists(st.sampled_from(sorted(TRAITS)), min_size=2, max_size=2))
    def settled(self, traits: list[str]) -> None:
        for village, trait in enumerate(["", *traits]):
            self.twins.settle(trait, village // 2)

    @rule(pick=PICK, move=PICK, by=PICK)
    def begins(self, pick: int, move: int, by: int) -> None:
        life = self.life(pick)
        moves = self.twins.texts[self.pack]["move"]
        fitting = [name for name, one in moves.items() if life.state in texts.sources(name, one)]
        names = fitting if move % 4 and fitting else [*moves, "fly"]
        name = names[move % len(names)]
        roles = moves.get(name, {}).get("started_by") or ("village",)
        self.twins.start(life, name, self.right(life, roles[by % len(roles)], by))

    @precondition(lambda self: self.running)
    @rule(pick=PICK, times=st.integers(1, 5))
    def goes_on(self, pick: int, times: int) -> None:
        life = self.life(pick, self.running)
        for _ in range(times):
            if life.move:
                self.twins.go_on(life, life.open[pick % len(life.open)])

    @precondition(lambda self: self.running)
    @rule(pick=PICK, step=PICK, by=PICK, stale=st.booleans(), twice=st.booleans())
    def finishes(self, pick: int, step: int, by: int, stale: bool, twice: bool) -> None:
        life = self.life(pick, self.running)
        name = self.step(life, step)
        self.n += 1
        key = f"key-{self.n}" if twice else ""
        self.twins.finish(life, name, self.right(life, life.specs[name]["by"], by), stale=stale, key=key)

    @rule(pick=PICK, by=PICK)
    def wishes_what_is_not_there(self, pick: int, by: int) -> None:
        life = self.life(pick)
        names = [*texts.moves(life.pack), "fly"]
        self.twins.finish(life, names[by % len(names)], self.anybody(by))

    @precondition(lambda self: self.running)
    @rule(pick=PICK, by=PICK)
    def finishes_for_all(self, pick: int, by: int) -> None:
        life = self.life(pick, self.running)
        name = self.step(life, pick)
        self.twins.finish_many(self.lives, name, self.right(life, life.specs[name]["by"], by))

    @precondition(lambda self: self.running)
    @rule(pick=PICK, need=PICK, by=PICK, bad=PICK, together=st.booleans(), again=st.booleans())
    def hands_in(self, pick: int, need: int, by: int, bad: int, together: bool, again: bool) -> None:
        life = self.life(pick, self.running)
        name = life.open[pick % len(life.open)]
        needs = [one for one in life.specs[name].get("needs", ()) if "guard" not in one]
        asked: dict[str, Any] = needs[need % len(needs)] if needs and need % 6 else {"evidence": "visit"}
        if "any_of" in asked:
            asked = asked["any_of"][need % len(asked["any_of"])]
        if asked["evidence"] == "department_answer":
            self.twins.departments(life, asked["each_of"], hit=bad % 9 == 0)
        elif asked["evidence"] == "criterion_review":
            self.twins.criteria(life, asked["each_of"], met=bad % 5 > 0)
        else:
            self._paper(life, asked, by, bad, together, again)

    def _paper(self, life: Life, asked: dict[str, Any], by: int, bad: int, together: bool, again: bool) -> None:
        kind, twins = asked["evidence"], self.twins
        actor = self.right(life, twins.supplier(kind), by)
        lives = [one for one in self.lives if actor.covers(one.area)] if together else [life]
        if not lives or not actor.covers(life.area):
            return
        params = {key: value for key, value in asked.items() if key not in ("evidence", "basis", "title")}
        body = twins.good(kind, params, lives, actor)
        spoils = papers.BAD.get(kind, ())
        if spoils and bad % 3 == 0:
            body = spoils[bad // 3 % len(spoils)](body)
        old = next((paper.number for paper in life.papers if paper.kind == kind), 0) if again else 0
        twins.hand_in(kind, body, lives if not old else [life], actor, twins.today - (bad % 5) * ONE, old)

    @rule(pick=PICK, stable=st.booleans(), controlled=st.booleans())
    def help_is_checked(self, pick: int, stable: bool, controlled: bool) -> None:
        self.twins.checks_help(self.life(pick), stable=stable, controlled=controlled)

    @precondition(lambda self: self.running)
    @rule(pick=PICK, by=PICK, together=st.booleans())
    def lists(self, pick: int, by: int, together: bool) -> None:
        life = self.life(pick, self.running)
        name = next((step for step in life.open if "notice" in life.specs[step]), life.open[0])
        lives = [one for one in self.running if name in one.open] if together else [life]
        self.twins.hang(lives, name, self.right(life, "village" if by % 3 else "township", by))

    @precondition(lambda self: self.twins.model.lists)
    @rule(pick=PICK, by=PICK, act=st.sampled_from(["close", "close", "take_down", "hang_again", "object"]))
    def sees_to_a_list(self, pick: int, by: int, act: str) -> None:
        numbers = list(self.twins.model.lists)
        number = numbers[pick % len(numbers)]
        one = self.twins.model.lists[number]
        lives = [self.twins.model.lives[case] for case in one.cases]
        actor = self.right(lives[0], one.terms["level"], by)
        if act == "object":
            if actor.covers(one.area) and one.terms.get("kind", "notice") == "notice":
                self.twins.object_to(number, self.life(pick, lives), actor)
        else:
            getattr(self.twins, act)(number, actor)

    @precondition(lambda self: self.twins.model.voices)
    @rule(pick=PICK, by=PICK, outcome=st.sampled_from(["dismiss", "dismiss", "uphold"]))
    def answers(self, pick: int, by: int, outcome: str) -> None:
        numbers = list(self.twins.model.voices)
        number = numbers[pick % len(numbers)]
        life = self.twins.model.lives[self.twins.model.voices[number].case_id]
        self.twins.answer(number, outcome, self.right(life, "township", by))

    @precondition(lambda self: self.running)
    @rule(pick=PICK, step=PICK, by=PICK, reason=st.sampled_from(["照片不清楚", "照片不清楚", " "]))
    def sends_back(self, pick: int, step: int, by: int, reason: str) -> None:
        life = self.life(pick, self.running)
        names = list(life.steps)
        holder = life.specs[life.open[0]]["by"]
        self.twins.send_back(life, names[step % len(names)], self.right(life, holder, by), reason)

    @precondition(lambda self: self.running)
    @rule(pick=PICK, step=PICK, by=PICK, seen=st.booleans())
    def takes_back(self, pick: int, step: int, by: int, seen: bool) -> None:
        life = self.life(pick, self.running)
        if seen:
            self.twins.see(life, self.right(life, life.specs[life.open[0]]["by"], by))
        done = [name for name, stand in life.steps.items() if stand.status == "done"] or list(life.steps)
        name = done[step % len(done)]
        hand = next((one for one in self.twins.clerks.all if one.id == life.steps[name].by), self.anybody(by))
        self.twins.withdraw(life, name, hand if by % 4 else self.anybody(by))

    @rule(pick=PICK, by=PICK)
    def breaks_off(self, pick: int, by: int) -> None:
        if by % 3 == 0:
            self.twins.break_off(self.life(pick), self.anybody(by // 3))

    @rule(days=st.sampled_from([1, 1, 2, 3, 7, 20]))
    def time_passes(self, days: int) -> None:
        self.twins.office.pass_to(self.twins.today + timedelta(days=days))

    @rule(ahead=st.integers(0, 9), worked=st.booleans())
    def the_calendar_is_amended(self, ahead: int, worked: bool) -> None:
        self.twins.amend({self.twins.today + timedelta(days=ahead): worked})

    @invariant()
    def stands_as_foreseen(self) -> None:
        self.twins.check()
