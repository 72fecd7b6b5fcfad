"""The dry run of a wording: every live household of the places where it would hold, as it stands and as it would.

Nothing is written. Households pass through in lots, a few statements each, so that any number fits into memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.carrying import Calendars, StepRow, due, steps_of
from engine.cases import Case
from engine.clock import office_day
from engine.decide import unmet
from engine.errors import NotFound
from engine.facts import Facts, gather
from engine.guards import Blocker
from engine.migrating import OPENED, PUT_BACK, REOPENED, Crossing, Judged
from engine.runs import NO_DATE, OPEN
from engine.words import N_
from states.lifecycle import EXITED
from states.packs.store import of_digest
from states.wordings.holding import Holding
from states.wordings.judging import Crossings, judged, look_ahead

A_LOT = 400
BLOCKED, FREED, OTHER, OVERDUE, IN_TIME, STAYS, NO_STATE = (
    "blocked", "freed", "other-reasons", "overdue", "in-time", "stays", "no-state",
)  # fmt: skip
EFFECTS = {
    BLOCKED: N_("从能办变成不能办"),
    FREED: N_("从不能办变成能办"),
    OTHER: N_("还缺的变了"),
    OVERDUE: N_("变成逾期"),
    IN_TIME: N_("不再逾期"),
    STAYS: N_("要按原方案办完"),
    NO_STATE: N_("新方案里没有这个状态"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the wording would change for one household, at which step, and why."""

    case_id: int
    area: str
    effect: str
    step: str
    why: Blocker


@dataclass(slots=True)
class Tally:
    """How many households were looked at and how many would notice; the effects by village and by reason.

    `words` gives the blocker of each sentence, to say it in another language.
    """

    cases: int = 0
    touched: int = 0
    effects: Counter[str] = field(default_factory=Counter)
    villages: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    words: dict[str, Blocker] = field(default_factory=dict)

    def add(self, cases: int, lines: list[Line]) -> None:
        """Count the households of a lot; an effect counts once for a household, each of its reasons too."""
        self.cases += cases
        self.touched += len({one.case_id for one in lines})
        felt = {(one.case_id, one.effect): one.area[:12] for one in lines}
        self.effects.update(effect for _, effect in felt)
        self.villages.update((village, effect) for (_, effect), village in felt.items())
        said = {(one.case_id, one.effect, one.step, one.why.message) for one in lines}
        self.reasons.update(key[1:] for key in said)
        self.words.update({one.why.message: one.why for one in lines})

    def told(self) -> dict[str, Any]:
        """The numbers for programs."""
        return {
            "cases": self.cases,
            "touched": self.touched,
            "effects": {effect: self.effects[effect] for effect in EFFECTS if self.effects[effect]},
            "villages": [[*key, n] for key, n in sorted(self.villages.items())],
            "reasons": [[*key, n] for key, n in sorted(self.reasons.items())],
        }


@dataclass(frozen=True, slots=True)
class Tried:
    """What is tried out: the digests of the wordings by the ids of their packs, and the part of the area asked for."""

    wordings: Mapping[str, str]
    area: str = ""


def covered(session: Session, tried: Tried, by: Actor, day: date) -> int:
    """About how many households are looked at: those of the places where the wordings hold."""
    holding = Holding(session, _day(session, tried, day), tried.wordings)
    return session.scalar(select(func.count()).select_from(_query(holding, tried, by, 0).subquery())) or 0


def lines(session: Session, book: Book, tried: Tried, by: Actor, at: datetime, tally: Tally) -> Iterator[list[Line]]:
    """What would change, lot by lot, counted into `tally` as it passes; raises `NotFound` outside the actor's area."""
    if not by.covers(tried.area or by.area):
        raise NotFound("region", tried.area)
    holding = Holding(session, _day(session, tried, office_day(at)), tried.wordings)
    ways = {digest: Crossings(session, book, of_digest(session, digest)) for digest in tried.wordings.values()}
    calendars, after = Calendars(session, book), 0
    while rows := session.execute(_query(holding, tried, by, after).order_by(Case.id).limit(A_LOT)).all():
        after = rows[-1][0]
        mine = {row[0]: ways[held] for row in rows if (held := holding.at(row[1])) in ways}
        gathered = gather(session, book, list(mine), by, at) if mine else {}
        look_ahead(session, book, gathered, {case_id: way.target.digest for case_id, way in mine.items()})
        steps = steps_of(session, [facts.run_id for facts in gathered.values() if facts.run_id is not None])
        found = [
            line
            for case_id, facts in gathered.items()
            for line in _of_one(mine[case_id], facts, steps.get(facts.run_id or 0, {}), calendars)
        ]
        tally.add(len(gathered), found)
        session.expunge_all()
        yield found


