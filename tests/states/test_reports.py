"""Figures of reports: each equals its list, past days stay what they were, and villages cost no statements."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.db import WRITES, work
from engine.errors import BadInput, NotFound, Refused
from publicity.reporting.drafting import drafted
from publicity.reporting.kinds import KINDS
from states.help.quarters import Quarter
from states.lifecycle import ELIMINATED, MONITORED, WAYS
from states.regions import region
from states.reports import shown, texts
from states.reports.book import FIGURES, find
from states.reports.figure import asking, counted, listed
from states.reports.period import Period, of_quarter, of_year
from tests.states.reported import DAYS, FIRST, GROUPS, LAST, OFFICER, TOWNSHIP, Story, day, found, tell
from tests.states.village import on

VILLAGE = GROUPS[0][:12]
CLERK = Actor("v1", "和秀兰", "village", VILLAGE)
DAY = st.integers(0, DAYS)


@st.composite
def walks(draw):
    """Moves that follow on each other, on days in their order."""
    state, told, at = "candidate", [], draw(DAY)
    for _ in range(draw(st.integers(0, 3))):
        way = draw(st.sampled_from([name for name, one in WAYS.items() if state in one.sources]))
        told.append((at, way))
        state, at = WAYS[way].target, min(DAYS, at + draw(st.integers(1, 60)))
        if state == "exited" and not any(state in one.sources for one in WAYS.values()):
            break
    return tuple(told)


STORIES = st.lists(
    st.builds(
        Story,
        group=st.integers(0, len(GROUPS) - 1),
        kind=st.sampled_from(["general", "lifted_out"]),
        people=st.integers(1, 3),
        moves=walks(),
        category=st.sampled_from(["unstable", "marginal", "sudden"]),
        risk=st.none() | DAY,
        settled=st.none() | DAY,
        helped=st.none() | DAY,
        joined=st.none() | DAY,
        left=st.none() | DAY,
    ),
    min_size=3,
    max_size=6,
)
SOME = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def told(db, stories):
    """A township in which these stories happened; nothing of it stays."""
    if not (known := _books.get(db)):
        with work(db) as session:
            known = _books[db] = found(session)
    with Session(db.execution_options(**{WRITES: True})) as session:
        tell(session, known, stories)
        yield session
        session.rollback()


_books: dict[Engine, Book] = {}


@given(stories=STORIES, days=st.tuples(DAY, DAY))
@SOME
def test_every_figure_is_as_long_as_its_list_in_every_place_and_part(sqlite_db, stories, days):
    period = Period(day(min(days)), day(max(days)))
    with told(sqlite_db, stories) as session:
        asked = asking(session, OFFICER, TOWNSHIP, period, LAST)
        for figure in FIGURES.values():
            counts = counted(figure, asked, 12)
            rows = listed(figure, asked, limit=1000)
            assert counts.of() == len(rows), figure.name
            assert Counter((row.area[:12], row.part) for row in rows) == Counter(dict(counts.by_place)), figure.name
            assert len({(row.key, row.part) for row in rows}) == len(rows), figure.name
            for part in counts.parts:
                assert counts.of(part) == len(listed(figure, asked, [part], limit=1000)), (figure.name, part)


@given(stories=STORIES, after=DAY)
@SOME
def test_where_households_stood_is_what_a_walk_through_the_stories_says(sqlite_db, stories, after):
    with told(sqlite_db, stories) as session:
        asked = asking(session, OFFICER, TOWNSHIP, Period(FIRST, day(after)), LAST)
        states, categories = Counter(), Counter()
        for story in stories:
            moves = [way for at, way in story.moves if at <= after]
            state = WAYS[moves[-1]].target if moves else "candidate"
            states[state] += 1
            identified = any(way == "identify" for way in moves)
            if state in ("monitored", "re_flagged"):
                categories[story.category if identified else "none"] += 1

        here = counted(FIGURES["monitored"], asked)
        assert {part: here.of(part) for part in here.parts} == {
            state: n for state, n in states.items() if state in ("monitored", "re_flagged", "risk_eliminated")
        }
        kinds = counted(FIGURES["category"], asked)
        assert {part: kinds.of(part) for part in kinds.parts} == dict(categories)


@pytest.fixture
def here(sqlite_db):
    """One transaction on one kind of database: these statements are the same on both."""
    with work(sqlite_db) as session:
        yield session


def test_a_past_quarter_stays_what_it_was(session):
    book = found(session)
    [home] = tell(session, book, [Story(0, moves=((5, "identify"), (120, "eliminate")))])
    third = asking(session, OFFICER, TOWNSHIP, of_quarter(Quarter(2021, 3)), LAST)
    fourth = asking(session, OFFICER, TOWNSHIP, of_quarter(Quarter(2021, 4)), LAST)

    assert counted(FIGURES["monitored"], third).of(MONITORED) == 1
    assert counted(FIGURES["decided"], third).of("identify") == 1
    assert counted(FIGURES["monitored"], fourth).of(ELIMINATED) == 1
    assert [row.case_id for row in listed(FIGURES["decided"], fourth, ["eliminate"])] == [home.case_id]
    assert counted(FIGURES["category"], third).of("marginal") == 1
    assert counted(FIGURES["category"], fourth).of() == 0
    for figure in FIGURES.values():
        assert len(listed(figure, fourth)) == counted(figure, fourth).of(), figure.name


def test_what_a_post_does_not_see_is_no_figure_for_it(here):
    found(here)
    grid = Actor("g1", "网格员", "grid", VILLAGE)

    with pytest.raises(NotFound):
        find("objections", grid)
    with pytest.raises(NotFound):
        asking(here, CLERK, GROUPS[-1][:12], of_year(2021), LAST)
    assert find("objections", OFFICER).name == "objections"


def test_a_list_goes_on_where_its_page_ended(here):
    tell(here, found(here), [Story(n % 3) for n in range(7)])
    sent = {"figure": "registered", "since": "2021-07-01", "until": "2021-12-31", "area": ""}
    look = shown.look(here, sent, OFFICER, LAST)

    first = look.page(limit=4)
    rest = look.page(shown.place_of(first.after), limit=4)
    assert (len(first.rows), len(rest.rows), rest.after, look.total()) == (4, 3, "", 7)
    assert {row.part for row in first.rows} == {"普通农户"}
    with pytest.raises(NotFound):
        shown.look(here, sent | {"since": "昨天"}, OFFICER, LAST)


def test_words_are_kept_version_by_version_and_nobody_writes_over_another(here):
    found(here)
    year, at = of_year(2021), on("2021-12-10")
    about = "annual", TOWNSHIP, year
    assert texts.write(here, *about, {"practice": ("  早发现。\n\n早帮扶。 ", 0)}, by=OFFICER, at=at) == 1
    assert texts.write(here, *about, {"practice": ("早发现。\n早帮扶。", 1)}, by=OFFICER, at=at) == 0
    assert texts.write(here, *about, {"practice": ("早发现、早干预。", 1)}, by=OFFICER, at=at) == 1

    with pytest.raises(Refused) as late:
        texts.write(here, *about, {"practice": ("另一个人的话", 1)}, by=OFFICER, at=at)
    assert [one.code for one in late.value.blockers] == ["changed-meanwhile"]
    with pytest.raises(BadInput):
        texts.write(here, *about, {"next": ("长" * 4001, 0)}, by=OFFICER, at=at)
    with pytest.raises(NotFound):
        texts.write(here, *about, {"next": ("我们村的话", 0)}, by=CLERK, at=at)
    assert texts.written(here, *about)["practice"].text == "早发现、早干预。"
    assert [one.version for one in texts.past(here, *about)["practice"]] == [2, 1]
    assert [(kind, area, period) for kind, area, period, _at in texts.begun(here, OFFICER)] == [about]
    assert texts.begun(here, CLERK) == []


def test_a_township_of_many_villages_costs_no_more_statements(sqlite_db):
    def asks(session, kind):
        seen = []
        listen = lambda _c, _cur, statement, *_: seen.append(statement)  # noqa: E731
        asked = asking(session, OFFICER, TOWNSHIP, of_year(2021), LAST)
        event.listen(session.connection(), "before_cursor_execute", listen)
        drafted(KINDS[kind], asked)
        event.remove(session.connection(), "before_cursor_execute", listen)
        return len(seen)

    with work(sqlite_db) as session:
        book = found(session)
        tell(session, book, [Story(0, moves=((5, "identify"),))])
        few = {kind: asks(session, kind) for kind in KINDS}
        for n in range(300, 340):
            session.add(region(f"{TOWNSHIP}{n}", f"第{n}村"))
        session.flush()
        assert {kind: asks(session, kind) for kind in KINDS} == few
        assert max(few.values()) < 60


@pytest.mark.parametrize(
    ("first_on", "last_on", "words", "now"),
    [
        (date(2021, 10, 1), date(2021, 12, 31), "2021年第四季度", "本季度"),
        (date(2021, 1, 1), date(2021, 12, 31), "2021年度", "本年度"),
        (date(2021, 10, 18), date(2021, 12, 15), "2021年10月18日至12月15日", "本期"),
        (date(2021, 10, 1), date(2022, 1, 5), "2021年10月1日至2022年1月5日", "本期"),
    ],
)
def test_a_period_is_called_as_papers_call_it(first_on, last_on, words, now):
    period = Period(first_on, last_on)
    assert (period.words, period.now_words) == (words, now)
