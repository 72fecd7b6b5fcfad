"""A small county's whole year: nothing is missed silently, and every report agrees with the count by hand."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from engine.db import connect
from states import schema
from tests.year import by_hand
from tests.year.__main__ import LAST, begun, finish
from tests.year.county import County
from tests.year.playing import Year

SMALL = County(1, 2, 80, 2022, monitored=0.12, warned=20)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Year, Path, list[str]]:
    """The year as it was played, its database, and what was told of it."""
    out = tmp_path_factory.mktemp("year")
    db = connect(f"sqlite:///{out / 'year.sqlite'}", full=False)
    schema.create(db)
    year = begun(db, SMALL, out, every=0)
    year.rounds.stands_still = 0.75
    year.play(LAST, lambda _line: None)
    told = finish(year, out)
    db.dispose()
    return year, out / "year.sqlite", told


def test_all_reports_agree_with_the_count_by_hand(played: tuple[Year, Path, list[str]]) -> None:
    lines = by_hand.counted(f"sqlite:///{played[1]}", played[1].with_name("shares.json"))
    assert len({line.paper for line in lines}) >= 30
    assert [line for line in lines if not line.agrees] == []
    assert sum(line.by_hand not in ("0", "—") for line in lines) > 1000


@pytest.mark.parametrize(
    ("change", "figure"),
    [
        ("UPDATE household SET category = 'sudden' WHERE category = 'marginal'", "category"),
        ("DELETE FROM help_delivery WHERE id = (SELECT min(id) FROM help_delivery)", "deliveries"),
        ("UPDATE member SET left_on = '2021-12-31' WHERE id = 1", "registered-persons"),
        ("UPDATE lead SET source = 'petition' WHERE id = 1", "leads"),
    ],
)
def test_a_changed_row_is_named(played: tuple[Year, Path, list[str]], tmp_path: Path, change: str, figure: str) -> None:
    copy = shutil.copyfile(played[1], tmp_path / "copy.sqlite")
    with sqlite3.connect(copy) as connection:
        assert connection.execute(change).rowcount
    wrong = [line for line in by_hand.counted(f"sqlite:///{copy}") if not line.agrees]
    assert any(line.figure.startswith(f"{figure} ") for line in wrong)


def test_people_were_late_ill_mistaken_and_replaced(played: tuple[Year, Path, list[str]]) -> None:
    year, _, told = played
    changed = year.office.staff.changed
    assert min(changed.values()) > 0
    assert any(what.startswith("mistake") for what in year.office.done)
    assert year.watch.looked > 50
    assert year.watch.kinds
    assert any("没有差错" in line for line in told)


def test_what_is_forbidden_was_tried_and_refused(played: tuple[Year, Path, list[str]]) -> None:
    tried = {what.removeprefix("tried: ") for what, _code in played[0].office.refused if what.startswith("tried")}
    assert tried == {
        "a natural change while income is entered", "beginning next quarter's sweep", "closing a list that hangs",
        "handing in a month that has not come", "income outside its window", "reporting a phase that has not begun",
        "reporting a quarter that is still to come", "ticking in a sweep that is over",
    }  # fmt: skip


def test_reminders_went_out_once_and_caught_up(played: tuple[Year, Path, list[str]]) -> None:
    rounds = played[0].rounds
    assert rounds.sent == len(rounds.keys) > 200
    assert rounds.up
    assert rounds.stood_still > 100
