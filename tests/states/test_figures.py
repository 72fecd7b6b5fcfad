"""Figures of closed days: what is rebuilt from the ledger is what was reported that day, whatever came later."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.advance import advance
from engine.book import Book
from engine.cases import Case, open_cases
from engine.db import reading, work
from engine.errors import NotFound
from engine.moving import put
from states.figures import keeping, standing, trend
from states.figures.board import board
from states.figures.daily import LENGTHS, DailyFigure, kept_until
from states.figures.keeping import keep, kept, rebuilt
from states.figures.memory import Memory
from states.figures.ranking import in_order
from states.figures.replay import KINDS
from states.figures.scope import scope
from states.figures.standing import Days, Standing
from states.figures.waiting import waits
from states.history.share import COUNTED, share_on
from states.packs.room_parts import Ranking
from states.places import regrouping
from states.places.changes import Why
from states.quality.findings import FINDING
from tests.states.reported import GROUPS, OFFICER, PLAN, Story, found, tell
from tests.states.village import on

FIRST = date(2021, 7, 1)
VILLAGE = GROUPS[0][:12]


class NotKept(Exception):
    """Ends an example: nothing of it stays in the database."""


@pytest.fixture
def office(db):
    with work(db) as session:
        book = found(session)
    book.add(FINDING)
    return db, book


def reported(session: Session) -> Counter[tuple[str, str]]:
    """What the tallies say now, for every place above the groups."""
    told: Counter[tuple[str, str]] = Counter()
    for length in LENGTHS:
        places = standing.count(session, [""], length, Days(FIRST, FIRST))
        told += Counter({(place, name): n for place, names in places.items() for name, n in names.items()})
    return Counter({key: n for key, n in told.items() if key[1].partition(".")[0] in KINDS})


def stocks(figures: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter({key: n for key, n in figures.items() if key[1].partition(".")[0] in KINDS})


class Life:
    """Acts on the register, a day at a time."""

    def __init__(self, session: Session, book: Book, draw) -> None:
        self.session, self.book, self.draw, self.day = session, book, draw, FIRST
        self.homes = [one.case_id for one in tell(session, book, [Story(n % len(GROUPS)) for n in range(4)])]
        self.doubts = [one.id for one in open_cases(session, FINDING, GROUPS[:2], SYSTEM, on(FIRST))]

    def act(self) -> None:
        kind = self.draw(st.sampled_from(["move", "move", "put", "doubt"]))
        case = self.session.get_one(Case, self.draw(st.sampled_from(self.doubts if kind == "doubt" else self.homes)))
        if kind == "put":
            group = self.draw(st.sampled_from([one for one in GROUPS if one[:12] == case.area[:12]]))
            regrouping.regroup(self.session, [case.id], group, Why("调整小组"), OFFICER, on(self.day))
            return
        life = FINDING if kind == "doubt" else PLAN
        moves = [one for one in life.moves_from(case.state) if one.name not in ("claim", "confirm", "waive")]
        if moves:
            by = Actor("t1", "李建华", "township", OFFICER.area)
            advance(self.session, self.book, case.id, self.draw(st.sampled_from(moves)).name, by=by, at=on(self.day))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_day_rebuilt_from_the_ledger_is_what_was_reported_that_day(office, data):
    db, book = office
    with pytest.raises(NotKept), work(db) as session:
        _live(session, book, data.draw)


def _live(session: Session, book: Book, draw) -> None:
    life, told, shares = Life(session, book, draw), {}, {}
    for _ in range(draw(st.integers(2, 6))):
        for _ in range(draw(st.integers(0, 3))):
            life.act()
        session.flush()
        told[life.day], shares[life.day] = reported(session), share_on(session, "", life.day, SYSTEM)[0].states
        life.day += timedelta(days=draw(st.integers(1, 3)))
        if draw(st.booleans()):
            keep(session, life.day)
    while keep(session, life.day, 2):
        pass

    for day, figures in told.items():
        assert stocks(kept(session, day)) == figures, day
        assert rebuilt(session, day) == kept(session, day), day
        assert share_on(session, "", day, SYSTEM)[0].states == shares[day]
        [point] = trend.points(session, scope("53", SYSTEM, life.day), [day])
        assert point.share.states == Counter({state: shares[day][state] for state in COUNTED})
    assert kept_until(session) == life.day - timedelta(days=1)
    raise NotKept


def test_a_household_that_went_to_another_village_is_counted_where_it_lay_then(office):
    db, book = office
    with work(db) as session:
        [home] = tell(session, book, [Story(0, moves=[(0, "identify")])])
        elsewhere = next(group for group in GROUPS if group[:12] != VILLAGE)
        put(session, {home.case_id: elsewhere}, {"why": "并村"}, OFFICER, on(FIRST + timedelta(days=3)))
        keep(session, FIRST + timedelta(days=6))

    with reading(db) as session:
        before, after = kept(session, FIRST), kept(session, FIRST + timedelta(days=4))
    assert (before[VILLAGE, "household.monitored"], after[VILLAGE, "household.monitored"]) == (1, 0)
    assert after[elsewhere[:12], "household.monitored"] == 1
    assert before[VILLAGE[:9], "household.monitored"] == after[VILLAGE[:9], "household.monitored"] == 1


def test_keeping_twice_writes_nothing_and_what_was_lost_is_made_anew(office):
    db, book = office
    until = FIRST + timedelta(days=9)
    with work(db) as session:
        tell(session, book, [Story(n, moves=[(n, "identify"), (n + 2, "eliminate")]) for n in range(3)])
        days = keep(session, until)
        before = {day: kept(session, day) for day in days}
        assert keep(session, until) == []
        session.execute(delete(DailyFigure).where(DailyFigure.day > FIRST + timedelta(days=3)))
        assert keep(session, until) == days[4:]
        assert {day: kept(session, day) for day in days} == before
        keeping._write(session, days[-1], Counter())  # somebody kept the same day meanwhile
        assert kept(session, days[-1]) == before[days[-1]]


def test_what_one_process_holds_follows_what_others_write(office):
    db, book = office
    memory, today = Memory(), FIRST + timedelta(days=5)
    here = scope("", OFFICER, today)
    with work(db) as session:
        homes = tell(session, book, [Story(n % len(GROUPS)) for n in range(6)])
    for n, home in enumerate(homes):
        with reading(db) as session:
            seen = board(session, memory, here)
            assert seen == board(session, Memory(), here)
            assert seen.whole.state("monitored") == n
        with work(db) as session:
            advance(session, book, home.case_id, "identify", by=OFFICER, at=on(today))


def test_an_entry_that_was_numbered_early_and_seen_late_is_not_missed(office):
    db, book = office
    memory, today = Memory(), FIRST + timedelta(days=5)
    here = scope("", OFFICER, today)
    with work(db) as session:
        homes = tell(session, book, [Story(n % len(GROUPS)) for n in range(3)])
        advance(session, book, homes[0].case_id, "identify", by=OFFICER, at=on(today))
    with reading(db) as session:
        board(session, memory, here)
    [(name, held)] = memory.kept[standing.count].held.items()
    early = held.mark.__class__(held.mark.last, held.mark.near - 1, held.mark.seal)  # as if the newest had come first
    held.mark = early
    held.places = {}
    with work(db) as session:
        advance(session, book, homes[1].case_id, "identify", by=OFFICER, at=on(today))
    with reading(db) as session:
        assert board(session, memory, here).whole.state("monitored") == 2
    assert name[0] == OFFICER.area


def test_nobody_looks_outside_their_area():
    with pytest.raises(NotFound):
        scope("5334", Actor("v", "和秀兰", "village", VILLAGE), FIRST)


def stands(code: str, households: int, **doubts: int) -> Standing:
    told = {f"finding.{name}": n for name, n in doubts.items() if name != "false"}
    return Standing(code, told | {"household.monitored": households, "false": doubts.get("false", 0)})


def test_equal_points_share_a_rank_and_tiny_places_have_none():
    lines = in_order(
        Ranking(open=2, claimed=1, false=5, smallest=20),
        [
            stands("a", 100, open=1),
            stands("b", 200, open=2),
            stands("c", 50, claimed=1, false=1),
            stands("d", 19, open=9),
            stands("e", 20),
            stands("f", 0),
        ],
    )

    told = {one.code: (one.rank, str(one.points)) for one in lines}
    assert told == {
        "e": (1, "0.00"),
        "a": (2, "2.00"),
        "b": (2, "2.00"),
        "c": (4, "12.00"),
        "d": (None, "94.74"),
        "f": (None, "None"),
    }
    assert [one.code for one in lines] == ["e", "a", "b", "c", "d", "f"]


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=60), st.integers(1, 4))
def test_middle_and_slowest_tenth_are_told_from_counts_in_any_parts(days, parts):
    key = "plan", "identify", "visit", "village"
    pieces = [Counter({(*key, took): n for took, n in Counter(days[at::parts]).items()}) for at in range(parts)]

    [one] = waits(pieces)

    assert (one.n, one.total) == (len(days), sum(days))
    assert sum(took <= one.median for took in days) * 2 >= len(days)
    assert sum(took < one.median for took in days) * 2 < len(days)
    assert sum(took <= one.p90 for took in days) * 10 >= 9 * len(days)
