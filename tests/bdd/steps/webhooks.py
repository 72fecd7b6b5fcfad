"""Sentences about the systems of the county to which the ledger is sent: each is a real server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.db import reading, work
from states.feed import managing
from states.feed.subscription import WAITS, Webhook
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from tests.web.receiver import LOCAL, Receiver
from web.webhooks.addresses import doors
from web.webhooks.delivering import deliver

DOORS = doors(LOCAL, training=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """The other system."""
    with Receiver() as running:
        yield running


def go(world: World) -> None:
    """One round of delivering."""
    deliver(world.db, DOORS, lambda: world.at)


@given(phrase('{role:role}添加了对外推送系统"{name}"'))
def adds(world: World, receiver: Receiver, role: str, name: str) -> None:
    with work(world.db) as session:
        by = ROLES[role]
        managing.add(session, name, receiver.url, by.area, by=by, at=world.at)


@given(phrase('"{name}"停机'))
def goes_down(receiver: Receiver, name: str) -> None:
    receiver.status = 503


@when("对外推送办理一轮")
def a_round(world: World) -> None:
    world.finish()
    go(world)


@when(phrase('"{name}"恢复，过了{minutes:n}分钟再办理一轮'))
def comes_back(world: World, receiver: Receiver, name: str, minutes: int) -> None:
    receiver.status = 204
    world.at += timedelta(minutes=minutes)
    go(world)


@when("对外推送连续失败到搁置")
def fails_for_long(world: World) -> None:
    for wait in (*WAITS, timedelta()):
        go(world)
        world.at += wait


@when(phrase('{role:role}从头补发给"{name}"'))
def begins_anew(world: World, receiver: Receiver, role: str, name: str) -> None:
    receiver.status = 204
    with work(world.db) as session:
        managing.replay(session, _named(session, name).id, 0, by=ROLES[role])
    go(world)


@then(phrase('"{name}"已经搁置'))
def is_parked(world: World, name: str) -> None:
    with reading(world.db) as session:
        assert _named(session, name).parked


@then(phrase('"{name}"收到的最后一条是"{head}"户的"{event}"'))
def received_last(world: World, receiver: Receiver, name: str, head: str, event: str) -> None:
    last = items(receiver)[-1]
    assert (last["case_id"], last["event"]) == (world.cases[head], event)


@then(phrase('"{name}"收到的内容里没有"{text}"'))
def does_not_learn(receiver: Receiver, name: str, text: str) -> None:
    assert text not in "".join(body.decode() for _headers, body in receiver.arrived)


@then(phrase('"{name}"收到的各条依次不重'))
def in_order(receiver: Receiver, name: str) -> None:
    ids = [one["id"] for one in items(receiver)]
    assert ids == sorted(set(ids))


@then(phrase('"{name}"收到的第一条是第{n:n}条留痕'))
def from_the_beginning(receiver: Receiver, name: str, n: int) -> None:
    assert items(receiver)[0]["id"] == n


def items(receiver: Receiver) -> list[dict[str, Any]]:
    """Everything that arrived, in the order of arrival."""
    return [one for _headers, body in receiver.arrived for one in json.loads(body)["items"]]


def _named(session: Any, name: str) -> Webhook:
    found: Webhook = session.scalars(select(Webhook).where(Webhook.name == name)).one()
    return found
