"""The pages of accounts and places."""

from __future__ import annotations

from states.users import User
from tests.web.client import Page, Visitor
from tests.web.conftest import PASSWORD, MakePerson


def one_time_password(page: Page) -> str:
    return next(code.text or "" for code in page.root.iter("code") if code.get("class") == "secret")


def test_a_new_clerk_gets_a_password_once_and_chooses_an_own_one(visitor: Visitor, admin: User) -> None:
    visitor.sign_in("guanli", PASSWORD)
    page = visitor.send(
        visitor.get("/users/new"),
        "/users/new",
        username="wang.fang",
        name="王芳",
        role="village",
        area="533401102201",
    )
    given = one_time_password(page)
    visitor.send(page, "/sign-out")

    page = visitor.sign_in("wang.fang", given)

    assert page.address == "/account/password"
    assert given not in visitor.get("/account/password").html


def test_what_does_not_fit_is_said_beside_its_field(visitor: Visitor, admin: User) -> None:
    visitor.sign_in("guanli", PASSWORD)

    page = visitor.send(
        visitor.get("/users/new"), "/users/new", username="王", name="", role="department", area="533401102201"
    )
    assert page.status == 422
    assert "请填写" in page.text

    page = visitor.send(page, "/users/new", username="王", name="王芳", role="department", area="533401102201")
    assert "用户名用3至32个" in page.text
    assert "地区编码的级别与岗位不符" in page.text
    assert "须写明部门" in page.text


def test_an_account_is_reset_closed_and_opened_again(visitor: Visitor, admin: User, make_person: MakePerson) -> None:
    clerk = make_person("village", "533401102201")
    visitor.sign_in("guanli", PASSWORD)
    own = f"/users/{clerk.id}"

    assert one_time_password(visitor.send(visitor.get(f"{own}/reset"), f"{own}/reset"))
    page = visitor.send(visitor.get(f"{own}/deactivate"), f"{own}/deactivate")
    assert "已停用" in page.text
    page = visitor.send(page, f"{own}/reactivate")
    assert one_time_password(page)
    assert "恢复使用" in visitor.get(own).text


def test_an_administrator_cannot_close_the_own_account(visitor: Visitor, admin: User) -> None:
    visitor.sign_in("guanli", PASSWORD)
    own = f"/users/{admin.id}/deactivate"

    page = visitor.send(visitor.get(own), own)

    assert page.status == 409
    assert "不能停用自己的账号" in page.text


def test_a_clerk_is_given_another_village(visitor: Visitor, admin: User, make_person: MakePerson) -> None:
    clerk = make_person("village", "533401102201")
    visitor.sign_in("guanli", PASSWORD)
    address = f"/users/{clerk.id}/move"

    refused = visitor.send(visitor.get(address), address, area="533401102")
    page = visitor.send(visitor.get(address), address, area="533401102202")

    assert "级别与岗位不符" in refused.text
    assert "东坡村" in page.text


def test_accounts_are_found_by_name(visitor: Visitor, admin: User, make_person: MakePerson) -> None:
    make_person("village", "533401102201", username="wang.fang")
    visitor.sign_in("guanli", PASSWORD)

    assert "wang.fang" in visitor.get("/users?q=WANG").text
    assert "没有找到账号" in visitor.get("/users?q=%25").text


def test_places_are_looked_through_added_and_corrected(visitor: Visitor, admin: User) -> None:
    visitor.sign_in("guanli", PASSWORD)
    assert "和平镇" in visitor.get("/areas").text
    assert "青山村" in visitor.get("/areas/533401102").text

    page = visitor.send(visitor.get("/areas/new"), "/areas/new", code="533401102203", name="西沟村")
    assert "已添加西沟村" in page.text
    again = visitor.send(visitor.get("/areas/new"), "/areas/new", code="533401102203", name="西沟村")
    assert "已经有了" in again.text
    edit = "/areas/533401102203/edit"
    assert "0887-1234567" in visitor.send(visitor.get(edit), edit, phone="0887-1234567").text


def test_an_auditor_reads_accounts_and_changes_none(visitor: Visitor, admin: User, make_person: MakePerson) -> None:
    make_person("auditor", "5334", username="shenji")
    page = visitor.sign_in("shenji", PASSWORD)
    token = next(values["csrf_token"] for _, values in page.forms())

    assert visitor.get(f"/users/{admin.id}").status == 200
    assert "添加账号" not in visitor.get("/users").text
    assert visitor.post(f"/users/{admin.id}/reset", csrf_token=token).status == 403
