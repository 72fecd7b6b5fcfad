"""Every date of the five plans stands in the pack of the plan, and no phase, window or mark has a day of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from states.packs.loader import all_among, shipped

PACKS = all_among(shipped())
DATES = (Path(__file__).parent / "plan_dates.txt").read_text("utf-8").strip().splitlines()[1:]
"""The pack | the clause and its words | the day that it means | every place where the pack says it."""

RECURRING = {f"phase.sweep_q{n}" for n in range(1, 5)} | {f"phase.warning_{n:02}" for n in range(1, 13)}
"""Phases of the plan for a whole year (BZ 二(一)、二(二)): a quarter each, and each month up to the 25th."""


def rows() -> list[tuple[str, str, date, list[str]]]:
    """The table, taken apart."""
    found = []
    for line in DATES:
        pack, words, day, places = (part.strip() for part in line.split(" | "))
        found.append((pack, words, date.fromisoformat(day), places.split()))
    return found


def at(pack: str, path: str) -> Any:
    """What stands at a path of a shipped plan; rows of a table are found by their names."""
    here: Any = PACKS[pack].file
    for name in path.split("."):
        if isinstance(here, tuple):
            here = here[int(name)] if name.isdecimal() else next((one for one in here if one.name == name), None)
        elif isinstance(here, dict):
            here = here.get(name)
        else:
            here = getattr(here, "since" if name == "from" else name, None)
    return here


@pytest.mark.parametrize(
    ("pack", "words", "day", "places"), rows(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_date_of_the_plans_stands_in_its_pack(pack: str, words: str, day: date, places: list[str]) -> None:
    assert {place: at(pack, place) for place in places} == dict.fromkeys(places, day), words


@pytest.mark.parametrize("pack", sorted({row[0] for row in rows()}))
def test_no_phase_window_or_mark_has_a_day_that_no_plan_says(pack: str) -> None:
    said = {place for name, _words, _day, places in rows() if name == pack for place in places}
    file = PACKS[pack].file
    written = {f"mark.{one.name}.on" for one in file.mark}
    for kind, some in (("phase", file.phase), ("window", file.window)):
        for one in some:
            if f"{kind}.{one.name}" not in RECURRING:
                written |= {
                    f"{kind}.{one.name}.{end}" for end, day in (("from", one.since), ("until", one.until)) if day
                }

    assert written - said == set()


def test_the_year_of_the_plan_with_recurring_duties_is_covered_to_the_day() -> None:
    file = PACKS["bazhou-2022"].file
    quarters = [(one.since, one.until) for one in file.phase if one.name.startswith("sweep")]
    assert quarters == [
        (date(2022, 1, 1), date(2022, 3, 31)), (date(2022, 4, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), date(2022, 9, 30)), (date(2022, 10, 1), date(2022, 12, 31)),
    ]  # fmt: skip
    months = [(one.since, one.until) for one in file.phase if one.name.startswith("warning")]
    assert months == [(date(2022, month, 1), date(2022, month, 25)) for month in range(1, 13)]
