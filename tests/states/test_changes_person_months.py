"""Person-months after generated histories of joining, leaving and moving, against a walk through every day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from states.changes.moving import TRANSFERRED, arrived, joined, left, stays
from states.households import Household
from states.members import Member
from states.person_months import person_months

SINCE, UNTIL = date(2022, 10, 1), date(2023, 9, 30)
HOMES = (1, 2, 3)
STEPS = st.lists(st.tuples(st.dates(date(2022, 8, 1), date(2023, 11, 30)), st.sampled_from((*HOMES, None))), max_size=8)
"""Where one person goes, and when; None is away from every registered household."""


def lived(steps: list[tuple[date, int | None]]) -> list[Member]:
    """The rows that the acts of the register leave behind for one person."""
    homes = {n: Household(id=n, township="t", village="v", group_code="g", head_name="户主") for n in HOMES}
    rows: list[Member] = []
    for day, where in sorted(steps, key=lambda step: step[0]):
        here = rows[-1] if rows and rows[-1].left_on is None else None
        if here is None and where is not None:
            rows.append(joined(homes[where], {"name": "和小明", "relation": "son"}, day))
        elif here is not None and where is None:
            left(homes[here.household_id], here, day, "moved_out", None)
        elif here is not None and where is not None and where != here.household_id:
            left(homes[here.household_id], here, day, TRANSFERRED, None)
            rows.append(arrived(homes[where], here, "nephew", day))
    return rows


def walked(steps: list[tuple[date, int | None]]) -> Counter[int]:
    """Each day on its own: who is in a household on the last day of a month counts for the month."""
    moves = sorted(steps, key=lambda step: step[0])
    months: Counter[int] = Counter()
    day = SINCE
    while day <= UNTIL:
        if (day + timedelta(days=1)).day == 1:
            where = None
            for on, to in moves:
                if on <= day:
                    where = to
            if where is not None:
                months[where] += 1
        day += timedelta(days=1)
    return months


@settings(max_examples=600, deadline=None)
@given(st.lists(STEPS, min_size=3, max_size=4))
def test_person_months_agree_with_a_walk_through_every_day(people: list[list[tuple[date, int | None]]]) -> None:
    rows = [row for steps in people for row in lived(steps)]
    expected: Counter[int] = sum((walked(steps) for steps in people), Counter())

    for home in HOMES:
        counted = person_months(stays(row for row in rows if row.household_id == home), SINCE, UNTIL)
        assert counted == expected[home]


def test_a_transfer_keeps_the_sum_of_both_households() -> None:
    rows = lived([(date(2022, 1, 1), 1), (date(2023, 3, 15), 2)])

    assert [person_months(stays([row]), SINCE, UNTIL) for row in rows] == [5, 7]
