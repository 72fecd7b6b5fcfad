"""Signing in: the door, its lock, the second step, and how sessions end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, select

from engine.db import reading, work
from states import users
from states.passwords import Secret
from states.second_factor import enrol
from states.sign_ins import SignIn
from states.users import User
from tests.web.client import Visitor
from tests.web.conftest import PASSWORD, MakePerson
from web.app import create_app
from web.settings import Settings


def results(db: Engine) -> list[str]:
    with reading(db) as session:
        return list(session.scalars(select(SignIn.result).order_by(SignIn.id)))


def test_who_knows_the_password_comes_in(visitor: Visitor, admin: User, site_db: Engine) -> None:
    page = visitor.sign_in("Guanli", PASSWORD)

    assert page.address == "/users"
    assert "李春梅" in page.text
    assert results(site_db) == ["welcome"]


@pytest.mark.parametrize(("username", "password"), [("guanli", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_read_the_same(
    visitor: Visitor, admin: User, username: str, password: str
) -> None:
    page = visitor.sign_in(username, password)

    assert page.status == 422
    assert "用户名或密码不对" in page.text


def test_five_failures_lock_the_account_for_fifteen_minutes(visitor: Visitor, admin: User, site_db: Engine) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as clock:
        with work(site_db) as session:
            session.merge(admin).password_changed_at = datetime(2026, 3, 1, tzinfo=UTC)
        for _ in range(5):
            visitor.sign_in("guanli", "wrong")

        assert visitor.sign_in("guanli", PASSWORD).status == 422
        clock.shift(timedelta(minutes=14, seconds=59))
        assert visitor.sign_in("guanli", PASSWORD).status == 422
        clock.shift(timedelta(seconds=1))
        assert visitor.sign_in("guanli", PASSWORD).address == "/users"
    assert results(site_db) == [*["wrong"] * 5, "locked", "locked", "welcome"]


def test_a_closed_account_stays_outside(
    visitor: Visitor, admin: User, make_person: MakePerson, site_db: Engine
) -> None:
    clerk = make_person("village", "533401102201")
    with work(site_db) as session:
        users.deactivate(session, session.merge(clerk), by=users.actor(admin), at=datetime.now(UTC))

    page = visitor.sign_in(clerk.username, PASSWORD)

    assert page.status == 422
    assert "用户名或密码不对" in page.text


def test_after_signing_in_the_browser_goes_where_it_wanted_to(visitor: Visitor, admin: User) -> None:
    door = visitor.get("/areas?x=1")

    page = visitor.send(door, "/sign-in", username="guanli", password=PASSWORD)

    assert page.address == "/areas"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(visitor: Visitor, admin: User, elsewhere: str) -> None:
    page = visitor.send(visitor.get("/sign-in"), "/sign-in", username="guanli", password=PASSWORD, next=elsewhere)

    assert page.address == "/users"


def test_a_one_time_password_must_be_changed_first(visitor: Visitor, make_person: MakePerson) -> None:
    make_person("admin", username="xinren", one_time=True)
    page = visitor.sign_in("xinren", PASSWORD)
    assert page.address == "/account/password"
    assert visitor.get("/users").address == "/account/password"

    page = visitor.send(page, "/account/password", present=PASSWORD, password="Bailu-2031", again="Bailu-2031")

    assert page.address == "/users"


def test_a_password_that_is_too_old_must_be_changed(visitor: Visitor, admin: User, site_db: Engine) -> None:
    with work(site_db) as session:
        session.merge(admin).password_changed_at = datetime.now(UTC) - timedelta(days=91)

    assert visitor.sign_in("guanli", PASSWORD).address == "/account/password"


@pytest.mark.parametrize(
    ("present", "new", "again", "reason"),
    [
        ("wrong", "Bailu-2031", "Bailu-2031", "现在的密码不对"),
        (PASSWORD, "Bailu-2031", "Bailu-2032", "两次输入的新密码不一样"),
        (PASSWORD, "Bai-1", "Bai-1", "密码至少8位"),
        (PASSWORD, "bailubailu1", "bailubailu1", "三类"),
        (PASSWORD, "Guanli-2031", "Guanli-2031", "不能包含用户名"),
        (PASSWORD, PASSWORD, PASSWORD, "最近5次"),
    ],
)
def test_a_poor_new_password_is_refused_with_its_reason(
    visitor: Visitor, admin: User, present: str, new: str, again: str, reason: str
) -> None:
    visitor.sign_in("guanli", PASSWORD)

    page = visitor.send(
        visitor.get("/account/password"), "/account/password", present=present, password=new, again=again
    )

    assert page.status == 422
    assert reason in page.text


def test_a_new_password_ends_every_other_session(app: Flask, admin: User) -> None:
    office, telephone = Visitor(app), Visitor(app)
    office.sign_in("guanli", PASSWORD)
    telephone.sign_in("guanli", PASSWORD)

    page = office.get("/account/password")
    office.send(page, "/account/password", present=PASSWORD, password="Bailu-2031", again="Bailu-2031")

    assert office.get("/users").address == "/users"
    assert telephone.get("/users").address == "/sign-in"


def test_half_an_hour_without_work_signs_out(visitor: Visitor, admin: User, site_db: Engine) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        visitor.sign_in("guanli", PASSWORD)
        clock.shift(timedelta(minutes=30))
        assert visitor.get("/users").address == "/users"
        clock.shift(timedelta(minutes=30, seconds=1))
        page = visitor.get("/users")

    assert page.address == "/sign-in"
    assert "已退出登录" in page.text


def test_signing_out_needs_the_form(visitor: Visitor, admin: User) -> None:
    page = visitor.sign_in("guanli", PASSWORD)
    assert visitor.post("/sign-out").status == 400

    assert "已退出登录" in visitor.send(page, "/sign-out").text
    assert visitor.get("/users").address == "/sign-in"


def test_the_second_step_asks_for_a_code_that_serves_once(app: Flask, admin: User, site_db: Engine) -> None:
    key = pyotp.random_base32()
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        with work(site_db) as session:
            enrol(session, session.merge(admin), key, 0, datetime.now(UTC))
        first, second = Visitor(app), Visitor(app)
        code = pyotp.TOTP(key).at(datetime.now(UTC))

        page = first.sign_in("guanli", PASSWORD)
        assert page.address == "/sign-in/code"
        assert first.get("/users").address == "/sign-in"
        assert first.send(first.get("/sign-in/code"), "/sign-in/code", code="000000").status == 422
        assert first.send(first.get("/sign-in/code"), "/sign-in/code", code=code).address == "/users"

        second.sign_in("guanli", PASSWORD)
        assert second.send(second.get("/sign-in/code"), "/sign-in/code", code=code).status == 422
        clock.shift(timedelta(minutes=6))
        assert second.get("/sign-in/code").address == "/sign-in"


def test_a_person_switches_the_second_step_on_and_off(visitor: Visitor, admin: User, site_db: Engine) -> None:
    visitor.sign_in("guanli", PASSWORD)
    page = visitor.get("/account/second-factor")
    key = next(code.text or "" for code in page.root.iter("code"))

    assert visitor.send(page, "/account/second-factor", code="000000").status == 422
    page = visitor.send(page, "/account/second-factor", code=pyotp.TOTP(key).now())
    assert "已开启" in page.text
    assert visitor.send(page, "/account/second-factor/remove", present="wrong").status == 422
    assert "两步登录已关闭" in visitor.send(page, "/account/second-factor/remove", present=PASSWORD).text


def test_too_many_tries_from_one_address_have_to_wait(site_db: Engine, settings: Settings, admin: User) -> None:
    visitor = Visitor(create_app(settings.model_copy(update={"sign_ins_per_minute": 2}), site_db))

    statuses = [visitor.sign_in("nobody", "wrong").status for _ in range(3)]

    assert statuses == [422, 422, 429]


def test_a_secret_is_not_shown_by_accident(secret: Secret) -> None:
    assert PASSWORD not in repr(secret)
