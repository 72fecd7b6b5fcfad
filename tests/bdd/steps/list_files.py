"""Sentences about lists that are taken out as files."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pytest
from pytest_bdd import given, then, when

from engine.db import reading
from states.book import open_book
from states.listings import file
from states.listings.book import LISTINGS
from states.listings.listing import Look
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.pages import pages
from tests.bdd.world import World

PAGE, FILE = "/grids/none", "/lists/without-grid?format=csv"
ABOVE = 4
"""The rows of a file above its lines: what it is, of which area and filter, by whom and when, and the headings."""


@dataclass
class Taken:
    """The file that was taken out last."""

    data: bytes = b""

    @property
    def rows(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.data.decode("utf-8-sig"))))


@pytest.fixture
def taken() -> Taken:
    return Taken()


@given(phrase('"{village}"还登记了"{head}"户'))
def registered_there(world: World, village: str, head: str) -> None:
    world.register([head], VILLAGE[village])


@when(phrase('{role:role}导出"{village}"的"{title}"'))
def takes_out(world: World, taken: Taken, role: str, village: str, title: str) -> None:
    _take(world, taken, role, title, {"village": VILLAGE[village], "area": VILLAGE[village]})


@when(phrase('{role:role}导出全部"{title}"'))
def takes_out_all(world: World, taken: Taken, role: str, title: str) -> None:
    _take(world, taken, role, title, {})


def _take(world: World, taken: Taken, role: str, title: str, sent: dict[str, str]) -> None:
    listing, by, out = next(one for one in LISTINGS.values() if one.title == title), ROLES[role], io.BytesIO()
    with reading(world.db) as session:
        look = Look(session, open_book(), by, world.at, listing.asked(sent, by))
        file.write(out, "csv", listing, look, listing.lines(look))
    taken.data = out.getvalue()


@when(phrase("{role:role}在网页上打开没有编进网格的农户"))
def opens_the_list(world: World, role: str) -> None:
    world.page = pages(world).of(role).get(PAGE)


@when(phrase("{role:role}在网页上点导出"))
def takes_out_on_the_page(world: World, taken: Taken, role: str) -> None:
    world.page = pages(world).of(role).look(FILE)
    taken.data = world.page.data


@then(phrase('导出的文件里有"{one}"、"{other}"，没有"{third}"'))
def holds(taken: Taken, one: str, other: str, third: str) -> None:
    heads = {cell for row in taken.rows[ABOVE:] for cell in row}
    assert {one, other} <= heads
    assert third not in heads


@then(phrase('导出的文件里有"{text}"'))
def holds_text(taken: Taken, text: str) -> None:
    assert text in {cell for row in taken.rows for cell in row}


@then(phrase("导出的文件有{n:n}行"))
def has_lines(taken: Taken, n: int) -> None:
    assert len(taken.rows) - ABOVE == n


@then(phrase('文件开头写着"{one}"和"{other}"'))
def begins_with(taken: Taken, one: str, other: str) -> None:
    above = [cell for row in taken.rows[: ABOVE - 1] for cell in row]
    assert [text for text in (one, other) if not any(text in cell for cell in above)] == []
