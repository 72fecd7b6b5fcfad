"""Other systems: what they learn, how it is signed, what a failure leaves, and where nothing is ever sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import hold, open_cases
from engine.db import reading, work
from engine.errors import BadInput
from engine.ledger import append_many
from engine.moving import put
from engine.verify import verify
from states.feed import entries, managing, outbox, signing
from states.feed.subscription import WAITS, Webhook
from states.leads.lead import LEAD
from tests.web.receiver import LOCAL, Receiver
from web.webhooks.addresses import Doors, doors
from web.webhooks.delivering import deliver

AT = datetime(2022, 3, 18, 2, tzinfo=UTC)
HERE, ELSEWHERE = "533401102201", "533402102201"
CLERK = Actor("v1", "和秀兰", "village", HERE)
ADMIN = Actor("admin", "周明", "admin", "")
OPEN = doors(LOCAL, training=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


def happen(session: Session, n: int, area: str = HERE) -> list[int]:
    """So many leads come in; answer their cases."""
    return [case.id for case in open_cases(session, LEAD, [area] * n, CLERK, AT)]


def subscribe(db: Engine, url: str, area: str = "533401") -> Webhook:
    with work(db) as session:
        return managing.add(session, "县级平台", url, area, by=ADMIN, at=AT)


def arrived(receiver: Receiver) -> list[int]:
    return [one["id"] for _headers, body in receiver.arrived for one in json.loads(body)["items"]]


def test_everything_of_the_area_arrives_in_order_signed_and_without_names(db: Engine, receiver: Receiver) -> None:
    hook = subscribe(db, receiver.url)
    with work(db) as session:
        happen(session, 130)
        happen(session, 3, ELSEWHERE)

    told = deliver(db, OPEN, lambda: AT)

    assert (told.arrived, told.failed, len(receiver.arrived)) == (130, 0, 2)
    assert arrived(receiver) == sorted(set(arrived(receiver)))
    for headers, body in receiver.arrived:
        assert signing.is_signed(hook.secret, headers, body, int(AT.timestamp()))
        assert not signing.is_signed(signing.new_secret(), headers, body, int(AT.timestamp()))
        assert not signing.is_signed(hook.secret, headers, body + b" ", int(AT.timestamp()))
        assert not signing.is_signed(hook.secret, headers, body, int(AT.timestamp()) + 301)
        assert CLERK.name not in body.decode()
    assert deliver(db, OPEN, lambda: AT).arrived == 0


def test_the_signature_is_that_of_standard_webhooks() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'

    assert signing.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_failure_waits_longer_each_time_then_parks_and_a_replay_loses_nothing(
    sqlite_db: Engine, receiver: Receiver
) -> None:
    hook, at = subscribe(sqlite_db, receiver.url), AT
    with work(sqlite_db) as session:
        happen(session, 2)
    receiver.status = 500
    for wait in WAITS:
        assert deliver(sqlite_db, OPEN, lambda now=at: now).failed == 1
        assert deliver(sqlite_db, OPEN, lambda now=at + wait - timedelta(seconds=1): now).failed == 0
        at += wait
    assert deliver(sqlite_db, OPEN, lambda: at).failed == 1
    with work(sqlite_db) as session:
        parked = managing.find(session, hook.id, ADMIN)
        assert (parked.parked, parked.last_error, parked.cursor) == (True, "HTTP 500", hook.cursor)
        happen(session, 1)
    assert deliver(sqlite_db, OPEN, lambda: at + timedelta(days=9)).failed == 0

    receiver.status = 200
    with work(sqlite_db) as session:
        managing.replay(session, hook.id, hook.cursor, by=ADMIN)
    assert deliver(sqlite_db, OPEN, lambda: at).arrived == 3
    assert len(arrived(receiver)) == 3


def test_a_round_that_is_killed_after_sending_sends_the_same_again_and_never_two_at_once(db: Engine) -> None:
    hook = subscribe(db, "http://127.0.0.1:9/x")
    with work(db) as session:
        happen(session, 2)
    with work(db) as session:
        first = outbox.take(session, hook.id, AT)
    with work(db) as session:
        assert outbox.take(session, hook.id, AT) is None
    with work(db) as session:
        again = outbox.take(session, hook.id, AT + timedelta(minutes=2))
    assert first is not None
    assert again == first


def test_nothing_follows_a_redirect(sqlite_db: Engine, receiver: Receiver) -> None:
    subscribe(sqlite_db, receiver.url)
    with work(sqlite_db) as session:
        happen(session, 1)
    receiver.status, receiver.location = 302, receiver.url + "/elsewhere"

    assert deliver(sqlite_db, OPEN, lambda: AT).failed == 1
    assert receiver.asked == ["/hook"]


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/x",  # without TLS
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.1.2.3/x",
        "https://192.168.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://0.0.0.0/x",
        "https://user:word@93.184.216.34/x",
        "https://93.184.216.34/x#y",
        "https://93.184.216.34:99999/x",
        "file:///etc/passwd",
        "https:///x",
        "https://nowhere.invalid/x",
    ],
)
def test_a_real_instance_sends_to_no_such_address(url: str) -> None:
    with pytest.raises(BadInput):
        Doors().target(url)


def test_a_network_that_the_settings_name_is_open() -> None:
    allowed = doors("10.1.0.0/16", training=False)

    assert allowed.target("https://10.1.2.3:8443/x?y=1").path == "/x?y=1"
    assert Doors().target("https://93.184.216.34/x").address == "93.184.216.34"
    with pytest.raises(BadInput):
        allowed.target("https://10.2.0.1/x")


def test_a_page_is_the_same_again_whatever_happened_since(db: Engine) -> None:
    with work(db) as session:
        cases = happen(session, 8)
    with reading(db) as session:
        first = entries.page(session, "533401", after=0, limit=5)
        rest = entries.page(session, "533401", after=first.next, limit=5)
    with work(db) as session:
        put(session, {cases[0]: "533401102202"}, {}, CLERK, AT)
        happen(session, 4)
    with reading(db) as session:
        assert entries.page(session, "533401", after=0, limit=5) == first
        later = entries.page(session, "533401", after=first.next, limit=50)
        assert not verify(session).faults
    assert (first.more, rest.more, len(rest.items)) == (True, False, 3)
    assert later.items[: len(rest.items)] == rest.items
    assert {one.area for one in first.items} == {HERE}


def test_an_entry_that_commits_late_is_not_passed_by(postgres_db: Engine) -> None:
    with work(postgres_db) as session:
        early, late = happen(session, 2)
    with reading(postgres_db) as session:
        begun = entries.page(session, "533401", after=0, limit=50).next
    with work(postgres_db) as slow:
        append_many(slow, [(case, "matched", {}) for case in hold(slow, [early])], CLERK, AT)
        with work(postgres_db) as fast:
            append_many(fast, [(case, "matched", {}) for case in hold(fast, [late])], CLERK, AT)
        with reading(postgres_db) as session:
            meanwhile = entries.page(session, "533401", after=begun, limit=50)
    with reading(postgres_db) as session:
        after = entries.page(session, "533401", after=meanwhile.next, limit=50)

    assert meanwhile.items == ()
    assert [one.case_id for one in after.items] == [early, late]


def test_who_manages_an_area_sees_its_subscriptions_only(sqlite_db: Engine) -> None:
    subscribe(sqlite_db, "", "533401")
    subscribe(sqlite_db, "", "533402")

    with reading(sqlite_db) as session:
        found = managing.listed(session, Actor("a", "周明", "admin", "533401"))
        assert [one.area for one in found] == ["533401"]
        assert session.scalars(select(Webhook.area)).all() == ["533401", "533402"]
