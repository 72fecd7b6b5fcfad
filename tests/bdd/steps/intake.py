"""Sentences about lists of every kind that are taken in from a file."""

from __future__ import annotations

import io
from typing import Any

from pytest_bdd import given, then, when
from sqlalchemy import select

from engine.db import reading
from states import workbooks
from states.changes.change import JOIN, Change
from states.changes.joining_list import MEMBERS
from states.codes import codes
from states.intake import taking
from states.intake.kind import Asking, Kind
from states.livelihood.training_list import TRAINING
from states.livelihood.work_list import WORK
from states.members import Member
from states.places.datums import DATUMS
from states.places.figure_list import FIGURES
from states.places.figures import declared
from states.places.location_list import COORDINATES
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.steps.pages import page, pages
from tests.bdd.world import World

DATUM = {title: code for code, title in DATUMS.items()}
OF_WORK = ("姓名", "证件号码", "务工地点", "务工地区划代码", "开始时间", "务工月收入")


def take(world: World, role: str, kind: Kind[Any], told: dict[str, object], **stated: str) -> None:
    """Take in a spreadsheet of one line."""
    sheet = taking.read(kind, workbooks.write(list(told), [list(told.values())]), f"{kind.title}.xlsx")
    asking = Asking(ROLES[role], world.at, stated)
    world.attempt(lambda session: taking.take(session, kind, taking.preview(session, kind, sheet, asking), asking))


def card(world: World, head: str) -> str:
    """The head's number."""
    home = world.household(head)
    with reading(world.db) as session:
        return session.scalars(select(Member.id_no).where(Member.household_id == home.id, Member.is_head)).one()


def of_work(world: World, head: str, pay: int) -> dict[str, object]:
    """A line of work."""
    return dict(zip(OF_WORK, (head, card(world, head), "官渡区", "530111", "2021年03月", pay), strict=True))


@given(phrase('{role:role}导入"{source}"的务工名单，"{head}"户户主月收入{pay:n}元'))
@when(phrase('{role:role}导入"{source}"的务工名单，"{head}"户户主月收入{pay:n}元'))
def work_taken(world: World, role: str, source: str, head: str, pay: int) -> None:
    take(world, role, WORK, of_work(world, head, pay), source=codes("work_source").find(source) or "")


@then("同一份名单没有再入库一次")
def taken_before(world: World) -> None:
    assert ["导入过，没有重复导入" in one for one in world.reasons()] == [True]


@when(phrase('{role:role}在网页上检查"{source}"的务工名单，"{head}"户户主月收入{pay:n}元'))
def work_looked_at(world: World, role: str, source: str, head: str, pay: int) -> None:
    told = of_work(world, head, pay)
    file = (io.BytesIO(workbooks.write(list(told), [list(told.values())])), "务工.xlsx")
    visitor, address = pages(world).of(role), "/data/import/work"
    world.page = visitor.send(visitor.get(address), address, file=file, source=codes("work_source").find(source))


@when(phrase("{role:role}把检查过的名单入库"))
def looked_at_taken(world: World, role: str) -> None:
    world.page = pages(world).of(role).send(page(world), "/data/import/work/take")


@when(phrase('{role:role}导入培训名单，"{head}"户户主参加"{subject}"培训{hours:n}学时'))
def training_taken(world: World, role: str, head: str, subject: str, hours: int) -> None:
    told = {"姓名": head, "证件号码": card(world, head), "培训内容": subject, "组织单位": "县人社局"}
    take(world, role, TRAINING, told | {"开始时间": "2021-06-01", "结束时间": "2021-06-10", "学时": hours})


@when(phrase('{role:role}导入"{datum}"的坐标名单，"{head}"户在东经"{east}"北纬"{north}"'))
def coordinates_taken(world: World, role: str, datum: str, head: str, east: str, north: str) -> None:
    told = {"户编号": world.household(head).number, "户主": head, "经度": east, "纬度": north}
    take(world, role, COORDINATES, told | {"采集日期": "2021-10-18"}, datum=DATUM[datum])


@when(phrase('{role:role}导入申报数名单，"{village}"{year:n}年总户数{n:n}户'))
def figures_taken(world: World, role: str, village: str, year: int, n: int) -> None:
    take(world, role, FIGURES, {"行政村": village, "年度": year, "总户数": n})


@then(phrase('"{village}"{year:n}年申报的总户数是{n:n}户'))
def declared_households(world: World, village: str, year: int, n: int) -> None:
    world.finish()
    with reading(world.db) as session:
        assert declared(session, VILLAGE[village], year) == {VILLAGE[village]: {"households": n}}


@when(phrase('{role:role}导入新增成员名单，"{head}"户有新生儿"{name}"'))
def members_taken(world: World, role: str, head: str, name: str) -> None:
    told = {"户编号": world.household(head).number, "户主姓名": head, "姓名": name, "与户主关系": "之女"}
    born = {"出生日期": "2021-09-30", "性别": "女", "增加原因": "新生儿", "增加日期": "2021-09-30"}
    take(world, role, MEMBERS, told | born)


@then(phrase('"{head}"户还没有"{name}"，等另一个人核对'))
def waits_for_another(world: World, head: str, name: str) -> None:
    world.finish()
    home = world.household(head)
    with reading(world.db) as session:
        names = session.scalars(select(Member.name).where(Member.household_id == home.id)).all()
        waiting = session.scalars(select(Change).where(Change.household_id == home.id, Change.live)).one()
    assert name not in names
    assert (waiting.nature, waiting.told["name"], waiting.agreed_by) == (JOIN, name, "")
