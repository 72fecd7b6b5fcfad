"""The whole way of a village notice in a real browser, from signing in to closing, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Office


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of a notice board."""
    file = tmp_path / "公示栏.jpg"
    Image.new("RGB", (640, 480), "green").save(file, "JPEG")
    return file


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_notice_from_the_desk_to_its_closing(
    office: Office, photo: Path, scripts: bool, faultless: Callable[[Page], None]
) -> None:
    def look(page: Page) -> None:
        if scripts:
            faultless(page)

    clerk = office.sign_in("village-1", scripts=scripts)
    clerk.get_by_label("主菜单").get_by_role("link", name="公示").click()
    look(clerk)
    clerk.get_by_role("link", name=re.compile("选户起草")).click()
    look(clerk)
    expect(clerk.locator("input[name=case]:checked")).to_have_count(3)
    clerk.get_by_role("button", name="起草公示").click()
    look(clerk)
    expect(clerk.locator("main")).to_contain_text("已起草533401102201-2021-001号公示")

    clerk.get_by_role("link", name="预览并印制").click()
    look(clerk)
    paper = clerk.request.get(clerk.locator("object").get_attribute("data") or "")
    assert paper.body().startswith(b"%PDF-")
    clerk.get_by_role("button", name="确认印制").click()
    look(clerk)
    expect(clerk.locator("main")).to_contain_text("已印制，共")

    clerk.get_by_role("link", name="登记张贴").click()
    look(clerk)
    expect(clerk.locator("main")).to_contain_text("2021年10月25日至2021年10月29日")
    clerk.locator("input[name=photo-group-board]").set_input_files(photo)
    clerk.locator("main").get_by_role("button", name="登记张贴").click()
    look(clerk)
    expect(clerk.locator("main")).to_contain_text("还要公示5天")
    expect(clerk.get_by_role("link", name=re.compile("张贴照片"))).to_be_visible()

    public = office.open(scripts=scripts, phone=True)
    public.goto("/board/533401102201")
    look(public)
    public.get_by_role("link", name="我有话要反映").click()
    look(public)
    public.get_by_label("您要反映哪一户").select_option("2")
    public.get_by_label("反映的情况").fill("这户去年在城里买了房")
    public.get_by_role("button", name="提交").click()
    look(public)
    expect(public.locator(".receipt-number")).to_have_text(re.compile(r"\w{4}\s\w{4}"))
    receipt = public.locator(".receipt-number").inner_text()

    office.on(date(2021, 10, 29))
    clerk.get_by_role("link", name="期满办结").click()
    look(clerk)
    clerk.get_by_role("button", name="期满办结").click()
    expect(clerk.locator("main")).to_contain_text("2021年10月30日起可以办理")

    office.on(date(2021, 10, 30))
    clerk.goto("/notices/1")
    clerk.get_by_role("link", name="期满办结").click()
    clerk.get_by_role("button", name="期满办结").click()
    look(clerk)
    expect(clerk.locator("main")).to_contain_text("2户进入下一步，1户暂缓")
    expect(clerk.locator(".held")).to_contain_text("有1条未办结的异议")

    officer = office.sign_in("township-1", scripts=scripts)
    officer.goto("/objections")
    look(officer)
    officer.locator("tbody a").first.click()
    officer.get_by_role("button", name="开始调查").click()
    look(officer)
    officer.get_by_label("不成立").check()
    officer.get_by_label("调查核实情况").fill("入户核实，没有购房")
    officer.get_by_label("答复", exact=True).fill("经核实，该户没有在城里购房。")
    officer.get_by_role("button", name="办结").click()
    look(officer)

    clerk.goto("/notices/1")
    clerk.get_by_role("link", name="办结暂缓的农户").click()
    clerk.get_by_role("button", name="办结暂缓的农户").click()
    expect(clerk.locator("main")).to_contain_text("1户全部进入下一步")
    clerk.get_by_role("link", name="登记取下").click()
    look(clerk)
    clerk.get_by_role("button", name="登记取下").click()
    expect(clerk.locator("main")).to_contain_text("取下已登记")

    public.goto("/board/answer")
    public.get_by_label("回执编号").fill(receipt)
    public.get_by_role("button", name="查询").click()
    look(public)
    expect(public.locator("main")).to_contain_text("该户没有在城里购房")
    assert office.faults == []


def test_a_double_click_posts_once(office: Office) -> None:
    clerk = office.sign_in("village-1")
    clerk.goto("/notices/new/533401102201/village_notice")
    clerk.get_by_role("button", name="起草公示").dblclick()
    clerk.wait_for_url(re.compile(r"/notices/\d+$"))

    clerk.goto("/notices")

    expect(clerk.locator("tbody tr")).to_have_count(1)


def test_the_keyboard_alone_gets_there(office: Office) -> None:
    clerk = office.sign_in("village-1")
    clerk.goto("/notices")
    clerk.keyboard.press("Tab")
    expect(clerk.get_by_role("link", name="跳到正文")).to_be_focused()
    clerk.keyboard.press("Enter")
    for _ in range(3):
        clerk.keyboard.press("Tab")
        if "选户起草" in (clerk.evaluate("document.activeElement.textContent") or ""):
            break

    clerk.keyboard.press("Enter")

    clerk.wait_for_url(re.compile("/notices/new/"))