def _day(session: Session, tried: Tried, today: date) -> date:
    """The day on which they are looked at: today, or the first day of what begins later."""
    begins = [of_digest(session, digest).file.pack.valid.since for digest in tried.wordings.values()]
    return max([today, *(day for day in begins if day)])


def _query(holding: Holding, tried: Tried, by: Actor, after: int) -> Select[int, str]:
    here = (within(Case.area, by.area), within(Case.area, tried.area), holding.cases_of(tried.wordings.values()))
    live = (Case.kind == "household", Case.state != EXITED, Case.id > after)
    return select(Case.id, Case.area).where(*live, *here)


def _of_one(ways: Crossings, facts: Facts, rows: Mapping[str, StepRow], calendars: Calendars) -> Iterator[Line]:
    crossing = ways.of(facts.definition)
    if crossing.old is crossing.new:
        return
    if facts.run_id is None:
        if facts.state not in crossing.new.labels:
            state = crossing.old.labels.get(facts.state, facts.state)
            text = N_("新方案里没有“%(state)s”这个状态，下次仍按原方案启动")
            yield Line(facts.case_id, facts.area, NO_STATE, "", Blocker("state-unknown", text, {"state": state}))
        return
    found = judged(crossing, facts)
    if found.after is None:
        title = crossing.old.by_name[facts.move].label
        yield from (Line(facts.case_id, facts.area, STAYS, title, blocker) for blocker in found.refusals)
        return
    yield from _missing(crossing, facts, found)
    yield from _late(facts, found, rows, calendars)


def _missing(crossing: Crossing, facts: Facts, found: Judged) -> Iterator[Line]:
    """The steps that could be done and cannot any more, or the other way round, or that lack something else."""
    procedure = crossing.old.by_name[facts.move].procedure
    assert found.after is not None
    assert procedure is not None
    for placed in found.steps:
        title, was = placed.spec.title, facts.steps.get(placed.was)
        before = tuple(unmet(procedure.by_name[placed.was], facts)) if was and was.status == OPEN else ()
        if placed.fate == REOPENED:
            effect, why = BLOCKED, placed.reasons
        elif placed.fate == PUT_BACK:
            effect, why = BLOCKED, (Blocker("step-before", N_("要先等前面的步骤办完"), {}, placed.spec.basis),)
        elif placed.fact.status == OPEN:
            effect, why = _compared(before, tuple(unmet(placed.spec, found.after)), opened=placed.fate == OPENED)
        else:
            continue
        yield from (Line(facts.case_id, facts.area, effect, title, one) for one in why)


def _compared(
    before: tuple[Blocker, ...], after: tuple[Blocker, ...], *, opened: bool
) -> tuple[str, tuple[Blocker, ...]]:
    """What two lists of reasons against one step come to."""
    known = {blocker.message for blocker in before}
    if after and not before and not opened:
        return BLOCKED, after
    if before and not after:
        return FREED, before
    return OTHER, tuple(blocker for blocker in after if blocker.message not in known)


def _late(facts: Facts, found: Judged, rows: Mapping[str, StepRow], calendars: Calendars) -> Iterator[Line]:
    assert found.after is not None
    for placed in found.steps:
        if placed.fact.status != OPEN:
            continue
        row = rows.get(placed.was) if placed.was else None
        was = row.due if row and row.status == OPEN else NO_DATE
        will = due(calendars, found.after, placed, row)
        effect = OVERDUE if will < facts.today <= was else IN_TIME if was < facts.today <= will else ""
        if effect:
            text = N_("期限由%(before)s变为%(after)s")
            told = {"before": _told(was), "after": _told(will)}
            yield Line(facts.case_id, facts.area, effect, placed.spec.title, Blocker("due-on", text, told))


def _told(day: date) -> str:
    return N_("不限") if day == NO_DATE else day.isoformat()
