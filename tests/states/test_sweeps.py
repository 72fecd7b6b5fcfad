"""Sweeps and spot checks at the service level: when they are due, and who is drawn."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.db import work
from states.book import open_book
from states.help.quarters import Quarter
from states.packs.store import install_shipped
from states.spot_checks import due as spot_checks_due
from states.spot_checks import lots
from states.spot_checks.drawing import Plan, announce
from states.spot_checks.population import Population
from states.sweeps import beginning
from states.sweeps import due as sweeps_due
from states.visits.plan import Stop, scheduled
from tests.states.village import OFFICER, TOWNSHIP, VILLAGE, make_book, make_households, make_village, on

AT, LAST = on("2021-11-08"), date(2021, 12, 31)


@pytest.fixture
def village(db):
    with work(db) as session:
        make_village(session)
        install_shipped(session, AT)
        make_households(session, make_book(), 3, at_notice=False)
    return db


def test_a_sweep_is_due_with_its_quarter_and_late_ones_stay_in_sight(village):
    with work(village) as session:
        sweep = beginning.begin(session, TOWNSHIP, Quarter(2021, 4), by=OFFICER, at=AT)
        [owed] = sweeps_due.due(session, TOWNSHIP, date(2021, 11, 8), LAST)
        assert (owed.ref, owed.role, owed.area, owed.due_on) == (str(sweep.id), "township", TOWNSHIP, LAST)
        assert sweeps_due.due(session, TOWNSHIP, date(2021, 11, 8), date(2021, 12, 30)) == []
        assert sweeps_due.due(session, TOWNSHIP[:6] + "199", date(2021, 11, 8), LAST) == []
        beginning.close(session, open_book(), sweep, "雪封山，开春补走访", by=OFFICER, at=on("2022-01-05"))
        [late] = sweeps_due.due(session, TOWNSHIP, date(2022, 1, 20), date(2022, 1, 20))
        assert late.done_on == date(2022, 1, 5)
        assert sweeps_due.due(session, TOWNSHIP, date(2022, 2, 20), date(2022, 2, 20)) == []


def test_a_spot_check_is_due_on_the_day_that_was_published(village):
    with work(village) as session:
        plan = Plan("季度核查", Population(VILLAGE), date(2021, 11, 19), 2)
        check = announce(session, plan, by=OFFICER, at=AT)
        [owed] = spot_checks_due.due(session, TOWNSHIP, date(2021, 11, 8), LAST)
        assert (owed.ref, owed.area, owed.due_on) == (str(check.id), TOWNSHIP, date(2021, 11, 19))
        assert owed.is_over(date(2021, 11, 20))


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 99).map(str), st.integers(1, 40), min_size=1, max_size=12), st.data())
def test_every_village_gets_a_place_and_none_more_than_it_has(sizes, data):
    size = data.draw(st.integers(len(sizes), sum(sizes.values())))

    places = lots.shares(sizes, size)

    assert sum(places.values()) == size
    assert all(1 <= places[village] <= n for village, n in sizes.items())


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 200), st.data())
def test_a_sample_has_its_size_and_does_not_depend_on_the_order_of_the_list(n, data):
    population = {f"{number:05}": str(number % 7) for number in range(n)}
    size = data.draw(st.integers(1, n))
    shuffled = dict(data.draw(st.permutations(list(population.items()))))

    assert lots.drawn(population, size, "s") == lots.drawn(shuffled, size, "s")
    assert len(set(lots.drawn(population, size, "s"))) == size


def test_who_is_due_first_goes_first_and_nobody_is_visited_after_the_last_day():
    days = [date(2021, 11, 8), date(2021, 11, 9)]
    stops = [_stop(1, date(2021, 11, 9)), _stop(2, date(2021, 11, 8)), _stop(3, date(2021, 11, 8)), _stop(4, LAST)]

    made = scheduled(stops, days, 1)

    assert [(day.on, [stop.household_id for stop in day.stops]) for day in made.days] == [
        (days[0], [2]),
        (days[1], [1]),
    ]
    assert [stop.household_id for stop in made.unfit] == [3, 4]


def test_who_is_overdue_is_visited_before_all_others():
    days = [date(2021, 11, 8), date(2021, 11, 9)]
    stops = [_stop(1, days[0]), _stop(2, date(2021, 11, 1)), _stop(3, days[1])]

    made = scheduled(stops, days, 1)

    assert [stop.household_id for day in made.days for stop in day.stops] == [2, 3]
    assert [stop.household_id for stop in made.unfit] == [1]


def _stop(number: int, due_on: date) -> Stop:
    return Stop(number, number, str(number), "户主", VILLAGE, "", "", ("sweep",), due_on)
