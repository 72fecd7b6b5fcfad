"""Sentences about layouts and code lists that a site takes into use: what holds, is refused, stays readable."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.db import reading, work
from engine.errors import BadInput, Problem
from states import imports, site_codes, workbooks
from states.codes import codes
from states.exchange import exports, site_data, site_layouts
from states.households import Household
from states.imports import Preview
from states.members import Member
from tests.bdd.people import HEPING, ROLES, identity_number
from tests.bdd.phrases import phrase
from tests.bdd.steps.lists import BORN
from tests.bdd.steps.pages import pages
from tests.bdd.world import World
from tests.states.site_texts import EDUCATION, new_list, text_of

LIST = "household-list"
ADMIN = ROLES["管理员"]
SPOILT = {
    "两栏叫同一个名字": ('heading = "户主姓名"', 'heading = "户编号"'),
    "少了证件号码一栏": ('field = "id_no"', 'field = "joined_on"'),
    "表头是空的": ('heading = "家庭成员"', 'heading = ""'),
    "版号没有换": ('edition = "2026"', 'edition = "2021"'),
}


@dataclass
class Tried:
    """What was handed out and looked through in a scenario."""

    lines: list[dict[str, str]] = field(default_factory=list)
    looked: Preview | None = None
    problems: tuple[Problem, ...] = ()


@pytest.fixture
def tried() -> Tried:
    """What a scenario tries."""
    return Tried()


def take_into_use(world: World, text: str) -> None:
    """Check a text and take it into use."""

    def act() -> None:
        with work(world.db) as session:
            found = site_data.check(session, text, "new.toml")
            site_data.add(session, found, by=ADMIN, at=world.at)

    world.trying(act)


@given(phrase('管理员把"农户名单"{year:n}版投入使用，"姓名"改叫"{name}"并挪到第一栏，"户主"改说"本户户主"'))
def new_form(world: World, tried: Tried, year: int, name: str) -> None:
    take_into_use(world, new_list(str(year), name))


@when(phrase('管理员再把"农户名单"{year:n}版投入使用，"姓名"改叫"{name}"'))
def new_form_again(world: World, year: int, name: str) -> None:
    take_into_use(world, new_list(str(year), name))


@given(phrase('管理员把代码表"文化程度"2026版投入使用，"大专"分成"高职"和"高专"'))
def new_codes(world: World, tried: Tried) -> None:
    take_into_use(world, EDUCATION)


@given(phrase('和平村登记了普通农户"{head}"户，户主文化程度是"{education}"'))
def registered_with(world: World, head: str, education: str) -> None:
    world.register([head], HEPING)
    with work(world.db) as session:
        home = session.scalars(select(Household).where(Household.head_name == head)).one()
        mine = select(Member).where(Member.household_id == home.id, Member.is_head)
        session.scalars(mine).one().education = codes("education").find(education) or ""


@when(phrase('{role:role}照使用中的版导出"农户名单"'))
def goes_out(world: World, tried: Tried, role: str) -> None:
    with reading(world.db) as session:
        layout = site_layouts.in_force(session)[LIST]
        rows = exports.rows(session, ROLES[role], layout, exports.Filter())
        tried.lines = [dict(zip(layout.headings, row, strict=True)) for row in rows]


@when(phrase('{role:role}照同样的表头导入一份新名单，其中有"{head}"户'))
def comes_in(world: World, tried: Tried, role: str, head: str) -> None:
    told = {"家庭成员": head, "与户主关系": "本户户主", "证件号码": identity_number(BORN[head])}
    line = dict.fromkeys(tried.lines[0], "") | told | {"行政村": "和平村", "村民小组": "一组"}
    looked = look(world, tried, role, line)
    with work(world.db) as session:
        imports.take(session, looked, world.pack(HEPING).definition, ROLES[role], world.at)


def look(world: World, tried: Tried, role: str, line: dict[str, str]) -> Preview:
    """Look through a list with one line, by the layouts in force."""
    data = workbooks.write(list(line), [list(line.values())])
    with work(world.db) as session:
        sheet = imports.read(data, "名单.xlsx", site_layouts.in_force(session).values())
        tried.looked = imports.preview(session, sheet, ROLES[role], on=world.today)
    return tried.looked


@when(phrase('{role:role}检查一份名单，其中"{column}"写着"{text}"'))
def looks_through(world: World, tried: Tried, role: str, column: str, text: str) -> None:
    line = {"行政村": "和平村", "村民小组": "一组", "姓名": "李秀英", "与户主关系": "户主"}
    look(world, tried, role, line | {"证件号码": identity_number(BORN["李秀英"]), column: text})


@when(phrase('管理员撤回"农户名单"{year:n}版，原因是"{reason}"'))
def taken_back(world: World, year: int, reason: str) -> None:
    world.attempt(lambda session: site_layouts.withdraw(session, LIST, str(year), reason, by=ADMIN, at=world.at))


@when(phrase("管理员检查一份表样，其中{spoilt}"))
def checks_a_spoilt_form(world: World, tried: Tried, spoilt: str) -> None:
    old, new = SPOILT[spoilt]
    text = new_list()
    assert old in text
    check(world, tried, text.replace(old, new, 1))


@when(phrase('管理员检查一份代码表"与户主关系"，其中没有"户主"'))
def checks_a_list_without_a_head(world: World, tried: Tried) -> None:
    lines = text_of("relation", "2021").replace('edition = "2021"', 'edition = "2026"').splitlines()
    check(world, tried, "\n".join(line for line in lines if not line.startswith(("needed", "head ="))))


def check(world: World, tried: Tried, text: str) -> None:
    """Check a text and keep what is wrong with it."""
    with reading(world.db) as session, pytest.raises(BadInput) as refused:
        site_data.check(session, text, "new.toml")
    tried.problems = refused.value.problems


@then(phrase('检查说"{place}"不能用，原因是"{reason}"'))
def is_refused(tried: Tried, place: str, reason: str) -> None:
    assert (f"new.toml {place}", reason) in [(one.where, one.reason) for one in tried.problems], tried.problems


@then(phrase('导出的第一栏是"{heading}"，"{head}"的关系写着"{relation}"'))
def went_out(tried: Tried, heading: str, head: str, relation: str) -> None:
    assert next(iter(tried.lines[0])) == heading
    assert [one["与户主关系"] for one in tried.lines if one[heading] == head] == [relation]


@then(phrase('使用中的"{title}"是{year:n}版'))
def holds(world: World, title: str, year: int) -> None:
    with reading(world.db) as session:
        found = {one.title: one.edition for one in site_layouts.in_force(session).values()}
    assert found[title] == str(year)


@then(phrase('"农户名单"{year:n}版留在库里，写着"{reason}"'))
def is_kept(world: World, year: int, reason: str) -> None:
    with reading(world.db) as session:
        found = {one.edition: one.row for one in site_layouts.standing(session) if one.name == LIST}
    row = found[str(year)]
    assert row is not None
    assert (row.reason, row.withdrawn_by_name) == (reason, ADMIN.name)


@then(phrase('名单没有问题，"{before}"已规范为"{after}"'))
def is_put_in_form(tried: Tried, before: str, after: str) -> None:
    assert tried.looked is not None
    assert tried.looked.problems == ()
    assert (before, after) in [(one.before, one.after) for one in tried.looked.changes]


@then(phrase('名单的"{column}"不能用，原因是"{reason}"'))
def cell_is_refused(tried: Tried, column: str, reason: str) -> None:
    assert tried.looked is not None
    assert [(one.column, one.message) for one in tried.looked.problems] == [(column, reason)]


@then(phrase('"{head}"的文化程度仍读作"{label}"'))
def is_still_read(world: World, head: str, label: str) -> None:
    with reading(world.db) as session:
        site_codes.see(session)
        mine = select(Member.education).where(Member.name == head, Member.is_head)
        assert codes("education").label(session.scalars(mine).one()) == label


@then(phrase('今天可以选的文化程度里没有"{gone}"，有"{new}"'))
def may_be_chosen(world: World, gone: str, new: str) -> None:
    labels = codes("education", world.today).labels.values()
    assert gone not in labels
    assert new in labels


@when(phrase('{role:role}在网页上检查"农户名单"{year:n}版'))
def checks_on_the_page(world: World, role: str, year: int) -> None:
    address = "/data/exchange/layouts/check"
    world.page = pages(world).fill(role, address, file=(io.BytesIO(new_list(str(year)).encode()), "农户名单.toml"))


@when(phrase('{role:role}在网页上把"农户名单"{year:n}版投入使用'))
def takes_into_use_on_the_page(world: World, role: str, year: int) -> None:
    checks_on_the_page(world, role, year)
    assert world.page is not None
    world.page = pages(world).of(role).send(world.page, "/data/exchange/layouts/take")
