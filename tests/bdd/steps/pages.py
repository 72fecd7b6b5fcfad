"""Sentences about the door of the program, and about what people see on its pages."""

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from pytest_bdd import given, then, when

from engine.actors import SYSTEM
from engine.db import work
from states import users
from states.board import by_receipt
from states.passwords import Secret
from tests.bdd.browser import PASSWORD, Browser, secret
from tests.bdd.people import HEPING, ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from tests.web.client import Page, Visitor

NEWCOMER = "xinren-muchun"
PAGES = {
    "待办": "/worklist",
    "手册": "/handbook",
    "文书目录": "/handbook/documents",
    "账号管理": "/users",
    "台账校验": "/ledger",
}


def pages(world: World) -> Browser:
    """The pages; only scenarios that are marked as going through them may ask."""
    found = world.through_pages()
    assert found is not None, "这个场景没有标 @web"
    return found


def page(world: World) -> Page:
    """The page that is open."""
    assert world.page is not None
    return world.page


@given(phrase("管理员给新来的信息员开了账号，发了一次性密码"))
def account_was_opened(world: World) -> None:
    account = users.Account(NEWCOMER, "木春", "village", HEPING)
    with work(pages(world).db) as session:
        one_time = Secret(secret().text, secret().digest, one_time=True)
        users.add(session, account, one_time, by=SYSTEM, at=datetime.now(UTC))


@when(phrase('{role:role}用"{what}"的密码登录{n:n}次'))
def signs_in(world: World, role: str, what: str, n: int) -> None:
    visitor = Visitor(pages(world).app)
    for _ in range(n):
        world.page = visitor.sign_in(ROLES[role].id, PASSWORD if what == "正确" else "Buzhidao-11")


@when(phrase("新来的信息员用一次性密码登录"))
def newcomer_signs_in(world: World) -> None:
    world.page = Visitor(pages(world).app).sign_in(NEWCOMER, PASSWORD)


@when(phrase("没有登录的人打开待办"))
def stranger_looks(world: World) -> None:
    world.page = Visitor(pages(world).app).get("/worklist")


@when(phrase('{role:role}打开"{name}"页面'))
def opens(world: World, role: str, name: str) -> None:
    world.page = pages(world).of(role).get(PAGES[name])


@when(phrase('{role:role}打开手册中"{requirement}"的场景'))
def opens_the_handbook_at(world: World, role: str, requirement: str) -> None:
    world.page = pages(world).of(role).get(f"/handbook?requirement={requirement}")


@when(phrase('{role:role}打开手册中步骤"{step}"的场景'))
def opens_the_handbook_at_a_step(world: World, role: str, step: str) -> None:
    world.page = pages(world).of(role).get(f"/handbook?step={step}")


@when(phrase('{role:role}在网页上打开"{head}"户'))
def opens_the_household(world: World, role: str, head: str) -> None:
    world.page = pages(world).of(role).get(f"/case/{world.cases[head]}")


@when(phrase('{role:role}在网页上录入"{head}"户"{name}"第{n:n}季度的务工收入{amount:yuan}元，接着录下一人'))
def enters_and_goes_on(world: World, role: str, head: str, name: str, n: int, amount: str) -> None:
    address = f"/income/{world.cases[head]}/enter/{n}"
    asked = pages(world).of(role).get(address)
    [person] = [chip.get("href", "") for chip in chips(asked) if "".join(chip.itertext()).startswith(name)]
    world.page = pages(world).fill(role, person, address, migrant_work=amount, next="yes")


@then(phrase('接着要录的是"{name}"'))
def goes_on_with(world: World, name: str) -> None:
    [here] = [chip for chip in chips(page(world)) if chip.get("aria-current")]
    assert "".join(here.itertext()).startswith(name)


def chips(of: Page) -> list[Element]:
    """The people for whom a quarter can be entered, as links."""
    return [one for one in of.root.iter("a") if one.get("class") == "step-chip"]


@when(phrase('群众在网上公示里对"{head}"户提出异议'))
def objects_on_the_board(world: World, head: str) -> None:
    assert head in world.cases
    told = pages(world).objection(world.the_notice().number, "这户去年买了轿车")
    found = re.search(r"([0-9A-Z]{4})\s([0-9A-Z]{4})", told)
    assert found, told
    world.numbers["receipt"] = found[1] + found[2]


@then(phrase('页面上写着"{words}"'))
def page_says(world: World, words: str) -> None:
    assert page(world).status < 500
    assert words in page(world).text, page(world).text


@then(phrase('页面上没有"{words}"'))
def page_does_not_say(world: World, words: str) -> None:
    assert page(world).status < 500
    assert words not in page(world).text


@then(phrase('列出的场景里有"{name}"'))
def lists(world: World, name: str) -> None:
    assert name in listed(world)


@then(phrase('列出的场景里没有"{name}"'))
def does_not_list(world: World, name: str) -> None:
    assert name not in listed(world)


def listed(world: World) -> set[str]:
    """The names of the scenarios on the page of the handbook."""
    names = {(summary.text or "").strip() for summary in page(world).root.iter("summary")}
    assert names
    return names


@then("没有进去，还在登录页")
def is_at_the_door(world: World) -> None:
    assert page(world).address == "/sign-in"


@then("进去了")
def is_inside(world: World) -> None:
    assert (page(world).status, page(world).address) == (200, "/worklist")


@then("先要改成自己的密码，别的页面都打不开")
def has_to_change(world: World) -> None:
    assert page(world).address == "/account/password"


@then("页面说找不到")
def page_not_found(world: World) -> None:
    assert page(world).status == 404


@then("页面说这个岗位不能办理")
def page_forbidden(world: World) -> None:
    assert page(world).status == 403


@then("群众拿到了回执，凭回执查到已收到")
def has_a_receipt(world: World) -> None:
    with work(world.db) as session:
        assert by_receipt(session, world.numbers["receipt"]).label == "已收到"
