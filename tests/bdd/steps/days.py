"""Sentences about time, and about the program being stopped and started."""

from datetime import date

from pytest_bdd import given, when

from engine.db import connect
from states.book import open_book
from states.sample_places import townships
from tests.bdd.phrases import phrase
from tests.bdd.world import World


@given(phrase("今天是{day:day}"))
@when(phrase("今天是{day:day}"))
def today_is(world: World, day: date) -> None:
    world.settle(day)


@given(phrase('在"{township}"办理，今天是{day:day}'))
def plays_in(world: World, township: str, day: date) -> None:
    world.move_to(next(place for place in townships() if place.name == township), day)


@given(phrase("到了{day:day}"))
@when(phrase("到了{day:day}"))
def time_passes(world: World, day: date) -> None:
    world.finish()
    world.pass_to(day)


@when(phrase("系统停机后重新启动"))
def restarted(world: World) -> None:
    address = world.db.url
    world.db.dispose()
    world.db, world.book = connect(address.render_as_string(hide_password=False), full=False), open_book()
