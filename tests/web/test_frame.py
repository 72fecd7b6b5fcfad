"""What holds for every answer: headers, CSRF, error pages, languages, the practice date."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine

from engine.db import reading
from engine.errors import BadInput, MoveBlocked, NotFound, Problem, StaleCase
from engine.guards import Blocker
from publicity.errors import ImageMissing
from states import instance
from states.users import User
from tests.web.client import Visitor
from tests.web.conftest import PASSWORD, MakePerson
from web.access import Anyone, access

BLOCKED = Blocker(
    "notice-not-over", "公示未满%(days)s个工作日", {"days": 5}, "方案四（二）", "village", date(2021, 10, 30)
)


def raising(app: Flask, error: Exception) -> None:
    """Let a page end in an error."""

    @access(Anyone.PUBLIC)
    def view() -> str:
        raise error

    app.add_url_rule("/api/raise", "api_raise", view)
    app.add_url_rule("/raise", "raise", view)


def test_every_answer_carries_the_headers(visitor: Visitor) -> None:
    for address in ("/sign-in", "/healthz", "/nowhere", "/static/app.css"):
        headers = visitor.look(address).response.headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "default-src 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Request-ID"]


def test_the_session_cookie_is_for_this_site_and_for_no_script(visitor: Visitor, admin: User) -> None:
    page = visitor.get("/sign-in")
    token = next(values for _, values in page.forms() if "username" in values)

    answer = visitor.client.post("/sign-in", data={**token, "username": "guanli", "password": PASSWORD})

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_pages_load_nothing_from_outside(visitor: Visitor, admin: User) -> None:
    page = visitor.sign_in("guanli", PASSWORD)

    addresses = [e.get("src") or e.get("href") or "" for e in page.root.iter() if e.tag in ("link", "script", "img")]

    assert all(address.startswith(("/", "data:")) for address in addresses)
    assert all(visitor.look(address).status == 200 for address in addresses if address.startswith("/"))


def test_a_form_without_its_token_is_refused(visitor: Visitor, admin: User) -> None:
    visitor.sign_in("guanli", PASSWORD)

    page = visitor.post("/users/new", username="x")

    assert page.status == 400
    assert "页面已过期" in page.text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (NotFound("household", 1), 404, "找不到这一页"),
        (MoveBlocked("identify", [BLOCKED]), 409, "公示未满5个工作日"),
        (MoveBlocked("identify", [BLOCKED]), 409, "2021年10月30日"),
        (StaleCase("identify", 1, "李春梅", datetime(2021, 10, 25, tzinfo=UTC), "10月25日 8:00"), 409, "李春梅已于"),
        (BadInput(Problem("name", "请填写姓名")), 422, "请填写姓名"),
        (ImageMissing("photo.jpg"), 409, "文书印不出来"),
        (ValueError("李秀英 530000"), 500, "系统出错了"),
    ],
)
def test_an_error_becomes_a_page(visitor: Visitor, app: Flask, error: Exception, status: int, words: str) -> None:
    raising(app, error)

    page = visitor.get("/raise")

    assert page.status == status
    assert words in page.text
    assert "李秀英" not in page.text


def test_a_program_gets_the_same_reasons(visitor: Visitor, app: Flask) -> None:
    raising(app, MoveBlocked("identify", [BLOCKED]))

    page = visitor.look("/api/raise")

    body = json.loads(page.html)
    assert page.response.mimetype == "application/problem+json"
    assert body["status"] == page.status == 409
    assert body["blockers"][0]["code"] == "notice-not-over"
    assert body["blockers"][0]["earliest_on"] == "2021-10-30"


def test_the_log_names_templates_and_numbers_only(capfd: pytest.CaptureFixture[str], app: Flask, admin: User) -> None:
    raising(app, ValueError("李秀英 530000"))
    visitor = Visitor(app)
    visitor.sign_in("guanli", PASSWORD)
    visitor.get(f"/users/{admin.id}?q=李秀英")
    visitor.get("/raise")

    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    shown = [line for line in lines if line.get("path") == "/users/<int:user_id>"]
    assert shown[0]["user"] == admin.id
    assert "李" not in json.dumps(lines, ensure_ascii=False)
    assert any(line["event"] == "failure" and line["kinds"] == ["ValueError"] for line in lines)


def test_the_language_follows_the_browser_then_the_choice(visitor: Visitor, admin: User) -> None:
    assert "Sign in" in visitor.get("/sign-in", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert "登录" in visitor.get("/sign-in", headers={"Accept-Language": "fr"}).text

    page = visitor.sign_in("guanli", PASSWORD)
    page = visitor.send(page, "/language", language="en")

    assert page.address == "/users"
    assert "Accounts" in page.text


def test_the_chosen_language_comes_along_to_another_browser(app: Flask, admin: User) -> None:
    first, second = Visitor(app), Visitor(app)
    first.send(first.sign_in("guanli", PASSWORD), "/language", language="en")

    assert "Accounts" in second.sign_in("guanli", PASSWORD).text


def test_a_real_instance_has_no_practice_date(visitor: Visitor, admin: User) -> None:
    page = visitor.sign_in("guanli", PASSWORD)
    token = next(values["csrf_token"] for _, values in page.forms())

    refused = visitor.post("/practice-date", csrf_token=token, date="2021-10-25")

    assert "练习系统" not in page.text
    assert refused.status == 409


@pytest.mark.parametrize("training", [True])
def test_a_training_instance_says_so_and_moves_its_date_forward(
    visitor: Visitor, site_db: Engine, admin: User, training: bool
) -> None:
    page = visitor.sign_in("guanli", PASSWORD)
    assert "练习系统" in page.text

    page = visitor.send(page, "/practice-date", date="2031-10-25")

    assert "今天是2031年10月25日" in page.text
    back = visitor.send(page, "/practice-date", date="2031-10-24")
    assert back.status == 409
    assert "只能往后调" in back.text
    with reading(site_db) as session:
        assert instance.days_ahead(session) > 0


def test_a_double_submitted_form_opens_one_account(visitor: Visitor, admin: User, make_person: MakePerson) -> None:
    visitor.sign_in("guanli", PASSWORD)
    form = visitor.get("/users/new")
    facts = {"username": "xiaoli", "name": "李秀英", "role": "village", "area": "533401102201"}

    first = visitor.send(form, "/users/new", **facts)
    second = visitor.send(form, "/users/new", **facts)

    assert "一次性密码" in first.text
    assert "已经有人用了" in second.text
