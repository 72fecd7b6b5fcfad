"""The daily digest by mail: to whom it concerns, once, without names; a server away or a crash loses nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from engine.actors import SYSTEM
from engine.db import reading, work
from engine.errors import BadInput
from states import instance, passwords, users
from states.reminders import digests, outbox
from states.reminders.mail import Mail
from states.reminders.sending import send
from states.users import Account
from tests.states.duties import COUNTY, TOWNSHIP, found, on
from tests.web.mail_server import Letters, mail_server
from web import health_checks, mailing
from web.settings import Settings
from web.worker import rounds

DAY = date(2021, 11, 9)


@pytest.fixture
def post() -> Letters:
    with mail_server() as server:
        yield server


@pytest.fixture
def settings(post: Letters) -> Settings:
    return Settings(
        mail_host="127.0.0.1", mail_port=post.port, mail_from="shouxian@example.cn", address="http://10.0.0.1:8000"
    )


@pytest.fixture
def office(sqlite_db: Engine) -> Engine:
    """A county whose township clerk, officer and teacher have addresses, and whose policeman has none."""
    with work(sqlite_db) as session:
        instance.create(session, training=True)
        found(session)
        for name, role, area, department, email in (
            ("clerk", "township", TOWNSHIP, "", "clerk@example.cn"),
            ("officer", "county", COUNTY, "", "officer@example.cn"),
            ("teacher", "department", COUNTY, "education", "teacher@example.cn"),
            ("police", "department", COUNTY, "police", ""),
        ):
            account = Account(name, name, role, area, department, email)
            users.add(session, account, passwords.one_time(), by=SYSTEM, at=on(DAY))
    return sqlite_db


def written(db: Engine, day: date = DAY) -> None:
    """The round of a day as far as it goes in one transaction."""
    with work(db) as session:
        send(session, at=on(day))
        digests.write(session, "http://10.0.0.1:8000", at=on(day))


def deliver(db: Engine, settings: Settings, day: date = DAY, hour: int = 9) -> int:
    return mailing.deliver(db, settings, lambda: on(day, hour))


def test_each_person_gets_what_the_post_owes_once_a_day_and_nobody_elses(
    office: Engine, post: Letters, settings: Settings
) -> None:
    for _ in range(2):
        written(office)
        deliver(office, settings)

    by_address = {letter["To"]: letter for letter in post.letters}
    assert len(post.letters) == len(by_address) == 3
    clerk, teacher = (by_address[f"{name}@example.cn"].get_content() for name in ("clerk", "teacher"))
    assert "2021年11月：报送线索核实情况，最后一天11月5日" in clerk
    assert "推送政策台账" not in clerk
    assert "推送政策台账" in teacher
    assert "报送线索" not in teacher
    assert "下级逾期" not in teacher
    assert "云岭镇" in by_address["officer@example.cn"].get_content()
    assert "http://10.0.0.1:8000" in clerk
    assert all(name not in clerk for name in ("李建华", "和丽芳", "杨文"))


def test_nobody_is_written_to_on_a_rest_day(office: Engine, post: Letters, settings: Settings) -> None:
    written(office, date(2021, 11, 13))

    assert deliver(office, settings) == 0
    assert post.letters == []


def test_what_a_dead_sender_had_in_hand_is_sent_by_another_under_the_same_id(
    office: Engine, post: Letters, settings: Settings
) -> None:
    written(office)
    with work(office) as session:
        claimed = outbox.claim(session, on(DAY))
    assert deliver(office, settings) == 0  # somebody has them in hand

    assert deliver(office, settings, hour=10) == len(claimed) == 3
    assert {letter["Message-ID"] for letter in post.letters} == {one.message_id for one in claimed}
    assert deliver(office, settings, hour=11) == 0


def test_a_server_that_is_away_and_an_address_it_refuses_lose_nothing(
    office: Engine, post: Letters, settings: Settings
) -> None:
    written(office)
    post.deaf = True
    assert deliver(office, settings) == 0
    post.deaf, post.refuses = False, {"teacher@example.cn"}
    assert deliver(office, settings, hour=10) == 2
    post.refuses = set()
    assert deliver(office, settings, hour=11) == 1

    with reading(office) as session:
        rows = session.scalars(select(Mail)).all()
        assert {row.address: (row.sent_at is not None, row.failure) for row in rows} == dict.fromkeys(
            ("clerk@example.cn", "officer@example.cn", "teacher@example.cn"), (True, "")
        )
    assert len(post.letters) == 3


def test_why_a_mail_did_not_go_is_on_record_without_anybodys_address(
    office: Engine, post: Letters, settings: Settings
) -> None:
    written(office)
    post.refuses = {"@example.cn"}

    assert deliver(office, settings) == 0
    with reading(office) as session:
        box = outbox.standing(session, on(DAY))
        assert (box.waiting, box.failed) == (3, 3)
        assert "example.cn" not in box.failure
        assert outbox.standing(session, on(DAY + timedelta(days=5))).waiting == 0


def test_a_round_reminds_writes_and_mails_and_a_second_one_finds_nothing_left(
    office: Engine, post: Letters, settings: Settings
) -> None:
    with work(office) as session:
        instance.set_practice_date(session, date(2027, 1, 4), on(date(2027, 1, 4)))

    first, second = rounds.remind(office, settings), rounds.remind(office, settings)

    assert first.mailed == first.written == len(post.letters)
    assert (second.reminders, second.written, second.mailed) == (0, 0, 0)


def test_without_a_server_nothing_is_written_and_the_doctor_says_so(office: Engine, settings: Settings) -> None:
    assert rounds.remind(office, Settings()).written == 0
    with reading(office) as session:
        assert health_checks._mail(Settings(), session).ok
        assert health_checks._mail(settings, session).ok
        away = health_checks._mail(Settings(mail_host="127.0.0.1", mail_port=1, mail_from="a@example.cn"), session)
    assert not away.ok
    assert "SHOUXIAN_MAIL_HOST" in away.remedy


def test_an_address_is_looked_at_before_it_is_kept(office: Engine) -> None:
    with work(office) as session:
        person = users.named(session, "clerk")
        assert person is not None
        for email in ("clerk", "clerk@", "a@b\nBcc: c@example.cn", "clerk@localhost"):
            with pytest.raises(BadInput):
                users.write_to(session, person, email, SYSTEM, on(DAY))
        users.write_to(session, person, "", SYSTEM, on(DAY))
        assert person.email == ""
