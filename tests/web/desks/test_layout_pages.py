"""表样和代码表 on the pages: looked at, checked, laid beside the register, taken into use, withdrawn."""

from __future__ import annotations

import io
import re
from datetime import date
from zipfile import ZipFile

from sqlalchemy import select

from engine.db import reading, work
from states import code_editions
from states.exchange import site_layouts
from states.exchange.layouts import household_list
from states.households import Household
from states.members import Member
from states.workbooks import read, write
from tests.states.register import number
from tests.states.site_texts import EDUCATION, new_list
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import VILLAGE, Township

TODAY = date(2021, 10, 25)
HERE = "/data/exchange/layouts"


def check(visitor: Visitor, text: str) -> Page:
    """Hand a text in to be checked."""
    page = visitor.get(f"{HERE}/check")
    return visitor.send(page, f"{HERE}/check", file=(io.BytesIO(text.encode()), "新表.toml"))


def take(visitor: Visitor, text: str) -> Page:
    """Check a text, then confirm."""
    return visitor.send(check(visitor, text), f"{HERE}/take")


def test_an_operator_sees_the_register_in_the_new_form_and_an_administrator_headings_only(township: Township) -> None:
    operator, admin = township.sign_in("township-1"), township.sign_in("admin")
    with reading(township.db) as session:
        head = session.scalars(select(Household.head_name).order_by(Household.number)).first()
    assert head

    seen, blind = check(operator, new_list()), check(admin, new_list())

    for page in (seen, blind):
        assert page.status == 200
        assert "家庭成员" in page.text
        assert "原名“姓名”" in page.text
    assert head in seen.text
    assert "确认投入使用" not in seen.text
    assert re.search(r"\d{6}\*+", seen.text)
    assert not re.search(r"\d{17}[\dX]", seen.text)
    assert head not in blind.text
    assert "您的岗位不看农户信息，只列表头" in blind.text
    assert "确认投入使用" in blind.text


def test_what_is_taken_into_use_holds_for_lists_in_and_out_until_it_is_withdrawn(township: Township) -> None:
    operator, admin = township.sign_in("township-1"), township.sign_in("admin")
    done = take(admin, new_list())
    assert "“农户名单”2026版已投入使用" in done.text

    out = operator.client.get(f"/households/export?area={VILLAGE}&layout=household-list").data
    assert read(out, "a.xlsx", ("户编号", "家庭成员")).headings[0] == "家庭成员"
    with ZipFile(io.BytesIO(operator.client.get("/data/import/households/form").data)) as form:
        assert any("家庭成员".encode() in form.read(name) for name in form.namelist())

    line = {
        "行政村": "和平村",
        "村民小组": "一组",
        "家庭成员": "李秀英",
        "与户主关系": "本户户主",
        "证件号码": number(901),
    }
    list_ = io.BytesIO(write(list(line), [list(line.values())]))
    came = operator.send(operator.get("/data/import/households"), "/data/import/households", file=(list_, "名单.xlsx"))
    assert (came.status, "按“农户名单”2026版读取" in came.text) == (200, True)

    with reading(township.db) as session:
        row = next(one.row for one in site_layouts.standing(session) if one.row)
    shown = admin.get(f"{HERE}/{row.digest}")
    assert "本户户主" in shown.text
    assert "撤回这一版" in shown.text
    assert "撤回这一版" not in operator.get(f"{HERE}/{row.digest}").text
    assert [a.get("href") for a in admin.get(HERE).root.iter("a") if a.text == "农户名单"] == [
        f"{HERE}/{row.digest}", f"{HERE}/{household_list().digest}",
    ]  # fmt: skip
    asked = admin.get(f"{HERE}/{row.digest}/withdraw")
    refused = admin.send(asked, f"{HERE}/{row.digest}/withdraw", reason=" ")
    assert refused.status == 422
    back = admin.send(asked, f"{HERE}/{row.digest}/withdraw", reason="省里暂缓执行")
    assert "省里暂缓执行" in back.text
    again = operator.client.get(f"/households/export?area={VILLAGE}&layout=household-list").data
    assert read(again, "a.xlsx", ("户编号", "证件号码")).headings[0] == "户编号"
    asked = admin.get(f"{HERE}/{row.digest}/withdraw")
    assert "这一版已经撤回了" in admin.send(asked, f"{HERE}/{row.digest}/withdraw", reason="再撤一次").text


def test_the_text_of_every_edition_can_be_fetched_edited_and_handed_in(township: Township) -> None:
    operator = township.sign_in("township-1")
    for digest, title in [(household_list().digest, "农户名单")] + [
        (one.digest, one.title) for one in code_editions.shipped()
    ]:
        assert title in operator.get(f"{HERE}/{digest}").text
        sent = operator.client.get(f"{HERE}/{digest}.toml")
        assert sent.mimetype == "application/toml"
        page = check(operator, sent.text)
        assert page.status == 422
        assert "这个版号已经用过" in page.text
    assert operator.get(f"{HERE}/none").status == 404
    assert township.sign_in("admin").get(f"{HERE}/{household_list().digest}/withdraw").status == 404


def test_everything_that_is_wrong_is_on_the_page(township: Township) -> None:
    operator = township.sign_in("township-1")
    page = check(operator, new_list().replace('heading = "性别"', 'heading = "民族"').replace('id = "h', 'id = "H'))
    assert page.status == 422
    assert "有1处不能用" in page.text
    page = check(operator, new_list().replace('heading = "性别"', 'heading = "民族"').replace('head = "本', 'x = "本'))
    assert "有2处不能用" in page.text
    assert "新表.toml columns.11" in page.text
    sent = operator.get(f"{HERE}/check")
    assert operator.send(sent, f"{HERE}/check").status == 422
    odd = operator.send(sent, f"{HERE}/check", file=(io.BytesIO("表".encode("gb18030")), "a.toml"))
    assert "UTF-8" in odd.text


def test_a_form_offers_what_may_be_chosen_today_and_keeps_what_stands_there(township: Township) -> None:
    admin, clerk = township.sign_in("admin"), township.sign_in("village-1")
    with reading(township.db) as session:
        home = session.scalars(select(Household).where(Household.village == VILLAGE)).first()
    address = f"/changes/household/{home.case_id}/edit?member={_member(township, home.id, 'college')}"
    assert "大专" in clerk.get(address).text
    assert "“文化程度”2026版已投入使用" in take(admin, EDUCATION).text

    page = clerk.client.get(address).text
    offered = re.findall(r'<option value="(\w+)"', page.split('id="education"')[1].split("</select>")[0])
    assert offered == [
        "illiterate",
        "primary",
        "junior",
        "senior",
        "vocational",
        "specialised",
        "university",
        "college",
    ]
    other = clerk.get(f"/changes/household/{home.case_id}/edit?member={_member(township, home.id, 'primary')}").text
    assert "大专" not in other


def _member(township: Township, household: int, education: str) -> int:
    with work(township.db) as session:
        member = session.scalars(select(Member).where(Member.household_id == household, Member.is_head)).one()
        member.education = education
        return member.id
