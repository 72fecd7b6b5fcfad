"""Sentences about notices that hang longer than planned, are corrected, and come down when they are over."""

from datetime import date

from pytest_bdd import then, when

from engine.db import reading
from publicity import masks
from publicity.corrections import correction_values
from publicity.documents import render
from states.board import by_number
from states.extending import extend
from states.notices import PLACES
from states.overdue import still_up
from states.posting import take_down
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.steps.notices import CLERK
from tests.bdd.steps.papers import ADDRESS
from tests.bdd.world import World
from tests.publicity.papers import text


def due(world: World) -> list[date | None]:
    """The days on which the notice should have come down, if it hangs still."""
    with reading(world.db) as session:
        number = world.hanging(session).id
        return [one.due_on for one in still_up(session, ROLES[CLERK]) if one.notice.id == number]


@when(phrase('{role:role}把公示期延长{n:n}天，原因是"{reason}"'))
def extends(world: World, role: str, n: int, reason: str) -> None:
    world.attempt(
        lambda session: extend(session, world.book, world.hanging(session), n, reason, by=ROLES[role], at=world.at)
    )


@then(phrase("网上公示写的截止日是{last:day}"))
def board_says(world: World, last: date) -> None:
    world.finish()
    with reading(world.db) as session:
        assert by_number(session, world.hanging(session).number, world.today, masks.name).last_on == last


@then(phrase("要贴的更正通知写着:"))
def correction_says(world: World, datatable: list[list[str]]) -> None:
    with reading(world.db) as session:
        told = correction_values(session, world.hanging(session), ADDRESS)
    words = text(render(*told).pdf)
    assert [row[0] for row in datatable if row[0] not in words] == []


@then(phrase("这份公示列在“应取下的公示”里，应于{day:day}取下"))
def is_due(world: World, day: date) -> None:
    world.finish()
    assert due(world) == [day]


@when(phrase('{role:role}登记公示已从"{place}"取下'))
def takes_down(world: World, role: str, place: str) -> None:
    code = next(code for code, title in PLACES.items() if title == place)
    world.attempt(
        lambda session: take_down(session, world.hanging(session), code, world.today, by=ROLES[role], at=world.at)
    )


@then("这份公示不再列在“应取下的公示”里")
def is_gone(world: World) -> None:
    world.finish()
    assert due(world) == []
