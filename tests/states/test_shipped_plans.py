"""The plans that come with the program: complete from their sources, with the days on which their steps can be done."""

import tomllib
from datetime import date
from itertools import pairwise

import pytest

from engine.workdays import Calendar
from states.packs.loader import load, shipped
from states.packs.timetable import timetable

TEXTS = shipped()
PLANS = ["hetu-2018", "tangzi-2023"]


def own(name):
    return tomllib.loads(TEXTS[name])


def steps_of(name, move):
    return load(name, TEXTS).definition.by_name[move].procedure.ordered


def rows(name, move, start):
    pack = load(name, TEXTS)
    return {row.step: row for row in timetable(pack.definition.by_name[move], pack.digest, Calendar(), start)}


@pytest.mark.parametrize("name", PLANS)
def test_every_move_and_step_of_a_plan_names_its_clause(name):
    moves = own(name)["move"]
    silent = [move for move, part in moves.items() if not part.get("basis")]
    silent += [
        f"{move}.{step['name']}"
        for move, part in moves.items()
        for step in part.get("step", ())
        if not step.get("basis")
    ]
    assert silent == []


@pytest.mark.parametrize("name", PLANS)
def test_every_phase_and_prohibition_names_its_clause(name):
    told = own(name)
    assert [one for one in (*told["phase"], *told["prohibition"]) if not one.get("basis")] == []


def test_the_exit_of_2018_has_six_numbered_steps_none_of_which_is_left_out():
    steps = steps_of("hetu-2018", "strike_off")
    ordinals = list(dict.fromkeys(step.title[0] for step in steps))
    assert ordinals == list("一二三四五六")
    assert [step.title[0] for step in steps] == sorted((s.title[0] for s in steps), key="一二三四五六".index)
    assert [step.name for step in steps if step.skip] == []
    assert all(later.after == (earlier.name,) for earlier, later in pairwise(steps))


def test_the_nine_phases_of_2018_follow_each_other():
    phases = own("hetu-2018")["phase"]
    ends = [phase["until"] for phase in phases]
    assert len(phases) == 9
    assert ends == sorted(ends)


def test_an_exit_that_begins_on_the_first_day_of_2018_keeps_the_plans_dates():
    found = rows("hetu-2018", "strike_off", date(2018, 10, 8))
    assert found["community_notice"].done_on == date(2018, 10, 13)
    assert found["community_check"].begins_on == date(2018, 10, 14)
    assert found["department_review"].begins_on == date(2018, 10, 16)
    assert found["entry"].begins_on == date(2018, 11, 11)
    assert all(row.fits for row in found.values())


@pytest.mark.parametrize(
    ("begun", "fits"),
    [
        (date(2018, 10, 8), True),
        (date(2018, 10, 9), True),
        (date(2018, 10, 10), False),
    ],
)
def test_the_last_day_on_which_an_exit_of_2018_may_begin(begun, fits):
    assert all(row.fits for row in rows("hetu-2018", "strike_off", begun).values()) == fits


def test_the_way_out_of_2023_mirrors_the_way_in():
    coming, leaving = ([s.name for s in steps_of("tangzi-2023", move)] for move in ("identify", "eliminate"))
    shared = ["visit", "weighing", "appraisal", "village_notice", "township_check", "decision", "entry"]
    assert [name for name in coming if name in leaving] == shared
    assert [name for name in leaving if name in coming] == shared


def test_a_household_visited_on_the_first_day_of_2023_can_be_entered_in_time():
    found = rows("tangzi-2023", "identify", date(2023, 11, 6))
    assert found["village_notice"].done_on == date(2023, 11, 13)
    assert found["entry"].begins_on == date(2023, 11, 14)
    assert all(row.fits for row in found.values())


def test_a_household_visited_on_the_last_day_of_2023_cannot():
    found = rows("tangzi-2023", "identify", date(2023, 11, 10))
    assert found["visit"].fits
    assert found["entry"].begins_on == date(2023, 11, 18)
    assert not found["entry"].fits
